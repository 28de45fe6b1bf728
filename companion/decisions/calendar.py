"""In which order notes were written and which session each tells of: what a theme made of others needs to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from companion.decisions.places import Place
from companion.overview.sessions import session_index
from companion.record import Mention, NoteCard, Session


@dataclass(frozen=True, slots=True)
class Calendar:
    """`order` counts the notes, oldest first; `session` is the session that a note tells of, where it has a day."""

    order: Mapping[str, int]
    session: Mapping[str, int | None]
    sessions: int

    @classmethod
    def of(cls, sessions: Sequence[Session], cards: Iterable[NoteCard]) -> Calendar:
        """`cards` oldest first."""
        cards = tuple(cards)
        told = {note_id: at for at, session in enumerate(sessions) for note_id in session.note_ids}
        session = {card.id: told.get(card.id, session_index(sessions, card.session_date)) for card in cards}
        return cls({card.id: at for at, card in enumerate(cards)}, session, len(sessions))

    def sorted(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Oldest first, each place once."""
        once = {Place.of(mention): mention for mention in mentions}
        return tuple(sorted(once.values(), key=lambda m: (self.order.get(m.note_id, -1), m.start, m.end)))

    def strengths(self, mentions: Iterable[Mention]) -> list[int]:
        """How many of the mentions each session has."""
        counts = [0] * self.sessions
        for mention in mentions:
            session = self.session.get(mention.note_id)
            if session is not None:
                counts[session] += 1
        return counts
