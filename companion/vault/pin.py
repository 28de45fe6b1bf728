"""A PIN to come back by after a lock: four to eight digits, five tries, and never without the system's keyring.

What wraps the vault key is argon2id over a random secret that the keyring keeps and the digits: whoever has the files
alone can try every PIN and learns nothing, and whoever sits at the computer has five tries. A try is counted on the
disk before it is made, so that no kill gives one back; with the last, the way in and the keyring's secret are gone.
"""

from __future__ import annotations

import itertools
import re
from contextlib import suppress
from threading import RLock

from companion.errors import BadRequest, EyelineError, WrongPassphrase
from companion.vault import keyring_secret
from companion.vault.keyring_anchor import forget_anchor, in_use
from companion.vault.keys import Keys

TRIES = 5
_FORM = re.compile(r"[0-9]{4,8}", re.ASCII)
_GONE = "The PIN was wrong too often and is gone. Open Eyeline with the passphrase; then a new PIN can be set."


class Pin:
    """Of one vault. Safe for threads."""

    def __init__(self, keys: Keys, lock: RLock) -> None:
        self._keys = keys
        self._lock = lock

    @property
    def tries(self) -> int:
        """How many are left; 0 where no PIN is set."""
        return self._keys.pin_tries if "pin" in self._keys else 0

    def choose(self, passphrase: str, pin: str) -> None:
        """Raises WrongPassphrase, BadRequest for a PIN that is none or that anybody would try first, and
        `KeyringRefused` where the system's keyring cannot be trusted; nothing is changed then."""
        _refuse_easy(pin)
        with self._lock:
            key, first = self._keys.take("passphrase", passphrase), not in_use(self._keys)
            if "pin" in self._keys:
                # The secret that it needs is about to go: a PIN that cannot open must not stay.
                self._keys.drop("pin")
                self._keys.save()
            secret = keyring_secret.keep(self._keys.vault_id, "pin")
            self._keys.put("pin", secret + pin.encode(), key)
            self._keys.pin_tries = TRIES
            self._keys.save()
            if first:
                forget_anchor(self._keys)

    def remove(self) -> None:
        """Needs no key: it only takes a way in away."""
        with self._lock:
            self._keys.drop("pin")
            self._keys.pin_tries = 0
            self._keys.save()
            keyring_secret.forget(self._keys.vault_id, "pin")
            if not in_use(self._keys):
                forget_anchor(self._keys)

    def take(self, pin: str) -> bytes:
        """The vault key. Raises WrongPassphrase, which says how many tries are left; BadRequest for what is no PIN, and
        EyelineError where the keyring does not answer or the try cannot be counted: neither is a try."""
        if not _FORM.fullmatch(pin):
            raise BadRequest("A PIN is four to eight digits. Nothing was tried.")
        with self._lock:
            if "pin" not in self._keys:
                raise WrongPassphrase("No PIN is set. Use the passphrase.")
            if self._keys.pin_tries <= 0:
                self.remove()
                raise WrongPassphrase(_GONE)
            secret = keyring_secret.read(self._keys.vault_id, "pin")
            if secret is None:
                raise EyelineError("The system's keyring does not answer, so no PIN opens. Use the passphrase.")
            self._keys.pin_tries -= 1
            self._keys.save()
            try:
                key = self._keys.take("pin", secret + pin.encode())
            except WrongPassphrase:
                raise self._wrong() from None
            self._keys.pin_tries = TRIES
            with suppress(EyelineError):  # a disk that is full: the tries before this one stay counted
                self._keys.save()
            return key

    def _wrong(self) -> WrongPassphrase:
        left = self._keys.pin_tries
        if left == 0:
            self.remove()
            return WrongPassphrase(_GONE)
        return WrongPassphrase(f"That is not the PIN. {left} {'tries are' if left > 1 else 'try is'} left.")


def _refuse_easy(pin: str) -> None:
    if not _FORM.fullmatch(pin):
        raise BadRequest("A PIN is four to eight digits. Nothing was changed.")
    steps = {int(after) - int(before) for before, after in itertools.pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise BadRequest("Anybody would try that PIN first. Choose digits that are not in a row. Nothing was changed.")
