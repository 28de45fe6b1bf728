"""What a question says of when: "at the end of October", "since Thanksgiving", "when did she first". The notes of that
time are favoured, never demanded: a therapist's memory of a date is often off by a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import re2

from companion.dates import dates_in

TOLD_WITHIN = timedelta(days=10)
"""What happened is told in the next session."""
SLOPE = 0.5
"""Favour of the very first note for "first", or the newest for "lately"; the others by their place between."""

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|mar|april|apr|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_IN_MONTH = re2.compile(
    r"(?i)(?:\b(?P<part>early|beginning|start|first\s+week|mid|middle|late|end|close|last\s+week)\b[\s-]*"
    r"(?:in\s+|of\s+|the\s+)*)?"
    rf"\b(?:in|of|since|before|after|by|until|during|from|around|last|this|early|mid|late)[\s-]+(?P<month>{_MONTH})\b"
    r"\.?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
_SEASONS = {
    "thanksgiving": (11, 20, 12, 2),
    "christmas": (12, 18, 1, 3),
    "holidays": (12, 15, 1, 5),
    "new year": (12, 28, 1, 8),
    "halloween": (10, 26, 11, 5),
    "valentine": (2, 10, 2, 18),
    "fourth of july": (7, 1, 7, 8),
    "labor day": (9, 1, 9, 9),
    "memorial day": (5, 23, 6, 2),
    "spring": (3, 15, 6, 15),
    "summer": (6, 10, 9, 10),
    "autumn": (9, 10, 12, 5),
    "last fall": (9, 10, 12, 5),
    "winter": (12, 1, 3, 15),
}
_SEASON = re2.compile(r"(?i)\b(" + "|".join(_SEASONS) + r")(?:'s|s)?\b")
_AFTER = re2.compile(r"(?i)\b(since|after)\b")
_BEFORE = re2.compile(r"(?i)\b(before|until|prior to)\b")
_FIRST = re2.compile(
    r"(?i)\b(first (?:time|mention(?:ed)?|report(?:ed)?|t[oe]ld|said|say|session|came|come|tried|started|noticed)"
    r"|did \w+ first|at intake|initially|originally|earliest|when (?:it|this|that) (?:began|started))\b"
)
_LATELY = re2.compile(r"(?i)\b(lately|recently|these days|last time|most recent(?:ly)?|latest|last session|nowadays)\b")


def favoured(words: str, days: Mapping[str, date | None]) -> dict[str, float]:
    """The notes (by id, with the day of their session) of the time that the words speak of, each with a share from 0 to
    1; nothing where they speak of no time, or of one from which there are no notes."""
    dated = {note_id: day for note_id, day in days.items() if day is not None}
    if not dated:
        return {}
    spans = _spans(words, min(dated.values()), max(dated.values()))
    if spans:
        return {note_id: 1.0 for note_id, day in dated.items() if any(start <= day <= end for start, end in spans)}
    if _FIRST.search(words):
        return _by_place(sorted(dated, key=lambda i: dated[i], reverse=True))
    if _LATELY.search(words):
        return _by_place(sorted(dated, key=lambda i: dated[i]))
    return {}


def _by_place(notes: list[str]) -> dict[str, float]:
    return {note_id: SLOPE * (place + 1) / len(notes) for place, note_id in enumerate(notes)}


def _spans(words: str, oldest: date, newest: date) -> list[tuple[date, date]]:
    """The days spoken of, in every year from which there are notes. "Since" and "before" reach to the ends."""
    spans = [span for found in _IN_MONTH.finditer(words) for span in _in_month(found, oldest, newest)]
    for season in _SEASON.finditer(words):
        spans += _in_season(_SEASONS[season.group(1).lower()], oldest, newest)
    spans += [(spot.day, spot.day + TOLD_WITHIN) for spot in dates_in(words, newest)]
    spans = [(start, end) for start, end in spans if start <= newest and end >= oldest]
    if spans and _AFTER.search(words):
        return [(max(start for start, _ in spans), newest)]
    if spans and _BEFORE.search(words):
        return [(oldest, min(start for start, _ in spans) - timedelta(days=1))]
    return spans


def _in_month(found: re2._Match, oldest: date, newest: date) -> list[tuple[date, date]]:
    month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found.group("month").lower()[:3]))
    years = [int(found.group("year"))] if found.group("year") else range(oldest.year, newest.year + 1)
    part = (found.group("part") or found.group(0).split()[0]).lower()
    return [_part_of(part, date(year, month, 1)) for year in years]


def _part_of(part: str, first: date) -> tuple[date, date]:
    """The third of the month that `part` names, or all of it; and the days in which it is told."""
    following = (first + timedelta(days=32)).replace(day=1)
    if part.startswith(("early", "beginning", "start", "first")):
        return first, first + timedelta(days=10) + TOLD_WITHIN
    if part.startswith("mid"):
        return first + timedelta(days=9), first + timedelta(days=20) + TOLD_WITHIN
    if part.startswith(("late", "end", "close", "last week")):
        return following - timedelta(days=10), following + TOLD_WITHIN
    return first, following + TOLD_WITHIN


def _in_season(season: tuple[int, int, int, int], oldest: date, newest: date) -> list[tuple[date, date]]:
    start_month, start_day, end_month, end_day = season
    spans = []
    for year in range(oldest.year - 1, newest.year + 1):
        end = date(year + (end_month < start_month), end_month, end_day)
        spans.append((date(year, start_month, start_day), end + TOLD_WITHIN))
    return spans
