"""`eyeline import`: brings files, or what a health link holds, into the vault, with a verdict for each."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from companion.commands.ctrl_c import ctrl_c_heard
from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.folder_arguments import add_patient, print_patients
from companion.commands.health_link import add_link, fetched
from companion.commands.importing import FarJob, asked, print_verdict, progress_line, summary
from companion.commands.place import Far, Here, Which, Who, place_of
from companion.commands.running import Companion
from companion.errors import BadRequest, EyelineError, NotFound
from companion.folder import Look, look_into
from companion.groups import Group, grouped
from companion.incoming import units_below
from companion.patients import WhichPatient, choose, patients_below
from companion.record import FileVerdict, NoteClass
from companion.watched_folder import WatchedFolder

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
    add_patient(parser)
    add_link(parser)
    parser.add_argument("--watch", action="store_true", help="bring in what comes into the folder, until Ctrl-C")
    for what in ("status", "pause", "resume", "cancel"):
        parser.add_argument(f"--{what}", dest="about", action="store_const", const=what, help=f"{what} what is running")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every file came in or was here already, 1 when one was refused, 2 when nobody said which of several
    patients is meant, 130 when it was cancelled."""
    try:
        return _run(arguments)
    except WhichPatient as error:
        print_patients(error)
        return 2


def _run(arguments: argparse.Namespace) -> int:
    folder = settings_of(arguments).data_folder
    if arguments.about:
        with Companion(folder) as companion:
            print(progress_line(getattr(FarJob(companion), arguments.about)()))
        return 0
    if arguments.link is not None:
        return _import_link(arguments)
    if arguments.path is None or not arguments.path.exists():
        raise NotFound(f"There is no file or folder at {arguments.path or 'no path'}. Check the path and try again.")
    if arguments.client is not None:  # before a vault is made or a job begins, which would name no patients
        choose(patients_below(units_below(arguments.path)), arguments.patient)
    note_class = arguments.note_class or asked_class()
    with place_of(settings_of(arguments)) as place:
        if arguments.client is None:
            return _import_groups(arguments, place, note_class)
        may_ask = sys.stdin.isatty() and not arguments.yes
        seen = _looked_at(look_into(arguments.path)[0]) if may_ask else Seen(arguments.yes)
        who = (arguments.client, arguments.record_number, arguments.birth_date)
        which = Which(seen.confirmed, patient_id=arguments.patient, whole=seen.whole)
        verdicts, state = place.bring_in(arguments.path, who, note_class, which)
        code = summary(verdicts, state)
        if arguments.watch and state == "done":
            _watch(arguments, place, who, note_class)
        return code


def _import_link(arguments: argparse.Namespace) -> int:
    if arguments.path is not None or arguments.client is None:
        raise BadRequest("A link comes in alone and for one client: eyeline import --link LINK --client NAME")
    arrived = fetched(arguments, settings_of(arguments))
    if arrived is None:
        return 1
    note_class = arguments.note_class or asked_class()
    with place_of(settings_of(arguments)) as place:
        if isinstance(place, Far):
            raise BadRequest("Eyeline was started meanwhile. Close it and bring the link in again; nothing was kept.")
        who = (arguments.client, arguments.record_number, arguments.birth_date)
        return summary(*place.keep(arrived, who, note_class))


def asked_class() -> NoteClass:
    """Asked, never guessed; anything but a clear answer is the strictest class."""
    if sys.stdin.isatty():
        print("What are these notes? 1 the record  2 psychotherapy notes, kept apart  3 SUD counseling notes  (? = 2)")
        said = input("> ").strip()
        return "record" if said == "1" else "sud_counseling" if said == "3" else "psychotherapy"
    return "psychotherapy"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the therapist said to what asks to be looked at first: come in, and if so each file as one note."""

    confirmed: bool
    whole: bool = False


def _looked_at(looks: Sequence[Look]) -> Seen:
    """Shows what asks to be looked at first, and asks; without anybody there to ask it stays out."""
    doubts = {(one.file, one.doubt): None for one in looks if one.doubt}
    if not doubts or not sys.stdin.isatty():
        return Seen(False)
    for file, doubt in doubts:
        print(f"{file}: {doubt}")
    if asked("Bring these in like that?"):
        return Seen(True)
    whole = any(look.is_part for look in looks) and asked("Bring them in with each file as one note?")
    return Seen(whole, whole)


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
        of_group = [look for file in group.files for look in by_file[file]]
        seen = Seen(True) if arguments.yes else _looked_at(of_group)
        who = (group.name, group.record_number, group.birth_date)
        try:
            brought, state = place.bring_in(
                arguments.path, who, note_class, Which(seen.confirmed, group.files, whole=seen.whole)
            )
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
    with ctrl_c_heard() as told_to_stop:
        while not told_to_stop.wait(LOOKS_EVERY):
            for file in watched.ready():
                place.bring_in(file, who, note_class, Which(arguments.yes, patient_id=arguments.patient))
    print("No longer watching.")
