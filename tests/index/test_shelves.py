"""All clients' passages at once: the best of all, whoever's they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index import Question, Shelf, search_shelves
from tests.index.test_retrieval import unit


def shelf(*told: tuple[str, npt.NDArray[np.float32]]) -> Shelf:
    return Shelf([text for text, _ in told], np.stack([row for _, row in told]))


SHELVES = {
    "a": shelf(("He drank beer.", unit(1, 0, 0)), ("The garden.", unit(0, 1, 0))),
    "b": shelf(("Wine at night.", unit(0.9, 0.1, 0)), ("Her cello.", unit(0, 0, 1))),
}


def test_the_best_of_all_shelves_come_first() -> None:
    found, nothing_close = search_shelves(SHELVES, Question("alcohol", unit(1, 0, 0)), 3)
    assert [(one.shelf, one.position) for one in found[:2]] == [("a", 0), ("b", 0)]
    assert len(found) == 3
    assert not nothing_close


def test_rare_words_count_over_all_of_them() -> None:
    found, _ = search_shelves(SHELVES, Question("cello", unit(1, 1, 1)), 1)
    assert (found[0].shelf, found[0].position) == ("b", 1)


def test_far_words_are_said_to_be_far() -> None:
    found, nothing_close = search_shelves(SHELVES, Question("x", unit(-1, -1, -1)), 2)
    assert len(found) == 2
    assert nothing_close


def test_only_the_places_that_are_meant_are_searched() -> None:
    question = Question("alcohol", unit(1, 0, 0))
    among = {"a": np.array([1], np.intp), "b": np.array([0, 1], np.intp)}
    found, _ = search_shelves(SHELVES, question, 3, among)
    assert [(one.shelf, one.position) for one in found] == [("b", 0), ("a", 1), ("b", 1)]
    assert search_shelves({"a": SHELVES["a"]}, question, 3, {"a": np.array([], np.intp)}) == ([], True)
    whole, _ = search_shelves(SHELVES, question, 3, {"a": np.array([0, 1], np.intp)})
    assert whole == search_shelves(SHELVES, question, 3)[0], "a shelf that is not named is searched whole"


def test_no_shelves_hold_nothing() -> None:
    assert search_shelves({}, Question("x", unit(1, 0, 0)), 5) == ([], True)


def test_the_same_as_on_one_large_shelf() -> None:
    made = np.random.default_rng(5)
    rows = made.normal(size=(300, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    texts = [f"word{made.integers(0, 40)} word{made.integers(0, 40)}" for _ in rows]
    whole = {"all": Shelf(texts, rows)}
    parts = {str(at): Shelf(texts[at : at + 30], rows[at : at + 30]) for at in range(0, 300, 30)}
    for query in rows[:10]:
        question = Question("word3 word17", query)
        one, many = search_shelves(whole, question, 10)[0], search_shelves(parts, question, 10)[0]
        assert [o.position for o in one] == [int(m.shelf) + m.position for m in many]
