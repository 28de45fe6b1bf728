"""`keys.json`: the vault key, wrapped once for each way to open the vault. No key stands in it in the clear.

A wrap is AES-256-GCM (cryptography library) under a key made from a secret: a passphrase, or a PIN after a secret that
the keyring keeps, by argon2id; the recovery key or the keyring's secret (both random, so nothing has to be slow) by
HKDF-SHA256. All that a wrap says about itself,
with the vault's id and the kind of wrap, is its associated data, so no parameter can be changed and no wrap moved to
another vault or another kind. Its `check` is a plain hash: it tells a damaged wrap from a wrong passphrase.

Argon2id numbers: RFC 9106, section 4, second recommended option: 64 MiB, t=3, p=4 (0.1 to 0.4 s on two cores;
OWASP's floor is 19 MiB, t=2). The floors refuse a file that was edited to be cheap to guess, before any passphrase
is put into it; the ceilings refuse one that was edited to take the machine's memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from companion.errors import BadRequest, Damaged, EyelineError, WrongPassphrase

WrapKind = Literal["passphrase", "recovery", "keyring", "pin", "previous"]
"""`previous` is there while the vault key is renewed (`renewal.py`): the key before, wrapped by the new one."""
FORMAT = 1
FILE_NAME = "keys.json"
_SALT_BYTES = 16
_NONCE_BYTES = 12
_SEALED_BYTES = 48  # 32 of the key, 16 of the tag
_LEAST = {"memory_kib": 64 * 1024, "passes": 3, "lanes": 1}
_MOST = {"memory_kib": 1024 * 1024, "passes": 16, "lanes": 16}
_USED = {"memory_kib": 64 * 1024, "passes": 3, "lanes": 4}
_SHORTEST_PASSPHRASE = 12
_SLOW: frozenset[WrapKind] = frozenset({"passphrase", "pin"})
"""What a person can remember, and so what others can guess."""
_WRONG = {
    "passphrase": WrongPassphrase(),
    "recovery": WrongPassphrase("That recovery key belongs to another vault. Nothing was changed."),
    "keyring": WrongPassphrase("The system's keyring does not open this vault. Use the passphrase."),
    "pin": WrongPassphrase("That PIN does not open this vault. Nothing was changed."),
    "previous": Damaged(f"{FILE_NAME} does not fit this vault. Nothing was changed; restore it from a backup."),
}


@dataclass(frozen=True, slots=True)
class Wrap:
    """The vault key under one secret. `salt`, `nonce` and `sealed` are hex, as they stand on disk."""

    kdf: dict[str, str | int]
    salt: str
    nonce: str
    sealed: str
    check: str


class Keys:
    """The wraps of one vault. Changing one writes the whole file anew, atomically, before the call returns."""

    def __init__(self, path: Path, vault_id: str, wraps: dict[WrapKind, Wrap], pin_tries: int = 0) -> None:
        self._path = path
        self.vault_id = vault_id
        self._wraps = wraps
        self._saved = dict(wraps)
        self.pin_tries = self._saved_tries = pin_tries
        """How often the PIN may still be tried; `save` makes a change last."""

    @classmethod
    def new(cls, folder: Path) -> Keys:
        """For a vault that is being made: nothing is written until the first `save`."""
        return cls(folder / FILE_NAME, secrets.token_hex(16), {})

    @classmethod
    def read(cls, folder: Path) -> Keys:
        """Raises `Damaged` if the file is not one of ours. Single wraps are only looked at when they are used."""
        path = folder / FILE_NAME
        try:
            content = json.loads(path.read_bytes())
            if content["format"] > FORMAT:
                raise Damaged("This vault was made by a newer Eyeline. Nothing was changed; update Eyeline to open it.")
            wraps: dict[WrapKind, Wrap] = {kind: Wrap(**wrap) for kind, wrap in content["wraps"].items()}
            return cls(path, str(content["vault_id"]), wraps, int(content.get("pin_tries", 0)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise Damaged(
                f"{FILE_NAME} is missing or damaged. Nothing was changed; restore it from a backup."
            ) from None

    def copy(self, folder: Path) -> Keys:
        """The same ways in, to be saved in another folder."""
        return Keys(folder / FILE_NAME, self.vault_id, dict(self._wraps))

    def __contains__(self, kind: WrapKind) -> bool:
        return kind in self._wraps

    def put(self, kind: WrapKind, secret: str | bytes, vault_key: bytes) -> None:
        """Wrap `vault_key` under `secret`, in memory; `save` makes it last."""
        kdf: dict[str, str | int] = {"name": "hkdf-sha256"}
        if kind in _SLOW:
            kdf = {"name": "argon2id", "version": 19, **_USED}
        if kind == "passphrase" and len(secret) < _SHORTEST_PASSPHRASE:
            raise BadRequest(f"A passphrase needs at least {_SHORTEST_PASSPHRASE} characters: four words are good.")
        salt, nonce = secrets.token_hex(_SALT_BYTES), secrets.token_hex(_NONCE_BYTES)
        key = _wrapping_key(kind, kdf, bytes.fromhex(salt), secret)
        stated = _associated(self.vault_id, kind, kdf, salt)
        sealed = AESGCM(key).encrypt(bytes.fromhex(nonce), vault_key, stated).hex()
        wrap = Wrap(kdf, salt, nonce, sealed, check="")
        self._wraps[kind] = replace(wrap, check=_check(self.vault_id, kind, wrap))

    def take(self, kind: WrapKind, secret: str | bytes) -> bytes:
        """The vault key. Raises `WrongPassphrase`, or `Damaged` for a wrap that is damaged or out of bounds."""
        wrap = self._wraps.get(kind)
        if wrap is None:
            raise WrongPassphrase("This vault cannot be opened that way. Use the passphrase.")
        _refuse_bad(self.vault_id, kind, wrap)
        key = _wrapping_key(kind, wrap.kdf, bytes.fromhex(wrap.salt), secret)
        stated = _associated(self.vault_id, kind, wrap.kdf, wrap.salt)
        try:
            return AESGCM(key).decrypt(bytes.fromhex(wrap.nonce), bytes.fromhex(wrap.sealed), stated)
        except InvalidTag:
            raise type(_WRONG[kind])(_WRONG[kind].say) from None

    def drop(self, kind: WrapKind) -> None:
        """Forget one way in, in memory; `save` makes it last."""
        self._wraps.pop(kind, None)

    def take_back(self) -> None:
        """What was put and dropped since the last `save` never was."""
        self._wraps, self.pin_tries = dict(self._saved), self._saved_tries

    def save(self) -> None:
        """Replace `keys.json` whole: readers and crashes see the old file or the new one, never a part."""
        wraps = {kind: asdict(wrap) for kind, wrap in self._wraps.items()}
        content = {"format": FORMAT, "vault_id": self.vault_id, "wraps": wraps, "pin_tries": self.pin_tries}
        try:
            write_whole(self._path, json.dumps(content, indent=1).encode())
        except BaseException as error:
            self.take_back()
            if isinstance(error, OSError):
                raise EyelineError(
                    f"{FILE_NAME} could not be written ({error.strerror}). Nothing was changed."
                ) from None
            raise
        self._saved, self._saved_tries = dict(self._wraps), self.pin_tries


def write_whole(path: Path, content: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder; readable by this user alone."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    file = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in `folder` last through a power loss. Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _wrapping_key(kind: WrapKind, kdf: dict[str, Any], salt: bytes, secret: str | bytes) -> bytes:
    if isinstance(secret, str):
        # The same words typed on another keyboard or system must give the same bytes (NFC, RFC 8265 OpaqueString).
        secret = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
    if kind in _SLOW:
        return hash_secret_raw(
            secret, salt, kdf["passes"], kdf["memory_kib"], kdf["lanes"], 32, Type.ID, version=kdf["version"]
        )
    return HKDF(SHA256(), 32, salt, f"eyeline/1 {kind}".encode()).derive(secret)


def _refuse_bad(vault_id: str, kind: WrapKind, wrap: Wrap) -> None:
    try:
        whole = wrap.check == _check(vault_id, kind, wrap)
        sizes = [len(bytes.fromhex(part)) for part in (wrap.salt, wrap.nonce, wrap.sealed)]
    except (TypeError, ValueError):
        whole, sizes = False, []
    if not whole or sizes != [_SALT_BYTES, _NONCE_BYTES, _SEALED_BYTES]:
        raise Damaged(f"{FILE_NAME} is damaged at its {kind} part. Open the vault another way, or restore a backup.")
    expected = {"name": "argon2id", "version": 19} if kind in _SLOW else {"name": "hkdf-sha256"}
    numbers = {name: value for name, value in wrap.kdf.items() if name not in expected}
    bounds = _LEAST if kind in _SLOW else {}
    if (
        {name: wrap.kdf.get(name) for name in expected} != expected
        or numbers.keys() != bounds.keys()
        or not all(type(n) is int and _LEAST[name] <= n <= _MOST[name] for name, n in numbers.items())
    ):
        raise Damaged(f"{FILE_NAME} asks for weaker or heavier protection than Eyeline allows, so it was not used.")


def _associated(vault_id: str, kind: WrapKind, kdf: dict[str, Any], salt: str) -> bytes:
    stated = {"format": FORMAT, "vault_id": vault_id, "kind": kind, "kdf": kdf, "salt": salt}
    return json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()


def _check(vault_id: str, kind: WrapKind, wrap: Wrap) -> str:
    whole = _associated(vault_id, kind, wrap.kdf, wrap.salt) + f"|{wrap.nonce}|{wrap.sealed}".encode()
    return hashlib.sha256(whole).hexdigest()[:16]
