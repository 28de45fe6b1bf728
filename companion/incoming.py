"""What comes in to be kept: files that are read together, the notes in them, and what makes a note the same again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath

from companion.errors import Unreadable
from companion.importers import note_of, set_reader
from companion.importers.contents import Contents, FoundNote, LeftOut, Whose
from companion.note_files import note_files, read_file
from companion.parsing.pool import POOL
from companion.record import Client, FileVerdict, Note, NoteClass
from companion.whose_notes import contradiction


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are read together, each as (name, path): one, or those of a folder that refer to each other."""

    files: tuple[tuple[str, Path], ...]


ANOTHER_BIRTH_DATE = (
    "It says another birth date than notes before it, and was not brought in. Check whose it is; give --birth-date."
)


@dataclass(slots=True)
class SaidSoFar:
    """What the notes of one drop have said of a client whose birth date is not kept: who was born on another day than
    the first of them says is somebody else."""

    born: date | None = None

    def against(self, said: Whose, client: Client) -> str:
        """A sentence where a note cannot be of the same client as those before it; empty where nothing speaks
        against it."""
        if client.birth_date is not None or said.birth_date is None:
            return ""
        self.born = self.born or said.birth_date
        return "" if self.born == said.birth_date else ANOTHER_BIRTH_DATE


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one file held; `data` where the whole file is its one note, which may have been kept by its bytes."""

    name: str
    contents: Contents
    data: bytes | None = None


def units_below(path: Path) -> list[Unit]:
    """Every file at or below `path`, in the order of names. Raises NotFound."""
    units: list[Unit] = []
    sets: dict[tuple[PurePath, object], list[tuple[str, Path]]] = {}
    for name, file in note_files(path):
        together = set_reader(name)
        if together is None:
            units.append(Unit(((name, file),)))
        else:
            sets.setdefault((PurePath(name).parent, together), []).append((name, file))
    return sorted([*units, *(Unit(tuple(files)) for files in sets.values())], key=lambda unit: unit.files[0][0])


def read_unit(unit: Unit, *, whole: bool = False) -> Iterator[Arrived | FileVerdict]:
    """What each file of the unit held, or why it was refused; with `whole`, no file is split. Nothing but
    a worker process looks into the bytes."""
    opened: list[tuple[str, bytes]] = []
    for name, path in unit.files:
        try:
            opened.append((name, read_file(path)))
        except Unreadable as error:
            yield FileVerdict(name, "refused", why=error.say)
    if len(unit.files) > 1 and opened:
        yield from _read_set(opened)
    for name, data in opened if len(unit.files) == 1 else ():
        try:
            yield read_bytes(name, data, whole=whole)
        except Unreadable as error:
            yield FileVerdict(name, "refused", why=error.say)


def read_bytes(name: str, data: bytes, *, whole: bool = False) -> Arrived:
    """One file by itself; with `whole`, not split at its date headings. Raises Unreadable with what to do."""
    contents = POOL.whole_contents_of(name, data) if whole else POOL.contents_of(name, data)
    return Arrived(name, contents, data if [note.name for note in contents.notes] == [name] else None)


def marks_of(found: FoundNote, arrived: Arrived) -> list[str]:
    """What makes a note the same note: its words, the day it was filed and its kind, under whatever name and in
    whatever file it comes. "No show." two weeks running is two notes. The first mark is kept; a note whose other one is
    known is here as well."""
    told = f"{found.filed_on}|{found.kind}|".encode("ascii")
    words = [found.text.encode("utf-8"), *([arrived.data] if arrived.data is not None else [])]
    return [sha256(told + one).hexdigest() for one in words]


def for_client(arrived: Arrived, client: Client, *, confirmed: bool, so_far: SaidSoFar | None = None) -> Arrived:
    """What of it may be kept as this client's: without what says that it is somebody else's, and, unless the therapist
    has looked (`confirmed`), without what asks to be looked at first."""
    so_far = so_far or SaidSoFar()
    kept: list[FoundNote] = []
    left_out = list(arrived.contents.left_out)
    for found in arrived.contents.notes:
        why = contradiction(found.whose, client) or so_far.against(found.whose, client)
        why = why or ("" if confirmed else found.needs_confirming)
        if why:
            left_out.append(LeftOut(found.name, why))
        else:
            kept.append(found)
    return replace(arrived, contents=Contents(tuple(kept), tuple(left_out)))


def to_be_kept(found: FoundNote, note_class: NoteClass) -> Note:
    return note_of(found, note_id=secrets.token_hex(12), note_class=note_class)


def _read_set(files: Sequence[tuple[str, bytes]]) -> Iterator[Arrived | FileVerdict]:
    """Notes and parts say their file at the end of their name; what says none belongs to the set's first file."""
    try:
        contents = POOL.contents_of_set(files)
    except Unreadable as error:
        yield from (FileVerdict(name, "refused", why=error.say) for name, _ in files)
        return
    names = [name for name, _ in files]

    def file_of(part: FoundNote | LeftOut) -> str:
        return next((name for name in names if part.name == name or part.name.endswith(f"({name})")), names[0])

    for name in names:
        notes = tuple(note for note in contents.notes if file_of(note) == name)
        yield Arrived(name, Contents(notes, tuple(part for part in contents.left_out if file_of(part) == name)))
