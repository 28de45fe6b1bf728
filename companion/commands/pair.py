"""`eyeline pair`: shows a pairing code, or lists and revokes paired browsers."""

from __future__ import annotations

import argparse

from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.running import Companion
from companion.service import requests
from companion.service.launch_replies import PairingCodeReply, PairingListReply


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("pair", help="show a code for the browser extension")
    add_data_folder(parser)
    parser.add_argument("--list", action="store_true", help="list the paired browsers")
    parser.add_argument("--revoke", metavar="ID", help="end a browser's pairing (ids: --list)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with Companion(settings_of(arguments).data_folder) as companion:
        if arguments.revoke:
            asked = requests.RevokeRequest(pairing=arguments.revoke)
            _print(companion.ask("/v1/pairing/revoke", asked, PairingListReply))
        elif arguments.list:
            _print(companion.ask("/v1/pairing/list", requests.PairingListRequest(), PairingListReply))
        else:
            shown = companion.ask("/v1/pairing/code", requests.PairingCodeRequest(), PairingCodeReply)
            print(shown.code)
            print(f"Type it into Eyeline's panel in the browser; it is good once, for {shown.seconds // 60} minutes.")
    return 0


def _print(listed: PairingListReply) -> None:
    for browser in listed.browsers:
        print(f"{browser.id}  {browser.name}  paired {browser.paired_on}  {browser.origin}")
    if not listed.browsers:
        print("No browser is paired.")
