"""How close each sentence is to a subject: by its words, by the sentences that surely speak of it, by its examples."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from companion.overview.meaning import Matrix, Meaning, Row
from companion.overview.theme_places import Places
from companion.overview.theme_subjects import SAYS, Subject

WORDS, LIKE_ALL, LIKE_SOME, LIKE_EXAMPLE = 1.0, 0.5, 0.25, 0.4
"""Weights, found by leaving one of seven invented clients out: of the subject's own words, and of a sentence's standing
(in standard deviations over the client's sentences) in likeness to all sentences that surely speak of the subject, to
the three it is most like, and to the most like example."""
MOST = 6
"""A sentence counts as a seed by its words, up to so much."""


class Closeness:
    """For one client's sentences. Without a model of meaning, the words alone speak."""

    def __init__(self, places: Places, meaning: Meaning | None) -> None:
        self._places = places
        self._meaning = meaning

    @cached_property
    def _vectors(self) -> Matrix | None:
        return self._meaning.of(self._places.mentions) if self._meaning and len(self._places) else None

    def to(self, subject: Subject) -> Row:
        """One number a sentence; from 1 on it speaks of the subject."""
        by_words = WORDS * np.minimum(subject.said, 2 * SAYS) / SAYS
        seeds = np.flatnonzero(subject.said >= SAYS)
        vectors = self._vectors
        if vectors is None or not seeds.size:
            return np.asarray(by_words)
        like_all = _standing(_likeness_to_all(vectors, np.minimum(subject.said, MOST), seeds))
        like_some = _standing(_likeness_to_some(vectors, seeds))
        like_example = like_all
        if self._meaning and subject.examples:
            like_example = _standing((vectors @ self._meaning.of_ours(subject.examples).T).max(axis=1))
        return np.asarray(by_words + LIKE_ALL * like_all + LIKE_SOME * like_some + LIKE_EXAMPLE * like_example)

    def together(self, chosen: list[int]) -> float:
        """How much some sentences are of one mind: 1 for the same, about .2 for anything; 1 without a model."""
        vectors = self._vectors
        if vectors is None:
            return 1.0
        rows = vectors - vectors.mean(axis=0) / 2
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return float(np.linalg.norm(rows[chosen].mean(axis=0)))


def _likeness_to_all(vectors: Matrix, weights: Row, seeds: np.ndarray) -> Row:
    """Cosine to the weighted mean of the seeds; a seed does not vouch for itself."""
    own = np.zeros(len(vectors))
    own[seeds] = weights[seeds]
    centres = (own @ vectors)[None, :] - own[:, None] * vectors
    lengths = np.linalg.norm(centres, axis=1)
    return np.asarray((vectors * centres).sum(axis=1) / np.maximum(lengths, 1e-9))


def _likeness_to_some(vectors: Matrix, seeds: np.ndarray) -> Row:
    """Mean cosine to the three most like seeds other than itself; to the most like one where there are few."""
    likeness = vectors @ vectors[seeds].T
    likeness[seeds, np.arange(len(seeds))] = -1
    return np.asarray(np.sort(likeness, axis=1)[:, -3 if len(seeds) > 3 else -1 :].mean(axis=1))


def _standing(row: Row) -> Row:
    return np.asarray((row - row.mean()) / (row.std() + 1e-9))
