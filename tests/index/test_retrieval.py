"""Ranking with made-up vectors: the rules; and with the real model: that meaning is found."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from index import Document, Embedder, Question, Retrieval, Sentence, VectorStore, split
from index.retrieval import CLOSE

TEXTS = [
    "He drank beer every night last week.",
    "Her sister called on Sunday about the garden.",
    "Walked the dog twice.",
    "Denies SI and HI.",
    "Denies SI and HI.",
]
MEANT = [(1, 0, 0), (0, 1, 0), (1, 1, 2), (0, 0, 1), (0, 0, 1)]


def unit(*values: float) -> npt.NDArray[np.float32]:
    row = np.asarray(values, dtype=np.float32)
    return row / np.linalg.norm(row)


def retrieval() -> Retrieval:
    """Each text is a note of its own."""
    rows = np.stack([unit(*meant) for meant in MEANT])
    sentences = [Sentence(f"n{at}", 0, len(text), 0) for at, text in enumerate(TEXTS)]
    return Retrieval(sentences, TEXTS, VectorStore().hold(list(range(len(TEXTS))), rows))


def test_meaning_leads_and_words_break_ties() -> None:
    found = retrieval().search(Question("garden", unit(1, 1, 0)), 5).found
    assert found[0].document == "n1"
    assert {one.document for one in found[:3]} == {"n0", "n1", "n2"}


def test_the_same_words_come_once() -> None:
    found = retrieval().search(Question("x", unit(0, 0, 1)), 5).found
    assert len(found) == 4
    assert len({"n3", "n4"} & {one.document for one in found}) == 1


def test_nothing_close_is_said() -> None:
    far = retrieval().search(Question("x", unit(-1, -1, -1)), 3)
    assert far.found, "the nearest still come"
    assert far.nothing_close
    assert not retrieval().search(Question("x", unit(1, 1, 1)), 1).nothing_close
    assert retrieval().search(Question("x", unit(1, 1, 1)), 1).nearness > CLOSE


def test_nothing_read_finds_nothing() -> None:
    empty = Retrieval([], [], VectorStore().hold([], np.zeros((0, 3), dtype=np.float32)))
    results = empty.search(Question("anything", unit(1, 0, 0)), 5)
    assert results.found == ()
    assert results.nothing_close


def test_a_name_stands_for_the_relation_asked_for() -> None:
    texts = ["Denise moved in on Sunday.", "The boiler broke on Sunday."]
    sentences = [Sentence("n", 0, 26, 0), Sentence("m", 0, 27, 0)]
    vectors = VectorStore().hold([0, 1], np.stack([unit(1, 0), unit(1, 0.1)]))
    one = Retrieval(sentences, texts, vectors)
    asked = Question("her mother", unit(1, 0.1))
    assert one.search(asked, 1).found[0].document == "m"
    meant = Question("her mother", unit(1, 0.1), same={"mother": ("denise",)})
    assert one.search(meant, 1).found[0].document == "n"


def test_the_notes_of_the_time_asked_for_come_first() -> None:
    texts = ["Slept badly.", "Slept badly, woke at 3."]
    sentences = [Sentence("may", 0, 12, 0), Sentence("june", 0, 23, 0)]
    one = Retrieval(sentences, texts, VectorStore().hold([0, 1], np.stack([unit(1, 0), unit(1, 0.1)])))
    for month in ("may", "june"):
        assert one.search(Question("sleep", unit(1, 0), favoured={month: 1.0}), 1).found[0].document == month


def test_what_is_shown_never_overlaps_and_stays_in_its_block() -> None:
    made = np.random.default_rng(3)
    places = [(at * 60, at * 60 + 55, at // 8) for at in range(64)]
    sentences = [Sentence("n", *place) for place in places]
    rows = np.stack([unit(*made.normal(size=8)) for _ in places])
    one = Retrieval(sentences, [f"word{at}" for at in range(64)], VectorStore().hold(list(range(64)), rows))
    block_of = {start: block for start, _, block in places} | {end: block for _, end, block in places}
    for query in rows:
        found = one.search(Question("word3 word9", query), 10).found
        spans = sorted((f.start, f.end) for f in found)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert all(block_of[start] == block_of[end] and end - start <= 300 for start, end in spans)
        assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


@pytest.mark.model
def test_the_real_model_finds_other_words_of_the_same_meaning(embedder: Embedder) -> None:
    passages = split([Document(str(n), text) for n, text in enumerate(TEXTS)])
    rows = embedder.encode_passages([p.text for p in passages])
    assert rows.shape == (5, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    sentences = [Sentence(p.document, p.start, p.end, 0) for p in passages]
    real = Retrieval(sentences, TEXTS, VectorStore().hold(list(range(5)), rows))
    words = "too much alcohol"
    assert real.search(Question(words, embedder.encode_query(words)), 1).found[0].document == "0"


@pytest.mark.model
def test_other_words_for_the_same_draw_a_question_half_way(embedder: Embedder) -> None:
    plain, full = embedder.encode_query("pSI"), embedder.encode_query("passive suicidal ideation")
    both = embedder.encode_query("pSI", "passive suicidal ideation")
    assert np.linalg.norm(both) == pytest.approx(1, abs=1e-5)
    assert both @ full > plain @ full
    assert both @ plain == pytest.approx(both @ full, abs=1e-2)
