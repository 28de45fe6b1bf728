"""Runs of sentences: which there are, and what they cost nothing to know."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from index import Sentence
from index.windows import LONGEST, MOST, WHOLE, Windows


def rows(count: int) -> npt.NDArray[np.float32]:
    made = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def windows(*sentences: Sentence) -> Windows:
    return Windows(sentences, rows(len(sentences)))


def pairs(made: Windows) -> list[tuple[int, int]]:
    return list(zip(made.first.tolist(), made.last.tolist(), strict=True))


def line(*lengths: int, block: int = 0, document: str = "n", begin: int = 0) -> list[Sentence]:
    """Sentences of these lengths, one space between them."""
    starts = [begin + sum(lengths[:at]) + at for at in range(len(lengths))]
    return [Sentence(document, start, start + length, block) for start, length in zip(starts, lengths, strict=True)]


def test_a_run_is_neighbours_within_the_limit() -> None:
    assert pairs(windows(*line(100, 100, 100, 100))) == [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (2, 4), (3, 4)]


def test_no_run_reaches_over_a_block_or_a_document() -> None:
    far = [*line(150, 150), *line(150, 150, block=1, begin=400), *line(150, 150, block=1, document="m")]
    assert pairs(windows(*far)) == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]


def test_a_short_block_is_shown_whole() -> None:
    assert pairs(windows(*line(60, 60, 60))) == [(0, 3)]
    assert sum([60, 60, 60]) + 2 <= WHOLE


def test_a_long_sentence_stands_alone_and_many_short_ones_are_cut() -> None:
    assert pairs(windows(*line(400))) == [(0, 1)]
    short = pairs(windows(*line(*[10] * 7)))
    assert max(last - first for first, last in short) == MOST
    assert {first for first, _ in short} == set(range(7))


def test_lengths_and_neighbours() -> None:
    made = windows(*line(100, 100, 100), *line(100, 100, 100, document="m"))
    at = pairs(made).index((0, 2))
    assert made.lengths[at] == pytest.approx(201 / LONGEST)
    assert (made.around_first[at], made.around_last[at]) == (0, 3)
    edge = pairs(made).index((2, 3))
    assert (made.around_first[edge], made.around_last[edge]) == (1, 3), "not into the next note"


def test_a_runs_cosine_is_that_of_the_sum_of_its_sentences() -> None:
    sentences = line(*[90] * 12)
    vectors = rows(12)
    made = Windows(sentences, vectors)
    query = rows(13)[12]
    own, best = made.cosines(np.arange(len(made)), vectors @ query)
    for at, (first, last) in enumerate(pairs(made)):
        summed = vectors[first:last].sum(axis=0)
        assert own[at] == pytest.approx(summed @ query / np.linalg.norm(summed), abs=1e-5)
        assert best[at] == pytest.approx((vectors[first:last] @ query).max(), abs=1e-6)


def test_runs_that_hold_a_sentence() -> None:
    made = windows(*line(*[90] * 6))
    held = {pairs(made)[at] for at in made.holding(np.array([2]))}
    assert held == {(first, last) for first, last in pairs(made) if first <= 2 < last}


def test_nothing_makes_no_runs() -> None:
    assert len(windows()) == 0
