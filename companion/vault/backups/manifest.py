"""What a backup says of itself: which files, with the hash of each, whose vault, and where its audit ended.

An HMAC over all of it, under a key made from the vault key, keeps anything in it from being exchanged, left out or
mixed with what is another backup's.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from companion.errors import Damaged
from companion.vault.audit_chain import AuditHead

FORMAT = 1
ENDING = ".eyeline"
MANIFEST = "manifest.json"
_AT_MOST = 16 * 1024 * 1024
"""Bytes; some 150 for each client."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files`: name to SHA-256 in hex. `audit_mark` is hex too."""

    format: int
    vault_id: str
    made_at: str
    audit_seq: int
    audit_mark: str
    files: dict[str, str]

    @property
    def head(self) -> AuditHead:
        return AuditHead(self.audit_seq, bytes.fromhex(self.audit_mark))

    def sealed(self, seal: bytes) -> bytes:
        """Its JSON with the HMAC over it."""
        return json.dumps(asdict(self) | {"mac": self._mac(seal)}, indent=1).encode()

    def is_sealed_by(self, mac: str, seal: bytes) -> bool:
        return hmac.compare_digest(mac.encode(), self._mac(seal).encode())

    def _mac(self, seal: bytes) -> str:
        return hmac.new(seal, json.dumps(asdict(self), sort_keys=True).encode(), hashlib.sha256).hexdigest()


def seal_of(vault_key: bytes) -> bytes:
    """The key of the HMAC; it gives nothing of the vault key away."""
    return HKDF(SHA256(), 32, None, b"eyeline/1 backup").derive(vault_key)


def read_manifest(packed: zipfile.ZipFile) -> tuple[Manifest, str]:
    """The manifest and its HMAC, which is not checked yet. Raises Damaged."""
    try:
        with packed.open(MANIFEST) as stream:
            said = json.loads(stream.read(_AT_MOST))
        if said["format"] > FORMAT:
            raise Damaged("This backup was made by a newer Eyeline. Update Eyeline to restore it.")
        mac = str(said.pop("mac"))
        return Manifest(**said), mac
    except (zipfile.BadZipFile, EOFError, ValueError, KeyError, TypeError, AttributeError):
        raise damaged() from None


def heads_beside(folder: Path, seals: Sequence[bytes]) -> Iterator[AuditHead]:
    """Where the audit ended, by every sound backup in `folder` that has one of this vault's seals."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            with zipfile.ZipFile(path) as packed:
                manifest, mac = read_manifest(packed)
        except (Damaged, zipfile.BadZipFile, OSError):
            continue
        if any(manifest.is_sealed_by(mac, seal) for seal in seals):
            yield manifest.head


def damaged() -> Damaged:
    return Damaged("That file is damaged or not a backup of Eyeline's. Nothing was changed; try another backup.")
