"""What `inspect` and `ask` share: which folder, up to which day, and a word on stderr for each file not read."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from companion.folder import read_folder
from companion.record import Note


def add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("notes", type=Path, help="a folder of note files (NNN_YYYY-MM-DD_kind.ext, or any names)")
    parser.add_argument("--as-of", type=date.fromisoformat, help="only notes filed on that day or earlier")


def chosen_notes(arguments: argparse.Namespace) -> list[Note]:
    """The notes, oldest first. Names on stderr what could not be read, and says so when nothing could."""
    folder = read_folder(arguments.notes, arguments.as_of)
    for refused in folder.refused:
        print(f"{refused.name}: {refused.why}", file=sys.stderr)
    for name, doubt in folder.doubts:
        print(f"{name}: {doubt}", file=sys.stderr)
    if not folder.notes:
        print(f"No note could be read in {arguments.notes}.", file=sys.stderr)
    return list(folder.notes)
