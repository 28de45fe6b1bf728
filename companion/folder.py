"""A folder of notes as `inspect` and `ask` read it: nothing is kept.

It is read by worker processes, as for an import: people try folders here that they do not know yet, and a worker is
there in a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from companion.importers import note_of
from companion.importers.contents import FoundNote, Whose
from companion.importers.split import split_file
from companion.incoming import Arrived, read_unit, units_below
from companion.patients import choose, of_patient, patients_in
from companion.record import FileVerdict, Note


@dataclass(frozen=True, slots=True)
class Folder:
    """The notes that could be read, oldest first, each with its name in the folder as id; a verdict for each file or
    part that was not; and what to look at first, by note."""

    notes: tuple[Note, ...]
    refused: tuple[FileVerdict, ...]
    doubts: tuple[tuple[str, str], ...]


def read_folder(path: Path, as_of: date | None = None, patient_id: str | None = None) -> Folder:
    """With `as_of`, only notes filed that day or earlier; with `patient_id`, of several patients only that one's.
    Raises NotFound, and WhichPatient where the files are several patients' and none of them was named."""
    notes: list[Note] = []
    doubts: dict[tuple[str, str], None] = {}
    reads = [read for unit in units_below(path) for read in read_unit(unit)]
    refused = [read for read in reads if isinstance(read, FileVerdict)]
    arrived = [read for read in reads if isinstance(read, Arrived)]
    chosen = choose(patients_in(one.contents for one in arrived), patient_id)
    for one in arrived:
        contents = of_patient(one.contents, chosen)
        refused += [FileVerdict(part.name, "left_out", why=part.why) for part in contents.left_out]
        for found in contents.notes:
            if as_of is None or (found.filed_on is not None and found.filed_on <= as_of):
                notes.append(note_of(found, note_id=found.name, note_class="record"))
                if found.needs_confirming:
                    doubts[one.name, found.needs_confirming] = None
    notes.sort(key=in_order)
    return Folder(tuple(notes), tuple(refused), tuple(doubts))


@dataclass(frozen=True, slots=True)
class Look:
    """One note before it is brought in: its file, whose it says that it is, and what to look at first."""

    file: str
    whose: Whose
    doubt: str
    is_part: bool = False
    """The file would be split at its date headings."""


def look_into(path: Path) -> tuple[list[Look], list[FileVerdict]]:
    """What would come in from a file or folder, and the files that cannot be read. Raises NotFound."""
    looks: list[Look] = []
    refused: list[FileVerdict] = []
    for unit in units_below(path):
        for read in read_unit(unit):
            if isinstance(read, FileVerdict):
                refused.append(read)
            else:
                looks += [
                    Look(read.name, note.whose, note.needs_confirming, split_file(note.name) is not None)
                    for note in read.contents.notes
                ]
    return looks, refused


def found_below(path: Path) -> tuple[list[FoundNote], list[FileVerdict]]:
    """Every note at or below `path`, whosever it is, as its text stands; and the files that cannot be read. Raises
    NotFound."""
    reads = [read for unit in units_below(path) for read in read_unit(unit)]
    notes = [note for read in reads if isinstance(read, Arrived) for note in read.contents.notes]
    return notes, [read for read in reads if isinstance(read, FileVerdict)]


def in_order(note: Note) -> tuple[bool, date, date, str]:
    """Oldest session first, undated last, then by filing and name."""
    met = note.session_date
    return met is None, met or date.max, note.filed_on or date.max, note.source_name
