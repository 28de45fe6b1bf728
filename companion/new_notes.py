"""Notes on their way into a client's file: those that are not there yet, in one transaction, with a verdict."""

from __future__ import annotations

from hashlib import sha256

from companion.incoming import Arrived, marks_of, to_be_kept
from companion.recall import new_file
from companion.record import FileVerdict, Note, NoteClass
from companion.vault import ClientFile, NewFile


def keep_new(file: ClientFile, arrived: Arrived, note_class: NoteClass) -> list[FileVerdict]:
    """The verdict of what arrived, then one for each part that was left out."""
    left_out = [FileVerdict(part.name, "left_out", why=part.why) for part in arrived.contents.left_out]
    if left_out and left_out[0].name == arrived.name and not arrived.contents.notes:
        return left_out  # the whole file is its one part
    new: dict[str, NewFile] = {}
    for found in arrived.contents.notes:
        marks = marks_of(found, arrived)
        if not any(file.has_file(mark) for mark in marks):
            new.setdefault(marks[0], new_file(marks[0], to_be_kept(found, note_class)))
    file.add_files(list(new.values()))
    if new:
        look_at = dict.fromkeys(found.needs_confirming for found in arrived.contents.notes if found.needs_confirming)
        return [FileVerdict(arrived.name, "imported", len(new), " ".join(look_at)), *left_out]
    if arrived.contents.notes:
        return [FileVerdict(arrived.name, "already_here"), *left_out]
    return [FileVerdict(arrived.name, "left_out", why="None of its parts could be brought in."), *left_out]


def keep_page_note(file: ClientFile, note: Note) -> FileVerdict:
    """One note off a page; the same words of the same day add nothing, wherever they came from."""
    words = note.text.split()
    mark = sha256(f"page|{note.session_date}|{' '.join(words)}".encode()).hexdigest()
    if any(n.session_date == note.session_date and n.text.split() == words for n in file.notes()):
        return FileVerdict(note.source_name, "already_here")
    added = file.add_files([new_file(mark, note)])
    return (
        FileVerdict(note.source_name, "imported", notes=1) if added else FileVerdict(note.source_name, "already_here")
    )
    return FileVerdict(note.source_name, "imported" if added else "already_here", notes=added)
