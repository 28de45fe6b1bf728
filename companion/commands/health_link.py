"""`eyeline import --link`: says which host will be contacted, asks, fetches, shows what is there, and asks again."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import replace

from companion.commands.running import Companion
from companion.commands.secret import ask_secret
from companion.errors import BadRequest, NotFound
from companion.health_links.link import HealthLink, read_link
from companion.health_links.opened import open_link
from companion.importers.contents import Contents
from companion.incoming import Arrived
from companion.parsing.pool import POOL
from companion.patients import choose, of_patient, patients_in
from companion.settings import Settings


def add_link(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--link",
        nargs="?",
        const="",
        metavar="shlink:/...",
        help="fetch what a SMART Health Link holds; given without one, it asks for the link, unseen by other programs",
    )
    parser.add_argument("--passcode", action="store_true", help="ask for the link's passcode")


def fetched(arguments: argparse.Namespace, settings: Settings) -> Arrived | None:
    """What the link holds of one patient; None where the therapist said no. Raises EyelineError."""
    _refuse_beside_companion(settings)
    link = read_link(arguments.link or ask_secret("Link"), loopback=settings.links_on_loopback)
    if not _agreed(link, arguments):
        print("Nothing was fetched.", file=sys.stderr)
        return None
    passcode = ask_secret("Passcode of the link") if link.wants_passcode or arguments.passcode else None
    opened = open_link(link, passcode)
    contents = POOL.contents_of_set(opened.files) if opened.files else Contents(())
    contents = replace(contents, left_out=(*contents.left_out, *opened.left_out))
    contents = of_patient(contents, choose(patients_in([contents]), arguments.patient))
    _show(contents)
    if not contents.notes:
        raise BadRequest("The link holds no notes. Nothing was kept.")
    if not arguments.yes and not _said_yes("Bring them in?"):
        print("Nothing was kept.", file=sys.stderr)
        return None
    return Arrived("health link", contents)


def _refuse_beside_companion(settings: Settings) -> None:
    """What was fetched is kept by this process alone, never by way of a file: so no companion may hold the vault."""
    try:
        Companion(settings.data_folder).close()
    except NotFound:
        return
    raise BadRequest("Eyeline is running and holds the vault. Close it, bring the link in, and open it again.")


def _agreed(link: HealthLink, arguments: argparse.Namespace) -> bool:
    if link.label:
        print(f'The link calls itself "{link.label}".', file=sys.stderr)
    say = f"Eyeline will contact {link.host} to fetch what the link holds, and will tell it nothing but its own name."
    print(say, file=sys.stderr)
    return arguments.yes or _said_yes("Go on?")


def _said_yes(question: str) -> bool:
    print(f"{question} y/N", file=sys.stderr)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _show(contents: Contents) -> None:
    """What would come in: kinds and counts, whose it says it is, and what is left out; no words of a note."""
    for whose in dict.fromkeys(note.whose for note in contents.notes):
        born = f", born {whose.birth_date}" if whose.birth_date else ""
        print(f"About {whose.name or 'somebody without a name'}{born}:", file=sys.stderr)
    for kind, count in sorted(Counter(note.name.partition("/")[0] for note in contents.notes).items()):
        print(f"  {count} {kind}", file=sys.stderr)
    for why, count in Counter(left.why for left in contents.left_out).items():
        print(f"  {count} left out: {why}", file=sys.stderr)
