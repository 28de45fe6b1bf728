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
from index import Document, Passage, Retrieval, SentenceRows, Vectors, VectorStore, split

Matrix = npt.NDArray[np.float32]
Row = npt.NDArray[np.float32]

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
    def build(
        cls,
        store: VectorStore,
        ids: Sequence[int],
        passages: Sequence[Passage],
        rows: Matrix,
        sentences: Mapping[tuple[str, int], Row],
    ) -> Recall:
        """`ids` and `passages` run in parallel with `rows`; `sentences` are vectors by note and start. Copied-forward
        passages are left out: the note they were first written in answers for them."""
        fresh = [at for at, passage in enumerate(passages) if not passage.carried_forward]
        kept = [ids[at] for at in fresh]
        vectors = store.hold(kept, np.ascontiguousarray(rows[fresh]))
        shown = [passages[at] for at in fresh]
        inside = SentenceRows.inside(shown, sentences)
        retrieval = Retrieval(kept, [passage.text for passage in shown], vectors, inside)
        return cls({ids[at]: passages[at] for at in fresh}, retrieval, vectors)

    def answer(self, words: str, query: Matrix, top: int) -> Answer:
        """The `top` best past passages, each verbatim with its place."""
        found = self.retrieval.search(words, query, top)
        echoes = tuple(Echo(_mention(self.places[f.passage]), round(f.score, 4)) for f in found)
        return Answer(self.retrieval.nothing_close(found), echoes)


class OpenRecalls:
    """The clients searched lately, at most `OPEN_AT_MOST`: the one left alone longest goes first. Thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: OrderedDict[str, Recall] = OrderedDict()
        self._cleared = 0

    @property
    def era(self) -> int:
        """Grows with every `clear`: what was read before a lock is not kept after it."""
        return self._cleared

    def get(self, client_id: str) -> Recall | None:
        with self._guard:
            if client_id in self._open:
                self._open.move_to_end(client_id)
            return self._open.get(client_id)

    def put(self, client_id: str, recall: Recall, era: int) -> None:
        """Keeps it, unless everything was cleared since `era`."""
        with self._guard:
            if era != self._cleared:
                return
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
            self._cleared += 1
        for recall in held:
            recall.vectors.drop()


def _mention(passage: Passage) -> Mention:
    return Mention(passage.document, passage.start, passage.end, passage.text)


def _layout(note: Note) -> Literal["prose", "cues", "rows"]:
    if note.source_name.lower().endswith((".vtt", ".srt")):
        return "cues"
    return "rows" if note.source_name.lower().endswith(".csv") else "prose"
