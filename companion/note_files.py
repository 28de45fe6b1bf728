"""The files of a folder, and the bytes of one: nothing looks into them here."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from companion.errors import NotFound, Unreadable
from companion.importers import check_ending, largest, too_large


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
        check_ending(path.name)
        if about.st_size > largest(path.name):
            raise Unreadable(too_large(path.name))
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"It cannot be opened ({error.strerror}); check that you may read it.") from None
