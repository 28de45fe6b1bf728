"""Goals in running text: "First, ... Second, ...", "Her goals are to ...", "She hopes to ...", or lines that begin with
a verb under a plan's title."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from companion.overview.pattern import Pattern, alternatives, pattern, phrases
from companion.overview.plan_item import Item
from companion.overview.plan_labels import label_of
from companion.overview.plan_lines import joined_lines, plan_lines
from companion.overview.plan_strung import numbered_parts, strung_parts
from companion.overview.rulebook import rules

_SPOKEN = pattern(
    r"\b(?:goals?|aims?|priorities|objectives|work(?:ing)? (?:on|towards?)|hopes?|targets|agreed|settled on|"
    r"(?:two|three|four|five) (?:things|changes))\b"
)
_ORDINAL = pattern(
    r"(?:^|[.;:,]\s+(?:and\s+)?)(?:the\s+)?(first|1st|second|2nd|third|3rd|fourth|4th|fifth|sixth|finally|lastly|last|"
    r"(?:number\s+)?(?:one|two|three|four|five|six))(?:ly)?"
    r"(?:\s+\([^)\n]{0,20}\))?(?:\s+(?:goal|aim|one|priority))?\s*(?:,|:|\s(?:is|was|will be)\b|\sto\b)\s*"
)
_NTH = {word: n for n, word in enumerate("first second third fourth fifth sixth".split(), 1)}
_LIST = pattern(
    r"\b(?:goals?|aims?|objectives|priorities|purposes?)\b[^.:;]{0,60}(?::|\b(?:are|is|include|includes|were)\b:?)\s*(?:to\s+)?"
)
_OF_TREATMENT = pattern(
    r"\b(?:(?:treatment|therapy|tx|counseling)\s+goals?|goals?\s+(?:for|of)\s+(?:treatment|therapy|tx|counseling))\b"
)


def prose_items(text: str) -> tuple[Item, ...]:
    """The goals of a plan that calls nothing a goal: what the client wishes for, else lines that begin with a verb."""
    return tuple(_each(text, _wished) or _each(text, _promised) or _of_each(text) or _verbs(text))


def named_items(text: str) -> tuple[Item, ...]:
    """The goals of a plan that tells them in sentences and calls them goals."""
    return tuple(_each(text, _counted) or _each(text, _agreed) or _each(text, _listed))


def _each(text: str, find: Callable[[str, int, int], Iterator[Item]]) -> list[Item]:
    return [item for start, stop in joined_lines(text) for item in find(text, start, stop)]


_AGREED = pattern(
    r"\b(?:agreed|settled|decided|chose|chosen|want(?:s|ed)?|wish(?:es|ed)?|hope[sd]?|(?:work|working) on)\b"
    r"[^.:;\n]{0,50}\b(?:things?|goals?|aims?|areas?|points?|matters|tasks|ends|purposes|work|together|on)\b[^.:;\n]{0,40}:\s*(?:to\s+)?"
)
_ADDED = pattern(
    r"\b(?:wish(?:es|ed)?|want(?:s|ed)?|ask(?:s|ed)?|agreed|like[sd]?|decided|we)\b[^.:;\n]{0,30}\badd(?:ed|ing)?\b"
    r"[^.:;\n]{0,40}?[:,]\s+(?:namely\s+)?to\s+"
)


def _agreed(text: str, start: int, stop: int) -> Iterator[Item]:
    """ "We agreed to work on three things together: to ...; to ...; and to ..." """
    yield from _behind(_AGREED, text, start, stop)


def added_items(text: str) -> tuple[Item, ...]:
    """What a review in prose adds: "She wished to add one thing, to return to the piano"."""
    return tuple(_each(text, lambda text, start, stop: _behind(_ADDED, text, start, stop)))


def told_items(text: str) -> tuple[Item, ...]:
    """What any note calls the goals of the treatment: "Goals for treatment include ..."."""
    lines = [(a, b) for a, b in joined_lines(text) if _OF_TREATMENT.search(text[a:b])]
    return tuple(item for start, stop in lines for item in _listed(text, start, stop))


def _counted(text: str, start: int, stop: int) -> Iterator[Item]:
    words = text[start:stop]
    spoken = _SPOKEN.search(words)
    marks = list(_ORDINAL.finditer(words))
    if not spoken and not (marks and not words[: marks[0].start()].strip()):
        return
    begin = spoken.start() if spoken else 0
    marks = [m for m in marks if m.end() > begin]
    if len(marks) >= 2:
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(words)
            yield Item("goal", _NTH.get(str(mark.group(1)).lower(), place + 1), start + mark.end(), start + end)
        return
    for number, first, last in numbered_parts(text, start + spoken.end(), stop) if spoken else ():
        yield Item("goal", number, first, last)


def _listed(text: str, start: int, stop: int) -> Iterator[Item]:
    """ "Her goals are to sleep through, to return to work and to ..." """
    yield from _behind(_LIST, text, start, stop)


def _wished(text: str, start: int, stop: int) -> Iterator[Item]:
    """ "He hopes to ...", "Treatment will focus on ..."; what a client says in quotes is a motto, not a goal."""
    for item in _behind(phrases(rules("goals")["wishes"]), text, start, stop):
        before = text[start : item.start]
        if not _is_quoted(before) and not _UNWANTED.search(before):
            yield item


_UNWANTED = pattern(
    r"(?:\bnot|n['’]t|\bnever|\bno longer)\s+(?:want|wish|hope|like)\p{L}*(?:\s+to)?(?:\s+be\s+able\s+to)?\s*$"
)


def _is_quoted(before: str) -> bool:
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _promised(text: str, start: int, stop: int) -> Iterator[Item]:
    """ "Ms. A will eat three meals. She will tell her husband by June." """
    verbs = alternatives(tuple(rules("goals")["verbs"]))
    lead = pattern(
        rf"(?:^|[.;]\s+|,?\s+and\s+)(?:(?:by|before|within|after|in)\s[^.,;]{{2,30}},?\s+)?"
        rf"(?:(?:Mrs?|Ms|Dr)\.?\s+\p{{L}}+\.?|she|he|they|client|ct|pt|patient|cl|the\s+(?:couple|family|client|patient))"
        rf"\s+will\s+(?:be\s+able\s+to\s+)?({verbs}\s)"
    )
    found = list(lead.finditer(text[start:stop]))
    for place, one in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else stop - start
        yield Item("goal", None, start + one.start(1), start + end)


def _behind(lead: Pattern, text: str, start: int, stop: int) -> Iterator[Item]:
    """The parts of the sentence behind each lead, as far as the next lead."""
    leads = list(lead.finditer(text[start:stop]))
    for place, found in enumerate(leads):
        end = leads[place + 1].start() if place + 1 < len(leads) else stop - start
        for _, a, b in strung_parts(text, start + found.end(), start + end):
            yield Item("goal", None, a, b)


_OF_ONE = pattern(r"^[ \t*•–-]*(?-i:\p{Lu}[\p{Ll}’']+)(?: (?:and|&) (?-i:\p{Lu}[\p{Ll}]+))?[ \t]*:[ \t]+")


def _of_each(text: str) -> list[Item]:
    """What each of a couple or family is to do, below a name: "Mia: say it sooner", "Both: a night out"."""
    verb = pattern(rf"^(?:to\s+)?{alternatives(tuple(rules('goals')['verbs']))}\s")
    runs: list[list[Item]] = [[]]
    for start, stop in joined_lines(text):
        one = _OF_ONE.match(text[start:stop])
        if one and label_of(text[start:stop]) is None:
            runs[-1].append(Item("goal", None, start + one.end(), stop))
        elif runs[-1]:
            runs.append([])
    return next((r for r in runs if len(r) > 1 and all(verb.match(text[i.start : i.stop]) for i in r[:2])), [])


def _verbs(text: str) -> Iterator[Item]:
    verbs = pattern(
        r"^(?:(?:ct|pt|client|patient|couple)\s+(?:will|wants? to)\s+|(?:I|we)(?:\s+will|['’]ll|\s+want\s+to)\s+|"
        r"to\s+)?"
        rf"{alternatives(tuple(rules('goals')['verbs']))}\s"
    )
    for line in plan_lines(text):
        if line.kind in ("plain", "listed") and not line.part and verbs.search(text[line.body : line.stop]):
            yield Item("goal", line.number, line.body, line.stop)
