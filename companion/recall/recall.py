"""Search over one client's past words, in memory: joins notes, passages and vectors into answers with sources."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from companion.recall.asking import Asking
from companion.recall.document import document
from companion.record import Answer, Echo, Mention, Note
from index import (
    Question,
    Retrieval,
    Sentence,
    Vectors,
    VectorStore,
    blocks,
    fingerprint,
)

Matrix = npt.NDArray[np.float32]
Row = npt.NDArray[np.float32]

REMEMBERED = 64
"""Questions whose vectors a client's handle keeps: a search typed on, or asked again."""
COPIED = 40
"""Characters from which the same sentence in a later note is a copy. "Homework not done." is said anew."""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """What is known of a note's sentences: (start, end) places, ascending, and a unit vector for each."""

    places: Sequence[tuple[int, int]]
    vectors: Sequence[Row]


class Recall:
    """One client's past words, ready to be searched. Lives as long as the client's handle and dies with it."""

    def __init__(self, texts: Mapping[str, str], sentences: Sequence[Sentence], vectors: Vectors) -> None:
        self.vectors = vectors
        self._texts = texts
        self._asked: OrderedDict[tuple[str, ...], Row] = OrderedDict()
        said = [texts[one.document][one.start : one.end] for one in sentences]
        self._retrieval = Retrieval(sentences, said, vectors)

    @classmethod
    def build(cls, store: VectorStore, notes: Sequence[Note], read: Mapping[str, ReadNote]) -> Recall:
        """`notes` oldest first; `read` has what is known of their sentences by note. What was copied forward is left
        out: the note it was first written in answers for it."""
        told = [one for note in notes if note.id in read for one in _told(note, read[note.id])]
        fresh = _fresh(told, {note.id: note.text for note in notes})
        rows = np.stack([vector for _, vector in fresh]) if fresh else np.zeros((0, 0), np.float32)
        vectors = store.hold(list(range(len(fresh))), np.ascontiguousarray(rows, np.float32))
        return cls({note.id: note.text for note in notes}, [sentence for sentence, _ in fresh], vectors)

    def remembered(self, words: tuple[str, ...], make: Callable[..., Row]) -> Row:
        """The vector of a question asked before, or what `make` gives for it, kept. For searches alone: what is typed
        for echoes is not kept."""
        vector = self._asked.pop(words, None)
        self._asked[words] = vector = make(*words) if vector is None else vector
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return vector

    def answer(self, asked: Asking, vector: Row, top: int) -> Answer:
        """The `top` best places for what is asked, whose meaning is `vector`; each verbatim."""
        results = self._retrieval.search(Question(asked.words[0], vector, asked.same, asked.favoured), top)
        echoes = tuple(
            Echo(self._mention(one.document, one.start, one.end), round(one.score, 4)) for one in results.found
        )
        return Answer(results.nothing_close, echoes)

    def _mention(self, note_id: str, start: int, end: int) -> Mention:
        return Mention(note_id, start, end, self._texts[note_id][start:end])


def _told(note: Note, read: ReadNote) -> Iterator[tuple[Sentence, Row]]:
    """The note's sentences, each with the block that it stands in."""
    begins = [start for start, _ in blocks(document(note))]
    for (start, end), vector in zip(read.places, read.vectors, strict=True):
        yield Sentence(note.id, start, end, bisect_right(begins, start)), vector


def _fresh(told: Sequence[tuple[Sentence, Row]], texts: Mapping[str, str]) -> list[tuple[Sentence, Row]]:
    """Without what stands in an earlier note already. No run of sentences reaches over what was left out."""
    first: dict[str, str] = {}
    kept: list[tuple[Sentence, Row]] = []
    left_out = 0
    for sentence, vector in told:
        words = fingerprint(texts[sentence.document][sentence.start : sentence.end])
        if len(words) >= COPIED and first.setdefault(words, sentence.document) != sentence.document:
            left_out += 1
        else:
            kept.append((replace(sentence, block=sentence.block + left_out), vector))
    return kept
