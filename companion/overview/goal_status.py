"""What words say became of a goal, and the date they give."""

from __future__ import annotations

from datetime import date
from typing import Literal

from companion.overview.pattern import pattern, phrases
from companion.overview.rulebook import rules

Change = Literal["achieved", "discontinued", "active", "reopened"]

_DATE = pattern(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


def change_in(words: str) -> Change | None:
    """The status that some words give a goal: the first list of the rules that fits, or nothing."""
    table = rules("goals")["status"]
    if phrases(table["reopened"]).search(words):
        return "reopened"
    if phrases(table["undecided"]).search(words):
        return None
    first: tuple[int, Change] | None = None
    kinds: tuple[Change, ...] = ("discontinued", "achieved", "active")
    for kind in kinds:
        found = phrases(table[kind]).search(words)
        if found and (first is None or found.start() < first[0]):
            first = found.start(), kind
    return first[1] if first else None


def date_in(words: str) -> date | None:
    """The first date as an American clinician writes it."""
    found = _DATE.search(words)
    if not found:
        return None
    try:
        if found.group(4):
            return date(int(found.group(4)), int(found.group(5)), int(found.group(6)))
        year = int(found.group(3))
        return date(year if year > 99 else 2000 + year, int(found.group(1)), int(found.group(2)))
    except ValueError:
        return None
