"""Bytes to notes: the registry of formats. Pure: a reader takes a name and bytes and returns what they hold.

To add a format: a file beside this one with a `read(data) -> str` and a line in `READERS`, or, where a file holds more
than one note, with an `open(name, data) -> Contents` and a line in `CONTAINERS`; and a line in docs/formats.md, which a
test compares with the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from companion.errors import Unreadable
from companion.importers import ccda, fhir, plain_text, word
from companion.importers.contents import Contents, FoundNote
from companion.importers.heading import filing_date, note_format, session_date
from companion.importers.naming import read_name
from companion.record import Note, NoteClass, NoteKind

LARGEST = 8 * 1024 * 1024
"""Bytes; a session note is a few kilobytes, so a larger file is not one."""
LARGEST_CONTAINER = 64 * 1024 * 1024
"""Bytes of a file that holds many notes, and of a set of files together."""


SetReader = Callable[[Sequence[tuple[str, bytes]]], Contents]


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one ending are read, and what they hold when their name does not say."""

    read: Callable[[bytes], str]
    kind: NoteKind = "progress"


@dataclass(frozen=True, slots=True)
class Container:
    """How files of one ending that may hold many notes are opened. `open_set`, where files of one folder refer to each
    other, takes all of them as (name, bytes); every note and every part left out then says its file in its name."""

    open: Callable[[str, bytes], Contents]
    open_set: SetReader | None = None


READERS: dict[str, Format] = {
    ".txt": Format(plain_text.read),
    ".md": Format(plain_text.read),
    ".csv": Format(plain_text.read, kind="measure"),
    ".vtt": Format(plain_text.read, kind="transcript"),
    ".docx": Format(word.read),
}
CONTAINERS: dict[str, Container] = {
    ".json": Container(fhir.open_file, fhir.open_set),
    ".ndjson": Container(fhir.open_file, fhir.open_set),
    ".xml": Container(ccda.open_file),
}


def check_ending(name: str) -> None:
    """Raises Unreadable where no file of this ending is read."""
    suffix = _suffix(name).encode("utf-8", "backslashreplace").decode("utf-8")
    if suffix not in READERS and suffix not in CONTAINERS:
        endings = ", ".join([*READERS, *CONTAINERS])
        raise Unreadable(f"Files ending in {suffix or 'nothing'} are not read; save it as one of {endings}.")


def largest(name: str) -> int:
    """Bytes that a file of this name may have."""
    return LARGEST_CONTAINER if _suffix(name) in CONTAINERS else LARGEST


def too_large(name: str) -> str:
    """What is said of a larger one."""
    how = "export it in parts" if _suffix(name) in CONTAINERS else "split it into one file a note"
    return f"It is larger than {largest(name) // 2**20} MiB; {how}."


def contents_of(name: str, data: bytes) -> Contents:
    """All notes in a file, and what was left out of it. Raises Unreadable where nothing of it can be brought in."""
    container = CONTAINERS.get(_suffix(name))
    if container is None:
        return Contents((_found(name, read_text(name, data)),))
    if len(data) > largest(name):
        raise Unreadable(too_large(name))
    contents = container.open(name, data)
    if not contents.notes and not contents.left_out:
        raise Unreadable("It holds no notes; export it again, or leave it out.")
    return contents


def contents_of_set(files: Sequence[tuple[str, bytes]]) -> Contents:
    """All that files of one kind hold which refer to each other. Raises Unreadable for all of them."""
    if sum(len(data) for _, data in files) > LARGEST_CONTAINER:
        raise Unreadable(f"Together they are larger than {LARGEST_CONTAINER // 2**20} MiB; export them in parts.")
    open_set = set_reader(files[0][0])
    if open_set is None or any(set_reader(name) is not open_set for name, _ in files):
        raise ValueError("files that do not refer to each other are read one by one")
    return open_set(files)


def holds_many(name: str) -> bool:
    """Whether a file of this name may hold many notes, perhaps of several people."""
    return _suffix(name) in CONTAINERS


def set_reader(name: str) -> SetReader | None:
    """What reads a file of this name together with those beside it; None where it is read alone."""
    container = CONTAINERS.get(_suffix(name))
    return container.open_set if container else None


def read_text(name: str, data: bytes) -> str:
    """The text that offsets of this file refer to. Raises Unreadable with the reason and what to do."""
    check_ending(name)
    if _suffix(name) in CONTAINERS:
        raise Unreadable("It holds many notes; name one of them to see its text.")
    if len(data) > largest(name):
        raise Unreadable(too_large(name))
    text = READERS[_suffix(name)].read(data)
    if not text.strip():
        raise Unreadable("It holds no words; export it again, or leave it out.")
    return text


def note_of(found: FoundNote, *, note_id: str, note_class: NoteClass) -> Note:
    """What was found in a file as a note of the record."""
    form = note_format(found.text)
    return Note(note_id, found.name, found.kind, form, note_class, found.filed_on, found.session_date, found.text)


def read_note(name: str, data: bytes, *, note_id: str, note_class: NoteClass) -> Note:
    """The note in a file. `name` may have folders before it; only its last part is read. Raises Unreadable."""
    return note_of(_found(name, read_text(name, data)), note_id=note_id, note_class=note_class)


def page_note(text: str, met: date | None, kind: NoteKind, *, note_id: str, note_class: NoteClass, today: date) -> Note:
    """The note that stands on an EHR's page, as the therapist saw it before keeping it. `met` is the session's day as
    the page says it; without one, the day that the note's own head says. Raises Unreadable."""
    if met is not None and met > today + timedelta(days=1):
        raise Unreadable("The session's date lies in the future. Correct it, then keep the note.")
    words = read_text("page.txt", text.encode("utf-8", "replace"))
    met = met or session_date(words, kind, None)
    name = f"EHR page {met}" if met else f"EHR page, kept {today}"
    return Note(note_id, name, kind, note_format(words), note_class, today, met, words)


def _found(name: str, text: str) -> FoundNote:
    """The one note that a file of this name and text is."""
    by_ending = READERS[_suffix(name)].kind
    named = read_name(PurePath(name).name)
    kind = named.kind or by_ending
    met = session_date(text, kind, named.filed_on)
    return FoundNote(name, text, kind, named.filed_on or filing_date(text, by_ending, met), met)


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()
