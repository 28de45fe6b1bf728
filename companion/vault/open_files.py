"""The client files in use: one handle for each client, and a bounded number of open connections."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from companion.errors import Damaged, EyelineError, Locked
from companion.vault.caseload import Caseload
from companion.vault.cipher import EncryptedFile
from companion.vault.client_file import ClientFile, open_encrypted

MOST_OPEN = 16
"""An open connection takes up to 4 MiB of page cache (`cipher.py`)."""


class OpenFiles:
    """Lives from unlock to lock.

    Lock order: a handle's own lock, then the caseload's or this one, which are never held while waiting for another.
    A handle under eviction is only tried, so a busy one stays open and no two threads can wait for each other.
    """

    def __init__(self, folder: Path, caseload: Caseload) -> None:
        self._folder = folder
        self._caseload = caseload
        self._handles: OrderedDict[str, ClientFile] = OrderedDict()
        self._open: OrderedDict[ClientFile, None] = OrderedDict()
        self._lock = Lock()

    def get(self, client_id: str) -> ClientFile:
        """The client's one handle, with its file opened. Raises `NotFound`, `Damaged`, `Locked`."""
        with self._lock:
            handle = self._handles.setdefault(client_id, ClientFile(client_id, self._opened))
            if handle in self._open:
                self._open.move_to_end(handle)
        try:
            handle.touch()
        except EyelineError:
            self._forget(handle)
            raise
        return handle

    @contextmanager
    def exchanging(self, client_id: str) -> Iterator[None]:
        """Nobody has the client's file open, or gets it, until the block ends."""
        with self._lock:
            handle = self._handles.setdefault(client_id, ClientFile(client_id, self._opened))
        with handle.set_aside():
            with self._lock:
                self._open.pop(handle, None)
            yield

    def close(self, client_id: str, because: EyelineError) -> None:
        """Close one client's handle for good; whoever holds it is told `because`."""
        with self._lock:
            handle = self._handles.pop(client_id, None)
        if handle is not None:
            handle.close(because)
            self._forget(handle)

    def close_all(self) -> None:
        """For a lock: every handle is refused at once, then each call under way is waited for."""
        with self._lock:
            handles = list(self._handles.values())
        for handle in handles:
            handle.refuse(Locked())
        for handle in handles:
            handle.close()
            self._forget(handle)

    def _opened(self, handle: ClientFile) -> EncryptedFile:
        """Called by a handle that needs its file, under that handle's lock."""
        file = self._opened_with_its_key(handle.client_id)
        with self._lock:
            self._open[handle] = None
            others = [other for other in self._open if other is not handle]
            surplus = len(self._open) - MOST_OPEN
            for other in others:
                if surplus <= 0:
                    break
                if other.park():
                    del self._open[other]
                    surplus -= 1
        return file

    def _opened_with_its_key(self, client_id: str) -> EncryptedFile:
        """A kill may have left a file that has its next key already, and a row that does not say so yet."""
        path, next_key = self._folder / f"{client_id}.db", self._caseload.next_key(client_id)
        try:
            return open_encrypted(path, client_id, self._caseload.key(client_id))
        except Damaged:
            if next_key is None:
                raise
        file = open_encrypted(path, client_id, next_key)
        try:
            self._caseload.use_next_key(client_id)
        except BaseException:
            file.close()
            raise
        return file

    def _forget(self, handle: ClientFile) -> None:
        with self._lock:
            self._open.pop(handle, None)
            if self._handles.get(handle.client_id) is handle:
                del self._handles[handle.client_id]
