"""Sentences inside passages, for the search: a passage of three sentences is found by the one that says it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.passages import Passage

Matrix = npt.NDArray[np.float32]
Place = tuple[str, int]
"""A document and the start of a sentence in it."""


@dataclass(frozen=True, slots=True)
class SentenceRows:
    """Unit vectors of sentences, with the position of the passage that each stands in, ascending."""

    owners: npt.NDArray[np.intp]
    rows: Matrix

    @classmethod
    def inside(cls, passages: Sequence[Passage], known: Mapping[Place, Matrix]) -> SentenceRows:
        """The sentences that begin inside these passages; `known` has their vectors by document and start."""
        spots: dict[str, list[int]] = {}
        for document, start in sorted(known):
            spots.setdefault(document, []).append(start)
        owners: list[int] = []
        rows: list[Matrix] = []
        for at, passage in enumerate(passages):
            starts = spots.get(passage.document, [])
            for start in starts[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]:
                owners.append(at)
                rows.append(known[passage.document, start])
        matrix = np.stack(rows) if rows else np.zeros((0, 0), np.float32)
        return cls(np.asarray(owners, dtype=np.intp), np.ascontiguousarray(matrix, dtype=np.float32))

    def nearest(self, query: Matrix, count: int) -> list[int]:
        """The passages of the `count` nearest sentences."""
        if not len(self.owners):
            return []
        return list(dict.fromkeys(self.owners[np.argsort(-(self.rows @ query), kind="stable")[:count]].tolist()))

    def best(self, query: Matrix, passages: npt.NDArray[np.intp], cosines: Matrix) -> Matrix:
        """The cosine of the nearest sentence of each of some passages; of one none of whose sentences is known, its own
        (`cosines`)."""
        first = np.searchsorted(self.owners, passages, side="left")
        last = np.searchsorted(self.owners, passages, side="right")
        pairs = zip(first.tolist(), last.tolist(), cosines.tolist(), strict=True)
        return np.array(
            [float((self.rows[a:b] @ query).max()) if a < b else own for a, b, own in pairs], dtype=np.float32
        )
