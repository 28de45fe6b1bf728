"""What stands on the disk, and what whoever holds a key could read there."""

from __future__ import annotations

import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_PAGE, _RESERVED = 4096, 80
_WAL_HEADER, _FRAME_HEADER = 32, 24


def found_in(secrets: list[bytes], folder: Path) -> set[str]:
    """The names of the files in which one of the secrets stands."""
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path.name for path, content in files.items() if any(secret in content for secret in secrets)}


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of an SQLCipher 4 file, free ones too: AES-256-CBC, its IV at the head of the 80 reserved bytes."""
    content = path.read_bytes()
    return b"".join(_page(content[at : at + _PAGE], key, at == 0) for at in range(0, len(content), _PAGE))


def decrypted_wal(path: Path, key: bytes) -> bytes:
    """Every frame still in the write-ahead log, checkpointed or not."""
    content, frame = path.read_bytes() if path.exists() else b"", _FRAME_HEADER + _PAGE
    pages = []
    for at in range(_WAL_HEADER, len(content) - frame + 1, frame):
        (number,) = struct.unpack(">I", content[at : at + 4])
        pages.append(_page(content[at + _FRAME_HEADER : at + frame], key, number == 1))
    return b"".join(pages)


def _page(page: bytes, key: bytes, first: bool) -> bytes:
    iv = page[-_RESERVED : -_RESERVED + 16]
    decryptor = Cipher(AES(key), CBC(iv)).decryptor()
    return decryptor.update(page[16 if first else 0 : -_RESERVED]) + decryptor.finalize()
