"""`eyeline text`: the text that offsets of a file refer to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from companion.note_files import read_file
from companion.parsing.pool import POOL


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("text", help="the text that offsets of a file refer to")
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    sys.stdout.write(POOL.text_of(arguments.file.name, read_file(arguments.file)))
    return 0
