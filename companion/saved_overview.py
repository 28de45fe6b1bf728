"""What is kept in a client's file so that opening a chart is one read: the findings, and what the notes are called."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from pydantic import TypeAdapter, ValidationError

from companion.record import ClientOverview, NoteCard

MADE_BY = version("eyeline")
HELD_AT_MOST = 8
"""Overviews held decoded: some MB each where there are hundreds of notes."""


@dataclass(frozen=True, slots=True)
class SavedOverview:
    """`cards` are all notes, oldest first. Another version of Eyeline (`made_by`) reads the notes anew. `meant_by` is
    the model whose meanings of all sentences it was made with; empty where some were not known yet."""

    made_by: str
    overview: ClientOverview
    cards: tuple[NoteCard, ...]
    meant_by: str

    def to_json(self) -> str:
        return _SHAPE.dump_json(self).decode("utf-8")

    @classmethod
    def from_json(cls, kept: str | None) -> SavedOverview | None:
        """None where there is none or it was made in another shape."""
        try:
            return _SHAPE.validate_json(kept or "")
        except ValidationError:
            return None


_SHAPE = TypeAdapter(SavedOverview)


class HeldOverviews:
    """The saved overviews that were read last, decoded: decoding one of 300 notes takes 25 ms, most of an echo's time.
    What is kept in the client's file is read at each look, and stands. Thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held: OrderedDict[str, tuple[str, SavedOverview]] = OrderedDict()
        self._cleared = 0

    def read(self, client_id: str, kept: Callable[[], str | None]) -> SavedOverview | None:
        """None where there is none or it was made in another shape. What was read before a `clear` is not held after
        it."""
        with self._guard:
            era, held = self._cleared, self._held.get(client_id)
        now = kept()
        if held is not None and held[0] == now:
            saved: SavedOverview | None = held[1]
        else:
            saved = SavedOverview.from_json(now)
        with self._guard:
            if now is not None and saved is not None and era == self._cleared:
                self._held[client_id] = (now, saved)
                self._held.move_to_end(client_id)
                while len(self._held) > HELD_AT_MOST:
                    self._held.popitem(last=False)
        return saved

    def forget(self, client_id: str) -> None:
        """The client is gone."""
        with self._guard:
            self._held.pop(client_id, None)

    def clear(self) -> None:
        """The vault was locked."""
        with self._guard:
            self._held.clear()
            self._cleared += 1
