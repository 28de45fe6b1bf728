"""A note as the index wants it."""

from __future__ import annotations

from typing import Literal

from companion.record import Note
from index import Document


def document(note: Note) -> Document:
    """A note as the index wants it: a text with an id and a layout."""
    return Document(note.id, note.text, _layout(note))


def _layout(note: Note) -> Literal["prose", "cues", "rows"]:
    if note.source_name.lower().endswith((".vtt", ".srt")):
        return "cues"
    return "rows" if note.source_name.lower().endswith(".csv") else "prose"
