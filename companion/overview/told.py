"""Risk that is told and not named: "I went to bed hoping that was it", "the boys would do better with their father".

Families of such talk stand in `rules/told.json`, each with sentences that it must find and sentences that it must not.
A family has phrases that are enough alone, or cues that count when they stand together in one sentence. Some families
are only of this risk when it is spoken of nearby ("it hasn't come back"): those are `beside`; some when it was present
before, in this note or an earlier one ("no more of the dust thoughts"): those are `after`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from companion.overview.combined import combined
from companion.overview.pattern import Pattern, pattern
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence
from companion.record import Assertion, RiskType

NEAR = 170
"""Characters from the first to the last cue of a family: further apart they are not of one thought."""


@dataclass(frozen=True, slots=True)
class Family:
    """One way of telling a risk. `says` is what it asserts where the sentence asserts nothing else."""

    type: RiskType
    phrases: Pattern | None
    together: tuple[tuple[Pattern, ...], ...]
    unless: Pattern | None
    says: Assertion
    beside: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Where a family was found."""

    type: RiskType
    start: int
    end: int
    beside: bool
    after: bool = False


@lru_cache(maxsize=1)
def sets() -> Mapping[str, Sequence[str]]:
    """The sets that phrases of the told families may name: those of `risk.json` and their own."""
    return {**rules("risk")["sets"], **rules("told")["sets"]}


@lru_cache(maxsize=512)
def _any_of(entries: tuple[str, ...]) -> Pattern:
    return pattern(combined(entries, sets()))


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """All families, in the order of the file."""
    return tuple(_family(entry) for entry in rules("told")["families"])


def _family(entry: dict[str, Any]) -> Family:
    def optional(key: str) -> Pattern | None:
        return _any_of(tuple(entry[key])) if entry.get(key) else None

    return Family(
        type=cast(RiskType, entry["type"]),
        phrases=optional("phrases"),
        together=tuple(tuple(_any_of((f"{{{cue}}}",)) for cue in cues) for cues in entry.get("together", ())),
        unless=optional("unless"),
        says=cast(Assertion, entry.get("says", "present")),
        beside=bool(entry.get("beside", False)),
        after=bool(entry.get("after", False)),
    )


def told_in(text: str, sentences: Sequence[Sentence], among: Sequence[Family] = ()) -> Iterator[Told]:
    """Every place in a note where a family (of all, or of some) is told.

    Each pattern reads the note once, and only sentences in which it stands are looked at again: a note of many short
    sentences costs no more than one of few.
    """
    starts = [place.start for place in sentences]
    seen: dict[int, frozenset[int]] = {}

    def holding(words: Pattern) -> frozenset[int]:
        """The numbers of the sentences in which a match begins."""
        if id(words) not in seen:
            numbers = (bisect_right(starts, match.start()) - 1 for match in words.finditer(text))
            seen[id(words)] = frozenset(number for number in numbers if number >= 0)
        return seen[id(words)]

    for family in among or families():
        numbers = set(holding(family.phrases)) if family.phrases else set()
        for cues in family.together:
            numbers |= frozenset.intersection(*map(holding, cues))
        for place in (sentences[number] for number in sorted(numbers)):
            for start, end in _spans(family, text[place.start : place.end]):
                yield Told(family.type, place.start + start, place.start + end, family.beside, family.after)


def _spans(family: Family, words: str) -> Iterator[tuple[int, int]]:
    """The spans of a family in one sentence."""
    found = [match.span() for match in family.phrases.finditer(words)] if family.phrases else []
    for cues in family.together:
        span = _joined(cues, words)
        if span:
            found.append(span)
    if found and family.unless is not None and family.unless.search(words):
        return
    yield from found


def _joined(cues: tuple[Pattern, ...], words: str) -> tuple[int, int] | None:
    """From the first to the last of the cues, if all of them stand near each other."""
    matches = []
    for cue in cues:
        match = cue.search(words)
        if match is None:
            return None
        matches.append(match.span())
    start, end = min(start for start, _ in matches), max(end for _, end in matches)
    return (start, end) if end - start <= NEAR else None


def says(kind: RiskType, words: str) -> Assertion | None:
    """What the told families assert by themselves whose whole span is `words`: of several, the one that does not say
    present; nothing when no family of `kind` is told."""
    said = [f.says for f in families() if f.type == kind and (0, len(words)) in _spans(f, words)]
    return next((one for one in said if one != "present"), said[0] if said else None)
