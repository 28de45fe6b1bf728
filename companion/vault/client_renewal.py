"""Renewing the clients' keys, one client after the other, while the rest is in use.

The caseload's row holds the next key before anything is written under it. The file is copied to `<id>.renewed` under
that key, read back and compared; then the copy takes the file's name; then the row forgets the key before. A kill
between two steps leaves a file that one of the row's two keys opens (`open_files.py`), and the work goes on with
whoever still has a next key.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from companion.errors import EyelineError, Locked, NotFound
from companion.vault.client_file import open_encrypted
from companion.vault.exchange import take_place
from companion.vault.unlocked import Unlocked

log = logging.getLogger(__name__)


class ClientRenewal:
    """Made by `Vault.client_renewal`."""

    def __init__(self, clients: Path, unlocked: Unlocked) -> None:
        self._clients = clients
        self._unlocked = unlocked

    @property
    def waiting(self) -> int:
        """How many clients' keys are still to be renewed."""
        return len(self._unlocked.caseload.waiting_for_keys())

    def each(self) -> Iterator[str]:
        """Renews one after the other, and names each that is done. A file that is damaged, or that another program
        reads just now, is passed over and waits on. Raises Locked."""
        for client_id in self._unlocked.caseload.waiting_for_keys():
            try:
                self._renew(client_id)
            except Locked:
                raise
            except NotFound:  # deleted meanwhile
                continue
            except EyelineError as error:
                log.error("a client's key was not renewed: %s", error.kind)
                continue
            yield client_id

    def _renew(self, client_id: str) -> None:
        with self._unlocked.keys_at_rest:
            self._unlocked.files.get(client_id)  # resolves what a kill left between the last two steps
            caseload = self._unlocked.caseload
            with self._unlocked.files.exchanging(client_id):
                key, next_key = caseload.key(client_id), caseload.next_key(client_id)
                if next_key is None:
                    return
                path = self._clients / f"{client_id}.db"
                try:
                    renewed = self._copy(path, client_id, key, next_key)
                except OSError as error:
                    say = f"A client's file could not be written anew ({error.strerror}). It is tried again."
                    raise EyelineError(say) from None
                take_place(renewed, path)
                caseload.use_next_key(client_id)

    def _copy(self, path: Path, client_id: str, key: bytes, next_key: bytes) -> Path:
        for left in self._clients.glob(f"{client_id}.renewed*"):
            left.unlink()
        renewed = path.with_suffix(".renewed")
        source = open_encrypted(path, client_id, key)
        try:
            of_source = source.copy_to(renewed, next_key)
        finally:
            source.close()
        copy = open_encrypted(renewed, client_id, next_key)
        try:
            if copy.problems() or copy.fingerprint() != of_source:
                raise EyelineError("A client's new file was read back and is not the same. It is tried again.")
        finally:
            copy.close()
        return renewed
