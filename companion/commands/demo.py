"""`eyeline demo`: the sample caseload in a throw-away encrypted vault, the panel as text, and, where there is a screen
and Chromium, the real panel beside a demo chart."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from companion.commands.serve import end_cleanly, until_told
from companion.demo.browser import BrowserMissing, show_in_browser
from companion.demo.chart_server import serve_chart
from companion.demo.sample import samples
from companion.demo.text_panel import text_panel
from companion.errors import NotReady
from companion.record import Client
from companion.service.pairing import LIVES
from companion.service.present import overview_reply
from companion.service.server import Server
from companion.settings import read_settings
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder

STUCK = 180.0
"""Seconds without one passage read after which the demo gives up; a slow computer loads the model in less."""

QUESTION = "when did they manage to say no to somebody"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("demo", help="see Eyeline with invented clients; nothing is kept")
    parser.add_argument("--once", action="store_true", help="print, then end")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C in a terminal; ends by itself with --once or without a terminal. The vault is deleted."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    end_cleanly()
    folder = Path(tempfile.mkdtemp(prefix="eyeline-demo-"))
    try:
        with Vault.temporary(folder) as vault:
            workspace = Workspace(vault, Embedder(read_settings().model_folder))
            clients = _bring_in(workspace)
            server = Server(workspace, folder, port=0)
            server.start()
            try:
                _print_panels(workspace, clients)
                _read_all(server, workspace, clients)
                _print_search(workspace, clients[0])
                _go_on(server, folder, clients, once=arguments.once or not sys.stdin.isatty())
            finally:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _bring_in(workspace: Workspace) -> list[Client]:
    """Imports the sample caseload through the same path as anybody's notes."""
    known = samples()
    total = sum(1 for sample in known for _ in sample.notes.iterdir())
    done, clients = 0, []
    print(f"Bringing {total} notes of {len(known)} invented people into a throw-away encrypted vault")
    for sample in known:
        client = sample.add_to(workspace.vault)
        for _ in workspace.import_path(client.id, sample.notes, "record"):
            done += 1
            _bar("notes", done, total)
        clients.append(client)
    return clients


def _print_panels(workspace: Workspace, clients: list[Client]) -> None:
    for client in clients:
        started = time.perf_counter()
        reply = overview_reply(
            client, workspace.overview(client.id), workspace.decisions(client.id), workspace.waiting_notes(client.id)
        )
        took = (time.perf_counter() - started) * 1000
        print(f"\n{text_panel(reply)}\n  [{took:.0f} ms from the vault]")
    print()


def _read_all(server: Server, workspace: Workspace, clients: list[Client]) -> None:
    """Waits for the background reading, with its progress: search needs it. Raises NotReady when it cannot go on."""
    total = sum(workspace.waiting(client.id) for client in clients)
    left, moved = total, time.monotonic()
    while left:
        time.sleep(0.2)
        before, left = left, sum(workspace.waiting(client.id) for client in clients)
        moved = time.monotonic() if left != before else moved
        if server.running.reading.failed:
            raise NotReady(server.running.reading.failed)
        if time.monotonic() - moved > STUCK:
            raise NotReady("The notes are not being read for search. The lines above say why; start the demo again.")
        _bar("passages read for search", total - left, total)


def _print_search(workspace: Workspace, client: Client) -> None:
    workspace.search(client.id, QUESTION, 1)
    started = time.perf_counter()
    answer = workspace.search(client.id, QUESTION, 3)
    took = (time.perf_counter() - started) * 1000
    cards = workspace.cards(client.id)
    print(f'\nSearch by meaning, {client.initials}: "{QUESTION}"   [{took:.0f} ms]')
    for echo in answer.echoes:
        card = cards[echo.mention.note_id]
        print(f"  {card.session_date}  {' '.join(echo.mention.quote.split())}\n              {card.source_name}")


def _go_on(server: Server, folder: Path, clients: list[Client], *, once: bool) -> None:
    """The browser, and serving until Ctrl-C."""
    if once:
        print("\nNo terminal, or --once: that was all. In a terminal the demo opens a browser and goes on.")
        return
    chart = serve_chart(clients)
    url = chart.client_url(clients[0])
    code = server.running.desk.show_code(server.port)
    browser = None
    try:
        try:
            browser = show_in_browser(url, code, headless=not os.environ.get("DISPLAY"))
            print(f"\nThe demo chart is open in Chromium, with Eyeline's panel beside it: {url}")
        except BrowserMissing as missing:
            print(f"\n{missing}\nTo see it in your browser:\n{_steps(url, code, folder)}")
        print("Ctrl-C ends the demo and deletes its vault.", flush=True)
        until_told()
    finally:
        if browser is not None:
            browser.close()
        chart.close()


def _steps(url: str, code: str, data: Path) -> str:
    folder = Path(__file__).parents[2] / "extension"
    return (
        f"  1. Chrome or Edge: chrome://extensions, Developer mode, Load unpacked, {folder}\n"
        f"     Firefox: about:debugging, This Firefox, Load Temporary Add-on, {folder / 'manifest.json'}\n"
        f"  2. Open {url} and click Eyeline's button.\n"
        f"  3. Type this code into the panel: {code}\n"
        f"     It is good once, for {LIVES // 60} minutes; a new one: eyeline pair --data {data}"
    )


def _bar(what: str, done: int, total: int) -> None:
    """A progress bar in a terminal; a line at the end elsewhere."""
    if sys.stdout.isatty():
        filled = 30 * done // max(total, 1)
        print(f"\r  [{'#' * filled}{' ' * (30 - filled)}] {done}/{total} {what}", end="", flush=True)
    elif done == total:
        print(f"  {done}/{total} {what}")
    if sys.stdout.isatty() and done == total:
        print()
