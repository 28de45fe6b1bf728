"""What may be shown of a finding: the shortest clause that still says the same, else the sentence."""

from __future__ import annotations

from collections.abc import Iterable

from companion.overview.pattern import pattern
from companion.overview.sentences import LONGEST, Sentence
from companion.overview.verdict import verdict
from companion.record import Assertion, RiskType

_HEADING = pattern(r"[\w#][\w#/ ]{0,24}[:.)]\s*$")
_BREAK = pattern(r"[;,]\s+|\s[-–—]\s|:\s+")


def excerpt(
    kind: RiskType, text: str, start: int, end: int, *, sentence: Sentence, said: Assertion, others: Iterable[str] = ()
) -> tuple[int, int]:
    """Offsets of an excerpt around `text[start:end]` that alone asserts `said` and keeps negation and owner.

    First the clause, when it is a real one; then the sentence; then with its heading ("HW: no beer"); then, if the
    verdict rests on the next sentence ("Not die."), both. Never longer than `LONGEST`, except that the words
    themselves are always inside.
    """
    names = tuple(others)
    whole = (sentence.start, sentence.end)
    for a, b in (_clause(text, start, end, sentence), whole, (_heading(text, sentence), sentence.end)):
        if b - a <= LONGEST and verdict(kind, text[a:b], start - a, end - a, names) == said:
            return a, b
    further = min(len(text), max(sentence.end, end) + 40)
    stop = text.find(".", sentence.end + 1, further)
    wider = (sentence.start, stop + 1 if stop > 0 else sentence.end)
    alone = text[wider[0] : wider[1]]
    if len(alone) <= LONGEST and verdict(kind, alone, start - wider[0], end - wider[0], names) == said:
        return wider
    return min(sentence.start, start), max(sentence.end, end)


def _heading(text: str, sentence: Sentence) -> int:
    """Where the heading begins that stands right before the sentence, else where the sentence does."""
    line = max(text.rfind("\n", 0, sentence.start) + 1, sentence.start - 40)
    found = _HEADING.search(text[line : sentence.start])
    return line + found.start() if found else sentence.start


def _clause(text: str, start: int, end: int, sentence: Sentence) -> tuple[int, int]:
    """The part of the sentence between semicolons around the words; commas are kept: lists are negated as a whole."""
    a, b = sentence.start, sentence.end
    for found in _BREAK.finditer(text[a:b]):
        if text[a + found.start()] != ";":
            continue
        if a + found.end() <= start:
            sentence = Sentence(a + found.end(), sentence.end)
        elif a + found.start() >= end:
            return sentence.start, a + found.start()
    return sentence.start, sentence.end
