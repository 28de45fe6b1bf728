"""The lines of a treatment plan: each with its label (goal, objective, status ...), its number and its list sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from companion.overview.pattern import Match, pattern

Kind = Literal["goal", "short", "objective", "problem", "status", "detail", "listed", "plain", "blank"]

_COUNTED = r"\d{1,2}(?:\.\d{1,2})?[a-z]?|[A-H]|[IVX]{1,4}|one|two|three|four|five|six|seven|eight"
_WHOM = r"(?:[\p{L}’'&+.-]+[ \t]+){0,3}?"
_LABELS = (
    r"(?P<goal>goals?|aims?|LTGs?|G(?:\d{1,2})?|hopes?)|(?P<short>STGs?)|(?P<objective>objectives?|obj|sub-?goals?)"
    r"|(?P<counted>(?:targets?|focus|priority|priorities)(?:[ \t]+area)?)"
    r"|(?P<problem>(?:presenting[ \t]+)?(?:problems?|issues?|needs?|concerns?)(?:[ \t]+areas?)?)"
    r"|(?P<status>status|progress|outcome|results?|review|rating|update|disposition)"
)
_HEAD = pattern(
    rf"^[ \t]*(?:[-*•>]+[ \t]+)?[#*_ ]*(?P<whom>{_WHOM})(?:{_LABELS})"
    rf"(?:[ \t]*(?:#|no\.?|number)?[ \t]*(?P<number>{_COUNTED}))?"
    r"[*_]*(?P<aside>[ \t]*[(\[][^)\]\n]{0,40}[)\]])?[*_]*"
    r"(?:[ \t]*(?:[:.)]+|[ \t][-–—]+|[-–—]+[ \t])[*_]*[ \t]*|[ \t]*(?:[/|,][^:\n]{0,40})?$)"
)
_HEADING = pattern(
    r"^[ \t]*[#*_ ]*(?:(?:[\p{L}’'&/-]+[ \t]+){0,3}(?:goals?|aims?|targets|priorities)"
    r"(?:[ \t]*(?:and|&|/|\+)[ \t]*objectives?)?(?:[ \t]+(?:for|of|in)[ \t]+[\p{L} ]{1,24})?"
    r"|what[ \t]+(?:we|i|he|she|they|you)[\p{L}’' ]{1,30}|working[ \t]+on"
    r"|(?:areas?[ \t]+of[ \t]+|treatment[ \t]+)?focus)"
    r"[*_]*(?:[ \t]*[(\[][^)\]\n]{0,40}[)\]])?[ \t]*[*_]*(?::[*_]*[ \t]*|[-–—]?[ \t]*$)"
)
_NOT_GOALS = pattern(
    r"\b(?:toward|towards|progress|barriers?|strengths?|review|interventions?|no|met|discharge|last|old|(?:on|re)\s+(?:goals?|aims?))\b"
)
_REVIEWED = pattern(r"\b(?:toward|towards|progress|status|review|update|on|re)\b")
_SHORT_TERM = pattern(r"\b(?:short[- ]term|short|ST)\b")
_DETAIL = pattern(
    r"^[ \t]*(?:[-*•][ \t]*)?[#*_]*(?:interv\w*|methods?|target(?:[ \t]+date)?|strateg\w*|"
    r"measur\w*|steps?|tasks?|skills?|"
    r"techniques?|actions?|approach|modalit\w*|baseline|due|by when|time ?frame|criteri\w*|homework|plan|how|why|"
    r"dx|evidence|"
    r"treatment|therapist|clinician|tx|frequency|services?)\b[^:\n]{0,24}[:.–—]"
)
_OTHER = pattern(
    r"^[ \t]*[#*_]*\p{Lu}[\p{L} /&'’.+-]{0,40}(?:\([^)\n]{0,30}\))?[*_]*:(?:\s|$)|^[ \t]*#+ |^[A-Z /&]{6,40}$",
    exact_case=True,
)
_SIGN = pattern(
    r"^[ \t]*\**(?:(?P<bullet>[-*•–·o‣▪])|\(?(?P<digit>\d{1,2})[.):]|#(?P<hash>\d{1,2})[.):]?"
    r"|(?P<decimal>\d{1,2}\.\d{1,2})[.):]?"
    r"|\(?(?P<roman>[ivx]{1,4})[.)]|\(?(?P<letter>[a-h])[.)])\**[ \t]+"
)
_BOX = pattern(r"^[ \t]*(?:[-*•][ \t]*)?(\[[xX✓✔ ]?\]|[☐☑☒✓✔])[ \t]*")
_WITHIN = pattern(
    r"(?:[.;|)\]!?,]\s+|\s{2,}|\s[-–—/]\s+)("
    r"(?:(?:new|add(?:ed|ing)?|long[- ]term|short[- ]term|LT|ST|tx|treatment)[ \t]+){0,2}"
    r"(?:(?:goal|aim|LTG|STG|objective|obj|problem)[ \t]*#?[ \t]*(?:\d{1,2}(?:\.\d{1,2})?[a-z]?)?"
    r"[ \t]*(?:\([^)\n]{0,30}\))?[ \t]*(?::|[–—-][ \t])"
    r"|(?:goal|STG|LTG|aim)[ \t]+#?\d{1,2}(?:\.\d{1,2})?\.[ \t]"
    r"|(?:objectives|interventions?|target(?: date)?|status|progress|rating|outcome|"
    r"methods?|measure|strateg(?:y|ies)|baseline|due)[ \t]*:))"
)
_WORDS = {w: n for n, w in enumerate("one two three four five six seven eight".split(), 1)}
_ROMAN = {w: n for n, w in enumerate("i ii iii iv v vi vii viii ix x".split(), 1)}


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


def plan_lines(text: str) -> Iterator[Line]:
    """Every line, or part of a line with its own label, in order."""
    for start, stop in joined_lines(text):
        cuts = [start, *(start + m.start(1) for m in _WITHIN.finditer(text[start:stop])), stop]
        for begin, end in pairwise(cuts):
            yield _line(text, begin, end, nested=begin > start)


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
    if len(body) < 40 or _SIGN.match(after) or _BOX.match(after) or _HEAD.match(after) or _OTHER.match(following):
        return False
    deeper = _indent(after) > _indent(line)
    return following[0].islower() or (deeper and len(body) >= 50 and not _DETAIL.match(after))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _line(text: str, start: int, stop: int, *, nested: bool) -> Line:
    words = text[start:stop].rstrip()
    stop = start + len(words)
    indent = 99 if nested else _indent(words)
    if not words.strip(" \t*_-=#"):
        return Line("blank", start, stop, stop)
    if (head := _HEAD.match(words)) and (labelled := _labelled(head, start, stop, indent)):
        return labelled
    if (heading := _HEADING.match(words)) and not _NOT_GOALS.search(heading.group()):
        return Line("goal", start, start + heading.end(), stop, indent=indent)
    if _DETAIL.match(words):
        return Line("detail", start, stop, stop, indent=indent)
    if found := _listed(text, start, stop, indent):
        return found
    return Line("detail" if _OTHER.match(words) else "plain", start, start + _indent(words), stop, indent=indent)


def _listed(text: str, start: int, stop: int, indent: int) -> Line | None:
    """A line that begins with a list sign, or with a box to tick."""
    words = text[start:stop]
    sign = _SIGN.match(words)
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


def _labelled(head: Match, start: int, stop: int, indent: int) -> Line | None:
    number, whom = head.group("number"), head.group("whom") or ""
    label = next(n for n in ("goal", "short", "objective", "counted", "problem", "status") if head.group(n))
    name = str(head.group(label))
    if name[:1] in "gG" and name[1:].isdigit():
        number = name[1:]
    elif name in ("g", "G") and not (number and number[0].isdigit()):
        return None
    if label == "counted" and not number:
        return None
    kind: Kind = "goal"
    if label in ("objective", "problem", "status"):
        kind = "objective" if label == "objective" else "problem" if label == "problem" else "status"
    elif label == "short" or _SHORT_TERM.search(whom):
        kind = "short"
    elif _REVIEWED.search(whom):
        kind = "status"
    if kind in ("status", "problem") and len(whom.split()) > (3 if number else 1):
        return None
    part = bool(number) and (("." in number) or (number[0].isdigit() and number[-1].isalpha()))
    lead = whom + (head.group("aside") or "")
    return Line(kind, start, start + head.end(), stop, counted(number) if number else None, "", indent, lead, part)


def counted(word: str) -> int | None:
    """The number that a figure, a letter, a roman numeral or a word gives."""
    word = word.lower()
    if word[:1].isdigit():
        return int(word.split(".")[0].rstrip("abcdefgh") or 0) if word[-1:] in "0123456789abcdefgh" else None
    return _WORDS.get(word) or _ROMAN.get(word) or (ord(word) - 96 if len(word) == 1 else None)
