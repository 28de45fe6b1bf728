"""Search over one client's past words, in memory: joins notes, passages and vectors into answers with sources."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from companion.record import Answer, Echo, Mention, Note
from index import Document, Passage, Retrieval, Vectors, split

OPEN_AT_MOST = 16
"""Clients whose vectors are held in memory; about 3 MB each in Chroma."""
ECHOES = 3
"""Past passages beside what is being written: more is not read at a glance."""


def documents(notes: Sequence[Note]) -> list[Document]:
    """Notes as the index wants them: texts with an id and a layout."""
    return [Document(note.id, note.text, _layout(note)) for note in notes]


def passages_of(notes: Sequence[Note]) -> list[Passage]:
    """All passages of these notes, which are given oldest first, copied-forward ones marked."""
    return split(documents(notes))


@dataclass(frozen=True, slots=True)
class Recall:
    """One client's passages, ready to be searched. Lives as long as the client's handle and dies with it."""

    places: Mapping[int, Passage]
    retrieval: Retrieval
    vectors: Vectors

    @classmethod
    def build(cls, ids: Sequence[int], passages: Sequence[Passage], vectors: Vectors) -> Recall:
        """`ids` and `passages` run in parallel with the rows of `vectors`."""
        retrieval = Retrieval(ids, [p.text for p in passages], [p.carried_forward for p in passages], vectors)
        return cls(dict(zip(ids, passages, strict=True)), retrieval, vectors)

    def answer(self, words: str, query: npt.NDArray[np.float32], top: int) -> Answer:
        """The `top` best past passages, each verbatim with its place."""
        found = self.retrieval.search(words, query, top)
        echoes = tuple(Echo(_mention(self.places[f.passage]), round(f.score, 4)) for f in found)
        return Answer(self.retrieval.nothing_close(found), echoes)


class OpenRecalls:
    """The clients searched lately, at most `OPEN_AT_MOST`: the one left alone longest goes first. Thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: OrderedDict[str, Recall] = OrderedDict()

    def get(self, client_id: str) -> Recall | None:
        with self._guard:
            if client_id in self._open:
                self._open.move_to_end(client_id)
            return self._open.get(client_id)

    def put(self, client_id: str, recall: Recall) -> None:
        with self._guard:
            self._open[client_id] = recall
            surplus = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - OPEN_AT_MOST)]
        for old in surplus:
            old.vectors.drop()

    def forget(self, client_id: str) -> None:
        """What is held of this client is out of date."""
        with self._guard:
            recall = self._open.pop(client_id, None)
        if recall is not None:
            recall.vectors.drop()

    def clear(self) -> None:
        """The vault was locked."""
        with self._guard:
            held = list(self._open.values())
            self._open.clear()
        for recall in held:
            recall.vectors.drop()


def _mention(passage: Passage) -> Mention:
    return Mention(passage.document, passage.start, passage.end, passage.text)


def _layout(note: Note) -> Literal["prose", "cues", "rows"]:
    if note.source_name.lower().endswith(".vtt"):
        return "cues"
    return "rows" if note.source_name.lower().endswith(".csv") else "prose"
