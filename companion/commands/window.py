"""`eyeline window`: Eyeline's own window, over the companion that runs already or over one that it starts itself."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from companion.commands.data_folder import add_data_folder, settings_of
from companion.commands.running import Companion
from companion.demo.sample import samples
from companion.errors import NotFound
from companion.service.launch import read_launch
from companion.service.server import Server
from companion.service.window_replies import BroughtToFrontReply
from companion.service.window_requests import BringToFrontRequest
from companion.settings import Settings
from companion.vault import Vault
from companion.window import open_window
from companion.workspace import Workspace
from index import Embedder


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("window", help="open Eyeline's window: start here")
    add_data_folder(parser)
    parser.add_argument("--port", type=int, help="the loopback port (17913), where the companion does not run yet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Where the companion runs already, closing the window leaves it running; where its window is open, that one comes
    to the front."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = settings_of(arguments)
    try:
        with Companion(settings.data_folder) as companion:  # it has proven itself: the window may be shown its key
            asked = companion.ask("/v1/window/bring_to_front", BringToFrontRequest(), BroughtToFrontReply)
        if asked.in_front:
            print("Eyeline's window is open already; it has come to the front.")
            return 0
    except NotFound:
        _with_our_own(settings)
        return 0
    launch = read_launch(settings.data_folder)
    open_window(launch.port, launch.key)
    return 0


def _with_our_own(settings: Settings) -> None:
    """The companion lives as long as the window: locked, or not made yet, it is opened in the window."""
    vault = _vault(settings.data_folder)
    try:
        workspace = Workspace(vault, Embedder(settings.model_folder))
        server = Server(workspace, settings.data_folder, settings.port, samples())
        server.start()
        try:
            open_window(server.port, server.running.launch_key)
        finally:
            server.stop()
    finally:
        vault.close()


def _vault(folder: Path) -> Vault:
    if not Vault.exists(folder):
        return Vault.unmade(folder)
    vault = Vault.open(folder)
    try:
        vault.unlock_with_keyring()
    except BaseException:
        vault.close()
        raise
    return vault
