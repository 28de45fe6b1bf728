"""A printed page back to lines as they were written: one a paragraph, a heading or a table's row.

Where a line was broken only because the page was full, the two are one again: the next line's first word would not have
fitted behind it. Anything that begins like an item, a label or a heading stays a line of its own. A heading or footing
that stands on several pages is kept once, so that it cuts no sentence in two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

import re2

_WIDTHS = {**dict.fromkeys("fIt !|.,;:", 28), **dict.fromkeys("ijl'", 22), **dict.fromkeys('r()[]-/"', 33)}
_WIDE = {"m": 83, "w": 72, "M": 83, "W": 94, "@": 101, "%": 89, "—": 100}
"""Hundredths of the type size in common proportional type; a letter is 54 otherwise, a capital 68."""
_WRAPPED_FROM = 60
"""Letters: where the longest line is shorter, nothing was broken by the page's edge (a list, a form)."""
_MOSTLY = 0.75
ROUGHLY = 0.985
"""Of the longest line, where type is measured by its letters: a line that reaches as far is full."""
EDGE_AT_MOST = 4
"""Lines of a page's heading or footing."""
PLACE_DIFFERS_AT_MOST = 2
"""Lines: blank ones are made from the room between, which is rounded."""
RUN_ON_FROM = 0.75
"""The share of full lines above labels from which on labels were broken to their lines by the page's edge."""
_GAP = re2.compile(r" {3,}|\t+")
"""Room between two cells of a row."""
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_NUMBERED = re2.compile(r"(?i)^\W*(?:page|pg\.?)\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$")
_BARE_NUMBER = re2.compile(r"^[-–— ]*(\d{1,4})[-–— ]*$")
_NUMBER_IN = re2.compile(r"(?i)\b(?:page|pg\.?)\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?")
_BEGINS = re2.compile(
    r"^(?:[-*•·▪◦‣+>–—#]|\[[ xX]?\]|\(?\d{1,2}[.)]\s|\(?[a-zA-Z][.)]\s|\d{1,2}/\d{1,2}/\d{2,4}\b|\d{4}-\d\d-\d\d\b"
    r"|(?:[A-Z][\p{L}'/&-]*)(?: [\p{L}\d'/&()#-]+){0,3}:(?:\s|$)|[A-Z][A-Z &/-]{3,}$)"
)
"""What begins a line of its own: a bullet, a number, a date, a label, a heading in capitals."""
_GOES_ON = re2.compile(
    r"(?i)(?:,|:|\b(?:a|an|the|of|at|in|on|to|for|from|by|with|w/|and|or|but|nor|than|as|is|are|was|were|be|been|has|had"
    r"|have|his|her|hers|their|my|our|your|its|she|he|they|we|i|not|no|per|re|dr\.|ms\.|mr\.|mrs\.|vs\.?|that|which|who))$"
)
"""How no line ends by itself: whatever stands on the next one belongs to it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Its lines from top to bottom, blank ones where there is room between; and where each ends, in points from the
    left, or nothing where that is not known: then type is measured roughly."""

    lines: tuple[str, ...]
    ends: tuple[float, ...] = ()


class _Column:
    """How far the lines of one file reach. The same words end at the same place wherever they stand."""

    def __init__(self, pages: Sequence[Page]) -> None:
        measured = all(page.ends for page in pages)
        self._ends: dict[str, float] = {}
        for page in pages if measured else ():
            for line, end in zip(page.lines, page.ends, strict=True):
                self._ends[_cells(line)] = max(end, self._ends.get(_cells(line), 0.0))
        self._edge = 0.0
        self._exact = measured

    def take_edge(self, lines: Sequence[str]) -> bool:
        """Measures how wide a full line is; whether any was broken. One line far longer than any other is no
        measure."""
        widths = sorted((self._end(line) for line in lines), reverse=True)
        if len(widths) > 1 and widths[0] > 1.08 * widths[1]:
            widths.pop(0)
        longest = max((_width(line) for line in lines), default=0.0)
        self._edge = (widths[0] if widths else 0.0) * (1.0 if self._exact else ROUGHLY)
        return longest >= _WRAPPED_FROM

    def is_full(self, line: str, following: str) -> bool:
        """The next line's first word would not have fitted behind it."""
        word = following.split(maxsplit=1)[0]
        room = _width(f" {word}") * self._end(following) / max(_width(following), 1.0)
        return self._end(line) + room > self._edge

    def is_mostly_full(self, line: str) -> bool:
        return self._end(line) > _MOSTLY * self._edge

    def _end(self, line: str) -> float:
        return self._ends.get(line) or _width(line)


def joined(pages: Sequence[Page]) -> str:
    """The text of all pages."""
    column = _Column(pages)
    bodies, tops, feet = _bodies([[_cells(line) for line in page.lines] for page in pages])
    lines = [*tops, *(line for body in bodies for line in body), *feet]
    wrapped = column.take_edge([line for line in lines if line and "\t" not in line])
    runs_on = wrapped and _labels_run_on(lines, column)
    out: list[str] = []
    before = ""
    for line in lines:
        if before and line and wrapped and _was_broken(before, line, column, runs_on):
            out[-1] += line if out[-1].endswith("-") else f" {line}"
        elif line or (out and out[-1]):
            out.append(line)
        before = line
    return "\n".join(out).strip("\n")


def _cells(line: str) -> str:
    for joined_letters, letters in _LIGATURES.items():
        line = line.replace(joined_letters, letters)
    return "\t".join(" ".join(cell.split()) for cell in _GAP.split(line.strip()))


def _bodies(pages: list[list[str]]) -> tuple[list[list[str]], list[str], list[str]]:
    """Each page without what is printed on every one; and that, once: what stood on top, what stood below."""
    trimmed = _unnumbered([_trim(page) for page in pages])
    tops = _running([list(enumerate(page)) for page in trimmed])
    feet = _running([list(enumerate(page))[::-1] for page in trimmed])
    kept_tops: dict[str, str] = {}
    kept_feet: dict[str, str] = {}
    bodies = []
    for page in trimmed:
        body = list(page)
        while body and (not body[0] or _same(body[0]) in tops or _NUMBERED.match(body[0])):
            _keep(kept_tops, body.pop(0))
        while body and (not body[-1] or _same(body[-1]) in feet or _NUMBERED.match(body[-1])):
            _keep(kept_feet, body.pop())
        bodies.append(body)
    below = [line for same, line in reversed(kept_feet.items()) if same not in kept_tops]
    return bodies, [*kept_tops.values(), ""] if kept_tops else [], ["", *below] if below else []


def _unnumbered(pages: list[list[str]]) -> list[list[str]]:
    """Without bare numbers at the pages' edges, where they count the pages up: a lone number may be a score."""
    for edge in (0, -1):
        found = [_BARE_NUMBER.match(page[edge]) if page else None for page in pages]
        numbers = [int(match.group(1)) if match else None for match in found]
        if len(pages) > 1 and None not in numbers and numbers == [n + (numbers[0] or 0) for n in range(len(pages))]:
            pages = [_trim(page[1:] if edge == 0 else page[:-1]) for page in pages]
    return pages


def _running(pages: list[list[tuple[int, str]]]) -> set[str]:
    """The lines printed at an edge of several pages, each page given from that edge inwards as (place, line): at the
    same place on each, with room between them and the page's words. A last line that recurs in notes of a page each
    stands wherever its note ends, and is no footing."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for page in pages:
        block = list(takewhile(lambda placed: placed[1], page))
        if len(block) <= EDGE_AT_MOST and len(block) < len(page):
            for place, line in block:
                places[_same(line)].append(place)
    return {line for line, at in places.items() if len(at) > 1 and max(at) - min(at) <= PLACE_DIFFERS_AT_MOST}


def _keep(kept: dict[str, str], line: str) -> None:
    if line and not _NUMBERED.match(line):
        kept.setdefault(_same(line), line)


def _trim(page: list[str]) -> list[str]:
    first = next((at for at, line in enumerate(page) if line), len(page))
    last = next((at for at in range(len(page), 0, -1) if page[at - 1]), first)
    return page[first:last]


def _same(line: str) -> str:
    """A line without its page's number: a score that changes from page to page is another line."""
    return str(_NUMBER_IN.sub("#", line))


def _width(line: str) -> float:
    """In letters of common type, roughly."""
    return sum(_WIDTHS.get(c) or _WIDE.get(c) or (68 if c.isupper() else 54) for c in line) / 50


def _labels_run_on(lines: Sequence[str], column: _Column) -> bool:
    """Whether labels, numbers and capitals stand wherever the text comes to them, as in one long paragraph: then they
    follow full lines alone. Where they begin lines of their own, most of the lines before them end early."""
    begun = [(over, line) for over, line in pairwise(lines) if "\t" not in line and _BEGINS.match(line)]
    full = sum(bool(over) and column.is_full(over, line) for over, line in begun)
    return full > RUN_ON_FROM * len(begun)


def _was_broken(line: str, following: str, column: _Column, runs_on: bool) -> bool:
    if "\t" in line or "\t" in following or (_BEGINS.match(following) and not (runs_on or _GOES_ON.search(line))):
        return False
    if following[0].islower() and line[-1] not in ".!?" and column.is_mostly_full(line):
        return True  # type is measured roughly here, and no sentence ends like this
    return column.is_full(line, following)
