"""`eyeline import`: brings a file, a folder or what a health link holds into the vault, each with a verdict."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from companion.commands.data_folder import add_data_folder, opened_vault, settings_of
from companion.commands.folder_arguments import add_patient, print_patients
from companion.commands.health_link import add_link, fetched
from companion.commands.running import Companion
from companion.errors import BadRequest, NotFound
from companion.incoming import Arrived, units_below
from companion.patients import WhichPatient, choose, patients_below
from companion.record import Client, FileVerdict, NoteClass
from companion.service import replies, requests
from companion.settings import Settings
from companion.vault import Vault
from companion.whose_notes import whose
from companion.workspace import Workspace
from index import Embedder

_SAID = {"imported": "imported", "already_here": "already here", "left_out": "left out", "refused": "refused"}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("import", help="bring a file or folder of one client's notes into the vault")
    add_data_folder(parser)
    parser.add_argument("path", type=Path, nargs="?", help="a file or folder")
    parser.add_argument("--client", required=True, help="whose notes: the client's name as you keep it")
    parser.add_argument("--record-number", help="the client's record number; tells them from others of that name")
    parser.add_argument("--birth-date", type=date.fromisoformat, help="YYYY-MM-DD; tells them from others of that name")
    parser.add_argument(
        "--class",
        dest="note_class",
        choices=get_args(NoteClass),
        help="what these notes are; not given, it is asked, and unsure means psychotherapy",
    )
    add_patient(parser)
    add_link(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every file came in or was here already, 1 when one was refused, 2 when nobody said which of several
    patients is meant."""
    settings = settings_of(arguments)
    if (arguments.path is None) == (arguments.link is None):
        raise BadRequest("Say what to bring in: a file or folder, or --link and a health link.")
    if arguments.path is not None and not arguments.path.exists():
        raise NotFound(f"There is no file or folder at {arguments.path}. Check the path and try again.")
    note_class = arguments.note_class or _asked_class()
    try:
        return _import(arguments, settings, note_class)
    except WhichPatient as error:
        print_patients(error)
        return 2


def _import(arguments: argparse.Namespace, settings: Settings, note_class: NoteClass) -> int:
    if arguments.link is not None:
        arrived = fetched(arguments, settings)
        return _import_alone(arguments, note_class, settings, arrived) if arrived else 1
    try:
        companion = Companion(settings.data_folder)
    except NotFound:
        return _import_alone(arguments, note_class, settings)
    with companion:
        choose(patients_below(units_below(arguments.path)), arguments.patient)  # its reply names no patients
        reply = _import_through(companion, arguments, note_class)
    for file in reply.files:
        _print(FileVerdict(file.name, file.verdict, file.notes, file.why))
    return _summary([file.verdict for file in reply.files])


def _asked_class() -> NoteClass:
    """Asked, never guessed; anything but a clear answer is the strictest class."""
    if sys.stdin.isatty():
        print("What are these notes? 1 the record  2 psychotherapy notes, kept apart  3 SUD counseling notes  (? = 2)")
        said = input("> ").strip()
        return "record" if said == "1" else "sud_counseling" if said == "3" else "psychotherapy"
    return "psychotherapy"


def _import_through(companion: Companion, arguments: argparse.Namespace, note_class: NoteClass) -> replies.ImportReply:
    try:
        asked = requests.ImportRequest(
            path=str(arguments.path.resolve()),
            new_client=arguments.client,
            record_number=arguments.record_number,
            birth_date=arguments.birth_date,
            patient_id=arguments.patient,
            note_class=note_class,
        )
    except ValidationError as error:
        words = {"path": "path", "new_client": "client's name", "record_number": "record number"}
        which = words.get(str(error.errors()[0]["loc"][0]), "request")
        raise BadRequest(f"The {which} is too long or not plain text. Shorten or correct it.") from None
    return companion.ask("/v1/import", asked, replies.ImportReply)


def _import_alone(
    arguments: argparse.Namespace, note_class: NoteClass, settings: Settings, arrived: Arrived | None = None
) -> int:
    """No companion is running: this process opens the vault itself, brings the notes in and reads them. `arrived` is
    what a link held; otherwise the files of the path."""
    with opened_vault(settings.data_folder) as vault:
        workspace = Workspace(vault, Embedder(settings.model_folder))
        client, new = _client(vault, arguments)
        verdicts = []
        try:
            if arrived is not None:
                came = iter(workspace.keep(client.id, arrived, note_class))
            else:
                came = workspace.import_path(client.id, arguments.path, note_class, arguments.patient)
            for verdict in came:
                _print(verdict)
                verdicts.append(verdict.verdict)
        finally:
            if new and not vault.open_client(client.id).files():
                vault.delete_client(client.id)
        if "imported" in verdicts and arrived is not None:
            workspace.refresh_overview(client.id)
        left = workspace.waiting(client.id) if "imported" in verdicts or not new else 0
        while left:
            print(f"reading: {left} passages left", file=sys.stderr, flush=True)
            left = workspace.read_some(client.id)
        workspace.lock()
    return _summary(verdicts)


def _client(vault: Vault, arguments: argparse.Namespace) -> tuple[Client, bool]:
    """Who it is, and whether they are new."""
    name, record_number, birth_date = arguments.client.strip(), arguments.record_number, arguments.birth_date
    known = whose(vault.clients(), name, record_number, birth_date)
    if known is not None:
        return known, False
    return vault.add_client(name=name, record_number=record_number, birth_date=birth_date), True


def _print(verdict: FileVerdict) -> None:
    count = f" {verdict.notes} note{'s' if verdict.notes != 1 else ''}" if verdict.verdict == "imported" else ""
    because = f" because: {verdict.why}" if verdict.why else ""
    print(f"{verdict.name}: {_SAID[verdict.verdict]}{count}{because}", flush=True)


def _summary(verdicts: Sequence[str]) -> int:
    counts = {said: verdicts.count(kind) for kind, said in _SAID.items()}
    print(", ".join(f"{count} {said}" for said, count in counts.items() if count) or "No files were found.")
    return 1 if counts["refused"] else 0
