"""`eyeline delete`: a client or one note, for good."""

from __future__ import annotations

import argparse
import sys

from companion.commands.asked import DataFolder, add_client
from companion.commands.data_folder import add_data_folder, settings_of
from companion.errors import BadRequest
from companion.service import keeping, requests
from companion.service.launch_replies import DeletedReply
from companion.service.replies import ClientCard


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("delete", help="a client, or one note, for good: no backup brings it back")
    add_data_folder(parser)
    add_client(parser, required=True)
    parser.add_argument("--note", help="only this note: the name of the file that it came from")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with DataFolder(settings_of(arguments)) as folder:
        client = folder.client(arguments.client, arguments.record_number, arguments.birth_date)
        _confirm(client, arguments.note)
        if arguments.note:
            note = requests.DeleteNoteRequest(client_id=client.id, note=arguments.note)
            folder.ask("/v1/delete/note", note, keeping.delete_note, DeletedReply)
        else:
            gone = requests.DeleteClientRequest(client_id=client.id)
            folder.ask("/v1/delete/client", gone, keeping.delete_client, DeletedReply)
    print("It is deleted. Backups made before are told, where their disk is there; else with the next backup.")
    return 0


def _confirm(client: ClientCard, note: str | None) -> None:
    """The name, typed. Raises BadRequest for anything else."""
    meant = f"the note {note} of" if note else "all notes of"
    born = f", born {client.birth_date}" if client.birth_date else ""
    print(f"This deletes {meant} {client.name}{born}, for good. Type the client's name to go on.", file=sys.stderr)
    if sys.stdin.readline().strip().casefold() != client.name.casefold():
        raise BadRequest("That is not the name. Nothing was deleted.")
