"""`eyeline text`: the text that offsets of a file's notes refer to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from companion.errors import NotFound, Unreadable
from companion.folder import found_below
from companion.importers import holds_many
from companion.note_files import read_file
from companion.parsing.pool import POOL


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("text", help="the text that offsets of a file refer to")
    parser.add_argument("file", type=Path, help="a file, or a folder of files that are read together")
    parser.add_argument("--note", metavar="NAME", help="one note alone, by the name that inspect gives it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    if arguments.note is None and not path.is_dir() and not holds_many(path.name):
        sys.stdout.write(POOL.text_of(path.name, read_file(path)))
        return 0
    notes, refused = found_below(path)
    if not notes and refused:
        raise Unreadable(refused[0].why)
    named = [note for note in notes if arguments.note in (None, note.name)]
    if not named:
        raise NotFound("No note of that name is there. Without --note all are printed, each under its name.")
    for note in named:
        if arguments.note is None:
            sys.stdout.write(f"==> {note.name}, {len(note.text)} characters <==\n{note.text}\n")
        else:
            sys.stdout.write(note.text)
    return 0
