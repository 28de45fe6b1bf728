"""One owner of a vault at a time: an exclusive lock of the operating system, which a crash releases by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from companion.errors import Busy, EyelineError


class Owner:
    """Holds `vault.lock` from construction to `release`. Raises `Busy` if another process (or this one) holds it."""

    def __init__(self, folder: Path) -> None:
        try:
            self._file: int | None = os.open(folder / "vault.lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:
            raise EyelineError("Eyeline may not write to its folder. Check the folder's permissions.") from None
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            # Somebody else's lock is EAGAIN here and EACCES on Windows; anything else is a disk that cannot lock.
            if isinstance(error, BlockingIOError | PermissionError):
                raise Busy from None
            raise EyelineError("This disk cannot lock files, so Eyeline cannot keep its vault on it.") from None

    @property
    def held(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        """Give the vault up. The file stays: removing it would let two owners lock two files of the same name."""
        if self._file is not None:
            _unlock(self._file)
            os.close(self._file)
            self._file = None


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        # Said aloud, not left to close(): a forked child shares the lock and would keep it.
        fcntl.flock(file, fcntl.LOCK_UN)
