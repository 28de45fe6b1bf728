"""`eyeline serve`: the companion, on loopback, until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import signal
import threading

from companion.commands.data_folder import add_data_folder, opened_vault, settings_of
from companion.service.server import Server
from companion.workspace import Workspace
from index import Embedder


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("serve", help="start the companion and keep it running")
    add_data_folder(parser)
    parser.add_argument("--port", type=int, help="the loopback port (17913)")
    parser.add_argument("--keyring", action="store_true", help="stay open after login: keep a key in the OS keyring")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    end_cleanly()
    settings = settings_of(arguments)
    vault = opened_vault(settings.data_folder)
    try:
        if arguments.keyring:
            vault.ways_in.keep_in_keyring()
        server = Server(Workspace(vault, Embedder(settings.model_folder)), settings.data_folder, settings.port)
        server.start()
        print(f"Eyeline is running on 127.0.0.1:{server.port}. Pair a browser with: eyeline pair", flush=True)
        until_told()
        server.stop()
    finally:
        vault.close()
    return 0


def end_cleanly() -> None:
    """From here on a request to end unwinds as Ctrl-C does, so that what is open is closed and what is temporary goes.
    To be called before anything is made."""
    signal.signal(signal.SIGTERM, _interrupted)


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def until_told() -> None:
    """Waits for Ctrl-C or a request to end."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    told.wait()
