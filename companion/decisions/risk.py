"""Mentions of a risk as they are shown: with what they assert by the therapist's word, where it was corrected.

A correction is kept by the place of the words it is about. A new version may find them a little shorter or longer: then
the correction goes to the one mention of that type that holds most of the kept place, and never to a second one, so
that no words are set aside that nobody judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from companion.decisions.decisions import Decisions
from companion.decisions.places import Place
from companion.record import Assertion, RiskMention

_Where = tuple[str, str]
"""A note's id and a type of risk: what a correction and its mention have in common."""


@dataclass(frozen=True, slots=True)
class DecidedRisk:
    """A mention with the assertion that is shown: the therapist's where `decided`, whatever was found. `kept_key` is
    the key under which the correction is kept, which is that of the place where the words stood then."""

    key: str
    risk: RiskMention
    found_assertion: Assertion
    decided: bool
    kept_key: str


def decided_risk(found: Sequence[RiskMention], decisions: Decisions) -> tuple[DecidedRisk, ...]:
    """All, in the order in which they were found."""
    said = decisions.words("risk", "assertion")
    kept_keys = _kept_keys(found, said)
    return tuple(_decided(risk, kept_keys.get(risk_key(risk)), said) for risk in found)


def risk_key(risk: RiskMention) -> str:
    """Where the words stand, and of which risk they are: a note's text never changes."""
    return f"{risk.mention.note_id}:{risk.mention.start}:{risk.mention.end}:{risk.type}"


def _decided(risk: RiskMention, kept_key: str | None, said: Mapping[str, str]) -> DecidedRisk:
    if kept_key is None:
        return DecidedRisk(risk_key(risk), risk, risk.assertion, False, risk_key(risk))
    assertion = cast(Assertion, said[kept_key])
    return DecidedRisk(risk_key(risk), replace(risk, assertion=assertion), risk.assertion, True, kept_key)


def _kept_keys(found: Sequence[RiskMention], said: Mapping[str, str]) -> dict[str, str]:
    """Which correction goes to which mention, by their keys: one to one, those that share most first."""
    there: defaultdict[_Where, list[tuple[Place, str]]] = defaultdict(list)
    for risk in found:
        there[risk.mention.note_id, risk.type].append((Place.of(risk.mention), risk_key(risk)))
    pairs = [
        (place != old, -place.shared(old), place, key, kept_key)
        for kept_key in said
        for where, old in _place(kept_key)
        for place, key in there.get(where, ())
        if place == old or place.shared(old)
    ]
    given: dict[str, str] = {}
    for *_, key, kept_key in sorted(pairs):
        if key not in given and kept_key not in given.values():
            given[key] = kept_key
    return given


def _place(key: str) -> Iterator[tuple[_Where, Place]]:
    """What a key says; nothing where it is not one of ours."""
    note_id, start, end, kind = [*key.split(":"), "", "", ""][:4]
    if start.isdecimal() and end.isdecimal():
        yield (note_id, kind), Place(note_id, int(start), int(end))
