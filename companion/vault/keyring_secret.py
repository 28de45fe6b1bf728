"""What the operating system's keyring may keep: a secret with which Eyeline opens after login, one that a PIN needs
beside it, and where the audit ended.

A secret wraps the vault key and is never that key; with the keyring lost, wiped or changed the passphrase still opens.
The `keyring` package picks among backends by environment and by config file, and some of them keep nothing (null),
fail, or keep it in the clear; so only backends of this list are used, and each must give back what it is given first.
"""

from __future__ import annotations

import configparser
import os
import secrets
from contextlib import suppress
from importlib import import_module
from typing import Literal

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError
from keyring.util import platform_

from companion.errors import EyelineError

ALLOWED = (
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
)
_SERVICE = "Eyeline"
_SECRET_BYTES = 32
Purpose = Literal["open", "pin", "audit"]


class KeyringRefused(EyelineError):
    """The keyring of this system cannot be trusted with a secret; `say` tells why."""

    kind = "keyring_refused"
    status = 409


def keep(vault_id: str, purpose: Purpose = "open") -> bytes:
    """Make a new secret, store it for this vault, and return it. Raises `KeyringRefused`."""
    backend = _backend()
    secret = secrets.token_bytes(_SECRET_BYTES)
    try:
        _prove(backend)
        # Hex: 64 ASCII characters, far below the Windows limit of 1,280.
        backend.set_password(_SERVICE, _name(vault_id, purpose), secret.hex())
        kept = backend.get_password(_SERVICE, _name(vault_id, purpose)) == secret.hex()
    except Exception as error:
        raise _refused(f"failed ({type(error).__name__})") from None
    if not kept:
        raise _refused("did not keep what it was given")
    return secret


def read(vault_id: str, purpose: Purpose = "open") -> bytes | None:
    """What is stored, or None if there is nothing or the keyring does not answer."""
    # Backends raise what they like (D-Bus errors, OSError); whatever it is, the passphrase is asked instead.
    with suppress(Exception):
        return bytes.fromhex(_backend().get_password(_SERVICE, _name(vault_id, purpose)) or "") or None
    return None


def put(vault_id: str, purpose: Purpose, value: bytes) -> None:
    """Store what is no secret; a keyring that does not answer keeps what it had."""
    with suppress(Exception):
        _backend().set_password(_SERVICE, _name(vault_id, purpose), value.hex())


def forget(vault_id: str, purpose: Purpose = "open") -> None:
    """Remove what is stored. A keyring that does not answer keeps a secret that opens nothing any more."""
    with suppress(Exception):
        _backend().delete_password(_SERVICE, _name(vault_id, purpose))


def _name(vault_id: str, purpose: Purpose) -> str:
    return vault_id if purpose == "open" else f"{vault_id} {purpose}"


def _prove(backend: KeyringBackend) -> None:
    name, value = f"self-test-{secrets.token_hex(4)}", secrets.token_hex(_SECRET_BYTES)
    backend.set_password(_SERVICE, name, value)
    kept = backend.get_password(_SERVICE, name)
    backend.delete_password(_SERVICE, name)
    if kept != value or backend.get_password(_SERVICE, name) is not None:
        raise KeyringError("self-test")


def _backend() -> KeyringBackend:
    asked = _asked_for()
    if asked is not None and asked not in ALLOWED:
        raise _refused(f"is set to {asked}, which does not keep secrets safely")
    usable = [backend for name in ((asked,) if asked else ALLOWED) if (backend := _load(name)) is not None]
    if not usable:
        raise _refused("is not there or not unlocked")
    return max(usable, key=lambda backend: float(backend.priority))


def _load(name: str) -> KeyringBackend | None:
    module, _, class_name = name.rpartition(".")
    # A backend for another system, or without its daemon, raises here: on import, on `priority`, or when made.
    with suppress(Exception):
        kind = getattr(import_module(module), class_name)
        if float(kind.priority) > 0:
            backend = kind()
            return backend if isinstance(backend, KeyringBackend) else None
    return None


def _asked_for() -> str | None:
    """The backend the user's environment or `keyringrc.cfg` names, read here so that nothing it names is imported."""
    if (name := os.environ.get("PYTHON_KEYRING_BACKEND", "").strip()) != "":
        return name
    config = configparser.RawConfigParser()
    try:
        config.read(platform_.config_root() / "keyringrc.cfg", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return "an unreadable keyringrc.cfg"
    return config.get("backend", "default-keyring", fallback=None)


def _refused(why: str) -> KeyringRefused:
    return KeyringRefused(f"The system's keyring {why}, so Eyeline will not use it. The passphrase opens as before.")
