"""Ranking with made-up vectors: the rules; and with the real model: that meaning is found."""

from __future__ import annotations

import numpy as np
import pytest

from index import Document, Embedder, Passage, Retrieval, SentenceRows, VectorStore, split
from index.words import Words, tokens

TEXTS = [
    "He drank beer every night last week.",
    "Her sister called on Sunday about the garden.",
    "Denies SI and HI.",
    "Denies SI and HI.",
    "Walked the dog twice.",
]


def unit(*values: float) -> np.typing.NDArray[np.float32]:
    row = np.asarray(values, dtype=np.float32)
    return row / np.linalg.norm(row)


def retrieval() -> Retrieval:
    rows = np.stack([unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1), unit(0, 0, 1), unit(1, 1, 2)])
    ids = [10, 20, 30, 40, 50]
    return Retrieval(ids, TEXTS, VectorStore().hold(ids, rows))


def test_meaning_leads_and_words_break_ties() -> None:
    found = retrieval().search("garden", unit(1, 1, 0), 5)
    assert found[0].passage == 20
    assert {f.passage for f in found[:3]} == {10, 20, 50}


def test_the_same_words_come_once() -> None:
    assert [f.passage for f in retrieval().search("x", unit(0, 0, 1), 5)].count(40) == 0


def test_nothing_close_is_said() -> None:
    far = retrieval().search("x", unit(-1, -1, -1), 3)
    assert far, "the nearest still come"
    assert Retrieval.nothing_close(far)
    assert Retrieval.nothing_close([])
    assert not Retrieval.nothing_close(retrieval().search("x", unit(1, 0, 0), 1))


def test_empty_and_unknown_words() -> None:
    empty = Retrieval([], [], VectorStore().hold([], np.zeros((0, 3), dtype=np.float32)))
    assert empty.search("anything", unit(1, 0, 0), 5) == []
    assert Words(TEXTS).scores("zzz the and").sum() == 0
    assert Words([]).scores("beer").shape == (0,)


@pytest.mark.parametrize(("a", "b"), [("drinking", "drinks"), ("Walked", "walk"), ("SI/HI", "si/hi"), ("Tom's", "tom")])
def test_words_meet_across_endings(a: str, b: str) -> None:
    assert tokens(a) == tokens(b)


@pytest.mark.model
def test_the_real_model_finds_other_words_of_the_same_meaning() -> None:
    embedder = Embedder()
    passages = split([Document(str(n), text) for n, text in enumerate(TEXTS)])
    rows = embedder.encode_passages([p.text for p in passages])
    assert rows.shape == (5, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    ids = list(range(5))
    real = Retrieval(ids, TEXTS, VectorStore().hold(ids, rows))
    words = "too much alcohol"
    assert real.search(words, embedder.encode_query(words), 1)[0].passage == 0


def test_sentences_find_their_passage_in_any_order() -> None:
    passages = [Passage(name, at * 10, at * 10 + 10, "x", "", "", False) for name in "nm" for at in range(50)]
    known = {(name, at * 5): unit(1, 0) for at in reversed(range(100)) for name in "mn"}
    assert SentenceRows.inside(passages, known).owners.tolist() == [at // 2 for at in range(200)]


def test_a_passage_is_found_by_the_one_sentence_that_says_it() -> None:
    texts = ("Long talk about the garden. He stopped drinking.", "Wine and beer.")
    passages = split([Document(name, text) for name, text in zip("nm", texts, strict=True)])
    inside = SentenceRows.inside(passages, {("n", 0): unit(1, 0), ("n", 28): unit(0, 1)})
    assert inside.owners.tolist() == [0, 0]
    rows, query = np.stack([unit(1, 1), unit(0.6, 1)]), unit(0, 1)
    ids = [1, 2]
    for given, first in ((inside, 1), (None, 2)):
        vectors = VectorStore().hold(ids, rows)
        assert Retrieval(ids, ["x", "y"], vectors, given).search("z", query, 2)[0].passage == first
    own = np.array([0.1, 0.2], np.float32)
    assert inside.best(query, np.array([0, 1]), own).tolist() == pytest.approx([1, 0.2])
    assert inside.nearest(query, 5) == [0]
