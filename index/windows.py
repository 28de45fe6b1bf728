"""What a search may show: every run of neighbouring sentences that a person reads at a glance.

Which run answers best is decided when something is asked, not when a text is cut: on seven invented clients the first
five hold a right one for .70 of the questions, against .57 with passages cut beforehand (docs/recall.md). Its vector is
the sum of its sentences', so a run costs nothing to keep: cos(q, run) = sum of cos(q, sentence) / |sum of vectors|.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

LONGEST = 300
"""Characters no run exceeds; a sentence that does is shown alone."""
MOST = 5
"""Sentences in a run at most: terse notes have five in two lines."""
WHOLE = 220
"""Characters up to which a block (a turn of a talk, a short paragraph) is shown whole: half of it says too little."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A place in a document, and the block it stands in: runs stay inside one block. Given in the order of the text,
    documents one after the other, oldest first."""

    document: str
    start: int
    end: int
    block: int


class Windows:
    """All runs over some sentences. Arrays run in parallel: run i is the sentences `first[i]` to `last[i]` (excluded);
    `lengths` are characters / LONGEST; `around_first` and `around_last` take in the neighbour on each side, in the same
    document."""

    def __init__(self, sentences: Sequence[Sentence], rows: Matrix) -> None:
        starts, ends = (np.array([getattr(s, at) for s in sentences], np.intp) for at in ("start", "end"))
        blocks = np.array([s.block for s in sentences], np.intp)
        names: dict[str, int] = {}
        documents = np.array([names.setdefault(s.document, len(names)) for s in sentences], np.intp)
        self.documents = documents
        self.first, self.last = _runs(documents, blocks, starts, ends)
        length = ends[self.last - 1] - starts[self.first]
        self.lengths = np.minimum(length / LONGEST, 1).astype(np.float32)
        edges = np.searchsorted(documents, documents, side="left"), np.searchsorted(documents, documents, side="right")
        self.around_first = np.maximum(self.first - 1, edges[0][self.first])
        self.around_last = np.minimum(self.last + 1, edges[1][self.first])
        self._norms = self._summed(rows)

    def __len__(self) -> int:
        return len(self.first)

    def holding(self, sentences: Numbers) -> Numbers:
        """The runs that hold one of these sentences."""
        marked = np.zeros(len(self.documents) + 1, np.intp)
        marked[sentences + 1] = 1
        counted = np.cumsum(marked)
        return np.flatnonzero(counted[self.last] > counted[self.first])

    def cosines(self, runs: Numbers, cosines: Matrix) -> tuple[Matrix, Matrix]:
        """Of each of these runs: its own cosine, and that of its nearest sentence. `cosines` has those of all
        sentences of these runs, whatever it has of others."""
        total = np.concatenate([[0.0], np.cumsum(cosines, dtype=np.float64)])
        first, last = self.first[runs], self.last[runs]
        own = (total[last] - total[first]) / self._norms[runs]
        best = cosines[first]
        for step in range(1, MOST):
            inside = first + step < last
            best = np.where(inside, np.maximum(best, cosines[np.minimum(first + step, last - 1)]), best)
        return own.astype(np.float32), best

    def _summed(self, rows: Matrix) -> Matrix:
        """The length of each run's sum of vectors, worked out by the number of sentences in it."""
        norms = np.ones(len(self.first), np.float32)
        counts = self.last - self.first
        for count in range(1, MOST + 1):
            chosen = np.flatnonzero(counts == count)
            if chosen.size:
                summed = sum(rows[self.first[chosen] + step] for step in range(count))
                norms[chosen] = np.maximum(np.linalg.norm(np.asarray(summed), axis=1), 1e-6)
        return norms


def _runs(documents: Numbers, blocks: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """First and last sentence of every run, in order."""
    count = len(starts)
    begins = np.ones(count, bool)
    begins[1:] = (blocks[1:] != blocks[:-1]) | (documents[1:] != documents[:-1])
    of_block = np.cumsum(begins) - 1
    heads = np.flatnonzero(begins)
    tails = np.append(heads[1:], count)
    head, tail = heads[of_block], tails[of_block]  # of the block of each sentence
    firsts, lasts = [], []
    for many in range(1, MOST + 1):
        first = np.arange(count - many + 1)
        last = first + many
        fits = last <= tail[first]
        fits &= (ends[last - 1] - starts[first] <= LONGEST) | (many == 1)
        whole = (first == head[first]) & (last == tail[first])
        small = ends[tail[first] - 1] - starts[head[first]] <= WHOLE
        fits &= whole | ~small | (tail[first] - head[first] > MOST)
        firsts.append(first[fits])
        lasts.append(last[fits])
    first, last = np.concatenate(firsts).astype(np.intp), np.concatenate(lasts).astype(np.intp)
    order = np.lexsort((last, first))
    return first[order], last[order]
