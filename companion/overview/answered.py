"""Client's words that the therapist's next words mark as ideation, however they are put.

"I fold my hands in case it's tonight" names nothing, but what stands beside it does: a positive item 9 or "passive SI"
right before the quotation, or "No plan, no intent." right behind it. A denied plan has something that it is the plan
of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from companion.overview.combined import combined
from companion.overview.pattern import Pattern, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence

_OPENS = pattern(r"^[^.!?\n\"“;]{0,24}[.:,)(–—-]{0,2}\s{0,2}(?:asked[^.\"“\n]{0,30}[.,:]?\s)?[\"“]")
_QUOTED = pattern(r"[\"“][^\"“”\n]{12,}")
_CLOSES = pattern(r"[\"”]")
SHORT = 8
"""Words of a sentence that is no thought of its own ("Tearful, coherent."): what stands before it is looked at."""


def quoted_after(reading: Reading, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The quotation that stands right behind each of some present mentions."""
    text = reading.note.text
    for end in ends:
        opening = _OPENS.match(text[end : end + 90])
        if opening is None:
            continue
        start = end + opening.end() - 1
        place = reading.sentence_at(start + 1)
        if place is None or place.speaker:
            continue
        closing = _CLOSES.search(text[start + 1 : place.end])
        yield start, start + 2 + closing.start() if closing else place.end


def before_a_denied_plan(reading: Reading) -> Iterator[Sentence]:
    """The sentence of which a sentence like "No plan, no intent." speaks: a quotation, or what was thought."""
    text, places = reading.note.text, reading.sentences
    for number, place in enumerate(places):
        if number == 0 or place.start in reading.copied or not _denies_a_plan().match(text[place.start : place.end]):
            continue
        for told in reversed(places[max(0, number - 2) : number]):
            if told.start in reading.copied or "\n\n" in text[told.start : place.start]:
                break
            words = text[told.start : told.end]
            if _QUOTED.search(words) or _thought().search(words):
                yield told
                break
            if len(words.split()) > SHORT:
                break


@lru_cache(maxsize=1)
def _denies_a_plan() -> Pattern:
    return pattern(
        r"^\W*(?:asked[^.:]{0,30}[.:,]\s*)?" + combined(rules("risk")["denied_plans"], rules("risk")["sets"])
    )


@lru_cache(maxsize=1)
def _thought() -> Pattern:
    return pattern(combined(rules("risk")["thought_words"], rules("risk")["sets"]))
