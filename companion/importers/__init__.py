"""Bytes to notes: the registry of formats. Pure: a reader takes a name and bytes and returns what they hold.

To add a format: a file beside this one with a `read(data) -> str` and a line in `READERS`, or, where a file holds more
than one note, with an `open(name, data) -> Contents` and a line in `CONTAINERS`; and a line in docs/formats.md, which a
test compares with the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import PurePath

from companion.errors import Unreadable
from companion.importers import ccda, fhir, open_document, pdf, plain_text, rich_text, web_page, word
from companion.importers.archive import Reading, open_zip
from companion.importers.contents import Contents, FoundNote, LeftOut, Whose
from companion.importers.heading import filing_date, note_format, session_date
from companion.importers.naming import names_one_note, read_name
from companion.importers.split import parts_of, split_file
from companion.importers.whose_words import whose_of
from companion.record import Note, NoteClass, NoteKind

LARGEST = 8 * 1024 * 1024
"""Bytes; a session note is a few kilobytes, so a larger file is not one."""
LARGEST_CONTAINER = 64 * 1024 * 1024
"""Bytes of a file that holds many notes, and of a set of files together."""


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # RE2 knows no halves of characters; one class is linear
SetReader = Callable[[Sequence[tuple[str, bytes]]], Contents]


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one ending are read, and what they hold when their name does not say. `read_with_doubt`, where
    reading may have to guess, returns the text with a sentence that says what to look at first, or an empty one."""

    read: Callable[[bytes], str]
    kind: NoteKind = "progress"
    read_with_doubt: Callable[[bytes], tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """How files of one ending that may hold many notes are opened. `open_set`, where files of one folder refer to each
    other, takes all of them as (name, bytes); every note and every part left out then says its file in its name."""

    open: Callable[[str, bytes], Contents]
    open_set: SetReader | None = None


READERS: dict[str, Format] = {
    ".txt": Format(plain_text.read, "progress", plain_text.read_with_doubt),
    ".md": Format(plain_text.read, "progress", plain_text.read_with_doubt),
    ".csv": Format(plain_text.read, "measure", plain_text.read_with_doubt),
    ".vtt": Format(plain_text.read, "transcript", plain_text.read_with_doubt),
    ".srt": Format(plain_text.read, "transcript", plain_text.read_with_doubt),
    ".docx": Format(word.read),
    ".odt": Format(open_document.read),
    ".rtf": Format(rich_text.read),
    ".pdf": Format(pdf.read, "progress", pdf.read_with_doubt),
    ".html": Format(web_page.read, "progress", web_page.read_with_doubt),
    ".htm": Format(web_page.read, "progress", web_page.read_with_doubt),
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
        return Contents(tuple(_notes_in(name, *_read(name, data))))
    if len(data) > largest(name):
        raise Unreadable(too_large(name))
    contents = _all_storable(container.open(name, data))
    if not contents.notes and not contents.left_out:
        raise Unreadable("It holds no notes; export it again, or leave it out.")
    return contents


def whole_contents_of(name: str, data: bytes) -> Contents:
    """The same, with each file that would be split at its date headings as one note. Raises Unreadable."""
    contents = contents_of(name, data)
    notes: list[FoundNote] = []
    left_out = list(contents.left_out)
    for split, found in groupby(contents.notes, key=lambda note: split_file(note.name)):
        parts = list(found)
        if split is None or _suffix(split) not in READERS:
            notes += parts
        elif _several(part.whose.birth_date for part in parts) or _several(part.whose.record_number for part in parts):
            left_out.append(LeftOut(split, "Its notes are of more than one client. Split it by client first."))
        else:
            text = "".join(part.text for part in parts)
            notes.append(replace(_found(split, text), whose=_of_all([part.whose for part in parts])))
    return Contents(tuple(notes), tuple(left_out))


def _several(said: Iterable[object]) -> bool:
    return len(set(said) - {None}) > 1


def _of_all(parts: Sequence[Whose]) -> Whose:
    """What any of them says, where all agree."""
    born = next((whose.birth_date for whose in parts if whose.birth_date), None)
    number = next((whose.record_number for whose in parts if whose.record_number), None)
    return Whose(parts[0].name, born, number, parts[0].patient_id)


def contents_of_set(files: Sequence[tuple[str, bytes]]) -> Contents:
    """All that files of one kind hold which refer to each other. Raises Unreadable for all of them."""
    if sum(len(data) for _, data in files) > LARGEST_CONTAINER:
        raise Unreadable(f"Together they are larger than {LARGEST_CONTAINER // 2**20} MiB; export them in parts.")
    open_set = set_reader(files[0][0])
    if open_set is None or any(set_reader(name) is not open_set for name, _ in files):
        raise ValueError("files that do not refer to each other are read one by one")
    return _all_storable(open_set(files))


def holds_many(name: str) -> bool:
    """Whether a file of this name may hold many notes, perhaps of several people."""
    return _suffix(name) in CONTAINERS


def set_reader(name: str) -> SetReader | None:
    """What reads a file of this name together with those beside it; None where it is read alone."""
    container = CONTAINERS.get(_suffix(name))
    return container.open_set if container else None


def read_text(name: str, data: bytes) -> str:
    """The text that offsets of this file refer to. Raises Unreadable with the reason and what to do."""
    return _read(name, data)[0]


def _read(name: str, data: bytes) -> tuple[str, str]:
    check_ending(name)
    if _suffix(name) in CONTAINERS:
        raise Unreadable("It holds many notes; name one of them to see its text.")
    if len(data) > largest(name):
        raise Unreadable(too_large(name))
    form = READERS[_suffix(name)]
    text, doubt = form.read_with_doubt(data) if form.read_with_doubt else (form.read(data), "")
    text = _storable(text)
    if not text.strip():
        raise Unreadable("It holds no words; export it again, or leave it out.")
    return text, doubt


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


def _notes_in(name: str, text: str, doubt: str) -> list[FoundNote]:
    """The file's one note, or, where it is an export of many, each of them; a split note is named by its place in the
    file's text, `export.txt[1200:3400]`."""
    whole = replace(_found(name, text), whose=whose_of(name, text), needs_confirming=doubt)
    parts = [] if READERS[_suffix(name)].kind != "progress" or names_one_note(PurePath(name).name) else parts_of(text)
    if not parts:
        return [whole]
    days = sorted(part.day for part in parts)
    look = f"{doubt} It holds {len(parts)} notes by its date headings, {days[0]} to {days[-1]}. See that each is one."
    notes = []
    for part in parts:
        words, kind = text[part.start : part.end], read_name(part.heading).kind or "progress"
        met = session_date(words, kind, part.day)
        said = whose_of(name, words)
        whose = said if said.birth_date or said.record_number else whole.whose
        called = f"{name}[{part.start}:{part.end}]"
        notes.append(FoundNote(called, words, kind, part.day, met, whose, look.strip()))
    return notes


def _found(name: str, text: str) -> FoundNote:
    """The one note that a file of this name and text is."""
    by_ending = READERS[_suffix(name)].kind
    named = read_name(PurePath(name).name)
    kind = named.kind or by_ending
    met = session_date(text, kind, named.filed_on)
    return FoundNote(name, text, kind, named.filed_on or filing_date(text, by_ending, met), met)


def _storable(text: str) -> str:
    """Halves of characters, which a hostile or damaged file may hold, and NUL can be neither kept nor sent."""
    return str(_UNSTORABLE.sub("\ufffd", text)) if _UNSTORABLE.search(text) else text


def _all_storable(contents: Contents) -> Contents:
    notes = (
        replace(note, text=_storable(note.text), whose=replace(note.whose, name=_storable(note.whose.name)))
        for note in contents.notes
    )
    return replace(contents, notes=tuple(notes))


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _open_zip(name: str, data: bytes) -> Contents:
    return open_zip(name, data, Reading(contents_of, contents_of_set, check_ending, largest, too_large, set_reader))


CONTAINERS: dict[str, Container] = {
    ".json": Container(fhir.open_file, fhir.open_set),
    ".ndjson": Container(fhir.open_file, fhir.open_set),
    ".xml": Container(ccda.open_file),
    ".zip": Container(_open_zip),
}
"""At the end, since a zip holds what everything above reads."""
