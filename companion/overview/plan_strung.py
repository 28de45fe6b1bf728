"""Goals strung together in one line: 1) 2) 3), (a) (b), "; ", or "cut down on wine, call the union and sleep"."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.rulebook import rules

_PART = pattern(r"(?:^|[;,.:]\s*(?:and\s+)?|\sand\s+|\s)(?:\((\d|[a-h]|[ivx]{1,3})\)|(\d|[a-h])[.)])\s+")
_NTH = pattern(
    r"(?:^|[.;:]\s+(?:and\s+)?)(first|second|third|fourth|fifth|sixth|finally|lastly)(?:ly)?[,:]\s+(?:to\s+)?"
)
_SEMICOLON = pattern(r";\s*(?:and\s+)?(?:to\s+)?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_TITLE = pattern(r"\b(?:mrs?|ms|dr|st|vs|prof)$")
_QUOTED = pattern(r"[\"“]([^\"“”\n]+)[\"”](?:\s*,?\s*\band\b)?")
_LETTER = pattern(r"\p{L}")
_FULL_STOP = pattern(r"[.!?][\"”)]*(?:\s+|$)")


def numbered_parts(text: str, start: int, stop: int, *, begun: bool = False) -> list[tuple[int | None, int, int]]:
    """The parts that a line numbers 1) 2) or (a) (b): number, start, stop; nothing where they do not count up.

    With `begun` the number of the first stands before `start`.
    """
    marks = [
        (n, start + m.start(), start + m.end())
        for m in _PART.finditer(text[start:stop])
        if (n := _ordinal(str(m.group(1) or m.group(2)))) is not None
    ]
    kept: list[tuple[int, int, int]] = [(1, start, start)] if begun else []
    for mark in marks:
        if mark[0] == len(kept) + 1:
            kept.append(mark)
    if len(kept) < 2 or kept[0][1] - start > 60:
        kept = [(n, start + m.start(1), start + m.end()) for n, m in enumerate(_NTH.finditer(text[start:stop]), 1)]
    if len(kept) < 2 or kept[0][1] - start > 60:
        return []
    ends = [mark[1] for mark in kept[1:]] + [stop]
    return [(n, body, end) for (n, _, body), end in zip(kept, ends, strict=True)]


def _ordinal(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _ROMAN.get(word.lower()) or (ord(word.lower()) - 96 if len(word) == 1 else None)


@lru_cache(maxsize=1)
def _comma() -> Pattern:
    """A comma or "and" behind which another thing to do begins: a verb of the rules, as it stands or in -ing."""
    verbs = alternatives(tuple(rules("goals")["verbs"]))
    thing = rf"(?:to\s+\p{{L}}+|(?:not\s+|stop\s+|no\s+)?(?:{verbs}|[\p{{L}}-]{{2,}}ing))"
    return pattern(rf"(?:,\s*(?:and\s+)?|\s(?:and|&)\s+)({thing}\s)")


@lru_cache(maxsize=1)
def _verb() -> Pattern:
    return pattern(rf"^(?:to\s+|no\s+|stop\s+)*{alternatives(tuple(rules('goals')['verbs']))}\s")


@lru_cache(maxsize=1)
def to_do() -> Pattern:
    """The words set out something to do: "to ...", "Ana will ...", or a verb of the rules first."""
    verbs = alternatives(tuple(rules("goals")["verbs"]))
    return pattern(rf"^\W*(?:to\s+|[^.:;\n]{{1,40}}\swill\s|{verbs}\s)")


def strung_parts(text: str, start: int, stop: int) -> list[tuple[int | None, int, int]]:
    """The goals of one sentence below a label in the plural, without numbers; one alone where nothing divides them."""
    words = text[start:stop]
    if len(said := list(_QUOTED.finditer(words))) > 1 and not _LETTER.search(_QUOTED.sub("", words)):
        return [(None, start + one.start(), start + one.end(1)) for one in said]
    stops = (m for m in _FULL_STOP.finditer(words) if not _TITLE.search(words[: m.start()]))
    ends = [0, *(m.end() for m in stops), len(words)]
    told = [(a, b) for a, b in pairwise(ends) if words[a:b].strip()]
    if len(told) > 1 and all(_verb().match(words[a:b]) for a, b in told):
        return [(None, start + a, start + b) for a, b in told]
    words = words[: told[0][1]].rstrip(" .!?\n") if told else words
    cuts = [(m.start(), m.end()) for m in _SEMICOLON.finditer(words)]
    cuts = cuts or [(m.start(), m.start(1)) for m in _comma().finditer(words)]
    edges = [0, *(edge for cut in cuts for edge in cut), len(words)]
    spans = list(pairwise(edges))[::2]
    return [(None, start + a, start + b) for a, b in spans if len(words[a:b].split()) >= 2]
