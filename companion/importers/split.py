"""One text with many dated notes, cut at its date headings: an EHR's export of a whole chart.

Wrongly cutting one note is worse than leaving an export whole, so much is asked: headings of one shape, at least two
days, in order of time, each with a note's words below it. What they look like is data (rules/date_headings.json).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import re2

from companion.dates import dates_in

AFTER_AT_MOST = 60
"""Characters behind the date of a heading: with more, it is a sentence that happens to begin like one."""
WORDS_BELOW = 80
"""Characters that a note has below its heading; a list of appointments or scores has fewer."""
SHORT_AT_MOST = 0.34
"""The share of notes that may have fewer (a "no show")."""
BEFORE_AT_MOST = 8
"""Lines above its heading with which each note may begin (a title, the client's name)."""
_DATE = r"(\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_PART = re2.compile(r"(?s)^(.+)\[\d+:\d+\]$")
_DIGITS = re2.compile(r"\d+|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")


def _shapes() -> tuple[tuple[re2._Regexp, int], ...]:
    """Each shape's pattern, and how many headings of it split a text."""
    told = json.loads((files(__package__) / "rules" / "date_headings.json").read_text(encoding="utf-8"))
    return tuple(
        (re2.compile("(?mi)^" + shape["pattern"].replace("{date}", _DATE)), int(shape.get("at_least", 2)))
        for shape in told["headings"]
    )


_SHAPES = _shapes()
"""Read when this file is: later, in a worker, no file opens."""


@dataclass(frozen=True, slots=True)
class Part:
    """One note of the text: `text[start:end]`, under a heading of that day."""

    start: int
    end: int
    day: date
    heading: str


def split_file(name: str) -> str | None:
    """The file of which a note of that name is a part; None where it is a whole one."""
    found = _PART.match(name)
    return str(found.group(1)) if found else None


def parts_of(text: str) -> list[Part]:
    """The notes of an export in the order of the text, all of its characters; empty where the text is one note."""
    best: list[_Heading] = []
    for shape, at_least in _SHAPES:
        found = _headings(text, shape)
        if len(found) > len(best) and len(found) >= at_least and _in_order(found) and _have_words(text, found):
            best = found
    if not best:
        return []
    starts = [0, *_begins(text, best)[1:]]
    ends = [*starts[1:], len(text)]
    return [Part(s, e, h.day, h.line) for s, e, h in zip(starts, ends, best, strict=True)]


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    day: date
    line: str


def _headings(text: str, shape: re2._Regexp) -> list[_Heading]:
    found = []
    for match in shape.finditer(text):
        begins = match.start(1)
        line_start = text.rfind("\n", 0, begins) + 1
        line_end = (text.find("\n", begins) + 1 or len(text) + 1) - 1
        line = text[line_start:line_end]
        days = [spot for spot in dates_in(line) if spot.whole and line_start + spot.start == begins]
        if days and len(line) - days[0].end <= AFTER_AT_MOST:
            found.append(_Heading(match.start(), line_end, days[0].day, text[match.start() : line_end]))
    return found


def _in_order(found: list[_Heading]) -> bool:
    """At least two days, only ever later or only ever earlier."""
    days = [heading.day for heading in found]
    return len(set(days)) > 1 and (days == sorted(days) or days == sorted(days, reverse=True))


def _have_words(text: str, found: list[_Heading]) -> bool:
    ends = [*(heading.start for heading in found[1:]), len(text)]
    bodies = [len(" ".join(text[heading.end : end].split())) for heading, end in zip(found, ends, strict=True)]
    short = sum(body < WORDS_BELOW for body in bodies)
    return len(bodies) - short > 1 and short <= SHORT_AT_MOST * len(bodies)


def _begins(text: str, found: list[_Heading]) -> list[int]:
    """Where each note begins: at its heading, or at lines above it that stand above every heading alike."""
    begins = [heading.start for heading in found]
    for _ in range(BEFORE_AT_MOST):
        above = [_line_above(text, begin) for begin in begins]
        if any(start is None for start, _ in above) or len({line for _, line in above}) > 1:
            break
        begins = [start for start, _ in above if start is not None]
    return begins


def _line_above(text: str, begin: int) -> tuple[int | None, str]:
    """(Where the line above begins, that line without its numbers and months); None at the text's begin."""
    if begin == 0:
        return None, ""
    start = text.rfind("\n", 0, begin - 1) + 1
    return start, str(_DIGITS.sub("#", text[start:begin].strip().lower()))
