"""What stands in a client's file as rows, and how notes and passages become rows and come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlcipher3 import dbapi2

from companion.errors import BadRequest
from companion.record import Note, NoteCard
from companion.vault.cipher import Row


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was brought in, and how many notes it held. `sha256` (hex, of its bytes) is its identity."""

    sha256: str
    name: str
    notes: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class NewFile:
    """What is to be added under one identity: a file's notes and their passages."""

    sha256: str
    name: str
    notes: tuple[Note, ...]
    passages: tuple[PassageRow, ...]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A stretch of a note, `note.text[start:end]`. Its identity is this place, never its words, which may recur.

    `id` is given by the vault (None before), never used twice, and means something in this client's file alone.
    """

    id: int | None
    note_id: str
    start: int
    end: int
    section: str
    speaker: str
    carried_forward: bool


def check_places(notes: Sequence[Note], passages: Sequence[PassageRow]) -> None:
    lengths = {note.id: len(note.text) for note in notes}
    if not all(0 <= p.start < p.end <= lengths.get(p.note_id, 0) for p in passages):
        raise BadRequest("A passage lies outside its note. Nothing of this file was added.")


def note_values(note: Note) -> tuple[str | None, ...]:
    filed, session = (day.isoformat() if day else None for day in (note.filed_on, note.session_date))
    return (note.id, note.source_name, note.kind, note.format, note.note_class, filed, session, note.text)


def to_card(row: Row) -> NoteCard:
    note_id, name, kind, note_class, day = row
    return NoteCard(note_id, name, kind, note_class, date.fromisoformat(day) if day else None)


def to_note(row: Row) -> Note:
    note_id, source_name, kind, form, note_class, *days, text = row
    filed, session = (date.fromisoformat(day) if day else None for day in days)
    return Note(note_id, source_name, kind, form, note_class, filed, session, text)


def to_passage(row: Row) -> PassageRow:
    row_id, note_id, start, end, section, speaker, carried_forward = row
    return PassageRow(row_id, note_id, start, end, section, speaker, bool(carried_forward))


def insert(connection: dbapi2.Connection, new: NewFile) -> None:
    """A file with its notes and passages, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO files (sha256, name, imported_at) VALUES (?, ?, ?)",
        (new.sha256, new.name, datetime.now(UTC).isoformat()),
    )
    connection.executemany(
        "INSERT INTO notes (file, id, source_name, kind, format, note_class, filed_on, session_date,"
        " text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(new.sha256, *note_values(note)) for note in new.notes],
    )
    connection.executemany(
        'INSERT INTO passages (note_id, "start", "end", section, speaker, carried_forward) VALUES (?, ?, ?, ?, ?, ?)',
        [(p.note_id, p.start, p.end, p.section, p.speaker, p.carried_forward) for p in new.passages],
    )
