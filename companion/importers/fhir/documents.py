"""The notes inside DocumentReferences: text that stands in the resource itself or in a Binary of the same set.

An attachment that is only an address outside the set is left out: nothing is ever fetched.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fhir.resources.R4B.documentreference import DocumentReference

from companion.errors import Unreadable
from companion.importers.contents import Contents, FoundNote, LeftOut, Whose
from companion.importers.fhir.wording import LOINC, codes_of, day_of, latest
from companion.record import NoteKind

OUTSIDE = "Its text lies outside this set and is not fetched; download it from the EHR and bring it in as a file."
NO_TEXT = "It has no text in it; look at it in the EHR."
UNKNOWN_TYPE = "Its text is in a format that is not read here; save it from the EHR as text, PDF or Word."
DAMAGED = "Its text is damaged (no base64); export it again."
ANOTHER = "The document inside is about another person than the record says; look at it in the EHR."

_CHARSET = re.compile(r"charset=\"?([A-Za-z0-9_\-]{1,40})")
_CHARSETS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8"}


@dataclass(frozen=True, slots=True)
class Days:
    """When a document was written, `met`: of which visit it tells."""

    met: date | None
    filed_on: date | None


def days_of(document: DocumentReference, visit: date | None) -> Days:
    """The days of a document; `visit` is the day of the encounter that it names."""
    period = document.context.period if document.context else None
    filed = day_of(document.date)
    created = [day_of(content.attachment.creation) for content in document.content]
    met = visit or (day_of(period.start) if period else None) or latest(*created) or filed
    return Days(met, latest(filed, met))


def kind_of(document: DocumentReference) -> NoteKind:
    """What kind of note it is, by its type's codes."""
    codes = [*codes_of(document.type, LOINC)]
    known: NoteKind | None = next((_table()["any"][code] for code in codes if code in _table()["any"]), None)
    alone: NoteKind | None = _table()["alone"].get(codes[0]) if len(codes) == 1 else None
    return known or alone or "progress"


def read_attachment(content_type: str, data: bytes) -> Contents:
    """What an attachment holds, by the reader of its format. Raises Unreadable."""
    from companion.importers import contents_of  # this module is a part of that registry

    kind, _, rest = content_type.partition(";")
    ending = _table()["endings"].get(kind.strip().lower())
    if ending is None:
        raise Unreadable(UNKNOWN_TYPE)
    if ending in (".txt", ".html") and (named := _CHARSET.search(rest)):
        data = _in_utf8(data, named.group(1))
    return contents_of(f"attachment{ending}", data)


def decoded(said: object) -> bytes:
    """The bytes of a base64 value as it stands in the JSON. Raises Unreadable."""
    if not isinstance(said, str):
        raise Unreadable(DAMAGED)
    try:
        return base64.b64decode("".join(said.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(DAMAGED) from None


def notes_of(name: str, found: Contents, kind: NoteKind, days: Days, whose: Whose) -> Iterator[FoundNote | LeftOut]:
    """An attachment's notes under the resource's name, days and patient. A document that says itself whose it is must
    not say somebody else."""
    for note in found.notes:
        own = name if len(found.notes) == 1 else f"{name}: {note.name.rpartition('/')[2]}"
        if not _same_person(note.whose, whose):
            yield LeftOut(own, ANOTHER)
            continue
        told = Days(note.session_date, note.filed_on) if len(found.notes) > 1 or not days.met else days
        yield replace(
            note,
            name=own,
            kind=note.kind if note.kind != "progress" else kind,
            session_date=told.met or days.met,
            filed_on=told.filed_on or days.filed_on,
            whose=whose,
        )
    for left in found.left_out:
        yield LeftOut(f"{name}: {left.name.rpartition('/')[2]}", left.why)


def attachments(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a validated DocumentReference as they stand in the JSON."""
    return [content["attachment"] for content in raw["content"]]


def _same_person(said: Whose, whose: Whose) -> bool:
    """Nothing that both tell differs: the birth date, or else the last word of the name."""
    if said.birth_date and whose.birth_date:
        return said.birth_date == whose.birth_date
    if said.name and whose.name:
        return _names(said.name) & _names(whose.name) != set()
    return True


def _names(name: str) -> set[str]:
    return {word for word in name.casefold().split() if len(word) > 1}


def _in_utf8(data: bytes, charset: str) -> bytes:
    """Text in the encoding that its content type names, in UTF-8."""
    known = charset.lower()
    try:
        return data.decode(_CHARSETS.get(known, known)).encode("utf-8")
    except (LookupError, UnicodeError):
        raise Unreadable(f"It is not written in {charset}, as it says; save it from the EHR as UTF-8.") from None


def preferred(contents: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Of the same document in several formats the one that is read best: plain text, HTML, and so on."""
    order = list(_table()["endings"])
    return sorted(contents, key=lambda one: _rank(one[0], order))


def _rank(content_type: str, order: list[str]) -> int:
    kind = content_type.partition(";")[0].strip().lower()
    return order.index(kind) if kind in order else len(order)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files(__package__) / "kinds.json").read_text(encoding="utf-8"))
    return found
