"""Goals in running text: "First, ... Second, ...", and under a plan's title the lines that begin with a verb."""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.pattern import alternatives, pattern
from companion.overview.plan_layouts import Item, numbered_parts
from companion.overview.plan_lines import joined_lines, plan_lines
from companion.overview.rulebook import rules

_SPOKEN = pattern(r"\b(?:goals?|aims?|priorities|objectives|work(?:ing)? on|hopes?|targets)\b")
_ORDINAL = pattern(
    r"(?:^|[.;:,]\s+(?:and\s+)?)(?:the\s+)?(first|1st|second|2nd|third|3rd|fourth|4th|fifth|sixth|finally|lastly|last)(?:ly)?"
    r"(?:\s+(?:goal|aim|one|priority))?\s*(?:,|:|\s(?:is|was|will be)\b|\sto\b)\s*"
)
_LIST = pattern(
    r"\b(?:goals?|aims?|objectives|priorities)\b[^.:;]{0,60}(?::|\b(?:are|is|include|includes|were)\b:?)\s*(?:to\s+)?"
)
_AND = pattern(r"(?:[;,]\s*(?:and\s+)?|\s+and\s+)to\s+|;\s*(?:and\s+)?")
_FULL_STOP = pattern(r"[.!?][\"”)]*(?:\s+|$)")


def prose_items(text: str) -> tuple[Item, ...]:
    """The goals of a plan without a goal list: told one after the other, else lines that begin with a verb."""
    spans = list(joined_lines(text))
    for find in (_counted, _told):
        if found := [item for start, stop in spans for item in find(text, start, stop)]:
            return tuple(found)
    return tuple(_verbs(text))


def _counted(text: str, start: int, stop: int) -> Iterator[Item]:
    words = text[start:stop]
    spoken = _SPOKEN.search(words)
    if not spoken:
        return
    marks = [m for m in _ORDINAL.finditer(words) if m.end() > spoken.start()]
    if len(marks) >= 2:
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(words)
            yield Item("goal", place + 1, start + mark.end(), start + end)
        return
    for number, begin, end in numbered_parts(text, start + spoken.end(), stop):
        yield Item("goal", number, begin, end)


def _told(text: str, start: int, stop: int) -> Iterator[Item]:
    """ "Her goals are to sleep through, to return to work and to ..." """
    words = text[start:stop]
    lead = _LIST.search(words)
    if not lead:
        return
    end = _FULL_STOP.search(words[lead.end() :])
    body = words[lead.end() : lead.end() + end.start() if end else len(words)]
    begin = 0
    for cut in [*_AND.finditer(body), None]:
        until = cut.start() if cut else len(body)
        if len(body[begin:until].split()) >= 2:
            yield Item("goal", None, start + lead.end() + begin, start + lead.end() + until)
        begin = cut.end() if cut else until


def _verbs(text: str) -> Iterator[Item]:
    verbs = pattern(
        rf"^(?:(?:ct|pt|client|patient|couple)\s+(?:will|wants? to)\s+|to\s+)?"
        rf"{alternatives(tuple(rules('goals')['verbs']))}\s"
    )
    for line in plan_lines(text):
        if line.kind in ("plain", "listed") and not line.part and verbs.search(text[line.body : line.stop]):
            yield Item("goal", line.number, line.body, line.stop)
