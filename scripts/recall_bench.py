"""How well and how fast past words are found, ours and its peers over the same notes in one run."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from companion.folder import read_folder
from companion.record import Mention, Note
from index import Embedder
from scripts.peers import Asked, Peer, peers

SHARED = Path(__file__).parents[2] / "shared" / "evaluate"
SETS = {"therapy notes": SHARED / "caseload", "running talk": SHARED / "public" / "madial"}


@dataclass
class Tally:
    """What one way of searching did on one set. Times are in seconds."""

    any_at_5: list[bool] = field(default_factory=list)
    any_at_10: list[bool] = field(default_factory=list)
    recall_at_10: list[float] = field(default_factory=list)
    building: float = 0.0
    asking: list[float] = field(default_factory=list)


def compare(embedder: Embedder) -> list[str]:
    """A table, a line for each way of searching and set; a word instead where the data is not beside the project."""
    if not SHARED.exists():
        return ["recall: ../shared/evaluate is not here"]
    ways = peers(embedder)
    lines = [f"{'recall':28} {'any@5':>6} {'any@10':>6} {'rec@10':>6} {'index':>8} {'query p50, p95':>16}"]
    for name, root in SETS.items():
        folders = sorted(folder for folder in root.iterdir() if (folder / "gold.json").exists())
        tallies = {way.name: Tally() for way in ways}
        for folder in folders:
            _one_client(folder, ways, tallies)
        for way in ways:
            lines.append(f"{name + ': ' + way.name:28} {_shown(tallies[way.name])}")
    return lines


def _one_client(folder: Path, ways: Sequence[Peer], tallies: dict[str, Tally]) -> None:
    notes = list(read_folder(folder / "notes").notes)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["queries"]
    for way in ways:
        tally = tallies[way.name]
        started = time.perf_counter()
        asked = way.build(notes)
        tally.building += time.perf_counter() - started
        for query in gold:
            _one_question(query, notes, asked, tally)


def _one_question(query: dict[str, object], notes: Sequence[Note], asked: Asked, tally: Tally) -> None:
    started = time.perf_counter()
    hits = asked(str(query["q"]))
    tally.asking.append(time.perf_counter() - started)
    wanted = query["relevant"]
    assert isinstance(wanted, list)
    ranks = [_rank(hits, one["note"], one.get("quote", ""), notes) for one in wanted]
    tally.any_at_5.append(any(rank < 5 for rank in ranks))
    tally.any_at_10.append(any(rank < 10 for rank in ranks))
    tally.recall_at_10.append(float(np.mean([rank < 10 for rank in ranks])))


def _rank(hits: Sequence[Mention], name: str, quote: str, notes: Sequence[Note]) -> int:
    """The place of the first hit that covers half of the quote (the whole note, where there is none), as score.py in
    `../shared/evaluate` counts it; 10 where none does."""
    text = next(note.text for note in notes if note.source_name == name)
    start = text.find(quote) if quote else 0
    end = start + len(quote) if quote else len(text)
    for rank, hit in enumerate(hits):
        over = min(hit.end, end) - max(hit.start, start)
        if hit.note_id == name and hit.end - hit.start <= 300 and over * 2 >= end - start:
            return rank
    return 10


def _shown(tally: Tally) -> str:
    times = np.percentile(np.array(tally.asking) * 1000, [50, 95])
    found = [np.mean(tally.any_at_5), np.mean(tally.any_at_10), np.mean(tally.recall_at_10)]
    quality = " ".join(f"{one:6.3f}" for one in found)
    return f"{quality} {tally.building:6.1f} s {times[0]:6.1f}, {times[1]:5.1f} ms"
