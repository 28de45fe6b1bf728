"""The page before a session: what answers three questions in thirty seconds, and no word more.

People read some 240 words a minute: 120 words in thirty seconds. An excerpt is never cut, so what does not fit is left
out whole, the least needed first, and counted. The first of each question always stands, however long it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from companion.decisions import Decided, DecidedTheme
from companion.record import Client
from companion.service import present, present_detail, window_replies
from companion.service.detail_replies import FollowUpRow
from companion.service.present import Cards, source
from companion.service.replies import GoalRow, Reply, Source

WORDS = 120
"""Words of the notes on the page."""
LEFT_OFF, THEMES, FOLLOW_UPS, GOALS, SCORES = 2, 3, 3, 2, 2
"""Rows at most, of each."""

R = TypeVar("R", bound=Reply)


def brief_reply(client: Client, decided: Decided, waiting: int) -> window_replies.BriefReply:
    cards, overview = decided.cards, decided.overview
    safety = present.safety_row(decided.safety(), cards)
    last = overview.sessions[-1].date if overview.sessions else None
    follow_ups = [one for one in decided.follow_ups() if one.follow_up.outcome is None]
    goals = [one for one in decided.goals() if one.status == "active"]
    room = Room(WORDS - _words(safety.source.quote if safety.source else ""))
    left_off = room.take([source(one, cards) for one in overview.last_time], LEFT_OFF, _quote)
    rows = [present_detail.follow_up_row(one, cards) for one in follow_ups]
    untold = [row for row in rows if not _told(row, left_off)]
    tasks = room.take(untold, FOLLOW_UPS, lambda row: row.source.quote)
    goal_rows = room.take([present.goal_row(one, cards) for one in goals], GOALS, _goal)
    themes = room.take(_touched(decided.themes(), last, cards), THEMES, lambda row: row.label)
    return window_replies.BriefReply(
        client=present.client_card(client),
        record_number=client.record_number or "",
        last_session=last,
        session_count=len(overview.sessions),
        left_off=left_off,
        themes=themes,
        scores=_scores(decided)[:SCORES],
        follow_ups=tasks,
        follow_ups_open=len(untold),
        goals=goal_rows,
        goals_open=len(goals),
        safety=safety,
        notes_waiting=waiting,
    )


def quoted(reply: window_replies.BriefReply) -> list[str]:
    """The notes whose words stand in it."""
    sources = [*reply.left_off, *(theme.source for theme in reply.themes), *(score.source for score in reply.scores)]
    sources += [task.source for task in reply.follow_ups]
    sources += [goal.source for goal in reply.goals if goal.source]
    sources += [reply.safety.source] if reply.safety.source else []
    return list(dict.fromkeys(one.note_id for one in sources))


class Room:
    """What is left of the page's words."""

    def __init__(self, words: int) -> None:
        self._left = words

    def take(self, rows: Iterable[R], at_most: int, said: Callable[[R], str]) -> list[R]:
        """The first of the rows, and the next ones as far as they fit."""
        taken: list[R] = []
        for row in rows:
            count = _words(said(row))
            if len(taken) == at_most or (taken and count > self._left):
                break
            self._left -= count
            taken.append(row)
        return taken


def _told(row: FollowUpRow, left_off: Iterable[Source]) -> bool:
    """Whether it stands on the page already: what was left last time is mostly what was set."""
    task = row.source
    return any(one.note_id == task.note_id and one.start < task.end and task.start < one.end for one in left_off)


def _touched(themes: Iterable[DecidedTheme], last: date | None, cards: Cards) -> list[window_replies.TouchedTheme]:
    """Themes of the last session, in their order."""
    found = []
    for one in themes:
        mention = next((m for m in one.theme.mentions if cards[m.note_id].session_date == last), None)
        if mention and last and not one.hidden:
            touched = source(mention, cards)
            found.append(window_replies.TouchedTheme(key=one.theme.key, label=one.theme.label, source=touched))
    return found


def _scores(decided: Decided) -> list[window_replies.BriefScore]:
    """The last total of each measure, the one given last first."""
    by_day = []
    for instrument, scores in present.given_scores(decided.overview).items():
        last, before = scores[-1], scores[-2].total if len(scores) > 1 else None
        if last.total is not None and last.date is not None:
            row = window_replies.BriefScore(
                instrument=instrument, total=last.total, before=before, source=source(last.mention, decided.cards)
            )
            by_day.append((last.date, row))
    return [row for _, row in sorted(by_day, key=lambda one: one[0], reverse=True)]


def _quote(row: Source) -> str:
    return row.quote


def _goal(row: GoalRow) -> str:
    return row.short


def _words(text: str) -> int:
    return len(text.split())
