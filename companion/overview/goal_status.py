"""What words say became of a goal, and the date they give."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Literal

from companion.overview.pattern import pattern, phrases
from companion.overview.rulebook import rules

Change = Literal["achieved", "discontinued", "active", "reopened"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?:" + "|".join(_MONTHS) + r")"
_DATE = pattern(
    r"\b(?P<one>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b"
    r"|\b(?P<iso>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"
    rf"|\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)?[ .-]*(?P<named>{_MONTH})[\p{{L}}]*[ .,-]*"
    r"(?P<named_year>\d{4}|\d{2})\b"
    rf"|\b(?P<spelled>{_MONTH})[\p{{L}}]*[ .-]*(?P<after>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]+(?P<spelled_year>\d{{4}})\b"
)


_SET_DATE = pattern(
    r"\b(?:opened|started?|begun|set|start date|target(?: date)?|due|est\w*\.?(?: date)?|(?:next )?review(?: date)?|"
    r"baseline)"
    r"[ \t:]*(?:on[ \t]+)?\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
)
"""A day of the plan's own, on which nothing became of the goal."""


def change_in(words: str, *, named: bool = False) -> Change | None:
    """The status that some words give a goal: the first list of the rules that fits, or nothing.

    `named`: the words stand beside the goal's number, where "done" and "close" are said of the goal too.
    """
    table, beside = rules("goals")["status"], rules("goals")["named"] if named else {}
    if phrases((*table["reopened"], *beside.get("reopened", ()))).search(words):
        return "reopened"
    if phrases(table["ended"]).search(words):
        return "discontinued"
    if phrases(table["undecided"]).search(words) or _IN_PART.search(words):
        return None
    first: tuple[int, Change] | None = None
    kinds: tuple[Change, ...] = ("discontinued", "achieved", "active")
    for kind in kinds:
        found = phrases((*table[kind], *beside.get(kind, ()))).search(words)
        if found and (first is None or found.start() < first[0]):
            first = found.start(), kind
    if first and first[1] == "discontinued" and phrases(table["taken_off"]).match(words[first[0] :]):
        return "achieved" if phrases(table["achieved"]).search(words) else "discontinued"
    return first[1] if first else None


_IN_PART = pattern(
    r"\b[1-9]?\d\s?%\s*(?:\p{L}+\s+)?(?:met|achieved|completed?|attained|reached|there|done)\b"
    r"|\b(?:met|achieved|reached|done)\s+(?:on|in|for)\s+\p{L}+\s+of\s"
)
""" "75% achieved", "met on two of five weeks"."""
FIRST = 4
"""Words behind a goal of a plan among which its status stands."""


BRIEF = 8
"""Words of a review that say nothing else than the status."""


def change_behind(said: str) -> Change | None:
    """The status in what a plan says behind a goal: first its first words, which speak of the goal itself."""
    if decided := _at_end(said):
        return decided
    first = " ".join([word for word in said.split() if any(c.isalnum() for c in word)][:FIRST])
    return change_in(first, named=True) or change_in(said, named=len(said.split()) <= BRIEF)


_SENTENCE = pattern(r"[.;]\s+|[.;]$")
_OF_GOAL = pattern(r"^(?:goal|target|aim|outcome)\b")
SHORT = 3
"""Words of a sentence that is a status and nothing else."""


def _at_end(said: str) -> Change | None:
    """The status in a short last sentence behind a longer one: "The bakery closed down. Target dropped."."""
    told = [part for part in (said[a:b].strip() for a, b in _spans(said)) if any(c.isalnum() for c in part)]
    brief = len(told) > 1 and len(told[-1].split()) <= SHORT
    brief = brief and (len(told[0].split()) > SHORT or _OF_GOAL.match(told[-1]) is not None)
    return change_in(told[-1], named=True) if brief else None


def _spans(said: str) -> list[tuple[int, int]]:
    return list(pairwise([0, *(m.end() for m in _SENTENCE.finditer(said)), len(said)]))


def date_in(words: str, near: date | None = None) -> date | None:
    """The first date of some words; where month and day could change places, the day closer to `near`."""
    words = _SET_DATE.sub(" ", words)
    found = _DATE.search(words)
    if not found:
        return _short_date_in(words, near)
    if found.group("iso"):
        tried = [_day(found.group("iso"), found.group("month"), found.group("day"))]
    elif found.group("named"):
        tried = [_day(found.group("named_year"), _month(found.group("named")), found.group("before"))]
    elif found.group("spelled"):
        tried = [_day(found.group("spelled_year"), _month(found.group("spelled")), found.group("after"))]
    else:
        year, one, other = found.group("year"), found.group("one"), found.group("other")
        tried = [_day(year, one, other), _day(year, other, one)]
    days = [day for day in tried if day]
    told = [day for day in days if near is None or (day - near).days <= LATE]
    return min(told or days, key=lambda day: abs((day - near).days) if near else 0, default=None)


LATE = 7
"""Days by which a note may be dated before what it tells of: beyond them it is the other way to read a date."""
_SHORT = pattern(
    r"\b(?:met|achieved|completed?|attained|accomplished|reached|done|closed|finished|dropped|discontinued|d/c|removed|"
    r"withdrawn|reopened)(?:[ \t]+(?:on|as of|since))?[ \t]*[,:(–—-]{0,2}[ \t]*(\d{1,2})/(\d{1,2})(?:[^/\d]|$)"
)


def _short_date_in(words: str, near: date | None) -> date | None:
    """A day without its year behind a word of status, "met 3/4": the last such day before `near`."""
    found = _SHORT.search(words)
    if not found or near is None:
        return None
    tried = (_day(str(year), found.group(1), found.group(2)) for year in (near.year, near.year - 1))
    return next((day for day in tried if day and (day - near).days <= LATE), None)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year) if int(year) > 99 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return None
