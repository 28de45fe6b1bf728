"""How near later sentences come to each goal in meaning, for what is said of a goal in other words than its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from companion.overview.goal_course import Course
from companion.overview.meaning import Matrix, Meaning, Row
from companion.overview.reading import Reading
from companion.record import Mention

STANDING, APART = 0.8, 2.0
"""Weights, found by leaving one of seven invented clients out, beside the weight of shared words: of a sentence's
standing in likeness to the goal (in standard deviations over the client's sentences), and of how much more it is like
this goal than like any other."""
EVEN = 0.5
"""What a sentence must be near before it gains anything: leaving one client out gives .2 for the notes alone; .5 keeps
as many right as it finds once the reviews' own lines are counted too."""
REVIEW = 0.5
"""A review's words count so much beside the goal's own."""


class Nearness:
    """For the goals and the sentences of one client; everything is equally near without a model of meaning."""

    def __init__(self, courses: Sequence[Course], readings: Sequence[Reading], meaning: Meaning | None) -> None:
        self._near: dict[tuple[int, str, int], float] = {}
        places = [mention for reading in readings for mention in _said(reading)]
        if meaning is None or not courses or not places:
            return
        sentences = meaning.of(places)
        goals = np.stack([_meant(course, readings, meaning) for course in courses])
        likeness = np.asarray(sentences @ goals.T, dtype=float)
        read = np.linalg.norm(sentences, axis=1) > 0
        for number, course in enumerate(courses):
            found = _nearness(likeness, number, read)
            for place, near in zip(places, found, strict=True):
                self._near[course.order, place.note_id, place.start] = float(near)

    def of(self, course: Course, note_id: str, start: int) -> float:
        """What meaning adds to the weight of the words that a sentence shares with a goal; may be less than nothing."""
        return self._near.get((course.order, note_id, start), 0.0)


def _said(reading: Reading) -> list[Mention]:
    if reading.note.kind in ("plan", "measure"):
        return []
    return [
        reading.mention(s.start, s.end)
        for s in reading.sentences
        if s.section not in ("risk", "header") and s.start not in reading.copied
    ]


def _meant(course: Course, readings: Sequence[Reading], meaning: Meaning) -> Matrix:
    """The direction of a goal's own words and, with less weight, of what reviews said of it."""
    by_note = {reading.note.id: reading for reading in readings}
    own = _over(course.first.reading, course.first.start, course.first.end)
    later = [m for r in course.reviews for m in _over(by_note[r.mention.note_id], r.mention.start, r.mention.end)]
    vectors = meaning.of([*own, *later]) if own or later else np.zeros((0, 0), np.float32)
    weights = np.array([1.0] * len(own) + [REVIEW] * len(later), dtype=np.float32)
    centre = weights @ vectors
    return np.asarray(centre / max(float(np.linalg.norm(centre)), 1e-9), dtype=np.float32)


def _over(reading: Reading, start: int, end: int) -> list[Mention]:
    return [reading.mention(s.start, s.end) for s in reading.sentences if s.start < end and start < s.end]


def _nearness(likeness: Matrix, number: int, read: np.ndarray) -> Row:
    own = likeness[:, number]
    others = np.delete(likeness, number, axis=1)
    apart = own - others.max(axis=1) if others.shape[1] else np.zeros(len(own))
    known = own[read]
    standing = (own - known.mean()) / (known.std() + 1e-9) if known.size else own
    return np.asarray(np.where(read, STANDING * standing + APART * apart - EVEN, 0.0))
