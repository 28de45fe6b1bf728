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
TOO_LARGE = f"It is larger than {LARGEST // 2**20} MiB; split it into one file a note."
LARGEST_CONTAINER = 64 * 1024 * 1024
"""Bytes of a file that holds many notes, and of a set of files together."""


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
    open_set: Callable[[Sequence[tuple[str, bytes]]], Contents] | None = None


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


def readable(name: str) -> bool:
    """Whether the registry has a reader for a file of this name."""
    return _suffix(name) in READERS or _suffix(name) in CONTAINERS


def contents_of(name: str, data: bytes) -> Contents:
    """All notes in a file, and what was left out of it. Raises Unreadable where nothing of it can be brought in."""
    container = CONTAINERS.get(_suffix(name))
    if container is None:
        return Contents((_found(name, read_text(name, data)),))
    if len(data) > LARGEST_CONTAINER:
        raise Unreadable(f"It is larger than {LARGEST_CONTAINER // 2**20} MiB; export it in parts.")
    contents = container.open(name, data)
    if not contents.notes and not contents.left_out:
        raise Unreadable("It holds no notes; export it again, or leave it out.")
    return contents


def read_text(name: str, data: bytes) -> str:
    """The text that offsets of this file refer to. Raises Unreadable with the reason and what to do."""
    suffix = _suffix(name)
    if suffix not in READERS:
        endings = ", ".join([*READERS, *CONTAINERS])
        raise Unreadable(f"Files ending in {suffix or 'nothing'} are not read; save it as one of {endings}.")
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
    text = READERS[suffix].read(data)
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
