"""The ways into a vault, changed: passphrase, recovery key, the system's keyring, a PIN. The vault key itself stays."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

from companion.errors import Damaged, WrongPassphrase
from companion.vault import keyring_secret, recovery_key
from companion.vault.keyring_anchor import forget_anchor, in_use
from companion.vault.keys import Keys, WrapKind
from companion.vault.pin import Pin


class WaysIn:
    """Of one vault; `vault_key` gives its key, or raises Locked. Safe for threads."""

    def __init__(self, keys: Keys, lock: RLock, vault_key: Callable[[], bytes]) -> None:
        self._keys = keys
        self._lock = lock
        self._vault_key = vault_key

    def change_passphrase(self, old: str, new: str) -> None:
        """Raises `WrongPassphrase` for `old`, `BadRequest` for a `new` that is too short. Works locked and unlocked."""
        self._rewrap("passphrase", old, "passphrase", new)

    def reset_passphrase(self, recovery_words: str, new: str) -> None:
        """For a forgotten passphrase: the recovery key sets a new one."""
        self._rewrap("recovery", recovery_key.to_secret(recovery_words), "passphrase", new)

    def renew_recovery_key(self, passphrase: str) -> str:
        """A new recovery key, shown once; the old one opens nothing any more."""
        secret = recovery_key.new_secret()
        self._rewrap("passphrase", passphrase, "recovery", secret)
        return recovery_key.to_words(secret)

    def wrap_anew(self, vault_key: bytes, passphrase: str, recovery_secret: bytes) -> None:
        """A renewed vault key in every way in, in memory: `Keys.save` makes it last. A keyring that does not answer is
        left out, and so is the PIN, which nobody has typed."""
        self._keys.drop("pin")
        self._keys.put("passphrase", passphrase, vault_key)
        self._keys.put("recovery", recovery_secret, vault_key)
        secret = keyring_secret.read(self._keys.vault_id) if self.in_keyring else None
        if secret is None:
            self._keys.drop("keyring")
        else:
            self._keys.put("keyring", secret, vault_key)

    def by_keyring(self) -> bytes | None:
        """The vault key; None if the keyring was not chosen, does not answer, or does not open."""
        secret = keyring_secret.read(self._keys.vault_id) if self.in_keyring else None
        if secret is None:
            return None
        try:
            return self._keys.take("keyring", secret)
        except (WrongPassphrase, Damaged):
            return None

    @property
    def in_keyring(self) -> bool:
        """Whether the therapist chose to have Eyeline open after login."""
        return "keyring" in self._keys

    @property
    def pin(self) -> Pin:
        return Pin(self._keys, self._lock)

    def keep_in_keyring(self) -> None:
        """Raises `keyring_secret.KeyringRefused` if the system's keyring cannot be trusted; nothing is changed then."""
        with self._lock:
            key, first = self._vault_key(), not in_use(self._keys)
            self._keys.put("keyring", keyring_secret.keep(self._keys.vault_id), key)
            self._keys.save()
            if first:
                forget_anchor(self._keys)

    def forget_keyring(self) -> None:
        """The wrap goes first: from then on the secret, wherever a copy of it is, opens nothing."""
        with self._lock:
            self._keys.drop("keyring")
            self._keys.save()
            keyring_secret.forget(self._keys.vault_id)
            if not in_use(self._keys):
                forget_anchor(self._keys)

    def _rewrap(self, kind: WrapKind, secret: str | bytes, new_kind: WrapKind, new_secret: str | bytes) -> None:
        with self._lock:
            self._keys.put(new_kind, new_secret, self._keys.take(kind, secret))
            self._keys.save()
