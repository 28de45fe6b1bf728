"""Notes made up for tests of the overview."""

from __future__ import annotations

from datetime import date

from companion.overview.reading import Reading, read
from companion.record import Note, NoteKind


def note(text: str, day: str = "2024-03-01", kind: NoteKind = "progress", filed: str | None = None) -> Note:
    name = f"{filed or day}_{kind}_{abs(hash(text)) % 9999}.txt"
    met = date.fromisoformat(day)
    return Note(name, name, kind, "narrative", "record", date.fromisoformat(filed) if filed else met, met, text)


def readings(*notes: Note) -> tuple[Reading, ...]:
    return read(notes)
