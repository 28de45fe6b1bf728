"""`eyeline ehr add | list | remove | open | pull`: EHRs from inside which Eyeline is opened, by SMART and CDS Hooks."""

from __future__ import annotations

import argparse
import sys
import threading
import webbrowser
from pathlib import Path
from typing import get_args
from urllib.parse import quote

from companion.commands.bring_in import asked_class
from companion.commands.ctrl_c import ctrl_c_heard
from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.importing import print_verdict, summary
from companion.commands.running import Companion
from companion.errors import BadRequest, EyelineError
from companion.record import FileVerdict, NoteClass
from companion.service import ehr_requests as requests
from companion.service.ehr_replies import EhrKeepReply, EhrListReply, EhrLookReply, EhrPullReply
from companion.service.launch_replies import ClientsReply
from companion.service.replies import ClientCard
from companion.service.requests import ClientsRequest

LOOKS_EVERY = 0.3
"""Seconds."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("ehr", help="register an EHR, or fetch from one")
    add_data_folder(parser)
    inner = parser.add_subparsers(dest="what", required=True)
    _add_adding(inner.add_parser("add", help="register an EHR, so that Eyeline can be opened from inside it"))
    inner.add_parser("list", help="the registered EHRs, and the addresses to give to an EHR")
    for what, say in (("remove", "take an EHR off again"), ("open", "open Eyeline from an EHR, standing alone")):
        inner.add_parser(what, help=say).add_argument("issuer", help="the address of its FHIR server")
    pull = inner.add_parser("pull", help="fetch a client's new notes, goals and scores from the EHR")
    pull.add_argument("--client", required=True, help="the client's name as you keep it, or their id")
    pull.add_argument("--issuer", help="the EHR, where the client has a chart in several")
    pull.add_argument("--everything", action="store_true", help="not only what is new since last time")
    pull.add_argument("--class", dest="note_class", choices=get_args(NoteClass), help="what these notes are")
    pull.add_argument("--yes", action="store_true", help="ask nothing")
    parser.set_defaults(run=run)


def _add_adding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("issuer", help="the address of its FHIR server, as the EHR's support gives it")
    parser.add_argument("--client-id", required=True, help="the id under which the EHR knows Eyeline as an app")
    parser.add_argument("--host", action="append", default=[], help="a further host of its login that you have checked")
    parser.add_argument("--page", action="append", default=[], help="where it shows charts, as https://ehr.example")
    parser.add_argument("--keep-access", action="store_true", help="let Eyeline read on after the EHR is closed")
    parser.add_argument("--hooks-issuer", help="let it ask for cards (CDS Hooks): the iss of its tokens")
    parser.add_argument(
        "--hooks-keys", type=Path, metavar="FILE", help="its public keys (JWKS); else asked of its host"
    )
    parser.add_argument("--hooks-page", action="append", default=[], help="a web page that may ask for cards")
    parser.add_argument("--yes", action="store_true", help="ask nothing; hosts that were not given are refused")


def run(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        if arguments.what == "add":
            return _add(companion, arguments)
        if arguments.what == "remove":
            _print(companion.ask("/v1/ehr/remove", requests.EhrRemoveRequest(issuer=arguments.issuer), EhrListReply))
        elif arguments.what == "list":
            _print(companion.ask("/v1/ehr/list", requests.EhrListRequest(), EhrListReply))
        elif arguments.what == "open":
            _open(companion, arguments.issuer)
        else:
            return _pull(companion, arguments)
    return 0


def _add(companion: Companion, arguments: argparse.Namespace) -> int:
    print(f"Eyeline will ask {arguments.issuer} how it lets apps in, and tell it nothing.", file=sys.stderr)
    if not (arguments.yes or _said_yes("Go on?")):
        return _nothing("Nothing was contacted and nothing was registered.")
    asked_look = requests.EhrLookRequest(issuer=arguments.issuer, keep_access=arguments.keep_access)
    found = companion.ask("/v1/ehr/look", asked_look, EhrLookReply)
    if found.why:
        print(f"{found.why} Only cards (CDS Hooks) will work.", file=sys.stderr)
    hosts = [*arguments.host, *_confirmed([one for one in found.hosts if one not in arguments.host], arguments.yes)]
    print("For each patient whose chart you open Eyeline from, the EHR will be asked to let it read:", file=sys.stderr)
    for line in found.asks:
        print(f"  {line}", file=sys.stderr)
    if not (arguments.yes or _said_yes("Register it?")):
        return _nothing("Nothing was registered.")
    asked = requests.EhrAddRequest(
        issuer=found.issuer,
        client_id=arguments.client_id,
        hosts=tuple(hosts),
        pages=tuple(arguments.page),
        keep_access=arguments.keep_access,
        hooks=_hooks(arguments),
    )
    _print(companion.ask("/v1/ehr/add", asked, EhrListReply))
    return 0


def _confirmed(hosts: list[str], yes: bool) -> list[str]:
    """Hosts besides the EHR's own, each only if the therapist says that it is the EHR's."""
    for host in hosts:
        print(f"Its login leads over another host: {host}", file=sys.stderr)
        if yes or not _said_yes("Is that the EHR's, and may Eyeline contact it?"):
            raise BadRequest(f"{host} was not confirmed. Nothing was registered; confirm it with --host {host}")
    return hosts


def _hooks(arguments: argparse.Namespace) -> requests.EhrHooks | None:
    if not arguments.hooks_issuer:
        if arguments.hooks_keys or arguments.hooks_page:
            raise BadRequest("Give --hooks-issuer too: the iss of the tokens with which the EHR signs.")
        return None
    try:
        keys = arguments.hooks_keys.read_text(encoding="utf-8") if arguments.hooks_keys else ""
    except (OSError, UnicodeDecodeError):
        raise BadRequest(f"{arguments.hooks_keys} cannot be read. Check the path of the keys.") from None
    return requests.EhrHooks(issuer=arguments.hooks_issuer, keys=keys, origins=tuple(arguments.hooks_page))


def _open(companion: Companion, issuer: str) -> None:
    listed = companion.ask("/v1/ehr/list", requests.EhrListRequest(), EhrListReply)
    address = f"{listed.launch_url}?iss={quote(issuer, safe='')}"
    print(f"Opening {address}")
    webbrowser.open(address)


def _pull(companion: Companion, arguments: argparse.Namespace) -> int:
    client = _client(companion, arguments.client)
    asked = requests.EhrPullRequest(client_id=client.id, issuer=arguments.issuer, everything=arguments.everything)
    found = _fetched(companion, companion.ask("/v1/ehr/pull", asked, EhrPullReply))
    if found.state != "ready":
        raise EyelineError(found.why or "Stopped looking: Eyeline drops what it fetches, and nothing was kept.")
    print(f"From {found.issuer}:")
    for row in found.rows:
        span = f", {row.first} to {row.last}" if row.first else ""
        why = f". Not all of it: {row.why}" if row.why else ""
        print(f"  {row.kind}: {row.new} new, {row.here} already here{span}{why}")
    print(f"  not notes, or not to be kept: {len(found.left_out)}", flush=True)
    if not (arguments.yes or _said_yes("Bring them in?")):
        return _nothing("Nothing was kept.")
    asked_keep = requests.EhrKeepRequest(note_class=arguments.note_class or asked_class())
    kept = companion.ask("/v1/ehr/pull/keep", asked_keep, EhrKeepReply)
    verdicts = [FileVerdict(v.name, v.verdict, v.notes, v.why) for v in kept.files]
    for verdict in verdicts:
        print_verdict(verdict)
    return max(summary(verdicts), int(any(row.why for row in found.rows)))


def _fetched(companion: Companion, now: EhrPullReply) -> EhrPullReply:
    """Says how far it is, until it is here."""
    never = threading.Event()
    with ctrl_c_heard() as told_to_stop:
        while now.state == "fetching" and not told_to_stop.is_set():
            print(f"fetching: {now.fetched} resources", file=sys.stderr, flush=True)
            never.wait(LOOKS_EVERY)
            now = companion.ask("/v1/ehr/pull/status", requests.EhrPullStatusRequest(), EhrPullReply)
    return now


def _client(companion: Companion, said: str) -> ClientCard:
    """The one client of that name or id. Raises BadRequest."""
    cards = companion.ask("/v1/clients", ClientsRequest(), ClientsReply).clients
    named = [card for card in cards if said.casefold() in (card.name.casefold(), card.id)]
    if len(named) != 1:
        many = "More than one client has" if named else "No client has"
        raise BadRequest(f"{many} that name. Give the name, or the client's id, as Eyeline keeps it.")
    return named[0]


def _print(listed: EhrListReply) -> None:
    for ehr in listed.ehrs:
        print(f"{ehr.issuer}  as {ehr.client_id}, hosts: {', '.join(ehr.hosts)}; charts at: {', '.join(ehr.pages)}")
        print(f"  asked to let Eyeline read: {'; '.join(ehr.asks)}")
        if ehr.hooks_issuer:
            print(f"  may ask for cards: {ehr.hooks_issuer} {' '.join(ehr.hooks_origins)}".rstrip())
    if not listed.ehrs:
        print("No EHR is registered, and nothing of one is contacted.")
        return
    print("Give the EHR these addresses:")
    print(f"  launch {listed.launch_url}\n  redirect {listed.redirect_url}\n  CDS Hooks {listed.hooks_url}")


def _said_yes(question: str) -> bool:
    print(f"{question} y/N", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _nothing(say: str) -> int:
    print(say, file=sys.stderr)
    return 1
