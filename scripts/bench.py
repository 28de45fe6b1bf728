""".venv/bin/python scripts/bench.py: the design's budgets on a generated caseload of 12,000 notes, 100,000 passages.

Times that a busy machine would falsify are given as ratios within one run."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import psutil

from companion.record import Client
from companion.vault import Backup, Vault
from companion.workspace import Workspace
from index import Embedder
from scripts.generated import CLIENTS, NOTES_EACH, add_client
from scripts.painting import Painting, painting_times
from scripts.recall_bench import compare
from tests.companion_process import PASSPHRASE, CompanionProcess
from tests.panel import Panel

OPENS = 200
PAINTED = 12
"""Clients that the browser goes round."""
LARGE = 2000
"""Passages of the client that echoes are measured on."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, what came out, against which budget."""

    path: str
    measured: str
    budget: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS, help=f"generated clients of {NOTES_EACH} notes")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="eyeline-bench-"))
    try:
        rows = measure(folder / "data", arguments.clients)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    width = max(len(row.path) for row in rows)
    print(f"\n{'path'.ljust(width)}  measured | budget")
    for row in rows:
        print(f"{row.path.ljust(width)}  {row.measured} | {row.budget}")
    print("", *compare(Embedder()), sep="\n")
    return 0


def measure(data: Path, clients: int) -> list[Row]:
    embedder = Embedder()
    embedder.load()
    made = generate(data, clients, embedder)
    return [*running(data, made), *in_process(data, made, embedder)]


def generate(data: Path, clients: int, embedder: Embedder) -> list[Client]:
    """The caseload on disk, with generated vectors, and one large client at the end, really read: Chroma takes three
    times as long over vectors that are near to nothing."""
    started = time.perf_counter()
    vault, _ = Vault.create(data, PASSPHRASE)
    with vault:
        workspace = Workspace(vault, embedder)
        made = [add_client(workspace, n, NOTES_EACH) for n in range(clients)]
        made.append(large := add_client(workspace, clients, LARGE // 8, vectors=False))
        while workspace.read_some(large.id):
            pass
        list(workspace.read_meanings(large.id))
        notes = sum(len(workspace.cards(client.id)) for client in made)
        passages = sum(len(vault.open_client(client.id).passages()) for client in made)
    print(f"{notes} notes, {passages} passages generated in {time.perf_counter() - started:.0f} s", flush=True)
    return made


def running(data: Path, clients: Sequence[Client]) -> list[Row]:
    """What a panel waits for: start, chart after chart over the wire, painting, memory."""
    process = CompanionProcess(data)
    started = time.perf_counter()
    process.start()
    up = time.perf_counter() - started
    panel = Panel(process.port)
    try:
        panel.pair(process.pairing_code())
        panel.begin()
        confirm(panel, clients[0])
        first = time.perf_counter() - started
        for client in clients:
            confirm(panel, client)
        times = timed(lambda n: open_chart(panel, clients[n % len(clients)]), OPENS)
        painted = painting_times(process, clients[:PAINTED], OPENS)
        large = open_chart(panel, clients[-1])
        wait_for_model(panel, large)
        memory = psutil.Process(process.pid).memory_info().rss / 2**30
    finally:
        panel.http.close()
        process.stop()
    return [
        Row("companion start -> first overview served", f"{first:.2f} s (listening after {up:.2f})", "2 s"),
        Row("chart asked -> overview answered, warm, audit row in", shown(times), "a part of the next row"),
        *painting_rows(painted),
        Row("memory, all passages kept, one client searched", f"{memory:.2f} GB", "1.2 GB"),
    ]


def painting_rows(painting: Painting | None) -> list[Row]:
    if painting is None:
        return [Row("painting", "no Chromium here", "")]
    left = f"; {painting.left} of {len(painting.blank)} still with a word of the client before"
    return [
        Row("new address heard -> panel painted, Chromium", shown(painting.painted), "p50 50 ms, p95 100 ms"),
        Row("new address heard -> blank and painted", shown(painting.blank) + left, "one frame, 0"),
        Row("shade's key heard -> covered and painted", shown(painting.shade), "p95 50 ms"),
    ]


def in_process(data: Path, clients: Sequence[Client], embedder: Embedder) -> list[Row]:
    """What is measured against the bare model in the same run."""
    with Vault.open(data) as vault:
        vault.unlock(PASSPHRASE)
        workspace = Workspace(vault, embedder)
        return [
            echoes_row(workspace, clients[-1], embedder),
            *caseload_rows(workspace),
            reading_row(workspace, embedder),
            backup_row(workspace, data.with_name("backups")),
        ]


def echoes_row(workspace: Workspace, client: Client, embedder: Embedder) -> Row:
    words = "said no to her boss and felt guilty about it afterwards"
    workspace.echoes(client.id, words)
    bare, whole = [], []
    for _ in range(OPENS):
        bare += timed(lambda _: embedder.encode_query(words), 1)
        whole += timed(lambda _: workspace.echoes(client.id, words), 1)
    ratio = np.percentile(whole, 95) / np.percentile(bare, 95)
    return Row(
        f"words -> echoes, one client of {LARGE} passages",
        f"{ratio:.2f} x a bare query embedding at p95 ({shown(whole)} against {shown(bare)})",
        "1.5 x",
    )


def caseload_rows(workspace: Workspace) -> list[Row]:
    """The first search reads every client's passages into memory."""
    words = ["said no to her boss", "nightmares after the accident", "drinking again", "the garden", "refill ran out"]
    cold = timed(lambda _: workspace.search_caseload(words[0]), 1)[0] / 1000
    warm = timed(lambda n: workspace.search_caseload(f"{words[n % len(words)]} {n}"), OPENS)
    memory = psutil.Process().memory_info().rss / 2**30
    return [
        Row("search the whole caseload, in memory", shown(warm), "p95 150 ms"),
        Row(
            "the first such search", f"{cold:.1f} s; {memory:.2f} GB with model and caseload in memory", "stated apart"
        ),
    ]


def backup_row(workspace: Workspace, to: Path) -> Row:
    """Made and read back."""
    to.mkdir()
    made: list[Backup] = []
    seconds = timed(lambda _: made.append(workspace.vault.backups.make(to, datetime.now(UTC))), 1)[0] / 1000
    size = made[0].path.stat().st_size / 2**20
    return Row(
        f"backup of {made[0].notes} notes, proven", f"{seconds:.1f} s, {size:.0f} MiB", "10 min for 60,000 notes"
    )


def reading_row(workspace: Workspace, embedder: Embedder) -> Row:
    """Real embedding of a generated client's passages through the vault, against bare `encode` of the same texts."""
    client = add_client(workspace, 9999, 160, vectors=False)
    file = workspace.vault.open_client(client.id)
    texts = {note.id: note.text for note in file.notes()}
    passages = [texts[row.note_id][row.start : row.end] for row in file.passages()]
    model = embedder.load()
    ratios = []
    for _ in range(3):
        file.forget_reading()
        started = time.perf_counter()
        model.encode(passages, batch_size=32, show_progress_bar=False)
        bare = time.perf_counter() - started
        started = time.perf_counter()
        while workspace.read_some(client.id):
            pass
        ratios.append(bare / (time.perf_counter() - started))
    return Row(
        "reading: passages per second against bare encode",
        f"{np.median(ratios):.2f} (median of 3; {len(passages) / bare:.0f} a second, {embedder.precision})",
        ".95",
    )


def confirm(panel: Panel, client: Client) -> None:
    assert panel.ask("/v1/chart/confirm", **page(client), client_id=client.id)["client"] == client.id


def open_chart(panel: Panel, client: Client) -> str:
    said = panel.ask("/v1/chart/open", **page(client))
    assert said["client"] == client.id
    return str(said["result"]["scope"])


def page(client: Client) -> dict[str, str | None]:
    return {
        "site": "bench",
        "address_id": f"a{client.record_number}",
        "name": client.name,
        "record_number": client.record_number,
    }


def wait_for_model(panel: Panel, scope: str) -> None:
    while panel.ask("/v1/echoes", scope=scope, words="sleep").get("error", {}).get("kind") == "not_ready":
        time.sleep(0.2)


def timed(act: Callable[[int], object], count: int) -> list[float]:
    times = []
    for n in range(count):
        started = time.perf_counter()
        act(n)
        times.append((time.perf_counter() - started) * 1000)
    return times


def shown(times: Sequence[float]) -> str:
    return f"p50 {np.percentile(times, 50):.0f} ms, p95 {np.percentile(times, 95):.0f} ms"


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[1]))
    sys.exit(main())
