"""The vault: a folder with `keys.json`, `caseload.db`, `clients/<id>.db` and `vault.lock`. The one door to client data.

Locked or unlocked as a whole; what there is only while unlocked is in `unlocked.py`, and `lock` drops that one object.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock
from types import TracebackType

from companion.errors import BadRequest, Damaged, EyelineError, Locked, NotFound, WrongPassphrase
from companion.record import Client
from companion.vault import keyring_secret, recovery_key
from companion.vault.audit import Audit
from companion.vault.backups import Backups
from companion.vault.backups.deletions import tell_if_there
from companion.vault.caseload import Caseload, Deleted, Pairing
from companion.vault.charts import Charts
from companion.vault.cipher import KEY_BYTES
from companion.vault.client_file import ClientFile
from companion.vault.consent import Consents
from companion.vault.keys import FILE_NAME as KEYS_NAME
from companion.vault.keys import Keys, WrapKind, sync_folder
from companion.vault.owner import Owner
from companion.vault.unlocked import Unlocked
from companion.vault.ways_in import WaysIn
from companion.vault.wiping import remove_caseload, remove_files, remove_vault


class Vault(AbstractContextManager["Vault"]):
    """Locked or unlocked; safe for threads. Held by one process at a time (`Busy` for another). `close` when done.

    Everything but `locked`, the `unlock` family, `lock` and `close` raises `Locked` while locked.
    """

    def __init__(self, folder: Path, keys: Keys | None, owner: Owner) -> None:
        """Use `create`, `open` or `temporary`."""
        self.folder = folder
        self._clients = folder / "clients"
        self._keys = keys
        self._owner = owner
        self._lock = RLock()
        self._unlocked: Unlocked | None = None

    @staticmethod
    def exists(folder: Path) -> bool:
        return (folder / KEYS_NAME).is_file()

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> tuple[Vault, str]:
        """A new, unlocked vault, and its recovery key, which is kept nowhere: show it once."""
        vault = cls.unmade(folder)
        try:
            return vault, vault.make(passphrase)
        except BaseException:
            vault.close()
            raise

    def make(self, passphrase: str) -> str:
        """From `unmade` to an unlocked vault; its recovery key, kept nowhere. Raises BadRequest for a passphrase that
        is too short, and where there is a vault already; nothing is made then, and it can be tried again."""
        with self._lock:
            if self.made:
                raise BadRequest("There is a vault already. Unlock it with its passphrase.")
            keys = Keys.new(self.folder)
            key, secret = secrets.token_bytes(KEY_BYTES), recovery_key.new_secret()
            keys.put("passphrase", passphrase, key)
            keys.put("recovery", secret, key)
            self._new_caseload(key)
            # Last: until this file is there, there is no vault, and `make` may start over what it left behind.
            keys.save()
            self._keys = keys
            sync_folder(self.folder.absolute().parent)
            self._open_with(key)
            return recovery_key.to_words(secret)

    @classmethod
    def temporary(cls, folder: Path) -> Vault:
        """For the demo, in an empty folder: the key is in memory alone. Locking loses it; closing removes the files."""
        vault = cls.unmade(folder)
        try:
            vault._new_caseload(key := secrets.token_bytes(KEY_BYTES))
            vault._open_with(key)
        except BaseException:
            vault.close()
            raise
        return vault

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """An existing vault, locked. Raises `NotFound`, `Damaged` or `Busy`."""
        if not cls.exists(folder):
            raise NotFound("There is no vault in that folder.")
        owner = Owner(folder)
        try:
            return cls(folder, Keys.read(folder), owner)
        except BaseException:
            owner.release()
            raise

    @classmethod
    def unmade(cls, folder: Path) -> Vault:
        """The place of a vault whose passphrase is still to be chosen: held and locked, until `make`."""
        clients = folder / "clients"
        try:
            clients.mkdir(mode=0o700, parents=True, exist_ok=True)
            for private in (folder, clients):
                private.chmod(0o700)
        except OSError as error:
            raise EyelineError(f"The folder for the vault could not be made ({error.strerror}).") from None
        owner = Owner(folder)
        if cls.exists(folder) or any(clients.iterdir()):
            owner.release()
            raise BadRequest("That folder already holds a vault. Open it, or choose an empty folder.")
        return cls(folder, None, owner)

    # Locking and unlocking

    @property
    def made(self) -> bool:
        """False only for the place of a vault that is still to be made."""
        return self._keys is not None or self._unlocked is not None

    @property
    def locked(self) -> bool:
        return self._unlocked is None

    def unlock(self, passphrase: str) -> None:
        """Up to half a second. Raises `WrongPassphrase` or `Damaged`; checks the passphrase also when unlocked."""
        self._unlock("passphrase", passphrase)

    def unlock_with_recovery_key(self, words: str) -> None:
        self._unlock("recovery", recovery_key.to_secret(words))

    def unlock_with_keyring(self) -> bool:
        """False if the keyring was not chosen, does not answer, or does not open; then the passphrase is asked."""
        with self._lock:
            if self._keys is None or "keyring" not in self._keys:
                return False
            secret = keyring_secret.read(self._keys.vault_id)
            if secret is None:
                return False
            try:
                key = self._keys.take("keyring", secret)
            except (WrongPassphrase, Damaged):
                return False
            self._open_with(key)
            return True

    def lock(self) -> None:
        """Close every file, drop every key; waits for calls under way. Handles given out raise `Locked` from now on."""
        with self._lock:
            unlocked, self._unlocked = self._unlocked, None
            if unlocked is not None:
                unlocked.close()

    def close(self) -> None:
        """Lock, and let another process have the vault. A temporary vault's files are removed."""
        with self._lock:
            self.lock()
            if self._keys is None:
                remove_files(self.folder)
            self._owner.release()

    def wipe(self) -> None:
        """Everything goes, the ways in first, and what is left is `unmade`; backups stay where they were put."""
        with self._lock:
            if self.in_keyring:
                self.ways_in.forget_keyring()
            self.lock()
            self._keys = None
            remove_vault(self.folder)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def ways_in(self) -> WaysIn:
        """Passphrase, recovery key, keyring: to be changed."""
        return WaysIn(self._real_keys(), self._lock, lambda: self._open().key)

    @property
    def in_keyring(self) -> bool:
        """Whether the therapist chose to have Eyeline open after login."""
        return self._keys is not None and self.ways_in.in_keyring

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

    def _new_caseload(self, key: bytes) -> None:
        remove_caseload(self.folder)
        Caseload(self.folder, key, create=True).close()

    def _unlock(self, kind: WrapKind, secret: str | bytes) -> None:
        with self._lock:
            self._open_with(self._real_keys().take(kind, secret))

    def _open_with(self, key: bytes) -> None:
        if not self._owner.held:
            raise Locked("This vault was closed. Start Eyeline again to open it.")
        if self._unlocked is None:
            self._unlocked = Unlocked(key, Caseload(self.folder, key), self._clients)
