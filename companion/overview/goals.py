"""Treatment goals: what the plans list, what became of each by a day, and the later words on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from companion.overview.goal_mentions import GoalWords, Rarity, direction, goal_numbers, later_words, stems, stop_words
from companion.overview.goal_plan import PlannedGoal, planned_goals
from companion.overview.goal_status import Change, change_in, date_in
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.sessions import sessions_since
from companion.record import GoalMention, GoalStatus, Session, TreatmentGoal

SAME = 0.6
"""Overlap of words from which a review speaks of the earlier goal; half of it when the number is the same."""
DECISION = 5
"""Words of a clause in which a word like "closed" is said of the goal itself."""
TWICE = 0.85
"""Overlap from which one plan says the same goal twice."""
GLANCE = 8
"""Words of a goal that are read at a glance."""


@dataclass(slots=True)
class _Course:
    """A goal while the notes are read, oldest first."""

    first: PlannedGoal
    words: GoalWords
    order: int
    status: GoalStatus = "active"
    closed: date | None = None
    reviews: list[GoalMention] = field(default_factory=list)

    def take(self, change: Change, day: date | None) -> None:
        """A status given on a day."""
        if change in ("active", "reopened"):
            self.status, self.closed = "active", None
        elif change == "achieved":
            self.status, self.closed = "achieved", day
        else:
            self.status, self.closed = "discontinued", day


def find_goals(readings: Sequence[Reading], sessions: Sequence[Session]) -> tuple[TreatmentGoal, ...]:
    """The treatment goals in the order of the plan, each with its status as the notes that were read leave it."""
    courses: list[_Course] = []
    plans = {r.note.id for r in readings if r.note.kind == "plan"}
    if not any(not g.review for r in readings if r.note.id in plans for g in planned_goals(r)):
        plans = {r.note.id for r in readings if r.note.kind == "intake"}
    for reading in readings:
        if reading.note.id in plans:
            _take_plan(courses, reading)
        elif courses:
            _take_note(courses, reading)
            _take_added(courses, reading)
    rarity = Rarity(readings, stop_words("goals"))
    return tuple(_goal(course, readings, plans, sessions, rarity) for course in courses)


def _take_plan(courses: list[_Course], reading: Reading) -> None:
    taken: set[int] = set()
    for planned in planned_goals(reading):
        if planned.review:
            repeats = len(planned.text.split()) > 4
            if titled := _earlier(courses, planned) if repeats else _titled(courses, planned):
                _review(titled, planned)
            continue
        if any(_overlap(c, planned) >= TWICE for c in courses if c.order in taken):
            continue
        course = _earlier([c for c in courses if c.order not in taken], planned)
        if course is None:
            course = _open(courses, planned)
        else:
            _review(course, planned)
        taken.add(course.order)


def _open(courses: list[_Course], planned: PlannedGoal) -> _Course:
    """A goal that no note named before."""
    course = _Course(planned, GoalWords.of(planned.text, planned.number), len(courses))
    courses.append(course)
    if (change := change_in(planned.said)) and change != "reopened":
        course.take(change, date_in(planned.said) or planned.reading.day)
    return course


def _earlier(courses: Sequence[_Course], planned: PlannedGoal) -> _Course | None:
    """The goal that a review repeats."""
    best = max(courses, key=lambda c: _overlap(c, planned), default=None)
    if best is None:
        return None
    enough = SAME / 2 if planned.number is not None and best.words.number == planned.number else SAME
    if _overlap(best, planned) >= enough:
        return best
    brief = len(planned.text.split()) <= 4 or change_in(planned.said) is not None
    return next((c for c in courses if brief and _within(c, planned)), None)


def _within(course: _Course, planned: PlannedGoal) -> bool:
    """A review repeats only the goal's beginning, or two of its telling words."""
    theirs = stems(planned.text, stop_words("goals"))
    begins = course.first.text.casefold().startswith(planned.text.casefold().rstrip(". "))
    shared = len(theirs & course.words.stems)
    return begins or (shared >= 2 and shared >= 0.8 * len(theirs))


def _titled(courses: Sequence[_Course], planned: PlannedGoal) -> _Course | None:
    """The goal that a status alone is about: by its number, else by its title."""
    if planned.number is not None:
        return next((c for c in courses if c.words.number == planned.number), None) or (
            courses[planned.number - 1]
            if 0 < planned.number <= len(courses) and all(c.words.number is None for c in courses)
            else None
        )
    fitting = [c for c in courses if planned.text and (_within(c, planned) or _is_topic(c, planned.text))]
    begun = [c for c in fitting if _within(c, planned)]
    return next(iter(begun or fitting), None)


def _overlap(course: _Course, planned: PlannedGoal) -> float:
    mine, theirs = course.words.stems, stems(planned.text, stop_words("goals"))
    same_number = 0.01 if planned.number is not None and course.words.number == planned.number else 0.0
    if not mine or not theirs:
        return same_number + float(course.first.text.casefold() == planned.text.casefold())
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) + same_number


_SIGNS = " \t\n.,;:-–—()[]*>"


def _review(course: _Course, planned: PlannedGoal) -> None:
    """Take a review's status, and its words as a later mention."""
    said = planned.said
    if change := change_in(said):
        course.take(change, date_in(said[:60]) or planned.reading.day)
    if course.words.number != planned.number and planned.number is not None:
        course.words = replace(course.words, number=planned.number)
    after = planned.reading.note.text[planned.after : planned.stop]
    begin = planned.after + len(after) - len(after.lstrip(_SIGNS))
    stop = min(planned.stop, begin + 200)
    if stop - begin >= 3:
        mention = planned.reading.mention(begin, stop)
        course.reviews.append(GoalMention(mention, "progress" if change == "achieved" else direction(mention)))


_NAMED = pattern(r"\b(?:goals?|G)\s*#?\d{1,2}(?:\s*(?:,\s*and|,|and|&|\+|/)\s*#?\d{1,2}\b)*")
_CLAUSE = pattern(r"[;:,.]\s+|\s[-–—]+\s|\s?[()]")
_OPEN = pattern(r"\b(?:open|reinstated|reactivated)\b")
_DECIDING = pattern(
    r"\b(?:today|plan|as of|this session|considered|agree\w*|mark\w*|formally|officially|"
    r"(?:is|are|was|been|now) (?:now )?met)\b"
)
_TOPIC = pattern(r"\b([\p{L}'’-]{4,})\s+(?:goal|target)s?\b")
_CLOSING = pattern(
    r"\b(?:clos(?:ing|ed)|dropp(?:ing|ed)|discontinu(?:ing|ed))\b[^.:;]{0,24}\b(?:goals?|today|plan|out)\b"
)


def _take_note(courses: Sequence[_Course], reading: Reading) -> None:
    """Status that a later note gives a goal by its number, or by its topic."""
    for sentence in reading.sentences:
        if sentence.start in reading.copied or sentence.section in ("risk", "header", "homework"):
            continue
        for course, said in _addressed(courses, reading.text(sentence)):
            change = _decision(said)
            if change and (change != "active" or _OPEN.search(said)):
                course.take(
                    change, date_in(said) if change != "active" and _is_past(said, reading.day) else reading.day
                )


_ADDED = pattern(
    r"\b(?:added|adding|add|new)\s+(?:a\s+|new\s+)*goal\s*#?(\d{1,2})?\s*(?:\([^)\n]{0,20}\)\s*)?(?::|[-–—]\s)\s*(?:to\s+)?"
)


def _take_added(courses: list[_Course], reading: Reading) -> None:
    """Goals that a note adds to the plan: "added goal 4: ..."."""
    for sentence in reading.sentences:
        words = reading.text(sentence)
        if sentence.start in reading.copied or not (added := _ADDED.search(words)):
            continue
        end = sentence.start + len(words.rstrip(" .;,"))
        start = sentence.start + added.end()
        number = int(added.group(1)) if added.group(1) else None
        planned = PlannedGoal(reading, number, start, end, end, end)
        if len(planned.text.split()) >= 2 and _earlier(courses, planned) is None:
            _open(courses, planned)


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


def _addressed(courses: Sequence[_Course], words: str) -> Iterator[tuple[_Course, str]]:
    """Goals that a sentence names, each with the words said of it: up to the next name, or the whole sentence."""
    named = sorted(
        [(m.start(), m.end(), m.group(), True) for m in _NAMED.finditer(words)]
        + [(m.start(), m.end(), m.group(1), False) for m in _TOPIC.finditer(words)]
    )
    for place, (_, end, name, numbered) in enumerate(named):
        stop = named[place + 1][0] if place + 1 < len(named) else len(words)
        said = words[end:stop] if len(named) > 1 else words[:end] + words[end:]
        for course in courses:
            if course.words.number in goal_numbers(name) if numbered else _is_topic(course, name):
                yield course, said
    if not named and _CLOSING.search(words):
        for course in courses:
            if course.status == "active" and course.words.stems & stems(words, stop_words("goals")):
                yield course, words


def _is_topic(course: _Course, name: str) -> bool:
    by_topic = course.words.topic is not None and course.words.topic.search(name) is not None
    return by_topic or bool(stems(name, stop_words("goals")) & course.words.stems)


def _goal(
    course: _Course, readings: Sequence[Reading], plans: set[str], sessions: Sequence[Session], rarity: Rarity
) -> TreatmentGoal:
    first = course.first
    opened = first.reading.day
    days = {r.note.id: r.day for r in readings}
    places = {r.note.id: place for place, r in enumerate(readings)}
    later = [
        r
        for r in readings
        if r.note.id not in plans
        and r.note.kind != "measure"
        and (opened is None or r.day is None or r.day >= opened)
        and places[r.note.id] > places[first.reading.note.id]
        and not (course.closed and r.day and r.day > course.closed)
    ]
    mentions = [*course.reviews, *later_words(course.words, later, rarity)]
    mentions.sort(key=lambda m: (places[m.mention.note_id], m.mention.start))
    touched = [day for m in mentions if (day := days[m.mention.note_id])] + ([opened] if opened else [])
    text = first.text
    return TreatmentGoal(
        text=text,
        short=short(text),
        source=first.reading.mention(first.start, first.end),
        status=course.status,
        opened=opened,
        closed=course.closed,
        mentions=tuple(mentions),
        sessions_ago=sessions_since(sessions, max(touched)) if touched else None,
    )


_BREAK = pattern(r"[:;,.]\s+|\s[-–—]\s|\s\(|\s(?:so\s+that|in\s+order\s+to|by\s+\p{L}+ing)\s")
_TURNS = "not|no|never|without|w/o|unless|until|except|instead|rather|only|if|when|once|provided|as long"
_TURN = pattern(rf"^[\s(:;,.–—-]*(?:and\s+|but\s+|or\s+)?(?:{_TURNS})\b")


def short(text: str) -> str:
    """An exact excerpt from the goal's beginning that keeps its meaning, in eight words where a clause allows."""
    text = text.rstrip(". ")
    if len(text.split()) <= GLANCE:
        return text
    clauses = [text[: m.start()] for m in _BREAK.finditer(text) if not _TURN.match(text[m.start() :])]
    real = [clause for clause in clauses if len(clause.split()) >= 2]
    fitting = [clause for clause in real if len(clause.split()) <= GLANCE]
    return fitting[-1] if fitting else (real[0] if real else text)
