"""Tasks set for between sessions, what a later note says came of them, and what was left last time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from companion.overview.goal_mentions import Rarity, stop_words
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.sessions import MEETINGS
from companion.overview.task_outcome import outcome_of
from companion.overview.task_reports import report_on
from companion.overview.tasks import tasks_of
from companion.record import FollowUp, Mention, Session

LATER_SESSIONS = 2
"""How many sessions after it was set a task is asked about."""
GLANCE = 8
REPORTING = frozenset({"progress", "journal", "transcript", "contact"})


def find_follow_ups(readings: Sequence[Reading], sessions: Sequence[Session]) -> tuple[FollowUp, ...]:
    """Every task, oldest first, with what the next sessions' notes say of it."""
    rarity = Rarity(readings, stop_words("follow_ups"))
    tasks = tasks_of(readings)
    found: list[FollowUp] = []
    for place, reading in enumerate(readings):
        until = _asked_until(reading, sessions)
        later = [
            (r, tasks[place + 1 + nth])
            for nth, r in enumerate(readings[place + 1 :])
            if r.note.kind in REPORTING and _between(reading.day, r.day, until)
        ]
        for task in tasks[place]:
            reported = report_on(task, later, rarity)
            found.append(FollowUp(task, outcome_of(reported.quote, task.quote) if reported else None, reported))
    return tuple(found)


def left_last_time(readings: Sequence[Reading], sessions: Sequence[Session]) -> tuple[tuple[Mention, ...], date | None]:
    """One or two tasks of the newest meeting's note that set any, in short, and that session's day."""
    met = {session.date for session in sessions}
    for reading, found in reversed(list(zip(readings, tasks_of(readings), strict=True))):
        if reading.note.kind in MEETINGS and reading.day in met and found:
            return tuple(_at_a_glance(reading, task) for task in found[:2]), reading.day
    return (), None


def _between(after: date | None, day: date | None, until: date | None) -> bool:
    return after is not None and day is not None and after < day and (until is None or day <= until)


def _asked_until(reading: Reading, sessions: Sequence[Session]) -> date | None:
    after = [s.date for s in sessions if reading.day and s.date > reading.day]
    return after[min(LATER_SESSIONS, len(after)) - 1] if after else None


_BREAK = pattern(r"[;,:]\s+|\s[-–—]\s|\s\(")
_TURNS = "not|no|never|without|w/o|unless|until|except|only|if|when|once|provided|as long|don't|doesn't"
_TURN = pattern(rf"^[\s(:;,–—-]*(?:and\s+|but\s+|or\s+)?(?:{_TURNS})\b")


def _at_a_glance(reading: Reading, task: Mention) -> Mention:
    """The task's leading clauses in eight words where they allow; a turn ("but not ...") is never cut off."""
    if len(task.quote.split()) <= GLANCE:
        return task
    cuts = [m.start() for m in _BREAK.finditer(task.quote) if not _TURN.match(task.quote[m.start() :])]
    fitting = [cut for cut in cuts if 2 <= len(task.quote[:cut].split()) <= GLANCE]
    if not fitting:
        return task
    return reading.mention(task.start, task.start + fitting[-1])
