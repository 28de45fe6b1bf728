"""How close each sentence is to a subject: by its words, by the sentences that surely speak of it, by its examples."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from companion.overview.meaning import Matrix, Meaning, Row
from companion.overview.theme_places import Places
from companion.overview.theme_subjects import SAYS, Subject

WORDS, NAMES, LIKE_SURE, LIKE_EXAMPLE = 1.5, 1.0, 0.5, 0.4
"""Weights, found by leaving one of seven invented clients out: of a clinical theme's words, of somebody's name, and of
a sentence's standing (in standard deviations over the client's sentences) in likeness to those that surely speak of the
subject, and to the most like example. Likeness to the nearest sure sentences, tried beside them, added nothing."""
ENOUGH, ENOUGH_BY_WORDS = 1.4, 1.0
"""From here on a sentence speaks of the subject, with a model of meaning and by words alone. With a model 1.0 let in
what is only written in the same tone; 1.4 was chosen with each of eleven invented clients left out."""
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

    @property
    def enough(self) -> float:
        """How close a sentence has to be to speak of a subject."""
        return ENOUGH_BY_WORDS if self._vectors is None else ENOUGH

    def to(self, subject: Subject) -> Row:
        """One number a sentence; from `enough` on it speaks of the subject."""
        by_words = (WORDS if subject.examples else NAMES) * np.minimum(subject.said, 2 * SAYS) / SAYS
        seeds = np.flatnonzero(subject.said >= SAYS)
        vectors = self._vectors
        if vectors is None or not seeds.size:
            return np.asarray(by_words)
        like_sure = _standing(_likeness(vectors, np.minimum(subject.said, MOST), seeds))
        like_example = like_sure
        if self._meaning and subject.examples:
            like_example = _standing((vectors @ self._meaning.of_ours(subject.examples).T).max(axis=1))
        return np.asarray(by_words + LIKE_SURE * like_sure + LIKE_EXAMPLE * like_example)

    def together(self, chosen: list[int]) -> float:
        """How much some sentences are of one mind: 1 for the same, about .2 for anything; 1 without a model."""
        vectors = self._vectors
        if vectors is None:
            return 1.0
        rows = vectors - vectors.mean(axis=0) / 2
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return float(np.linalg.norm(rows[chosen].mean(axis=0)))


def _likeness(vectors: Matrix, weights: Row, seeds: np.ndarray) -> Row:
    """Cosine to the weighted mean of the seeds; a seed does not vouch for itself."""
    own = np.zeros(len(vectors))
    own[seeds] = weights[seeds]
    centres = (own @ vectors)[None, :] - own[:, None] * vectors
    lengths = np.linalg.norm(centres, axis=1)
    return np.asarray((vectors * centres).sum(axis=1) / np.maximum(lengths, 1e-9))


def _standing(row: Row) -> Row:
    return np.asarray((row - row.mean()) / (row.std() + 1e-9))
