"""How much of a note is quoted where one sentence speaks of something: that sentence, and those that go on with it."""

from __future__ import annotations

from companion.overview.reading import Reading
from companion.overview.sentences import Sentence
from companion.record import Mention


def telling(reading: Reading, start: int, end: int, free: set[int], at_most: int) -> Mention:
    """`[start, end)`, inside one sentence, with the next sentence and the one before: where they stand in the same
    paragraph and part of the note, begin at a `free` place, and the whole has at most so many characters. What it takes
    is free no longer.

    A hurried note tells a thing in two short sentences, and the one that names it is often not the one that says it
    (docs/decisions/0009 has the figures).
    """
    own = reading.number_at(start)
    for beside in (own + 1, own - 1):
        if not 0 <= beside < len(reading.sentences) or reading.sentences[beside].start not in free:
            continue
        other = reading.sentences[beside]
        low, high = min(start, other.start), max(end, other.end)
        if high - low <= at_most and _goes_on(reading, min(own, beside)):
            start, end = low, high
            free.remove(other.start)
    return reading.mention(start, end)


def _goes_on(reading: Reading, first: int) -> bool:
    """Between a sentence and the next is nothing but white space and no empty line; same part, same speaker."""
    one, other = reading.sentences[first : first + 2]
    between = reading.note.text[one.end : other.start]
    return not between.strip() and between.count("\n") < 2 and _part(one) == _part(other)


def _part(sentence: Sentence) -> tuple[str, str]:
    return sentence.section, sentence.speaker
