"""A generated caseload for measuring: notes put together from the sample caseload's sentences, vectors from a seeded
generator. Nothing here says anything about quality."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from companion.demo.sample import samples
from companion.importers import read_note
from companion.recall import passages_of
from companion.record import Client, Note
from companion.vault import PassageRow
from companion.workspace import Workspace
from index import split
from index.passages import Document

CLIENTS = 120
NOTES_EACH = 100


def _name(number: int) -> str:
    """Letters alone: a figure is never taken for a part of a name."""
    return f"Client {''.join('abcdefghij'[int(figure)] for figure in f'{number:05}').title()}"


def add_client(workspace: Workspace, number: int, notes: int, *, vectors: bool = True) -> Client:
    """One generated client with `notes` notes of about eight passages, its overview made, its vectors kept."""
    chance = random.Random(number)
    client = workspace.vault.add_client(name=_name(number), record_number=f"G-{number:05}")
    made = [_note(chance, number, at) for at in range(notes)]
    passages = passages_of(made)
    file = workspace.vault.open_client(client.id)
    rows = [PassageRow(None, p.document, p.start, p.end, p.section, p.speaker, p.carried_forward) for p in passages]
    file.add_file(sha256=f"{number:064x}", name=f"generated-{number}", notes=made, passages=rows)
    if vectors:
        random_rows = _rows(number, len(rows))
        kept = [row.id for row in file.passages() if row.id is not None]
        file.save_vectors(workspace.embedder.name, [(i, v.tobytes()) for i, v in zip(kept, random_rows, strict=True)])
    workspace.refresh_overview(client.id)
    return client


def _rows(seed: int, count: int) -> npt.NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def _note(chance: random.Random, number: int, at: int) -> Note:
    day = date(2015, 1, 5) + timedelta(days=7 * at)
    said = [f"{words} ({at}.{k})" for k, words in enumerate(chance.sample(_sentences(), 8))]
    s, a, p = (" ".join(part) for part in (said[:4], said[4:6], said[6:]))
    text = f"SOAP {day:%m/%d/%y}\nS: {s}\nO: alert, oriented.\nA: {a}\nP: {p}\n"
    name = f"{at:03}_{day.isoformat()}_progress.txt"
    return read_note(name, text.encode("utf-8"), note_id=f"n{number}-{at}", note_class="record")


_KEPT: list[str] = []


def _sentences() -> list[str]:
    """Passages of the sample notes as building stones, read once."""
    if not _KEPT:
        for sample in samples():
            for path in sorted(sample.notes.glob("*_progress.txt")):
                cut = split([Document(path.name, path.read_text(encoding="utf-8"))])
                _KEPT.extend(p.text for p in cut if len(p.text) > 60 and not p.carried_forward)
    return _KEPT
