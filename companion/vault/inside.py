"""What is in an unlocked vault: clients, their files, charts, pairings, settings, audit, backups."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock

from companion.errors import BadRequest, Locked, NotFound
from companion.record import Client
from companion.vault.audit import Audit
from companion.vault.backups import Backups
from companion.vault.backups.deletions import tell_if_there
from companion.vault.caseload import Deleted, Pairing
from companion.vault.charts import Charts
from companion.vault.client_file import ClientFile
from companion.vault.client_renewal import ClientRenewal
from companion.vault.consent import Consents
from companion.vault.keyring_anchor import KeyringAnchor
from companion.vault.keys import Keys
from companion.vault.unlocked import Unlocked


class Inside:
    """Everything here raises `Locked` while the vault is locked. Opening and locking are `vault.py`'s."""

    def __init__(self, folder: Path, keys: Keys | None) -> None:
        self.folder = folder
        self._clients = folder / "clients"
        self._keys = keys
        self._lock = RLock()
        self._unlocked: Unlocked | None = None

    @property
    def made(self) -> bool:
        """False only for the place of a vault that is still to be made."""
        return self._keys is not None or self._unlocked is not None

    def clients(self) -> list[Client]:
        return self._open().caseload.clients()

    def client(self, client_id: str) -> Client:
        return self._open().caseload.client(client_id)

    def add_client(
        self,
        *,
        name: str,
        record_number: str | None = None,
        birth_date: date | None = None,
        pronouns: str | None = None,
        invented: bool = False,
    ) -> Client:
        client = Client(secrets.token_hex(16), name, record_number, birth_date, pronouns, invented)
        with self._lock:
            self._open().folder.add(client)
        return client

    def delete_client(self, client_id: str) -> None:
        """Destroy the client's key, then remove the file. Audit rows stay: they hold ids, and who saw what is owed."""
        with self._lock:
            unlocked = self._open()
            unlocked.caseload.remove_client(client_id)
            self.consents.forget(client_id)
            unlocked.files.close(client_id, NotFound("That client was deleted."))
            unlocked.folder.finish()
            self._tell_backups(unlocked)

    def delete_note(self, client_id: str, note_id: str) -> None:
        """One note with all that came of it; no backup brings it back. Raises NotFound."""
        with self._lock:
            unlocked = self._open()
            file = unlocked.files.get(client_id)
            file.note(note_id)
            unlocked.caseload.remember_deleted(Deleted(client_id, note_id, datetime.now(UTC).isoformat()))
            file.remove_note(note_id)
            self._tell_backups(unlocked)

    def caseload_problems(self) -> list[str]:
        """What a full check of the caseload finds; empty when it is sound."""
        return self._open().caseload.file.problems()

    def open_client(self, client_id: str) -> ClientFile:
        """The one handle of that client. Raises `NotFound`, `NoConsent`, or `Damaged` if the file is not sound or not
        theirs."""
        self.consents.check(client_id)
        return self._open().files.get(client_id)

    @property
    def consents(self) -> Consents:
        """Which clients' notes may be read."""
        return Consents(self._open(), self._lock)

    @property
    def charts(self) -> Charts:
        """Whose charts are whose, by the therapist's word."""
        return self._open().charts

    def pairings(self) -> list[Pairing]:
        return self._open().caseload.pairings()

    def add_pairing(self, pairing: Pairing) -> None:
        self._open().caseload.add_pairing(pairing)

    def remove_pairing(self, pairing_id: str) -> None:
        self._open().caseload.remove_pairing(pairing_id)

    def setting(self, name: str) -> str | None:
        return self._open().caseload.setting(name)

    def set_setting(self, name: str, value: str | None) -> None:
        self._open().caseload.set_setting(name, value)

    def write_audit(self, action: str, client_id: str | None, note_ids: Sequence[str] = ()) -> None:
        self._open().audit.write(action, client_id, note_ids)

    @property
    def audit(self) -> Audit:
        """Who saw what."""
        return self._open().audit

    @property
    def backups(self) -> Backups:
        """Made while the vault is open; restoring one needs none (`companion.vault.restore`)."""
        return Backups(self.folder, self._open(), self._real_keys())

    @property
    def anchor(self) -> KeyringAnchor:
        """Of the audit, in the system's keyring."""
        return KeyringAnchor(self._real_keys(), self._open().audit)

    @property
    def client_renewal(self) -> ClientRenewal:
        """What `renew_keys` leaves to be done."""
        return ClientRenewal(self._clients, self._open())

    def _tell_backups(self, unlocked: Unlocked) -> None:
        if self._keys is not None:
            tell_if_there(unlocked.caseload, self._keys.vault_id)

    def _open(self) -> Unlocked:
        unlocked = self._unlocked
        if unlocked is None:
            raise Locked
        return unlocked

    def _real_keys(self) -> Keys:
        if not self.made:
            raise BadRequest("There is no vault yet. Choose a passphrase first.")
        if self._keys is None:
            raise BadRequest("The sample vault has no passphrase and no recovery key; it is gone when it is closed.")
        return self._keys
