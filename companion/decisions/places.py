"""Where a mention stands. A new version of Eyeline may cut the same words a little otherwise: overlap tells them."""

from __future__ import annotations

from dataclasses import dataclass

from companion.record import Mention


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a note, without its words."""

    note_id: str
    start: int
    end: int

    @classmethod
    def of(cls, mention: Mention) -> Place:
        return cls(mention.note_id, mention.start, mention.end)

    def shared(self, other: Place) -> int:
        """How many characters both hold; 0 in two notes."""
        if self.note_id != other.note_id:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))
