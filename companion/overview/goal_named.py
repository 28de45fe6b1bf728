"""What a sentence of any note decides about a goal that it names: "goal 2 met", "goals 1-3 closed", "new goal: ..."."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise

from companion.overview.goal_course import Course, earlier, open_course
from companion.overview.goal_mentions import NAMED, goal_numbers, stems, stop_words
from companion.overview.goal_plan import PlannedGoal
from companion.overview.goal_status import Change, change_in, date_in
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.sentences import Sentence

DECISION = 5
"""Words of a clause in which a word like "closed" is said of the goal itself."""

_CLAUSE = pattern(r"[;:,.]\s+|\s[-–—]\s+|\s?[()]")
_OPEN = pattern(r"\b(?:open|reinstated|reactivated)\b")
_DECIDING = pattern(
    r"\b(?:today|plan|as of|this session|considered|agree\w*|mark\w*|formally|officially|"
    r"(?:is|are|was|been|now) (?:now )?met)\b"
)
_TOPIC = pattern(r"\b([\p{L}'’-]{4,})\s+(?:goal|target)s?\b")
_GOAL_OF = pattern(r"\bgoals?\s+(?:of|to|about|re|around)\s+([^.;:]{4,60})")
_ASIDE = pattern(r"^\s*[(\[]([^)\]\n]{3,40})[)\]]")
_CLOSING = pattern(
    r"\b(?:clos(?:ing|ed)|dropp(?:ing|ed)|discontinu(?:ing|ed))\b[^.:;]{0,24}\b(?:goals?|today|plan|out)\b"
)
_ADDED = pattern(
    r"\b(?:added|adding|add|new)\s+(?:a\s+|new\s+)*goal\s*#?(\d{1,2})?\s*(?:\([^)\n]{0,20}\)\s*)?(?::|[-–—]\s)\s*(?:to\s+)?"
)
Spans = Collection[tuple[int, int]]


def take_note(courses: Sequence[Course], reading: Reading, told: Spans = ()) -> None:
    """Status that a note gives a goal by its number or topic; what stands in `told` was read as the plan's own line."""
    for sentence in _own_sentences(reading, told):
        for course, said in _addressed(courses, reading.text(sentence)):
            change = _decision(said)
            if change and (change != "active" or _OPEN.search(said)):
                day = date_in(said) if change != "active" and _is_past(said, reading.day) else reading.day
                course.take(change, day)


def take_added(courses: list[Course], reading: Reading, told: Spans = ()) -> None:
    """Goals that a note adds to the plan: "added goal 4: ..."."""
    for sentence in _own_sentences(reading, told):
        words = reading.text(sentence)
        if not (added := _ADDED.search(words)):
            continue
        end = sentence.start + len(words.rstrip(" .;,"))
        start = sentence.start + added.end()
        number = int(added.group(1)) if added.group(1) else None
        planned = PlannedGoal(reading, number, start, end, end, end)
        if len(planned.text.split()) >= 2 and earlier(courses, planned) is None:
            open_course(courses, planned)


def _own_sentences(reading: Reading, told: Spans) -> Iterator[Sentence]:
    for sentence in reading.sentences:
        if sentence.start in reading.copied or sentence.section in ("risk", "header", "homework"):
            continue
        if not any(a < sentence.end and sentence.start < b for a, b in told):
            yield sentence


def _decision(said: str) -> Change | None:
    """A status in a clause that decides on the goal, not one that tells of the week ("laptop closed by nine")."""
    if change_in(said) in (None, "reopened"):
        return change_in(said)
    clauses = [said[a:b] for a, b in pairwise([0, *(m.end() for m in _CLAUSE.finditer(said)), len(said)])]
    decided = (change_in(c) for c in clauses if len(c.split()) <= DECISION or _DECIDING.search(c))
    return next((change for change in decided if change), None)


def _is_past(said: str, day: date | None) -> bool:
    given = date_in(said)
    return given is not None and day is not None and given <= day


def _addressed(courses: Sequence[Course], words: str) -> Iterator[tuple[Course, str]]:
    """Goals that a sentence names, each with the words said of it: up to the next name, or the whole sentence."""
    numbers = [(m.start(), m.end(), m.group(), True) for m in NAMED.finditer(words)]
    topics = [(m.start(), m.end(), m.group(1), False) for m in _TOPIC.finditer(words)]
    named = sorted([*numbers, *(t for t in topics if not any(t[0] < n[1] and n[0] < t[1] for n in numbers))])
    for place, (begin, end, name, numbered) in enumerate(named):
        stop = named[place + 1][0] if place + 1 < len(named) else len(words)
        said = words[begin:stop] if len(named) > 1 else words
        for course in _numbered(courses, name, words[end:stop]) if numbered else courses:
            if numbered or course.is_topic(name):
                yield course, said
    if not named:
        yield from _described(courses, words)


def _numbered(courses: Sequence[Course], name: str, after: str) -> list[Course]:
    """The goals of some numbers; words in brackets behind one number tell better than it, for numbers change."""
    numbers = goal_numbers(name)
    aside = _ASIDE.match(after)
    if aside and len(numbers) == 1:
        theirs = stems(str(aside.group(1)), stop_words("goals"))
        meant = [c for c in courses if theirs and theirs <= c.words.stems]
        if len(meant) == 1:
            return meant
    return [c for c in courses if c.words.number in numbers]


def _described(courses: Sequence[Course], words: str) -> Iterator[tuple[Course, str]]:
    """A goal named by what it is: "discontinued goal of playing catch", "closing the bus goal out"."""
    if told := _GOAL_OF.search(words):
        theirs = stems(str(told.group(1)), stop_words("goals"))
        shared = [(len(theirs & c.words.stems), -c.order, c) for c in courses]
        best = max(shared, key=lambda entry: entry[:2])
        if best[0] >= min(2, len(best[2].words.stems)):
            yield best[2], words
            return
    if _CLOSING.search(words):
        for course in courses:
            if course.status == "active" and course.words.stems & stems(words, stop_words("goals")):
                yield course, words
