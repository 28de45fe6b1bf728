"""Plain text: .txt, .md, .csv, .vtt and .srt, as UTF-8, as UTF-16 that says so, or, with a doubt, as Windows text."""

from __future__ import annotations

import codecs

import re2

from companion.errors import Unreadable

DOUBT = (
    "It is not UTF-8 and was read as Windows text (cp1252). Look whether names, accents and quotes are right; if not,"
    " save it as UTF-8."
)
_CONTROLS = re2.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WINDOWS_SIGNS = frozenset("‘’“”–—…•€™§°éèñüöäçáíóúÉÑÜÖÄßêôàâîûëï½¼¾²³µ±×·©®´¿¡\xa0")
"""What an American clinic's Windows text holds beyond ASCII."""
_STRANGE_AT_MOST = 0.1
"""The share of letters beyond ASCII of all letters: above it, it is another alphabet and cp1252 would be nonsense."""


def read(data: bytes) -> str:
    """The file decoded, nothing else changed: offsets count its characters. Raises Unreadable."""
    return read_with_doubt(data)[0]


def read_with_doubt(data: bytes) -> tuple[str, str]:
    """The text, and a sentence where its encoding had to be guessed. UTF-16 is read where its mark stands in front. The
    guess is made only where it surely is text: no control characters, and beyond ASCII few signs, all of them such as
    an American clinic writes. Raises Unreadable."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data), ""
    if b"\x00" in data:
        raise Unreadable("It is not a text file; export it as text, or leave it out.")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _windows(data), DOUBT


def _utf16(data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise Unreadable("It is damaged UTF-16; open it in an editor and save it as UTF-8.") from None
    if "\x00" in text:
        raise Unreadable("It is not a text file; export it as text, or leave it out.")
    return text


def _windows(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x00"
    beyond = [sign for sign in text if sign > "\x7f"]
    if _CONTROLS.search(text) or not set(beyond) <= _WINDOWS_SIGNS or len(beyond) > _STRANGE_AT_MOST * len(text) + 4:
        raise Unreadable("It is not written in UTF-8; open it in an editor and save it as UTF-8.")
    return text
