"""What `inspect` and `ask` share: which folder, up to which day, and a word on stderr for each file not read."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from companion.folder import read_folder
from companion.patients import WhichPatient
from companion.record import Note


def add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("notes", type=Path, help="a folder of note files (NNN_YYYY-MM-DD_kind.ext, or any names)")
    parser.add_argument("--as-of", type=date.fromisoformat, help="only notes filed on that day or earlier")
    add_patient(parser)


def add_patient(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--patient", metavar="ID", help="of FHIR files with several patients, whose notes")


def chosen_notes(arguments: argparse.Namespace) -> list[Note]:
    """The notes, oldest first. Names on stderr what could not be read, and says so when nothing could."""
    try:
        folder = read_folder(arguments.notes, arguments.as_of, arguments.patient)
    except WhichPatient as error:
        print_patients(error)
        return []
    for refused in folder.refused:
        print(f"{refused.name}: {refused.why}", file=sys.stderr)
    for name, doubt in folder.doubts:
        print(f"{name}: {doubt}", file=sys.stderr)
    if not folder.notes:
        print(f"No note could be read in {arguments.notes}.", file=sys.stderr)
    return list(folder.notes)


def print_patients(error: WhichPatient) -> None:
    """Those to choose from, on stderr: id, name, birth date."""
    print(error.say, file=sys.stderr)
    for patient_id, whose in error.patients.items():
        print(f"{patient_id}\t{whose.name or 'no name'}\t{whose.birth_date or 'no birth date'}", file=sys.stderr)
