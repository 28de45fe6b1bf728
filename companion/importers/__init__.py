"""Bytes to notes: the registry of formats. Pure: a reader takes a name and bytes and returns text.

To add a format: a file beside this one with a `read(data) -> str`, a line in `READERS`, a line in docs/formats.md; a
test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from companion.errors import Unreadable
from companion.importers import plain_text, word
from companion.importers.heading import filing_date, note_format, session_date
from companion.importers.naming import read_name
from companion.record import Note, NoteClass, NoteKind

LARGEST = 8 * 1024 * 1024
"""Bytes; a session note is a few kilobytes, so a larger file is not one."""
TOO_LARGE = f"It is larger than {LARGEST // 2**20} MiB; split it into one file a note."


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one ending are read, and what they hold when their name does not say."""

    read: Callable[[bytes], str]
    kind: NoteKind = "progress"


READERS: dict[str, Format] = {
    ".txt": Format(plain_text.read),
    ".md": Format(plain_text.read),
    ".csv": Format(plain_text.read, kind="measure"),
    ".vtt": Format(plain_text.read, kind="transcript"),
    ".docx": Format(word.read),
}


def readable(name: str) -> bool:
    """Whether the registry has a reader for a file of this name."""
    return PurePath(name).suffix.lower() in READERS


def read_text(name: str, data: bytes) -> str:
    """The text that offsets of this file refer to. Raises Unreadable with the reason and what to do."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        endings = ", ".join(READERS)
        raise Unreadable(f"Files ending in {suffix or 'nothing'} are not read; save it as one of {endings}.")
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
    text = READERS[suffix].read(data)
    if not text.strip():
        raise Unreadable("It holds no words; export it again, or leave it out.")
    return text


def read_note(name: str, data: bytes, *, note_id: str, note_class: NoteClass) -> Note:
    """The note in a file. `name` may have folders before it; only its last part is read. Raises Unreadable."""
    text = read_text(name, data)
    named = read_name(PurePath(name).name)
    kind = named.kind or READERS[PurePath(name).suffix.lower()].kind
    met = session_date(text, kind, named.filed_on)
    filed_on = named.filed_on or filing_date(text, READERS[PurePath(name).suffix.lower()].kind, met)
    return Note(note_id, name, kind, note_format(text), note_class, filed_on, met, text)


def page_note(text: str, met: date | None, kind: NoteKind, *, note_id: str, note_class: NoteClass, today: date) -> Note:
    """The note that stands on an EHR's page, as the therapist saw it before keeping it. `met` is the session's day as
    the page says it; without one, the day that the note's own head says. Raises Unreadable."""
    if met is not None and met > today + timedelta(days=1):
        raise Unreadable("The session's date lies in the future. Correct it, then keep the note.")
    words = read_text("page.txt", text.encode("utf-8", "replace"))
    met = met or session_date(words, kind, None)
    name = f"EHR page {met}" if met else f"EHR page, kept {today}"
    return Note(note_id, name, kind, note_format(words), note_class, today, met, words)
