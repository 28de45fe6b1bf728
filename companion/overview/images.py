"""A client's own figure for a wish to die, learned where the wish was told and known again in later notes.

"On the bridge she imagines the water closing over": from then on "the bridge thoughts" are of that wish, though no rule
could know it beforehand. A figure is learned from a sentence that tells suicidal ideation of the client as
present; it must be new to the record there, and afterwards the sentence must say that it is back or gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from companion.overview.combined import combined
from companion.overview.kept_words import kept
from companion.overview.pattern import Pattern, pattern
from companion.overview.reading import Reading
from companion.overview.risk_place import risk_at
from companion.overview.rulebook import rules
from companion.overview.sentences import LONGEST, Sentence
from companion.overview.told import sets
from companion.record import Assertion, RiskMention

ORDINARY = 2
"""Notes that may name the thing without a word of its being back or gone: in more it is only a thing."""

_OWNER = r"\b(?:the|my|that|this|those|her|his|their|a|an)\s+"
_NAMED = pattern(rf"{_OWNER}(?:[\p{{L}}'’-]+\s+)?[\p{{L}}'’-]{{4,}}")
_WORD = pattern(r"[\p{L}'’-]{4,}")


def figures(readings: Sequence[Reading], number: int, risks: Iterable[RiskMention]) -> Iterator[str]:
    """The things named in the sentences of a note in which such a wish is told as present, if no earlier note names
    them and few later ones name them for anything else."""
    reading = readings[number]
    for risk in risks:
        place = reading.sentence_at(risk.mention.start)
        if (risk.type, risk.assertion) != ("suicidal_ideation", "present") or place is None or risk.carried_forward:
            continue
        for word in _things(reading.text(place)):
            named = _naming(word)
            earlier = any(named.search(before.note.text) for before in readings[:number])
            if not earlier and not _ordinary(word, readings[number:]):
                yield word


def _things(words: str) -> Iterator[str]:
    for found in _NAMED.finditer(words):
        for word in _WORD.finditer(str(found.group(0)).split(maxsplit=1)[1]):
            thing = str(word.group(0)).lower()
            if thing not in _never() and "'" not in thing and "’" not in thing:
                yield thing


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(rules("images")["never"])


@kept(512)
def _naming(word: str) -> Pattern:
    """The thing with its article, or at a sentence's beginning without: "Station hasn't come back"."""
    owner = rf"(?:{_OWNER}(?:[\p{{L}}'’-]+\s+)?|\bno (?:more )?|(?:^|[.!?]\s+|\n\s*))"
    return pattern(rf"{owner}{re.escape(word)}(?:s\b|\b)(?:\s+thoughts?\b)?")


def _ordinary(word: str, later: Sequence[Reading]) -> bool:
    """Notes name the thing for what it is: they do not say that it is back or gone."""
    named, plain = _naming(word), 0
    for reading in later:
        places = (reading.sentence_at(found.start()) for found in named.finditer(reading.note.text))
        plain += any(place is not None and not _said(reading, place) for place in places)
    return plain > ORDINARY


def told_again(reading: Reading, known: Iterable[str], here: Sequence[RiskMention]) -> Iterator[RiskMention]:
    """A mention for every sentence of a note that says of a known figure that it is back or gone, unless something else
    (`here`) is found there on that wish. Of a figure that is asked after, the next sentence may say it."""
    taken = {reading.number_at(risk.mention.start) for risk in here if risk.type == "suicidal_ideation"}
    for word in known:
        for found in _naming(word).finditer(reading.note.text):
            number = reading.number_at(found.end() - 1)
            place = reading.sentences[number] if number < len(reading.sentences) else None
            if place is not None and _asked().search(reading.text(place)) and number + 1 < len(reading.sentences):
                number += 1
                place = reading.sentences[number]
            if place is None or place.speaker or place.start > found.end() + LONGEST or number in taken:
                continue
            said = _said(reading, place)
            if said is not None:
                taken.add(number)
                yield risk_at(reading, "suicidal_ideation", said, (place.start, place.end))


def _said(reading: Reading, place: Sentence) -> Assertion | None:
    """Only possible, gone, or there again; nothing where the sentence says neither."""
    words = _any("neither").sub("~", reading.text(place))
    if _any("supposed").match(words):
        return "hypothetical"
    if _any("quiet").search(words):
        return "denied"
    return "present" if place.section == "risk" or _any("back").search(words) else None


@lru_cache(maxsize=1)
def _asked() -> Pattern:
    """A question alone, as in "I asked again about the bridge"."""
    return pattern(r"^\W*(?:I |th |therapist |clinician )?(?:asked|inquired|checked)\b[^:,;\"“]*[.?]?$")


@lru_cache(maxsize=4)
def _any(key: str) -> Pattern:
    return pattern(combined(rules("images")[key], sets()))
