"""Goals that a plan counts but does not name: "(a)", "IV.", "Two.", "Strand B -", "T1", "->", below a title alone.

Whatever word stands before the count, lines that count up from one are one list. It is the plan's list of goals, unless
its heading or that word says that it is something else (methods, a safety plan, sessions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from companion.overview.pattern import pattern, phrases
from companion.overview.plan_item import Item
from companion.overview.plan_lines import joined_lines
from companion.overview.rulebook import rules

_WORDS = "one two three four five six seven eight".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth".split()
_NTH = "1st 2nd 3rd 4th 5th 6th 7th 8th".split()
_ROMANS = "i ii iii iv v vi vii viii".split()
_LETTERS = list("abcdefgh")
_STYLES = {"letter": _LETTERS, "roman": _ROMANS, "word": _WORDS, "ordinal": _ORDINALS, "nth": _NTH}
_COUNT = r"\d{1,2}|[A-H]|[IVX]{1,4}|" + "|".join((*_WORDS, *_ORDINALS, *_NTH))
_SIGN = r"(?:[)\].:,/]+(?:[ \t]+|$)|[ \t]*(?:[-–—=]+>?|>)[ \t]+)"
_ASIDE = r"(?:[ \t]*\([^)\n]{0,20}\))?"
_BARE = pattern(rf"^[ \t]*[*_>•-]*[ \t]*[(\[]?(?P<count>{_COUNT})[)\]]?{_ASIDE}{_SIGN}(?:to\s+)?")
_NAMED = pattern(
    rf"^[ \t]*[#*_>•-]*[ \t]*(?P<name>\p{{L}}{{1,14}}(?:[ \t]\p{{L}}{{1,14}})?|#)[ \t]*[#(\[-]?"
    rf"(?P<count>{_COUNT})[)\]]?{_ASIDE}(?:{_SIGN}|[ \t]+)(?:to\s+)?"
)
_BULLET = pattern(r"^[ \t]*(?:[-–*•·o‣▪●◦~+]|[-=]+>|→)[ \t]+(?:\[ ?\][ \t]*)?")
_FIGURE = re.compile(r"\d")
_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b")
FEWEST = 2
HEADING = 9
"""Words of a line that may be a heading."""


@dataclass(slots=True)
class _Series:
    name: str
    style: str
    heading: str
    spans: list[tuple[int, int]] = field(default_factory=list)

    def items(self) -> tuple[Item, ...]:
        """Its lines as goals of a plan that calls nothing a goal."""
        counted = self.style != "bullet"
        return tuple(Item("loose", n if counted else None, a, b) for n, (a, b) in enumerate(self.spans, 1))


def series_items(text: str) -> tuple[Item, ...]:
    """The first counted list, else the first list with signs; nothing where neither has two lines."""
    found = [s for s in _all_series(text) if len(s.spans) >= FEWEST and not _is_other(s)]
    counted = [s for s in found if s.style != "bullet"]
    return next((s.items() for s in (*counted, *found)), ())


def is_other_list(text: str, start: int) -> bool:
    """The line at `start` stands below a heading of something that is no goal."""
    above = [line for line in text[:start].splitlines() if line.strip()]
    heading = next((line for line in reversed(above) if not (_BARE.match(line) or _BULLET.match(line))), "")
    return _is_no_goals(heading)


def _is_no_goals(heading: str) -> bool:
    """A short line that names something else; one with a code or a figure in it, but for a date, heads nothing."""
    if len(heading.split()) > HEADING or _FIGURE.search(_DATE.sub("", heading)):
        return False
    return phrases(rules("goals")["unnamed"]["not_below"]).search(heading) is not None


def _is_other(series: _Series) -> bool:
    return _is_no_goals(series.heading) or bool(
        series.name and phrases(rules("goals")["unnamed"]["not_counted"]).search(series.name)
    )


def _all_series(text: str) -> list[_Series]:
    """Every list in order. A line between two members belongs to the first of them; a short one may head the next."""
    heading, found = "", list[_Series]()
    open_: dict[str, _Series] = {}
    for start, stop in joined_lines(text):
        line = text[start:stop].rstrip()
        if not line.strip():
            continue
        name, count, body = _member(line)
        series = open_.get(name)
        if not body or (count and (style := _first(count)) is None and not (series and _goes_on(series, count))):
            heading, open_ = line, {k: s for k, s in open_.items() if s.style != "bullet"}
            continue
        if not count:
            style = "bullet"
        if series is None or (count and not _goes_on(series, count)):
            series = open_[name] = _Series(name, style or "", heading)
            found.append(series)
        series.spans.append((start + body, start + len(line)))
    return found


def _member(line: str) -> tuple[str, str, int]:
    """The word before the count, the count, and where the words begin: 0 for a line that is no member of a list."""
    if bare := _BARE.match(line):
        return "", str(bare.group("count")), bare.end()
    if named := _NAMED.match(line):
        return str(named.group("name")).lower(), str(named.group("count")), named.end()
    bullet = _BULLET.match(line)
    return ("•", "", bullet.end()) if bullet else ("", "", 0)


def _first(count: str) -> str | None:
    """The style of a list that begins with this count."""
    if count == "1":
        return "digit"
    return next((style for style, counts in _STYLES.items() if counts[0] == count.lower()), None)


def _goes_on(series: _Series, count: str) -> bool:
    place = len(series.spans)
    if series.style == "digit":
        return count == str(place + 1)
    counts = _STYLES.get(series.style, [])
    return place < len(counts) and counts[place] == count.lower()
