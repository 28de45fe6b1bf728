"""Passages of many clients, each on a shelf of their own, searched at once: for the window's search over all notes.

A separate, separately named path: no search of one client goes through here. The exact product over all of them takes
some tens of milliseconds for 100,000 passages; shelf by shelf it needs no second copy in one matrix, and a client whose
notes changed is put up anew alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
import numpy.typing as npt

from index.best import best_of
from index.retrieval import NEAREST, Question
from index.words import Words, rarity_of, tokens

Matrix = npt.NDArray[np.float32]

CLOSE = 0.24
"""Mean cosine of the five nearest passages under which nothing is close. A passage is further from a question than its
nearest sentence is. Among one client's passages one answerable question in twenty is called far; among seven clients'
none, since something of somebody's is nearly always near (docs/recall.md)."""


class Shelf:
    """One client's passages: `texts` run in parallel with the unit rows of `rows`."""

    def __init__(self, texts: Sequence[str], rows: Matrix) -> None:
        self.rows = rows
        self.words = Words(texts)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A passage found: the key of its shelf and its position there."""

    shelf: str
    position: int
    score: float


def search_shelves(
    shelves: Mapping[str, Shelf],
    question: Question,
    top: int,
    among: Mapping[str, npt.NDArray[np.intp]] | None = None,
) -> tuple[list[OnShelf], bool]:
    """The `top` best passages over all shelves, best first, and whether nothing is close. `among`: by shelf, the
    positions that are meant alone; a shelf that is not in it is searched whole.

    score = cosine + (share of the question's words)^2, a word's rarity counted over all shelves."""
    wanted = list(dict.fromkeys(tokens(question.words)))
    count = sum(len(shelf) for shelf in shelves.values())
    rarity = {word: rarity_of(sum(shelf.words.said_by(word) for shelf in shelves.values()), count) for word in wanted}
    found: list[OnShelf] = []
    cosines: list[float] = []
    for key, shelf in shelves.items():
        near = shelf.rows @ question.vector
        scores = near + shelf.words.weighed(rarity, rarity_of(0, count)).each() ** 2
        places = among.get(key) if among else None
        if places is not None:
            near, scores = near[places], scores[places]
        best = best_of(scores, top)
        found += [OnShelf(key, int(at if places is None else places[at]), float(scores[at])) for at in best]
        cosines += near[best_of(near, NEAREST)].tolist()
    nearest = nlargest(NEAREST, cosines)
    nothing_close = not nearest or float(np.mean(nearest)) < CLOSE
    return nlargest(top, found, key=lambda one: one.score), nothing_close
