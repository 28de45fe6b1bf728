"""A folder of note files, read from disk: for import, and for `inspect` and `ask`, which keep nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from companion.errors import NotFound, Unreadable
from companion.importers import LARGEST, TOO_LARGE, read_note, readable
from companion.record import FileVerdict, Note


@dataclass(frozen=True, slots=True)
class Folder:
    """The notes that could be read, oldest first, each with its file's name as id; and a verdict for each refusal."""

    notes: tuple[Note, ...]
    refused: tuple[FileVerdict, ...]


def note_files(path: Path) -> Iterator[tuple[str, Path]]:
    """Every file at or below `path` in the order of names, as (name below `path`, path), and every folder that cannot
    be opened, which `read_file` then refuses. Hidden files, links (they may lead outside) and what is no plain file (a
    pipe would never end) are passed over. Raises NotFound."""
    if os.path.isfile(path):  # noqa: PTH113  Path.is_file raises where a folder above it is closed
        yield _sayable(path.name), path
        return
    if not os.path.isdir(path):  # noqa: PTH112
        raise NotFound(f"There is no file or folder at {path}. Check the path and try again.")
    closed: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=lambda e: closed.append(Path(e.filename)), followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder) / name
            if not name.startswith(".") and _plain(file):
                yield _sayable(file.relative_to(path).as_posix()), file
    for shut in closed:
        yield _sayable(shut.name if shut == path else shut.relative_to(path).as_posix()), shut


def _plain(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return True  # reading it says why not


def _sayable(name: str) -> str:
    """A name that is not UTF-8 can be neither printed nor sealed; two such names stay two."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def read_file(path: Path) -> bytes:
    """The file's bytes, refused unread when they are too many. Raises Unreadable with what to do."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise Unreadable("The folder cannot be opened; check that you may read it.")
        if about.st_size > LARGEST:
            raise Unreadable(TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"It cannot be opened ({error.strerror}); check that you may read it.") from None


def read_folder(path: Path, as_of: date | None = None) -> Folder:
    """Reads notes as `inspect` and `ask` do: nothing is kept. With `as_of`, only files dated that day or earlier."""
    notes: list[Note] = []
    refused: list[FileVerdict] = []
    for name, file in note_files(path):
        try:
            if not readable(name) and not os.path.isdir(file):  # noqa: PTH112
                raise Unreadable(f"Files ending in {_sayable(file.suffix) or 'nothing'} are not read.")
            note = read_note(name, read_file(file), note_id=name, note_class="record")
        except Unreadable as error:
            refused.append(FileVerdict(name, "refused", why=error.say))
            continue
        if as_of is None or (note.filed_on is not None and note.filed_on <= as_of):
            notes.append(note)
    notes.sort(key=in_order)
    return Folder(tuple(notes), tuple(refused))


def in_order(note: Note) -> tuple[bool, date, date, str]:
    """Oldest session first, undated last, then by filing and name."""
    met = note.session_date
    return met is None, met or date.max, note.filed_on or date.max, note.source_name
