"""Chroma in memory against the exact product; and nothing left after it is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest

from index import vectors as vectors_module
from index.vectors import VectorStore, in_memory

if TYPE_CHECKING:
    from chromadb.api.client import Client

Matrix = npt.NDArray[np.float32]


def clustered(count: int, seed: int = 1) -> Matrix:
    """Unit vectors as texts give them: topics with a spread, not noise in all directions."""
    made = np.random.default_rng(seed)
    centres = made.normal(size=(40, 384))
    rows = centres[made.integers(0, 40, count)] + 0.7 * made.normal(size=(count, 384))
    return np.ascontiguousarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def store() -> VectorStore:
    return VectorStore()


@pytest.mark.parametrize("count", [1, 7, 500, 3000])
def test_chroma_finds_what_the_exact_product_finds(store: VectorStore, count: int) -> None:
    rows = clustered(count)
    vectors = store.hold(list(range(1000, 1000 + count)), rows)
    queries = clustered(40, seed=2)
    exact = [vectors.exact(q, 20) for q in queries]
    assert [vectors.nearest(q, 20) for q in queries] == exact, "before it is filled the exact product answers"
    vectors.fill()
    assert vectors.filled
    found = [vectors.nearest(q, 20) for q in queries]
    shared = [len({i for i, _ in a} & {i for i, _ in b}) / len(a) for a, b in zip(exact, found, strict=True)]
    assert np.mean(shared) >= 0.99
    for (a, x), (b, y) in zip(exact[0], found[0], strict=True):
        assert a != b or x == pytest.approx(y, abs=1e-4)
    vectors.drop()


def test_one_clients_collection_never_answers_for_another(store: VectorStore) -> None:
    a, b = store.hold([1, 2, 3], clustered(3)), store.hold([4, 5, 6], clustered(3))
    a.fill()
    b.fill()
    assert {i for i, _ in a.nearest(clustered(1)[0], 10)} == {1, 2, 3}
    assert {i for i, _ in b.nearest(clustered(1)[0], 10)} == {4, 5, 6}
    a.drop()
    assert {i for i, _ in b.nearest(clustered(1)[0], 10)} == {4, 5, 6}
    b.drop()


def test_what_is_dropped_is_out_of_chroma_and_a_search_under_way_ends_well() -> None:
    store = VectorStore()
    held = [store.hold([n], clustered(1)) for n in range(3)]
    for vectors in held:
        vectors.fill()
    assert store.names() >= {v.name for v in held}
    for vectors in held:
        vectors.drop()
    assert not store.names() & {v.name for v in held}
    assert [v.nearest(clustered(1)[0], 1)[0][0] for v in held] == [0, 1, 2]


def test_after_much_was_dropped_chroma_is_closed_before_it_takes_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "DROPPED_AT_MOST", 5)
    connected: list[int] = []

    def connect() -> Client:
        connected.append(1)
        return in_memory()

    store = VectorStore(connect)
    stays, goes, late = (store.hold([n, n + 1, n + 2], clustered(3)) for n in (0, 10, 20))
    for _ in range(2):
        stays.fill()
        goes.fill()
        goes.drop()
        goes = store.hold([10, 11, 12], clustered(3))
    late.fill()
    assert stays.filled
    assert not late.filled, "six were dropped, and one collection is still there"
    assert {i for i, _ in late.nearest(clustered(1)[0], 3)} == {20, 21, 22}
    stays.drop()
    late.fill()
    assert late.filled
    assert {i for i, _ in late.nearest(clustered(1)[0], 3)} == {20, 21, 22}
    late.drop()
    assert len(connected) == 2


def test_a_collection_dropped_while_it_is_filled_stays_dropped() -> None:
    store = VectorStore()
    vectors = store.hold([1], clustered(1))
    vectors.drop()
    vectors.fill()
    assert not vectors.filled
    assert vectors.name not in store.names()
