"""One part of a document that is a zip inside: never more of it unpacked than a note could need."""

from __future__ import annotations

import io
import zipfile

UNPACKED_AT_MOST = 64 * 1024 * 1024
"""Bytes of one part."""


class NotHere(Exception):
    """The zip is damaged, or has no such part, or one that is larger than it says or than is read."""


def part_of(data: bytes, name: str) -> bytes:
    """Raises NotHere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(name) as part:
            content = part.read(UNPACKED_AT_MOST + 1)
    except Exception:  # zipfile raises whatever zlib, struct and its own checks raise
        raise NotHere from None
    if len(content) > UNPACKED_AT_MOST:
        raise NotHere
    return content
