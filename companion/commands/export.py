"""`eyeline export`: one client's notes in the clear, one note class at a time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from companion.commands.asked import DataFolder, add_client
from companion.commands.data_folder import add_data_folder, settings_of
from companion.record import NoteClass
from companion.service import keeping, requests
from companion.service.launch_replies import ExportReply


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("export", help="a client's notes in the clear, as JSON and HTML")
    add_data_folder(parser)
    add_client(parser, required=True)
    parser.add_argument("--to", type=Path, required=True, help="a folder")
    parser.add_argument("--class", dest="note_class", choices=get_args(NoteClass), default="record")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with DataFolder(settings_of(arguments)) as folder:
        client = folder.client(arguments.client, arguments.record_number, arguments.birth_date)
        asked = requests.ExportRequest(
            client_id=client.id, note_class=arguments.note_class, folder=str(arguments.to.resolve())
        )
        made = folder.ask("/v1/export", asked, keeping.export, ExportReply)
    print("\n".join(made.files))
    print("These files are readable by whoever gets them. Delete them when they have served.", file=sys.stderr)
    return 0
