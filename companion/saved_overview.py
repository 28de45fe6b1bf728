"""What is kept in a client's file so that opening a chart is one read: the findings, and what the notes are called."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from pydantic import TypeAdapter, ValidationError

from companion.record import ClientOverview, NoteCard, NoteClass

MADE_BY = version("eyeline")


@dataclass(frozen=True, slots=True)
class SavedOverview:
    """`cards` are all notes it was made of, oldest first. Another version of Eyeline (`made_by`) reads the notes anew.
    `meant_by` is the model whose meanings of all sentences it was made with; empty where some were not known yet.
    It was made without the notes of the classes `without`, which were not shown: `hidden_count` of them."""

    made_by: str
    overview: ClientOverview
    cards: tuple[NoteCard, ...]
    meant_by: str
    without: tuple[NoteClass, ...] = ()
    hidden_count: int = 0

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
