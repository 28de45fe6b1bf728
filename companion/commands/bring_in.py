"""`eyeline import`: brings a file or folder of notes into the vault, with a verdict for each file."""

from __future__ import annotations

import argparse
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from companion.commands.data_folder import add_data_folder, opened_vault, settings_of
from companion.commands.importing import FarJob, asked, follow, print_verdict, progress_line, summary
from companion.commands.running import Companion
from companion.errors import BadRequest, EyelineError, NotFound
from companion.folder import Look, look_into
from companion.groups import Group, grouped
from companion.import_job import Drop, Imports
from companion.record import Client, FileVerdict, NoteClass
from companion.service import launch_replies, requests
from companion.vault import Vault
from companion.watched_folder import WatchedFolder
from companion.whose_notes import whose
from companion.workspace import Workspace
from index import Embedder

LOOKS_EVERY = 2.0
"""Seconds between two looks at a watched folder: a file that is the same in both is written no more."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("import", help="bring a file or folder of notes into the vault")
    add_data_folder(parser)
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument(
        "--client", help="whose notes: the client's name as you keep it; not given, the files are asked"
    )
    parser.add_argument("--record-number", help="the client's record number; tells them from others of that name")
    parser.add_argument("--birth-date", type=date.fromisoformat, help="YYYY-MM-DD; tells them from others of that name")
    parser.add_argument(
        "--class",
        dest="note_class",
        choices=get_args(NoteClass),
        help="what these notes are; not given, it is asked, and unsure means psychotherapy",
    )
    parser.add_argument(
        "--yes", action="store_true", help="ask nothing: split exports, take what is surely one client's"
    )
    parser.add_argument("--watch", action="store_true", help="bring in what comes into the folder, until Ctrl-C")
    for what in ("status", "pause", "resume", "cancel"):
        parser.add_argument(f"--{what}", dest="about", action="store_const", const=what, help=f"{what} what is running")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every file came in or was here already, 1 when one was refused, 130 when it was cancelled."""
    folder = settings_of(arguments).data_folder
    if arguments.about:
        with Companion(folder) as companion:
            print(progress_line(getattr(FarJob(companion), arguments.about)()))
        return 0
    if arguments.path is None or not arguments.path.exists():
        raise NotFound(f"There is no file or folder at {arguments.path or 'no path'}. Check the path and try again.")
    note_class = arguments.note_class or _asked_class()
    with _place(arguments) as place:
        if arguments.client is None:
            return _import_groups(arguments, place, note_class)
        confirmed = arguments.yes or (sys.stdin.isatty() and _looked_at(look_into(arguments.path)[0]))
        who = (arguments.client, arguments.record_number, arguments.birth_date)
        verdicts, state = place.bring_in(arguments.path, who, note_class, confirmed=confirmed)
        code = summary(verdicts, state)
        if arguments.watch and state == "done":
            _watch(arguments, place, who, note_class)
        return code


Who = tuple[str, str | None, date | None]
"""A client's name, record number, birth date."""
Brought = tuple[list[FileVerdict], str]
"""A verdict for each file, and the state that the job ended in."""


class Far:
    """A companion runs on this data folder: it brings in."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion

    def bring_in(
        self, path: Path, who: Who, note_class: NoteClass, *, confirmed: bool, only: tuple[str, ...] = ()
    ) -> Brought:
        self._companion.ask(
            "/v1/import/start", _request(path, who, note_class, confirmed, only), launch_replies.ImportStatusReply
        )
        status, verdicts = follow(FarJob(self._companion))
        if status.why:
            raise BadRequest(status.why)
        return verdicts, status.state


class Here:
    """No companion runs: this process has the vault open, brings the notes in and reads them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def bring_in(
        self, path: Path, who: Who, note_class: NoteClass, *, confirmed: bool, only: tuple[str, ...] = ()
    ) -> Brought:
        _request(path, who, note_class, confirmed, only)
        client, new = _client(self._workspace.vault, who)
        drop = Drop(path, client.id, note_class, new_client=new, confirmed=confirmed, only=frozenset(only))
        status, verdicts = follow(Imports(self._workspace).start(drop))
        if status.why:
            raise BadRequest(status.why)
        if status.state == "done" and (not new or any(v.verdict == "imported" for v in verdicts)):
            self._read(client.id)
        return verdicts, status.state

    def _read(self, client_id: str) -> None:
        left = self._workspace.waiting(client_id)
        while left:
            print(f"reading: {left} passages left", file=sys.stderr, flush=True)
            left = self._workspace.read_some(client_id)


@contextmanager
def _place(arguments: argparse.Namespace) -> Iterator[Far | Here]:
    settings = settings_of(arguments)
    try:
        companion = Companion(settings.data_folder)
    except NotFound:
        with opened_vault(settings.data_folder) as vault:
            workspace = Workspace(vault, Embedder(settings.model_folder))
            yield Here(workspace)
            workspace.lock()
        return
    with companion:
        yield Far(companion)


def _request(
    path: Path, who: Who, note_class: NoteClass, confirmed: bool, only: tuple[str, ...]
) -> requests.ImportRequest:
    """Raises BadRequest in words."""
    try:
        return requests.ImportRequest(
            path=str(path.resolve()),
            new_client=who[0],
            record_number=who[1],
            birth_date=who[2],
            note_class=note_class,
            confirmed=confirmed,
            only=list(only),
        )
    except ValidationError as error:
        words = {"path": "path", "new_client": "client's name", "record_number": "record number", "only": "folder"}
        which = words.get(str(error.errors()[0]["loc"][0]), "request")
        raise BadRequest(f"The {which} is too long or not plain text. Shorten or correct it.") from None


def _asked_class() -> NoteClass:
    """Asked, never guessed; anything but a clear answer is the strictest class."""
    if sys.stdin.isatty():
        print("What are these notes? 1 the record  2 psychotherapy notes, kept apart  3 SUD counseling notes  (? = 2)")
        said = input("> ").strip()
        return "record" if said == "1" else "sud_counseling" if said == "3" else "psychotherapy"
    return "psychotherapy"


def _looked_at(looks: Sequence[Look]) -> bool:
    """Shows what asks to be looked at first, and asks; without anybody there to ask it stays out."""
    doubts = {(one.file, one.doubt): None for one in looks if one.doubt}
    if not doubts or not sys.stdin.isatty():
        return False
    for file, doubt in doubts:
        print(f"{file}: {doubt}")
    return asked("Bring these in like that?")


def _import_groups(arguments: argparse.Namespace, place: Far | Here, note_class: NoteClass) -> int:
    """The files of several clients, each group after it was confirmed; what is unsure is set aside."""
    by_file: defaultdict[str, list[Look]] = defaultdict(list)
    looks, refused = look_into(arguments.path)
    for one in looks:
        by_file[one.file].append(one)
    found = grouped([(file, [one.whose for one in looks]) for file, looks in by_file.items()])
    set_aside = [*refused, *(FileVerdict(file, "left_out", why=why) for file, why in found.unsure)]
    verdicts = list(set_aside)
    state = "done"
    for group in found.groups:
        print(f"{_called(group)}: {len(group.files)} file{'s' if len(group.files) != 1 else ''}, from {group.files[0]}")
        if not (arguments.yes or asked("Are these all this client's?")):
            verdicts += [FileVerdict(file, "left_out", why="It was not confirmed.") for file in group.files]
            continue
        confirmed = arguments.yes or _looked_at([look for file in group.files for look in by_file[file]])
        who = (group.name, group.record_number, group.birth_date)
        try:
            brought, state = place.bring_in(arguments.path, who, note_class, confirmed=confirmed, only=group.files)
        except EyelineError as error:  # another client of that name, say: that group alone waits
            brought = [FileVerdict(file, "left_out", why=error.say) for file in group.files]
            print(f"{_called(group)}: {error.say}")
        verdicts += brought
        if state == "cancelled":
            break
    for verdict in set_aside:
        print_verdict(verdict)
    return summary(verdicts, state)


def _called(group: Group) -> str:
    said = [group.name or "(no name)"]
    said += [f"born {group.birth_date}"] if group.birth_date else []
    said += [f"record {group.record_number}"] if group.record_number else []
    return ", ".join(said)


def _watch(arguments: argparse.Namespace, place: Far | Here, who: Who, note_class: NoteClass) -> None:
    watched = WatchedFolder(arguments.path)
    watched.take_all()
    print(f"Watching {arguments.path}. End with Ctrl-C.", flush=True)
    waiting = threading.Event()
    try:
        while not waiting.wait(LOOKS_EVERY):
            for file in watched.ready():
                place.bring_in(file, who, note_class, confirmed=arguments.yes)
    except KeyboardInterrupt:
        print("No longer watching.")


def _client(vault: Vault, who: Who) -> tuple[Client, bool]:
    """Who it is, and whether they are new."""
    name, record_number, birth_date = who[0].strip(), who[1], who[2]
    known = whose(vault.clients(), name, record_number, birth_date)
    if known is not None:
        return known, False
    return vault.add_client(name=name, record_number=record_number, birth_date=birth_date), True
