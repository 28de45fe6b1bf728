"""Goals as a treatment plan or its review writes them: number, words, and the status that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from companion.overview.pattern import Match, alternatives, pattern, phrases
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import LONGEST, WRAPPED

Change = Literal["achieved", "discontinued", "active", "reopened"]


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """One goal line: `[start:end]` are the goal's words, `[end:stop]` what the plan says of it."""

    reading: Reading
    number: int | None
    start: int
    end: int
    stop: int

    @property
    def text(self) -> str:
        """The goal's words, white space folded."""
        return " ".join(self.reading.note.text[self.start : self.end].split())

    @property
    def said(self) -> str:
        """The status part of the line, with the signs before it."""
        return self.reading.note.text[self.end : self.stop]


_NUMBERED = pattern(
    r"^\s*(?:[-*•#]+\s*)?\**(?:(?:(?:long|short)[- ]term|treatment|tx|LT|ST)?\s*Goals?|LTG|STG|G)"
    r"\s*(?:#|no\.?)?\s*(\d{1,2})?\**\s*(?:[(\[][^)\]\n]{0,30}[)\]])?\s*[:.)–—-]+\**\s*(?:(?:NEW|CONT\w*|REVISED)\s*[:.–—-]\s*)?"
)
_LISTED = pattern(r"^\s*(?:[-*•]|(\d{1,2})[.)])\s+(?:NEW\s*[:.–—-]\s*)?")
_GOALS = pattern(r"^\s*[#*]*\s*(?:[\w/ -]{0,24}\s)?goals?(?:\s*(?:and|&|/)\s*objectives?)?\s*\**:?\**\s*$")
_DETAIL = pattern(
    r"^\s*[-*•]?\s*(?:obj\w*|interv\w*|target|method|strateg\w*|measure\w*|progress|status|steps?)\b\s*\w?\d*\s*[:.]"
)
_INLINE = pattern(r"(?:^|[;,.]?\s)(\d)[.)]\s+")
_END = pattern(r"[.;!?]+[\"”)]*(?:\s+|$)")
_DATE = pattern(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_PROSE = pattern(r"\b(?:obj\w*|interventions?|target date|est\. completion|by when)\s*:")


def planned_goals(reading: Reading) -> tuple[PlannedGoal, ...]:
    """Every goal that a plan or review lists, in its order."""
    found: list[PlannedGoal] = []
    listing = False
    for start, stop in _lines(reading.note.text):
        line = reading.note.text[start:stop]
        if _GOALS.match(line):
            listing = True
            continue
        head = _NUMBERED.match(line)
        if head is None and listing:
            head = None if _DETAIL.match(line) else _LISTED.match(line)
            listing = bool(head) or not line.strip() or not line.rstrip().endswith(":")
        if head is None or head.end() >= len(line.rstrip()):
            listing = listing or bool(head)
            continue
        found.extend(_goals_of_line(reading, start, stop, head))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines, each with the wrapped lines that go on in it."""
    start = position = 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        body = line.rstrip()
        after = text[position : position + 40].lstrip(" \t")[:1]
        if len(body) >= WRAPPED and body[-1] not in ".!?:;" and after.islower() and position - start < 1200:
            continue
        yield start, position
        start = position
    if start < position:
        yield start, position


def _goals_of_line(reading: Reading, start: int, stop: int, head: Match) -> Iterator[PlannedGoal]:
    begin = start + head.end()
    body = reading.note.text[begin:stop]
    parts = list(_INLINE.finditer(body))
    if head.group(1) is None and len(parts) > 1 and parts[0].start() == 0:
        ends = [begin + p.start() for p in parts[1:]] + [stop]
        for part, end in zip(parts, ends, strict=True):
            yield _goal(reading, int(part.group(1)), begin + part.end(), end)
        return
    yield _goal(reading, int(head.group(1)) if head.group(1) else None, begin, stop)


def _status_words() -> str:
    return alternatives(tuple(rules("goals")["status_in_plan"]))


_STATUS = pattern(rf"(?:^|[.;:,)(\[]\s*|\s[-–—>]+\s*|\s{{2,}}|\s\*+){_status_words()}\s*(?:[.,:;)\]*–—]|-\s|$|\d)")
_CAPITALS = pattern(
    r"\b(?:(?:NOT |PARTIALLY |PARTLY )?(?:MET|ACHIEVED)|CONTINUE[SD]?|CONT|ONGOING|COMPLETED|ATTAINED|"
    r"DISCONTINUED?|D/C|DROPPED|DEFERRED|REOPENED|RE-OPENED|REVISED|MODIFIED|RESOLVED|CLOSED|IN PROGRESS|ACTIVE)\b",
    exact_case=True,
)


def _goal(reading: Reading, number: int | None, start: int, stop: int) -> PlannedGoal:
    """Cut a goal's line into its words and what is said of it."""
    text = reading.note.text
    stop = start + len(text[start:stop].rstrip())
    body = text[start:stop]
    marks = (signs.search(body) for signs in (_CAPITALS, _STATUS, _PROSE))
    cuts = [mark.start() for mark in marks if mark and mark.start() > 3]
    end = min([*cuts, _first_sentences(body)])
    words = body[:end].rstrip(" \t\n-–—,;:([*>=")
    return PlannedGoal(reading, number, start, start + len(words), stop)


def _first_sentences(body: str) -> int:
    """The end of the first sentence of four words or more, within `LONGEST`."""
    for found in _END.finditer(body):
        if found.end() > LONGEST:
            break
        if len(body[: found.start()].split()) >= 4 and body[found.start()] != ";":
            return found.end()
    if len(body) <= LONGEST:
        return len(body)
    cut = max(body[:LONGEST].rfind(sign) for sign in ("; ", ", ", " "))
    return cut if cut > 0 else LONGEST


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
