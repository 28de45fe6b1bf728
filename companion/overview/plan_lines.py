"""The lines of a treatment plan: each with its label (goal, objective, status ...), its number and its list sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from companion.overview.pattern import Match, Pattern, alternatives, pattern
from companion.overview.plan_boxes import offers_a_status
from companion.overview.plan_labels import Kind as LabelKind
from companion.overview.plan_labels import counted, label_of
from companion.overview.rulebook import rules

Kind = LabelKind | Literal["listed", "plain", "blank", "other"]

_OTHER = pattern(
    r"^[ \t]*[#*_]*\p{Lu}[\p{L} /&'’.+-]{0,40}(?:\([^)\n]{0,30}\))?[*_]*:(?:\s|$)|^[ \t]*#+ |^[A-Z /&]{6,40}$",
    exact_case=True,
)
_SIGN = pattern(
    r"^[ \t]*\**(?:(?:(?P<bullet>[-–—*•·o‣▪●◦>~]{1,2})|(?P<decimal>\d{1,2}\.\d{1,2})[.):]?"
    r"|\(?(?P<roman>[ivx]{1,4})[.)]|\(?(?P<letter>[a-h])[.)]|#(?P<hash>\d{1,2})[.):]?)\**[ \t]+"
    r"|\(?(?P<digit>\d{1,2})(?:[.):/,]+\**[ \t]*|[ \t]+[-–—]?[ \t]*))"
)
_GAP = pattern(r"\S {3,}\S")
"""Columns: a line that has them is a row, and goes on in no other."""
_DATED = pattern(
    r"^(?:(?:date )?(?:opened|closed|started?|begun|met|set|reviewed)|target(?: date)?|due|est\.?(?: date)?|review)"
    r"[ \t:]*(?:on[ \t]+)?(?:\d|_)"
)
"""A line of a goal's dates: "Opened 1/8/25    Closed ____"."""
_UNDERLINE = pattern(r"^[ \t]*\n[ \t]*(?:={3,}|-{3,}|~{3,}|_{3,})[ \t]*(?:\n|$)")
"""What makes the line above it a heading."""
NESTED = 99
"""The depth of a label that stands inside a line."""
FAR = 120
"""Characters behind a line in which its underline stands."""
_CLEAR = pattern(r"[.)][ \t]+$")
"""Behind such a sign a list's words may begin with a figure; else 1/6/25 or 2:30 would be signs."""
_BOX = pattern(r"^[ \t]*(?:[-*•][ \t]*)?(\[[xX✓✔ ]?\]|[☐☑☒✓✔✗✘])[ \t]*")
_ORDINAL = pattern(
    r"^[ \t]*(?:(?:my|our|his|her|their|the)[ \t]+)?"
    r"(?P<nth>first|second|third|fourth|fifth)"
    r"[ \t]+(?:goal|aim|one|priority)[ \t]+(?:is|was|will be)[ \t]+"
)
_NTH = {word: place for place, word in enumerate("first second third fourth fifth".split(), 1)}


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:stop]` of a plan, what it is, and where its own words begin."""

    kind: Kind
    start: int
    body: int
    stop: int
    number: int | None = None
    style: str = ""
    indent: int = 0
    lead: str = ""
    part: bool = False
    """It is numbered as a part of another: 1.2, 3b."""
    plural: bool = False
    """Its label heads more than one: "Goals:"."""
    spoken: bool = False
    """Its label is a clause: "Client will:"."""


@lru_cache(maxsize=1)
def _within() -> Pattern:
    """A label that stands inside a line, behind a sign or a gap."""
    table = rules("goals")["labels"]
    named = (*table["goal"], *table["short"], *table["objective"], "problem", "px")
    plain = ("interventions", "intervention", "interv", "int", "methods", "method", "measure", "strategies", "baseline")
    plain += ("target", "target date", "due", *table["status"])
    return pattern(
        r"(?:[.;:|)\]!?,][ \t]+|[ \t]{2,}|[ \t](?:[-–—/]+>?|→)[ \t]+)("
        r"(?:(?:new|add(?:ed|ing)?|long[- ]term|short[- ]term|LT|ST|tx|treatment|plan)[ \t]+){0,3}"
        rf"(?:{alternatives(named)}[ \t]*#?[ \t]*(?:\d{{1,2}}(?:\.\d{{1,2}})?[a-z]?|one|two|three|four|five|six)?"
        r"[ \t]*(?:\([^)\n]{0,30}\))?[ \t]*(?::|[–—-][ \t])"
        r"|(?:goal|STG|LTG|aim)[ \t]+#?\d{1,2}(?:\.\d{1,2})?\.[ \t]"
        r"|(?:goal|aim)[ \t]+(?:#?\d{1,2}|one|two|three|four|five|six)[ \t]+(?:is|was|will be)[ \t]"
        rf"|{alternatives(plain)}[ \t]*:))"
    )


def plan_lines(text: str) -> Iterator[Line]:
    """Every line, or part of a line with its own label, in order."""
    for start, stop in joined_lines(text):
        inside = (start + m.start(1) for m in _within().finditer(text[start:stop]))
        cuts = [start, *(cut for cut in inside if text[start:cut].strip()), stop]
        for begin, end in pairwise(cuts):
            yield from _line(text, begin, end, nested=begin > start)


def joined_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines, each with the wrapped lines that go on in it."""
    lines = text.splitlines(keepends=True)
    start = position = 0
    for place, line in enumerate(lines):
        position += len(line)
        after = lines[place + 1] if place + 1 < len(lines) else ""
        if position - start < 1200 and _goes_on(line, after):
            continue
        yield start, position
        start = position


def _goes_on(line: str, after: str) -> bool:
    body, following = line.rstrip(), after.strip()
    if not following or not body or body[-1] in ".!?:;|" or "|" in after or "\t" in line.strip() or "\t" in following:
        return False
    if _GAP.search(body.strip()) and _GAP.search(following):
        return False
    deeper = _indent(after) > _indent(line)
    enough = 20 if deeper and _SIGN.match(line) else 40
    if (
        len(body) < enough
        or _SIGN.match(after)
        or _BOX.match(after)
        or _OTHER.match(following)
        or _DATED.match(following)
        or label_of(after.rstrip())
    ):
        return False
    return following[0].islower() or (deeper and len(body) >= 50)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _line(text: str, start: int, stop: int, *, nested: bool) -> Iterator[Line]:
    words = text[start:stop].rstrip()
    stop = start + len(words)
    indent = NESTED if nested else _indent(words)
    if not words.strip(" \t*_-=#|"):
        yield Line("blank", start, stop, stop)
    elif offers_a_status(words):
        yield Line("status", start, start + _indent(words), stop, indent=indent)
    elif label := label_of(words):
        line = Line(label.kind, start, start + label.body, stop, label.number, "", indent, label.words, label.part)
        yield replace(line, plural=label.plural, spoken=label.spoken)
    elif nth := _ORDINAL.match(words):
        yield Line("goal", start, start + nth.end(), stop, _NTH[str(nth.group("nth")).lower()], indent=indent)
    elif found := _listed(text, start, stop, indent):
        yield found
    elif not nested and _UNDERLINE.match(text[stop : stop + FAR]):
        yield Line("other", start, stop, stop, indent=indent)
    else:
        yield _unlabelled(words, start, stop, indent)


def _unlabelled(words: str, start: int, stop: int, indent: int) -> Line:
    """A line with a label that the rules do not know, or with none."""
    if other := _OTHER.match(words):
        behind = words[other.end() :].strip()
        return Line("other", start, start + other.end() if behind else stop, stop, indent=indent)
    return Line("plain", start, start + _indent(words), stop, indent=indent)


def _listed(text: str, start: int, stop: int, indent: int) -> Line | None:
    """A line that begins with a list sign, or with a box to tick."""
    words = text[start:stop]
    sign = _SIGN.match(words)
    if sign and words[sign.end() : sign.end() + 1].isdigit() and sign.group("digit"):
        sign = sign if _CLEAR.search(sign.group()) else None
    begin = sign.end() if sign else 0
    box = _BOX.match(words[begin:])
    if not sign and not box:
        return None
    body = start + begin + (box.end() if box else 0)
    style = next(name for name, value in _named(sign) if value) if sign else "bullet"
    number = counted(str(sign.group(style))) if sign and style not in ("bullet", "decimal") else None
    lead = box.group(1) if box else ""
    style, part = ("digit" if style == "hash" else style), style == "decimal"
    return Line("listed", start, body, stop, number, style, indent, lead, part)


def _named(sign: Match) -> list[tuple[str, str | None]]:
    return [(name, sign.group(name)) for name in ("bullet", "digit", "hash", "decimal", "roman", "letter")]
