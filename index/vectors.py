"""One client's vectors in memory: Chroma when its collection is filled, the exact product until then.

Chroma keeps its text and vectors in the clear on disk and its deletes leave them there (shared reference, stack.md
section 3d), so it runs in memory alone, with ids and vectors and nothing else. `where=` is slow and fails open, so a
client is a collection of its own, never a filter. A practice that outgrows one machine's memory gives the collections
to a Chroma server of its own (`served`): the same interface; docs/recall.md says what must surround it.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from index.best import best_of

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

log = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float32]

EF_SEARCH = 400
"""HNSW's search breadth: recall against the exact product stays at .99 or better (tests/index/test_vectors.py)."""

DROPPED_AT_MOST = 50_000
"""Vectors. What is deleted from Chroma 1.5.9 stays in memory until its whole client is closed (measured: 5.5 MB for
each 1,500 vectors filled and dropped), so after so many no collection is made until the last one is gone and it was
closed; whoever comes meanwhile stays with the exact product, which takes a millisecond for 5,000."""


def in_memory() -> Client:
    """Chroma inside this process, nothing on disk. Two of them share their state."""
    import chromadb

    return cast("Client", chromadb.EphemeralClient(_settings()))


def served(port: int) -> Client:
    """A Chroma server on this machine. It has no authentication: whoever reaches its port reads every vector, so it
    must be started by, and for, the companion's user alone."""
    import chromadb

    return cast("Client", chromadb.HttpClient(host="127.0.0.1", port=port, settings=_settings()))


def _settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, is_persistent=False)


class VectorStore:
    """Where the collections are: in this process, unless `connect` says otherwise. Connected to when first needed;
    names are random, so that two processes at one server never meet."""

    def __init__(self, connect: Callable[[], Client] = in_memory) -> None:
        self._connect = connect
        self._client: Client | None = None
        self._sizes: dict[str, int] = {}
        self._dropped = 0
        self._guard = threading.Lock()

    def hold(self, ids: list[int], rows: Matrix) -> Vectors:
        """Takes one client's vectors (unit rows). They answer at once, exactly; call `fill` to hand them to Chroma."""
        return Vectors(self, ids, rows)

    def collection(self, name: str, size: int) -> Collection | None:
        """A new, empty collection for so many vectors; None while what was dropped waits to be given back."""
        with self._guard:
            if self._dropped > DROPPED_AT_MOST:
                return None
            if self._client is None:
                self._client = self._connect()
            made = self._client.create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH, "ef_construction": 200}},
            )
            self._sizes[name] = size
            return made

    def delete(self, name: str) -> None:
        """Where it was the last one, a Chroma in this process is closed, which gives its memory back."""
        with self._guard:
            if self._client is None:
                return
            size = self._sizes.pop(name, 0)
            self._client.delete_collection(name)
            if self._client.get_settings().chroma_server_host is not None:  # a server's memory is its own affair
                return
            self._dropped += size
            if not self._sizes:
                self._client.close()
                self._client, self._dropped = None, 0

    def names(self) -> set[str]:
        """The collections there are."""
        with self._guard:
            return {c.name for c in self._client.list_collections()} if self._client is not None else set()


class Vectors:
    """One client's unit vectors, by passage id."""

    def __init__(self, store: VectorStore, ids: list[int], rows: Matrix) -> None:
        self._store = store
        self._ids = ids
        self._rows = rows
        self._collection: Collection | None = None
        self._dropped = False
        self._changing = threading.Lock()
        self.name = f"c{secrets.token_hex(16)}"

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def rows(self) -> Matrix:
        """All of them, in the order of the ids given; not to be written to."""
        return self._rows

    @property
    def filled(self) -> bool:
        return self._collection is not None

    def fill(self) -> None:
        """Hands the vectors to Chroma: about 0.15 s for 500, 8 s for 20,000. Safe to call from another thread."""
        if self._dropped or self._collection is not None or not self._ids:
            return
        collection = self._store.collection(self.name, len(self._ids))
        if collection is None:
            return
        names = [str(i) for i in self._ids]
        for at in range(0, len(names), 2000):
            collection.add(ids=names[at : at + 2000], embeddings=self._rows[at : at + 2000])
        with self._changing:
            late = self._dropped
            self._collection = None if late else collection
        if late:  # dropped while it was filled: nobody else knows this collection
            self._store.delete(self.name)

    def nearest(self, query: Matrix, count: int) -> list[tuple[int, float]]:
        """The `count` nearest passages with their cosine, best first."""
        collection = self._collection
        if collection is None or self._dropped:
            return self.exact(query, count)
        try:
            found = collection.query(
                query_embeddings=query[None, :], n_results=min(count, len(self._ids)), include=["distances"]
            )
        except Exception as error:  # dropped while it was asked, or the server is gone: each client raises its own
            log.info("the exact product answers: %s", type(error).__name__)
            return self.exact(query, count)
        distances = found["distances"] or [[]]
        return [(int(i), 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def exact(self, query: Matrix, count: int) -> list[tuple[int, float]]:
        """The same by the exact product."""
        if not self._ids:
            return []
        cosines = self._rows @ query
        return [(self._ids[i], float(cosines[i])) for i in best_of(cosines, count)]

    def cosines(self, query: Matrix, positions: npt.NDArray[np.intp]) -> Matrix:
        """The cosine of the passages at these positions (in the order of the ids given)."""
        return self._rows[positions] @ query

    def drop(self) -> None:
        """Takes the vectors out of Chroma, for good. A search that is under way ends by the exact product; the matrix
        goes with the last one that holds this object."""
        with self._changing:
            self._dropped = True
            filled, self._collection = self._collection, None
        if filled is not None:
            self._store.delete(self.name)
