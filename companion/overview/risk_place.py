"""A risk mention made of a place in a note: its day, and whether its sentence was copied forward."""

from __future__ import annotations

from companion.overview.reading import Reading
from companion.record import Assertion, RiskMention, RiskType


def risk_at(
    reading: Reading, kind: RiskType, said: Assertion, span: tuple[int, int], excerpt: tuple[int, int] = (0, 0)
) -> RiskMention:
    """The mention at `span`; without an `excerpt` of its own it is shown as it stands."""
    start, end = span
    place = reading.sentence_at(end - 1) or reading.sentence_at(start)
    return RiskMention(
        type=kind,
        assertion=said,
        date=reading.note.session_date or reading.note.filed_on,
        carried_forward=place is not None and place.start in reading.copied,
        mention=reading.mention(start, end),
        excerpt=reading.mention(*(excerpt if excerpt != (0, 0) else span)),
    )
