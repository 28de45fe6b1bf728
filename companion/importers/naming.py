"""What a file's name says of its note: `NNN_YYYY-MM-DD_<kind>.<ext>`, or any name with a date or a kind in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

import re2

from companion.record import NoteKind

_DATE = re2.compile(r"(?:^|[^0-9])((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[^0-9]|$)")
_WORD = re2.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Named:
    """The day a note was filed and its kind, each None where the name does not say."""

    filed_on: date | None
    kind: NoteKind | None


def read_name(name: str) -> Named:
    """Reads a file's name (no folders)."""
    filed_on = None
    found = _DATE.search(name)
    if found:
        try:
            filed_on = date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
        except ValueError:
            filed_on = None
    words = set(_WORD.findall(name.lower()))
    return Named(filed_on, next((kind for kind in get_args(NoteKind) if kind in words), None))
