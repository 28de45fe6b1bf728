"""A client's passages between the vault, which keeps places, and the index, which reads words."""

from __future__ import annotations

from collections.abc import Sequence

from companion.recall.document import document
from companion.recall.recall import ReadNote
from companion.record import Note
from companion.shown_notes import ShownNotes
from companion.vault import ClientFile, NewFile, PassageRow
from index import Passage, mark_copies, split


def passages_of(notes: Sequence[Note]) -> list[Passage]:
    """All passages of these notes, which are given oldest first, copied-forward ones marked."""
    return split([document(note) for note in notes])


def to_row(passage: Passage) -> PassageRow:
    place = (passage.document, passage.start, passage.end)
    return PassageRow(None, *place, passage.section, passage.speaker, passage.carried_forward)


def new_file(mark: str, note: Note) -> NewFile:
    """One note as it is added: under its own mark, with its passages."""
    return NewFile(mark, note.source_name, (note,), tuple(to_row(passage) for passage in passages_of([note])))


def shown_passages(shown: ShownNotes) -> list[Passage]:
    """All that are shown, in the order of the notes. What is a copy of hidden words alone is none."""
    passages = _passages(shown.notes(), shown.passages())
    return mark_copies(passages) if shown.without else passages


def read_notes(shown: ShownNotes, model: str) -> dict[str, ReadNote]:
    """What is known of each note's sentences; of a note whose sentences have not been read, of its passages."""
    found = {note_id: ReadNote(one.places, list(one.vectors)) for note_id, one in shown.sentences(model).items()}
    ids, rows = shown.vectors(model)
    by_id = dict(zip(ids, rows, strict=True))
    passages: dict[str, list[PassageRow]] = {}
    for row in shown.passages():
        if row.id in by_id and row.note_id not in found:
            passages.setdefault(row.note_id, []).append(row)
    for note_id, those in passages.items():
        vectors = [by_id[row.id] for row in those if row.id is not None]
        found[note_id] = ReadNote([(row.start, row.end) for row in those], vectors)
    return found


def _passages(notes: Sequence[Note], rows: Sequence[PassageRow]) -> list[Passage]:
    texts = {note.id: note.text for note in notes}
    return [_passage(row, texts[row.note_id]) for row in rows]


def _passage(row: PassageRow, text: str) -> Passage:
    place = (row.note_id, row.start, row.end, text[row.start : row.end])
    return Passage(*place, row.section, row.speaker, row.carried_forward)


def mark_held_copies(file: ClientFile) -> None:
    """Which passages are copies depends on all notes: an older note that comes in later turns a newer one's words into
    copies."""
    rows = file.passages()
    ids = [row.id for row in rows if row.id is not None]
    before = _passages(file.notes(), rows)
    after = mark_copies(before)
    for carried in (True, False):
        changed = [
            i
            for i, old, new in zip(ids, before, after, strict=True)
            if old.carried_forward != new.carried_forward and new.carried_forward is carried
        ]
        if changed:
            file.set_carried_forward(changed, carried)
