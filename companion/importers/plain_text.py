"""Plain text: .txt, .md, .csv and .vtt, as UTF-8 (with or without its mark)."""

from __future__ import annotations

from companion.errors import Unreadable


def read(data: bytes) -> str:
    """The file decoded, nothing else changed: offsets count its characters. Raises Unreadable."""
    if b"\x00" in data:
        raise Unreadable("It is not a text file; export it as text, or leave it out.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("It is not written in UTF-8; open it in an editor and save it as UTF-8.") from None
