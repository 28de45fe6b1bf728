"""Renewing the vault key: every wrap anew, and the caseload, which it opens, under the new one.

1. The caseload is copied to `caseload.db.renewed` under the new key; the copy is read back, compared, and gives every
   client a key to come (`client_renewal.py` goes on from there).
2. `keys.json` is replaced: its wraps hold the new key, and one of them, `previous`, the old key under the new one.
3. The copy takes the caseload's name, and `previous` goes.

A kill before 2 leaves everything as it was; a kill after it leaves a caseload that opens with the new key or with
`previous`, and the next unlock does the rest. The old key, whoever holds it, opens nothing that is in the folder then.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from companion.errors import Damaged, EyelineError
from companion.vault.audit import Audit
from companion.vault.backups.seals import remember_seal
from companion.vault.caseload import FILE_NAME, Caseload
from companion.vault.cipher import KEY_BYTES
from companion.vault.exchange import refuse_open, take_place
from companion.vault.keys import Keys

_RENEWED = f"{FILE_NAME}.renewed"


def renew(folder: Path, keys: Keys, old: bytes, wrap: Callable[[bytes], None]) -> bytes:
    """The new vault key, of a vault whose files are closed. `wrap` puts the new key into `keys` for every way in, and
    drops the ways that it cannot. Raises EyelineError with nothing changed; from the moment on at which the new ways in
    are on the disk it raises nothing, and what is left is finished at the next unlock."""
    finish(folder, keys, old)
    new = secrets.token_bytes(KEY_BYTES)
    try:
        _copy_caseload(folder, old, new)
        wrap(new)
        keys.put("previous", new, old)
        keys.save()
    except BaseException:
        keys.take_back()
        with suppress(OSError):
            _clear(folder)
        raise
    with suppress(EyelineError):
        take_place(folder / _RENEWED, folder / FILE_NAME)
        finish(folder, keys, new)
    return new


def finish(folder: Path, keys: Keys, key: bytes) -> None:
    """What a kill may have left of a renewal, before the caseload is opened with `key`. Raises EyelineError."""
    if "previous" not in keys:
        with suppress(OSError):  # a copy that a kill left unfinished, under a key that nobody has
            _clear(folder)
        return
    try:
        Caseload(folder, key).close()
    except Damaged:
        if not (folder / FILE_NAME).exists():
            raise
        _copy_caseload(folder, keys.take("previous", key), key)
        take_place(folder / _RENEWED, folder / FILE_NAME)
    keys.drop("previous")
    with suppress(EyelineError):  # it stays then, and the next unlock looks again
        keys.save()


def _copy_caseload(folder: Path, old: bytes, new: bytes) -> None:
    """Whole, proven, and nothing of it left in a log: ready to take the caseload's place."""
    try:
        _clear(folder)
        source = Caseload(folder, old)
        try:
            of_source = source.file.copy_to(folder / _RENEWED, new)
        finally:
            source.close()
        refuse_open(folder / FILE_NAME)
    except OSError as error:
        raise EyelineError(f"The new caseload could not be written ({error.strerror}). Nothing was changed.") from None
    copy = Caseload(folder, new, name=_RENEWED)
    try:
        if copy.file.problems() or copy.file.fingerprint() != of_source:
            raise EyelineError("The new caseload was read back and is not the same, so nothing was changed. Try again.")
        copy.choose_next_keys()
        remember_seal(copy, old)
        Audit(copy.file).write("renew_keys", None)
        if not copy.file.checkpoint():
            raise EyelineError(
                "The new caseload could not be written: the disk is full, or fails. Nothing was changed."
            )
    finally:
        copy.close()


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{_RENEWED}*"):
        left.unlink()
