"""A .zip of files that can be read by themselves: nothing is unpacked to disk, nothing outside is reached."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import re2

from companion.errors import Unreadable
from companion.importers.contents import Contents, FoundNote, LeftOut

FILES_AT_MOST = 5000
UNPACKED_AT_MOST = 256 * 1024 * 1024
"""Bytes of all files together; counted while they unpack, whatever the archive says of itself."""
_ODD = re2.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|[\x00-\x1f\x7f]")
_UNSAYABLE = re2.compile(r"[\x00-\x1f\x7f]|\pC")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the registry lends: how one file is read, how many bytes it may have, and what reads a set of them."""

    contents_of: Callable[[str, bytes], Contents]
    contents_of_set: Callable[[Sequence[tuple[str, bytes]]], Contents]
    check_ending: Callable[[str], None]
    largest: Callable[[str], int]
    too_large: Callable[[str], str]
    set_reader: Callable[[str], object | None]


def open_zip(name: str, data: bytes, reading: Reading) -> Contents:
    """Every note of every file inside, named by the zip and its place in it; a sentence for each file that was left
    out. Hidden files and a Mac's own are passed over, as in a folder. Raises Unreadable for the whole."""
    notes: list[FoundNote] = []
    left_out: list[LeftOut] = []
    sets: dict[tuple[str, object], list[tuple[str, bytes]]] = {}
    for inside, unpacked in _files(data, reading):
        called = f"{name}/{inside}"
        try:
            if isinstance(unpacked, str):
                raise Unreadable(unpacked)
            together = reading.set_reader(inside)
            if together is not None:
                sets.setdefault((str(PurePosixPath(inside).parent), together), []).append((called, unpacked))
                continue
            found = reading.contents_of(called, unpacked)
        except Unreadable as error:
            left_out.append(LeftOut(called, error.say))
        except Exception as error:  # a parser's own trouble over one file; its words may be the file's
            left_out.append(LeftOut(called, f"It could not be read ({type(error).__name__}). Save it again."))
        else:
            notes += found.notes
            left_out += found.left_out
    for files in sets.values():
        try:
            found = reading.contents_of_set(files) if len(files) > 1 else reading.contents_of(*files[0])
        except Unreadable as error:
            left_out += [LeftOut(called, error.say) for called, _ in files]
        else:
            notes += found.notes
            left_out += found.left_out
    return Contents(tuple(notes), tuple(left_out))


def _files(data: bytes, reading: Reading) -> Iterator[tuple[str, bytes | str]]:
    """Each file as (name inside, its bytes, or the sentence that says why it is left out), in the order of names."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        entries = sorted((entry for entry in packed.infolist() if not entry.is_dir()), key=lambda e: e.filename)
    except Exception:  # zipfile raises whatever struct, a code page or its own checks raise
        raise Unreadable("It is damaged or not a zip; make it again.") from None
    if len(entries) > FILES_AT_MOST:
        raise Unreadable(f"It holds more than {FILES_AT_MOST} files; pack it in parts.")
    left = UNPACKED_AT_MOST
    seen: set[str] = set()
    for entry in entries:
        name = str(_UNSAYABLE.sub("?", entry.filename))
        if any(part.startswith((".", "__MACOSX")) and part != ".." for part in PurePosixPath(name).parts):
            continue
        why = _why_not(entry, reading) or ("Another file of the same name came before it." if name in seen else "")
        seen.add(name)
        if why:
            yield name, why
            continue
        unpacked = _unpacked(packed, entry, min(left, reading.largest(name)) + 1)
        left -= len(unpacked)
        if left < 0:
            raise Unreadable(f"It unpacks to more than {UNPACKED_AT_MOST // 2**20} MiB. Nothing of it was read.")
        too_large = isinstance(unpacked, bytes) and len(unpacked) > reading.largest(name)
        yield name, reading.too_large(name) if too_large else unpacked


def _why_not(entry: zipfile.ZipInfo, reading: Reading) -> str:
    """Why a file is not unpacked, in a sentence; empty where it is."""
    if _ODD.search(entry.orig_filename) or _ODD.search(entry.filename):
        return "Its path leads outside the zip or is not plain. Unpack the zip yourself, look at it, and import that."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a link, and links are not followed. Put the file itself into the zip."
    if entry.flag_bits & 1:
        return "It is protected by a password. Unpack it with the password and import the files."
    if PurePosixPath(entry.filename).suffix.lower() == ".zip":
        return "A zip inside a zip is not opened. Unpack it and import what is in it."
    try:
        reading.check_ending(entry.filename)
    except Unreadable as error:
        return error.say
    return ""


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, at_most: int) -> bytes | str:
    try:
        with packed.open(entry) as file:
            return file.read(at_most)
    except Exception:  # zlib's errors, a wrong checksum, a method that Python does not know
        return "It is damaged or packed in an unusual way. Unpack the zip yourself and import the files."
