"""Counts told without their noun: "Eight this week.", "Down to three in a fortnight.", "None since Friday."

A hurried note names what is counted once and afterwards gives only the figure. Such a sentence is of the risk that
the sentence before it tells as present; else of the one risk that this client counts from note to note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from companion.overview.combined import combined
from companion.overview.pattern import Pattern, pattern
from companion.overview.reading import Reading
from companion.overview.risk_place import risk_at
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence
from companion.record import Assertion, RiskMention, RiskType

COUNTED: frozenset[RiskType] = frozenset({"eating", "self_harm", "substance_use"})
"""Risks that clients count from one session to the next."""
FEWEST = 2
"""Times that a risk was told as present from which a count may be of it."""
ELSEWHERE = frozenset({"plan", "goals", "homework", "header", "objective", "family"})
"""Parts of a note in which a count is of something else, or only wished for."""


@dataclass(slots=True)
class Counts:
    """What a client counts, as far as the notes are read: how often each risk was told as present, and counted."""

    told: Counter[RiskType] = field(default_factory=Counter)
    counted: Counter[RiskType] = field(default_factory=Counter)

    def take(self, reading: Reading, here: Sequence[RiskMention]) -> None:
        """One more note with its risks: "binges 8x/wk", "five drinks that night"."""
        for risk in here:
            place = reading.sentence_at(risk.mention.start)
            if risk.type in COUNTED and risk.assertion == "present" and place and not risk.carried_forward:
                self.told[risk.type] += 1
                self.counted[risk.type] += _counts().search(reading.text(place)) is not None

    def main(self) -> RiskType | None:
        """The one risk that is counted; else, or among several, the one told twice as often as any other."""
        counted = {kind for kind, times in self.counted.items() if times}
        if len(counted) == 1:
            return next(iter(counted))
        often = [(times, kind) for kind, times in self.told.most_common(2) if not counted or kind in counted]
        clear = often and (len(often) == 1 or often[0][0] >= 2 * often[1][0])
        return often[0][1] if clear and often[0][0] >= FEWEST else None


def counted_again(
    reading: Reading, main: RiskType | None, lately: Collection[RiskType], here: Sequence[RiskMention]
) -> Iterator[RiskMention]:
    """A mention for each sentence of a note that gives a count, or "still there", and names nothing; `main` is the
    risk that earlier notes count, `lately` are those that the last note to tell any told as present, `here` is what is
    found in this one."""
    told = sorted((risk.mention.start, risk.type, risk.assertion) for risk in here)
    by_sentence: dict[int, list[tuple[RiskType, Assertion]]] = {}
    for start, told_kind, assertion in told:
        by_sentence.setdefault(reading.number_at(start), []).append((told_kind, assertion))
    for number, place in enumerate(reading.sentences):
        if place.section in ELSEWHERE or place.speaker or place.start in reading.copied or number in by_sentence:
            continue
        if (said := _said(reading.text(place))) is None:
            continue
        alone = _again().match(reading.text(place)) is not None
        known = {main} if main else set()
        before = known if not alone else lately if _begins(reading, place) else ()
        if kind := _of_what(reading, number, by_sentence, before):
            yield risk_at(reading, kind, said, (place.start, place.end))


def _of_what(
    reading: Reading,
    number: int,
    by_sentence: dict[int, list[tuple[RiskType, Assertion]]],
    known: Collection[RiskType],
) -> RiskType | None:
    """The risk of the sentence before, else the only one that is counted."""
    if number and _joined(reading, reading.sentences[number - 1], reading.sentences[number]):
        before = {kind for kind, said in by_sentence.get(number - 1, ()) if said in ("present", "historical")}
        if len(before) == 1:
            return before.pop()
    return next(iter(known)) if len(known) == 1 else None


def _begins(reading: Reading, place: Sentence) -> bool:
    """The sentence is the first of its line, or stands behind what was asked: else it speaks of what is before it."""
    line = reading.note.text.rfind("\n", 0, place.start) + 1
    ahead = reading.note.text[line : place.start].strip()
    return not ahead or ahead.endswith(":") or _asked().match(ahead) is not None


def _joined(reading: Reading, one: Sentence, other: Sentence) -> bool:
    return "\n\n" not in reading.note.text[one.end : other.start]


def _said(words: str) -> Assertion | None:
    """Present for a count, denied for none, else nothing. "None for six days, then three" is present."""
    none = _none().match(words)
    if none and not _then().search(words[none.end() :]):
        return "denied"
    return "present" if none or _fragment().match(words) or _again().match(words) else None


def _expression(key: str) -> str:
    return combined(rules("counts")[key], {})


_ENDS = (
    r"[\"”]?(?:\s*[.,;:!?()–—-]|\s*$"
    r"|\s+(?:and|but|then|all|both|always|mostly|each|when|after|before|at|with|in|from|during|while|because|b/c)\b)"
)


@lru_cache(maxsize=1)
def _fragment() -> Pattern:
    """A sentence that is a count with a time and names nothing."""
    count = rf"(?:{_expression('lead')}\s+)?{_expression('count')}[,:]?\s+(?:times\s+)?{_expression('span')}"
    less = rf"(?:down to|up to|back to|still)\s+{_expression('count')}(?:\s+times)?"
    return pattern(rf"^[\W]*(?:{count}|{less}){_ENDS}")


@lru_cache(maxsize=1)
def _again() -> Pattern:
    """A whole sentence that says that it is there again."""
    return pattern(rf"^[\W]*{_expression('again')}(?:,?\s+{_expression('span')})?{_ENDS}")


@lru_cache(maxsize=1)
def _asked() -> Pattern:
    return pattern(r"^\W*(?:I |th |therapist |clinician )?(?:asked|inquired|checked)\b[^.?]*[.?:]?$")


@lru_cache(maxsize=1)
def _none() -> Pattern:
    none = rf"(?:{_expression('lead')}\s+)?{_expression('none')},?\s+{_expression('span')}"
    return pattern(rf"^[\W]*(?:{none}|{_expression('gone')}){_ENDS}")


@lru_cache(maxsize=1)
def _then() -> Pattern:
    return pattern(rf"\b(?:then|until)\s+{_expression('count')}\b")


@lru_cache(maxsize=1)
def _counts() -> Pattern:
    """A count anywhere in a sentence that names what is counted."""
    often = r"\d{1,2}\s?x?\s?(?:/|per|a|times a)\s?(?:day|night|week|wk|month|mo)\b"
    return pattern(rf"(?:{often}|\b{_expression('count')}\b.{{0,40}}\b{_expression('span')})")
