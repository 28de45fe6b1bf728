"""`clients/`: which files are there. What is in them is `client_file.py`'s.

Adding a client: the file is made complete as `<id>.new`, then its row with the key is committed, then the file gets
its name. Deleting a client: row and key go in one transaction that also notes the file as leaving, then the file goes.
A kill between two steps leaves something that `finish` completes at the next unlock, and it never has to guess: a
`.new` file has held no notes, because no handle was given for it; a `.db` without a row is left alone (the caseload may
have been restored from an older backup); a row without its file is `Damaged`, never quietly an empty client.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from companion.errors import EyelineError, NotFound
from companion.record import Client
from companion.vault import client_file
from companion.vault.caseload import Caseload
from companion.vault.cipher import KEY_BYTES
from companion.vault.keys import sync_folder


class ClientFolder:
    """The folder beside an open caseload. Not for two threads at once: `Vault` sees to that."""

    def __init__(self, folder: Path, caseload: Caseload) -> None:
        self.path = folder
        self._caseload = caseload

    def add(self, client: Client) -> None:
        """The client's row, key and empty file; all of it, or (after a kill or a failure) nothing that shows."""
        key = secrets.token_bytes(KEY_BYTES)
        prepared = self.path / f"{client.id}.new"
        try:
            client_file.make(prepared, client.id, key)
            sync_folder(self.path)
            self._caseload.add_client(client, key)
            self._publish(prepared)
        except OSError as error:
            with suppress(NotFound):
                self._caseload.remove_client(client.id)
            raise EyelineError(f"The client could not be added ({error.strerror}). Nothing was changed.") from None

    def finish(self) -> None:
        """Complete what a kill may have left half done, and the removal of files whose key is destroyed."""
        for client_id in self._caseload.leaving():
            # The page that held the key leaves the write-ahead log before anything else.
            cleared = self._caseload.file.checkpoint()
            try:
                for left in self.path.glob(f"{client_id}.*"):
                    left.unlink(missing_ok=True)
                sync_folder(self.path)
            except OSError:
                continue  # held by a virus scanner, say: without its key it is noise, and the next unlock tries again
            if cleared:
                self._caseload.gone(client_id)
        known = self._caseload.client_ids()
        with suppress(OSError):  # a disk that fails now: the next unlock tries again
            for prepared in self.path.glob("*.new"):
                if prepared.stem in known:
                    self._publish(prepared)
                else:
                    prepared.unlink()
            for sidecar in self.path.glob("*.new-*"):
                sidecar.unlink()

    def _publish(self, prepared: Path) -> None:
        prepared.replace(prepared.with_suffix(".db"))
        sync_folder(self.path)
