"""Words about a risk, what they assert, and whether they are news or copied boilerplate.

Lexical and small on purpose: the words are in `rules/risk.json`, what they assert is `assertion.assess`, and no score
or forecast is made. One verdict is kept for one span and type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from companion.overview.assertion import assess
from companion.overview.excerpts import excerpt
from companion.overview.item_nine import item_nine_mentions
from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence
from companion.record import Assertion, RiskMention, RiskType

THERAPIST = ("therapist", "dr.", "clinician", "counselor", "counsellor", "interviewer", "th", "t")
"""Voices in a transcript whose words say nothing about the client's risk: they ask."""


@dataclass(frozen=True, slots=True)
class _Hit:
    type: RiskType
    start: int
    end: int
    idiom: bool


@lru_cache(maxsize=1)
def _lexicon() -> tuple[tuple[RiskType, Pattern, Pattern | None, Pattern | None], ...]:
    """For each type: its words, the acronyms that count in capitals alone, and what is skipped or an idiom."""
    exact = set(rules("risk")["case_sensitive"])
    table: list[tuple[RiskType, Pattern, Pattern | None, Pattern | None]] = []
    for name, entry in rules("risk")["types"].items():
        plain = tuple(w for w in entry["words"] if w not in exact)
        acronyms = tuple(w for w in entry["words"] if w in exact)
        skipped = tuple(entry["not"])
        idioms = tuple(entry["idioms"])
        named = {"idiom": idioms, "skip": skipped, "word": plain}
        expression = "|".join(f"(?P<{name}>{alternatives(entries)})" for name, entries in named.items())
        table.append((cast(RiskType, name), pattern(expression), _acronyms(acronyms), None))
    return tuple(table)


def _acronyms(names: tuple[str, ...]) -> Pattern | None:
    return pattern(alternatives(names), exact_case=True) if names else None


def risk_mentions(readings: Sequence[Reading], *, others: Iterable[str] = ()) -> tuple[RiskMention, ...]:
    """Every mention of a risk, newest first; `others` are names of people who are not the client."""
    names = tuple(others)
    found: list[RiskMention] = []
    for reading in readings:
        found.extend(_in_note(reading, names))
        found.extend(item_nine_mentions(reading))
    order = {reading.note.id: number for number, reading in enumerate(readings)}
    kept = _one_verdict(found)
    return tuple(sorted(kept, key=lambda r: (r.date is None, -order[r.mention.note_id], r.mention.start, r.type)))


def _in_note(reading: Reading, names: tuple[str, ...]) -> Iterator[RiskMention]:
    hits: dict[tuple[RiskType, int], list[_Hit]] = {}
    places: dict[int, Sentence] = {}
    for hit in _hits(reading.note.text):
        sentence = reading.sentence_at(hit.start)
        if sentence is None or sentence.speaker.lower().startswith(THERAPIST) or hit.end > sentence.end:
            continue
        places[sentence.start] = sentence
        hits.setdefault((hit.type, sentence.start), []).append(hit)
    for (_, place), group in hits.items():
        yield from _verdicts(reading, places[place], group, names)


def _hits(text: str) -> Iterator[_Hit]:
    for kind, ordinary, acronyms, _ in _lexicon():
        for found in ordinary.finditer(text):
            if found.group("skip") is None:
                yield _Hit(kind, found.start(), found.end(), found.group("idiom") is not None)
        for found in acronyms.finditer(text) if acronyms else ():
            yield _Hit(kind, found.start(), found.end(), False)


def _verdicts(reading: Reading, place: Sentence, hits: list[_Hit], names: tuple[str, ...]) -> Iterator[RiskMention]:
    """One mention for each verdict in a sentence: its first word; the same verdict again says nothing new."""
    said: set[Assertion] = set()
    text = reading.note.text
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        verdict: Assertion = "not_risk" if hit.idiom else _assess_hit(reading, hit, names)
        if verdict in said:
            continue
        said.add(verdict)
        start, end = excerpt(text, hit.start, hit.end, sentence=place, verdict=verdict, others=names)
        yield RiskMention(
            type=hit.type,
            assertion=verdict,
            date=reading.note.session_date or reading.note.filed_on,
            carried_forward=place.start in reading.copied,
            mention=reading.mention(hit.start, hit.end),
            excerpt=reading.mention(start, end),
        )


def _assess_hit(reading: Reading, hit: _Hit, names: tuple[str, ...]) -> Assertion:
    """The verdict in the note, without its negation counted twice: a phrase such as "no plan" is itself a denial."""
    words = reading.note.text[hit.start : hit.end].lower()
    verdict = assess(reading.note.text, hit.start, hit.end, names)
    if verdict in ("present", "hypothetical") and words.startswith(("no ", "plan, no", "safe for")):
        return "denied"
    return verdict


def _one_verdict(found: Iterable[RiskMention]) -> list[RiskMention]:
    """Of overlapping mentions of one type in one note only the first verdict stands."""
    kept: list[RiskMention] = []
    last: dict[tuple[str, RiskType], int] = {}
    for risk in sorted(found, key=lambda r: (r.mention.note_id, r.mention.start, -r.mention.end)):
        place = (risk.mention.note_id, risk.type)
        if risk.mention.start >= last.get(place, 0):
            kept.append(risk)
            last[place] = risk.mention.end
    return kept
