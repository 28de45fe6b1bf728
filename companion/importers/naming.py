"""What a file's name says of its note: `NNN_YYYY-MM-DD_<kind>.<ext>`, or any name with a date or a kind in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import get_args

import re2

from companion.record import NoteKind

_DATE = re2.compile(r"(?:^|[^0-9])((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[^0-9]|$)")
_WORD = re2.compile(r"[a-z]+")


_ONE_NOTE = re2.compile(r"^\d{2,5}_(?:19|20)\d\d-\d\d-\d\d_[a-z]+\.")


@dataclass(frozen=True, slots=True)
class Named:
    """The day a note was filed and its kind, each None where the name does not say."""

    filed_on: date | None
    kind: NoteKind | None


def read_name(name: str) -> Named:
    """Reads a file's name (no folders). Of two dates the later one counts: the other may be a birth date."""
    words = set(_WORD.findall(name.lower()))
    return Named(max(_dates(name), default=None), next((kind for kind in get_args(NoteKind) if kind in words), None))


def names_one_note(name: str) -> bool:
    """Whether a file's name is `NNN_YYYY-MM-DD_<kind>.<ext>`: it is one note, whatever dates stand in it."""
    return _ONE_NOTE.match(name.lower()) is not None and read_name(name).kind is not None


def _dates(name: str) -> Iterator[date]:
    found = _DATE.search(name)
    while found:
        with suppress(ValueError):
            yield date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
        found = _DATE.search(name, found.end(3))
