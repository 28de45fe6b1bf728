"""What a client's sentences mean, for the overview: worked out by the index's model, held in the client's own file.

Each sentence is read once, so a new note costs its own sentences alone. One that is not read yet has a row of zeros,
near to nothing: an overview made at once after an import goes by the words of what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from companion.overview import Matrix, read, to_be_read
from companion.record import Mention, Note
from companion.shown_notes import ShownNotes
from companion.vault import ClientFile, SentenceVectors
from index import Embedder

AT_ONCE = 256
"""Sentences worked out in one go, a whole note at least."""


class Examples:
    """Vectors of the example sentences in our own data files, worked out once for all clients."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Matrix] = {}

    def of(self, texts: tuple[str, ...]) -> Matrix:
        missing = [text for text in texts if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._embedder.encode_passages(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


class FreshMeaning:
    """Works everything out and keeps nothing: for a folder that is only looked at."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._examples = Examples(embedder)

    def of(self, places: Sequence[Mention]) -> Matrix:
        return self._embedder.encode_passages([place.quote for place in places])

    def of_ours(self, texts: tuple[str, ...]) -> Matrix:
        return self._examples.of(texts)


class HeldMeaning:
    """What is held of a client's shown notes. `empty`: nothing; `notes`: whose sentences have all been read."""

    def __init__(self, shown: ShownNotes, model: str, examples: Examples) -> None:
        self._examples = examples
        found = shown.sentences(model)
        self._held = by_place(found)
        self.notes = found.keys()
        self.empty = not self._held

    def of(self, places: Sequence[Mention]) -> Matrix:
        found = [self._held.get((place.note_id, place.start)) for place in places]
        nothing = np.zeros_like(next(iter(self._held.values())))
        return np.stack([nothing if vector is None else vector for vector in found])

    def of_ours(self, texts: tuple[str, ...]) -> Matrix:
        return self._examples.of(texts)


def by_place(held: Mapping[str, SentenceVectors]) -> dict[tuple[str, int], Matrix]:
    """The vector of each sentence that has been read, by its note and start."""
    return {
        (note_id, start): vector
        for note_id, found in held.items()
        for (start, _), vector in zip(found.places, found.vectors, strict=True)
    }


def read_sentences(file: ClientFile, notes: Sequence[Note], embedder: Embedder) -> Iterator[int]:
    """Works out and keeps what sentences mean that are not read yet, some notes at a time, and says how many sentences
    that were. Stopped between two steps, it goes on from there."""
    held = {note_id: found.places for note_id, found in file.sentences(embedder.name).items()}
    waiting: dict[str, tuple[Mention, ...]] = {}
    for reading in read(notes):
        wanted = to_be_read(reading)
        if held.get(reading.note.id) != _places(wanted):
            waiting[reading.note.id] = wanted
        if sum(map(len, waiting.values())) >= AT_ONCE:
            yield _keep(file, waiting, embedder)
            waiting = {}
    if waiting:
        yield _keep(file, waiting, embedder)


def _keep(file: ClientFile, waiting: dict[str, tuple[Mention, ...]], embedder: Embedder) -> int:
    texts = sorted({place.quote for wanted in waiting.values() for place in wanted})
    known = dict(zip(texts, embedder.encode_passages(texts), strict=True))
    for note_id, wanted in waiting.items():
        vectors = np.stack([known[place.quote] for place in wanted]) if wanted else np.zeros((0, 0), np.float32)
        file.save_sentences(embedder.name, note_id, SentenceVectors(_places(wanted), vectors))
    return len(texts)


def _places(wanted: Sequence[Mention]) -> tuple[tuple[int, int], ...]:
    return tuple((place.start, place.end) for place in wanted)
