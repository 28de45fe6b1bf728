"""The notes inside a DocumentReference: its days, and its attachment's notes under its name.

An attachment that is only an address outside the set is left out: nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fhir.resources.R4B.documentreference import DocumentReference

from companion.importers.contents import Contents, FoundNote, LeftOut, Whose
from companion.importers.fhir.wording import day_of, latest
from companion.record import NoteKind

OUTSIDE = "Its text lies outside this set and is not fetched; download it from the EHR and bring it in as a file."
NO_TEXT = "It has no text in it; look at it in the EHR."
ANOTHER = "The document inside is about another person than the record says; look at it in the EHR."


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
            kind=kind if note.kind == "progress" else note.kind,
            session_date=told.met or days.met,
            filed_on=told.filed_on or days.filed_on,
            whose=whose,
        )
    for left in found.left_out:
        yield LeftOut(f"{name}: {left.name.rpartition('/')[2]}", left.why)


def attachments(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a validated DocumentReference as they stand in the JSON."""
    found = [content.get("attachment") for content in raw["content"] if isinstance(content, dict)]
    return [one for one in found if isinstance(one, dict)]


def _same_person(said: Whose, whose: Whose) -> bool:
    """Nothing that both tell differs: the birth date, or else the last word of the name."""
    if said.birth_date and whose.birth_date:
        return said.birth_date == whose.birth_date
    if said.name and whose.name:
        return _names(said.name) & _names(whose.name) != set()
    return True


def _names(name: str) -> set[str]:
    return {word for word in name.casefold().split() if len(word) > 1}
