"""A client's passages between the vault, which keeps places, and the index, which reads words."""

from __future__ import annotations

from collections.abc import Sequence

from companion.recall import passages_of
from companion.record import Note
from companion.vault import ClientFile, NewFile, PassageRow
from index import Passage, mark_copies


def to_row(passage: Passage) -> PassageRow:
    place = (passage.document, passage.start, passage.end)
    return PassageRow(None, *place, passage.section, passage.speaker, passage.carried_forward)


def new_file(mark: str, note: Note) -> NewFile:
    """One note as it is added: under its own mark, with its passages."""
    return NewFile(mark, note.source_name, (note,), tuple(to_row(passage) for passage in passages_of([note])))


def held_passages(file: ClientFile, ids: Sequence[int] | None = None) -> list[Passage]:
    """The passages with these ids, in that order; all, in the order of the notes, where none are named."""
    texts = {note.id: note.text for note in file.notes()}
    by_id = {row.id: _passage(row, texts[row.note_id]) for row in file.passages() if row.id is not None}
    return [by_id[i] for i in (by_id if ids is None else ids)]


def _passage(row: PassageRow, text: str) -> Passage:
    place = (row.note_id, row.start, row.end, text[row.start : row.end])
    return Passage(*place, row.section, row.speaker, row.carried_forward)


def mark_held_copies(file: ClientFile) -> None:
    """Which passages are copies depends on all notes: an older note that comes in later turns a newer one's words into
    copies."""
    ids = [row.id for row in file.passages() if row.id is not None]
    before = held_passages(file)
    after = mark_copies(before)
    for carried in (True, False):
        changed = [
            i
            for i, old, new in zip(ids, before, after, strict=True)
            if old.carried_forward != new.carried_forward and new.carried_forward is carried
        ]
        if changed:
            file.set_carried_forward(changed, carried)
