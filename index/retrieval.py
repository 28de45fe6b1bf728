"""Ranks one client's past words for a question, or for what is being written now.

score of a run of sentences = its cosine + its nearest sentence's cosine + LENGTH * characters / 300
                              + (share of the question's words in it)^2 + (the same with a neighbour on each side)^2
                              + FAVOUR * favour of its document
docs/recall.md says what each part adds, on which texts, and what was tried and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from index.passages import fingerprint
from index.vectors import Vectors
from index.windows import Matrix, Numbers, Sentence, Windows
from index.words import Words

LENGTH = 0.2
"""A longer run holds more of what is asked about, and is found more surely."""
FAVOUR = 0.4
"""For what the question says of the day: "at the end of October"."""
CANDIDATES = 100
"""Sentences taken from meaning and from words, each; the runs around them are ranked."""
NEAREST = 5
CLOSE = 0.29
"""Mean cosine of the five nearest sentences under which nothing is close (docs/recall.md has the whole curve)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `vector` is a unit vector of its meaning; `same`: other words for a word of it, as `tokens` gives
    them; `favoured`: documents of which it speaks, 0 to 1."""

    words: str
    vector: Matrix
    same: Mapping[str, Sequence[str]] = field(default_factory=dict)
    favoured: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A place to show. `score` orders one answer, no more."""

    document: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, best first. `nearness` is the mean cosine of the five nearest sentences."""

    found: tuple[Found, ...]
    nearness: float

    @property
    def nothing_close(self) -> bool:
        """True where even the nearest words are far: said beside what was found, never instead of it."""
        return self.nearness < CLOSE


class Retrieval:
    """Search over one client's sentences. `texts` and `sentences` run in parallel with the rows of `vectors`, whose ids
    are their positions."""

    def __init__(self, sentences: Sequence[Sentence], texts: Sequence[str], vectors: Vectors) -> None:
        self._sentences = sentences
        self._marks = [fingerprint(text) for text in texts]
        self._words = Words(texts)
        self._vectors = vectors
        self._windows = Windows(sentences, vectors.rows)

    def search(self, question: Question, top: int) -> Results:
        """The `top` best places, none over another and the same words never twice."""
        if not self._sentences:
            return Results((), 0.0)
        near = self._vectors.nearest(question.vector, CANDIDATES)
        asked = self._words.asked(question.words, question.same)
        close = np.array([at for at, _ in near], np.intp)
        runs = self._windows.holding(np.union1d(close, asked.sentences(CANDIDATES)))
        windows = self._windows
        own, best = windows.cosines(runs, self._cosines(question.vector, runs))
        said = asked.share(windows.first[runs], windows.last[runs])
        around = asked.share(windows.around_first[runs], windows.around_last[runs])
        scores = own + best + LENGTH * windows.lengths[runs] + said**2 + around**2
        if question.favoured:
            scores += FAVOUR * self._favour(question.favoured, runs)
        nearness = float(np.mean([cosine for _, cosine in near[:NEAREST]]))
        return Results(tuple(self._chosen(runs, scores, top)), nearness)

    def _cosines(self, query: Matrix, runs: Numbers) -> Matrix:
        """Of every sentence in these runs; zeros elsewhere."""
        held = np.zeros(len(self._sentences) + 1, np.intp)
        np.add.at(held, self._windows.first[runs], 1)
        np.add.at(held, self._windows.last[runs], -1)
        wanted = np.flatnonzero(np.cumsum(held[:-1]))
        cosines = np.zeros(len(self._sentences), np.float32)
        cosines[wanted] = self._vectors.cosines(query, wanted)
        return cosines

    def _favour(self, favoured: Mapping[str, float], runs: Numbers) -> npt.NDArray[np.float32]:
        documents = [self._sentences[at].document for at in self._windows.first[runs]]
        return np.array([favoured.get(document, 0.0) for document in documents], np.float32)

    def _chosen(self, runs: Numbers, scores: Matrix, top: int) -> list[Found]:
        taken = np.zeros(len(self._sentences), bool)
        shown: set[str] = set()
        found: list[Found] = []
        for at in np.argsort(-scores, kind="stable"):
            first, last = int(self._windows.first[runs[at]]), int(self._windows.last[runs[at]])
            words = " ".join(self._marks[first:last])
            if words in shown or taken[first:last].any():
                continue
            taken[first:last] = True
            shown.add(words)
            begin, end = self._sentences[first], self._sentences[last - 1]
            found.append(Found(begin.document, begin.start, end.end, float(scores[at])))
            if len(found) == top:
                break
        return found
