"""python3 scripts/load.py: a practice of 300 clients and 60,000 notes, asked 20 times a second for ten minutes.

The companion runs as `eyeline serve` does, with generated notes and vectors. Four panels ask in turn at fixed moments,
whether or not the answers before have come, so that a slow answer delays what is measured and not what is asked; every
five seconds one of them opens another client's chart. Nothing here says anything about quality."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import psutil

from companion.overview import read, to_be_read
from companion.record import Client
from companion.vault import SentenceVectors, Vault
from companion.vault.client_file import open_encrypted
from companion.workspace import Workspace
from index import Embedder
from scripts.bench import confirm, page, wait_for_model
from scripts.environment import say
from scripts.generated import add_client
from tests.companion_process import PASSPHRASE, CompanionProcess
from tests.panel import ORIGIN, Panel

TEMPLATES = 4
"""Clients whose notes are put together and read; the others are copies of them under names and keys of their own."""
PANELS = 4
SWITCH_EVERY = 5.0
WARM = 120.0
"""Seconds at the start that memory and handles are not judged by: the model loads, caches fill."""
WORDS = ["said no to her boss", "nightmares after the accident", "drinking again", "the garden", "refill ran out"]


@dataclass
class Measured:
    """Of every request: how long after its moment the answer was there (ms), by path; what went wrong; and the
    companion's memory (MiB) and handles over time (s). `late`: what the time ran out for."""

    times: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    late: int = 0
    memory: list[tuple[float, float, int]] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, path: str, milliseconds: float, error: str) -> None:
        with self.guard:
            self.times.setdefault(path, []).append(milliseconds)
            if error:
                self.wrong[f"{path} {error}"] += 1


class Asker:
    """One panel: what it asks next of the client it shows."""

    def __init__(self, panel: Panel, clients: Sequence[Client], first: int) -> None:
        self._panel = panel
        self._clients = clients
        self._at = first
        self._asked = 0
        self._known: set[str] = set()
        self.switch()

    def switch(self) -> None:
        """Opens the next client's chart, confirmed where it never was."""
        self.path = "/v1/chart/open"
        client = self._clients[self._at % len(self._clients)]
        self._at += PANELS
        if client.id not in self._known:
            self._known.add(client.id)
            confirm(self._panel, client)
        said = self._panel.ask("/v1/chart/open", **page(client))
        assert said["client"] == client.id, "another client's chart"
        self._client, self._scope = client, said["result"]["scope"]
        self._overview = said["result"]["overview"]

    def ask(self) -> None:
        """One question about the client who is shown. Raises AssertionError for an answer about another."""
        self._asked += 1
        themes = self._overview["themes"]
        plain: list[tuple[str, dict[str, Any]]] = [
            (f"/v1/{name}", {}) for name in ("themes", "goals", "people", "follow_ups", "risk")
        ]
        plain += [("/v1/theme", {"key": themes[0]["key"]})] if themes else []
        plain += [(f"/v1/{name}", {"words": WORDS[self._asked % len(WORDS)]}) for name in ("search", "echoes")]
        self.path, params = plain[self._asked % len(plain)]
        said = self._panel.ask(self.path, scope=self._scope, **params)
        if "error" in said:
            raise ValueError(str(said["error"]["kind"]))
        assert said["client"] == self._client.id, "another client's answer"

    def wait_for_model(self) -> None:
        wait_for_model(self._panel, self._scope)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--notes", type=int, default=200, help="of each client")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    said = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="eyeline-load-"))
    try:
        clients = generate(folder / "data", said.clients, said.notes)
        return run(folder / "data", clients, said.minutes * 60, said.rate)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def generate(data: Path, clients: int, notes: int) -> list[Client]:
    started = time.perf_counter()
    embedder = Embedder()
    embedder.load()
    vault, _ = Vault.create(data, PASSPHRASE)
    with vault:
        workspace = Workspace(vault, embedder)
        made = [_template(workspace, n, notes) for n in range(min(TEMPLATES, clients))]
        made += [_copied(vault, made[n % TEMPLATES], n) for n in range(len(made), clients)]
        size = sum(path.stat().st_size for path in data.rglob("*.db")) / 2**20
    say(f"{clients} clients, {clients * notes} notes, {size:.0f} MiB in {time.perf_counter() - started:.0f} s")
    return made


def _template(workspace: Workspace, number: int, notes: int) -> Client:
    client = add_client(workspace, number, notes)
    file, chance = workspace.vault.open_client(client.id), np.random.default_rng(number)
    for reading in read(file.notes()):
        places = tuple((place.start, place.end) for place in to_be_read(reading))
        vectors = chance.normal(size=(len(places), 384)).astype(np.float32)
        file.save_sentences(workspace.embedder.name, reading.note.id, SentenceVectors(places, vectors))
    workspace.refresh_overview(client.id, all_read=True)  # or the companion would make 300 overviews while it is asked
    return client


def _copied(vault: Vault, template: Client, number: int) -> Client:
    name = f"Client {''.join('abcdefghij'[int(figure)] for figure in f'{number:05}').title()}"
    client, inside = vault.add_client(name=name, record_number=f"G-{number:05}"), vault._open()
    path, key = vault.folder / "clients" / f"{client.id}.db", inside.caseload.key(client.id)
    with inside.files.exchanging(client.id):
        path.unlink()
        inside.files.get(template.id).copy_to(path, key)
        copy = open_encrypted(path, template.id, key)
        with copy.writing() as connection:
            connection.execute("UPDATE owner SET client_id = ?", (client.id,))
        copy.close()
    return client


def run(data: Path, clients: Sequence[Client], seconds: float, rate: float) -> int:
    process, measured = CompanionProcess(data), Measured()
    process.start()
    panels = [Panel(process.port, f"{ORIGIN[:-1]}{'abcd'[n]}") for n in range(PANELS)]
    try:
        for panel in panels:
            panel.pair(process.pairing_code())
            panel.begin()
        askers = [Asker(panel, clients, n) for n, panel in enumerate(panels)]
        askers[0].wait_for_model()
        began = time.perf_counter()
        until = began + seconds
        threads = [
            threading.Thread(target=_asking, args=(asker, n, (began, until), rate / PANELS, measured))
            for n, asker in enumerate(askers)
        ]
        for thread in threads:
            thread.start()
        _watch(psutil.Process(process.pid), began, until, measured)
        for thread in threads:
            thread.join()
    finally:
        for panel in panels:
            panel.http.close()
        process.stop()
    return report(measured, seconds)


def _asking(asker: Asker, number: int, span: tuple[float, float], rate: float, measured: Measured) -> None:
    """At its own moments; `switch` in turn with the other panels."""
    began, until = span
    moment, switch_at = began + number / rate / PANELS, began + SWITCH_EVERY * (number + 1)
    while moment < until:
        time.sleep(max(0.0, moment - time.perf_counter()))
        if time.perf_counter() > until:  # what could not be asked in time is told apart
            measured.late += 1
            moment += 1 / rate
            continue
        error = ""
        try:
            if moment >= switch_at:
                switch_at += SWITCH_EVERY * PANELS
                asker.switch()
            else:
                asker.ask()
        except Exception as wrong:
            error = f"{type(wrong).__name__} {wrong}"[:80]
        measured.add(asker.path, (time.perf_counter() - moment) * 1000, error)
        moment += 1 / rate


def _watch(companion: psutil.Process, began: float, until: float, measured: Measured) -> None:
    while (now := time.perf_counter()) < until:
        measured.memory.append((now - began, companion.memory_info().rss / 2**20, companion.num_fds()))
        time.sleep(5.0)


def report(measured: Measured, seconds: float) -> int:
    """Prints it all; 1 where anything went wrong."""
    every = [each for times in measured.times.values() for each in times]
    for path, times in sorted(measured.times.items()):
        p50, p95, p99 = np.percentile(times, (50, 95, 99))
        say(f"{path.ljust(16)} {len(times):>6}  p50 {p50:5.0f}  p95 {p95:5.0f}  p99 {p99:5.0f} ms")
    p50, p95, p99 = np.percentile(every, (50, 95, 99))
    say(f"{'all'.ljust(16)} {len(every):>6}  p50 {p50:5.0f}  p95 {p95:5.0f}  p99 {p99:5.0f} ms in {seconds:.0f} s")
    say(f"not asked, because the answers before took too long: {measured.late}")
    say(f"errors: {sum(measured.wrong.values())} {dict(measured.wrong) or ''}")
    judged = [row for row in measured.memory if row[0] >= min(WARM, seconds / 3)]
    at, memory, handles = (np.array(column) for column in zip(*judged, strict=True))
    half = at < (at[0] + at[-1]) / 2  # what Chroma is given back comes in waves: the crests tell whether it grows
    say(f"memory after {at[0]:.0f} s: at most {memory[half].max():.0f} MiB, then at most {memory[~half].max():.0f}")
    say(f"handles after {at[0]:.0f} s: at most {handles[half].max():.0f}, then at most {handles[~half].max():.0f}")
    return 1 if measured.wrong or measured.late else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[1]))
    sys.exit(main())
