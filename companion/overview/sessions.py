"""The days on which client and therapist met, and how long ago, counted in sessions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from companion.overview.reading import Reading
from companion.record import Session

MEETINGS = frozenset({"intake", "progress", "plan", "transcript"})
"""Kinds of note that tell of a meeting; a phone contact, a measure or a journal page alone does not."""


def sessions_of(readings: Sequence[Reading]) -> tuple[Session, ...]:
    """One session for each day with a note that tells of a meeting, oldest first, with all notes of that day."""
    days: dict[date, list[str]] = {}
    met: set[date] = set()
    for reading in readings:
        if reading.day is None:
            continue
        days.setdefault(reading.day, []).append(reading.note.id)
        if reading.note.kind in MEETINGS:
            met.add(reading.day)
    return tuple(Session(day, tuple(days[day])) for day in sorted(met))


def sessions_since(sessions: Sequence[Session], day: date | None) -> int | None:
    """How many sessions came after `day`: 0 on the day of the last one or later. None without a day."""
    if day is None:
        return None
    return len(sessions) - bisect_right([session.date for session in sessions], day)


def session_index(sessions: Sequence[Session], day: date | None) -> int | None:
    """The session a day belongs to: its own, else the next one (a journal page is brought to it), else the last."""
    if day is None or not sessions:
        return None
    return min(bisect_left([session.date for session in sessions], day), len(sessions) - 1)
