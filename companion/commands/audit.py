"""`eyeline audit`: who saw what, and whether the list is whole."""

from __future__ import annotations

import argparse

from companion.commands.asked import DataFolder, add_client
from companion.commands.data_folder import add_data_folder, settings_of
from companion.service import keeping, requests
from companion.service.launch_replies import AuditLine, AuditReply


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("audit", help="who saw what, newest first, and whether the list is whole")
    add_data_folder(parser)
    add_client(parser, required=False)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 1 where the list was tampered with."""
    with DataFolder(settings_of(arguments)) as folder:
        client_id = None
        if arguments.client is not None:
            client_id = folder.client(arguments.client, arguments.record_number, arguments.birth_date).id
        said = folder.ask("/v1/audit", requests.AuditRequest(client_id=client_id), keeping.audit, AuditReply)
    for line in said.rows:
        print(_shown(line))
    against = f"held against {said.held_against} backup{'s' if said.held_against != 1 else ''}"
    against += " and the system's keyring" if said.anchored else ""
    print(said.problem or f"The list is whole ({against}).")
    return 1 if said.problem else 0


def _shown(line: AuditLine) -> str:
    who = line.client or (f"(deleted client {line.client_id[:8]})" if line.client_id else "")
    notes = f"{line.notes} note{'s' if line.notes != 1 else ''}" if line.notes else ""
    return "  ".join(part for part in (line.at[:19].replace("T", " "), line.action, who, notes) if part)
