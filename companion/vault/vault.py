"""The vault: a folder with `keys.json`, `caseload.db`, `clients/<id>.db` and `vault.lock`. The one door to client data.

Locked or unlocked as a whole; what there is only while unlocked is in `unlocked.py`, and `lock` drops that one object.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType

from companion.errors import BadRequest, EyelineError, Locked, NotFound
from companion.vault import recovery_key
from companion.vault.caseload import Caseload
from companion.vault.cipher import KEY_BYTES
from companion.vault.inside import Inside
from companion.vault.keys import FILE_NAME as KEYS_NAME
from companion.vault.keys import Keys, WrapKind, sync_folder
from companion.vault.owner import Owner
from companion.vault.renewal import finish, renew
from companion.vault.unlocked import Unlocked
from companion.vault.ways_in import WaysIn
from companion.vault.wiping import remove_caseload, remove_files, remove_vault


class Vault(Inside, AbstractContextManager["Vault"]):
    """Locked or unlocked; safe for threads. Held by one process at a time (`Busy` for another). `close` when done.

    Everything but `locked`, the `unlock` family, `lock` and `close` raises `Locked` while locked.
    """

    def __init__(self, folder: Path, keys: Keys | None, owner: Owner) -> None:
        """Use `create`, `open` or `temporary`."""
        super().__init__(folder, keys)
        self._owner = owner

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
            key = None if self._keys is None else self.ways_in.by_keyring()
            if key is not None:
                self._open_with(key)
            return key is not None

    def unlock_with_pin(self, pin: str) -> None:
        """Raises as `Pin.take` does."""
        with self._lock:
            self._real_keys()
            self._open_with(self.ways_in.pin.take(pin))

    def renew_keys(self, passphrase: str) -> str:
        """Every key anew, the clients' by `client_renewal` from then on: a new recovery key, kept nowhere. Whoever has
        the old keys, or an old `keys.json`, opens nothing more. Handles given out raise Locked. Raises WrongPassphrase,
        and EyelineError with nothing changed."""
        with self._lock:
            key, secret = self._real_keys().take("passphrase", passphrase), recovery_key.new_secret()
            self._renew(key, lambda new: self.ways_in.wrap_anew(new, passphrase, secret))
            return recovery_key.to_words(secret)

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
            if self.pin_tries:
                self.ways_in.pin.remove()
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
    def pin_tries(self) -> int:
        """How often a PIN may be tried; 0 where none is set."""
        return 0 if self._keys is None else self.ways_in.pin.tries

    @property
    def in_keyring(self) -> bool:
        """Whether the therapist chose to have Eyeline open after login."""
        return self._keys is not None and self.ways_in.in_keyring

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
            if self._keys is not None:
                finish(self.folder, self._keys, key)
            self._unlocked = Unlocked(key, Caseload(self.folder, key), self._clients)

    def _renew(self, key: bytes, wrap: Callable[[bytes], None]) -> None:
        """Leaves the vault open, unless its disk fails: then the next unlock goes on from there."""
        self.lock()
        try:
            key = renew(self.folder, self._real_keys(), key, wrap)
        finally:
            with suppress(EyelineError):
                self._open_with(key)
