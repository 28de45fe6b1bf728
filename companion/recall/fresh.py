"""A folder's notes, ready to be asked: everything worked out at once, nothing kept."""

from __future__ import annotations

from collections.abc import Sequence

from companion.overview import find_people, read, to_be_read
from companion.recall.asking import asking
from companion.recall.recall import ReadNote, Recall
from companion.record import Answer, Note
from index import Embedder, VectorStore


class FreshRecall:
    """Past words of notes that are only looked at. `notes` oldest first."""

    def __init__(self, notes: Sequence[Note], embedder: Embedder) -> None:
        readings = read(notes)
        wanted = [to_be_read(reading) for reading in readings]
        rows = iter(embedder.encode_passages([place.quote for places in wanted for place in places]))
        read_notes = {
            reading.note.id: ReadNote([(place.start, place.end) for place in places], [next(rows) for _ in places])
            for reading, places in zip(readings, wanted, strict=True)
        }
        self._embedder = embedder
        self._people = find_people(readings)
        self._days = {note.id: note.session_date for note in notes}
        self._recall = Recall.build(VectorStore(), notes, read_notes)

    def answer(self, words: str, top: int) -> Answer:
        """The `top` best places, best first."""
        asked = asking(words, self._people, self._days)
        return self._recall.answer(asked, self._embedder.encode_query(*asked.words), top)
