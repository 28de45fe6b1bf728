"""Treatment goals: what the plans list, what became of each by a day, and the later words on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from companion.overview.goal_course import Course, earlier, take_plan
from companion.overview.goal_heads import is_called_new, learn_heads, take_heads
from companion.overview.goal_mentions import Rarity, Spans, later_words, stop_words
from companion.overview.goal_named import take_added, take_note
from companion.overview.goal_names import Counting
from companion.overview.goal_nearness import Nearness
from companion.overview.goal_plan import PlannedGoal, planned_goals
from companion.overview.meaning import Meaning
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.sessions import sessions_since
from companion.record import GoalMention, Session, TreatmentGoal

GLANCE = 8
"""Words of a goal that are read at a glance."""
UNREAD = ("measure", "transcript", "journal")
"""Notes in which nobody writes a plan."""


def find_goals(
    readings: Sequence[Reading], sessions: Sequence[Session], meaning: Meaning | None = None
) -> tuple[TreatmentGoal, ...]:
    """The treatment goals in the order of the plan, each with its status as the notes that were read leave it.

    `meaning` finds later words on a goal that share none with it; without it shared words alone do.
    """
    courses: list[Course] = []
    told: dict[str, Spans] = {}
    counting = Counting()
    plans = _plans(readings)
    for reading in readings:
        planned = plans.get(reading.note.id, ()) or _recorded(courses, reading)
        told[reading.note.id] = spans = [(p.start, p.stop) for p in planned if not p.review]
        take_plan(courses, take_heads(courses, reading, planned))
        learn_heads(courses, planned)
        for line in planned:
            counting = counting.and_of(line)
        if courses:
            take_note(courses, reading, spans, counting)
            take_added(courses, reading, spans)
    rarity = Rarity(readings, stop_words("goals"), counting)
    nearness = Nearness(courses, readings, meaning)
    found = []
    for course in courses:
        later = _later(course, readings)
        words = later_words(course.words, later, rarity, told, partial(nearness.of, course))
        found.append(_goal(course, [*course.reviews, *words], readings, sessions))
    return tuple(found)


def _plans(readings: Sequence[Reading]) -> Mapping[str, Sequence[PlannedGoal]]:
    """What is planned in the notes that hold the plan: plans, else the intake, else whatever note states goals."""
    for kinds in (("plan",), ("intake",), None):
        planned = {
            r.note.id: planned_goals(r, anywhere=kinds is None)
            for r in readings
            if (r.note.kind in kinds if kinds else r.note.kind not in UNREAD)
        }
        opened: list[Course] = []
        for reading in readings:
            take_plan(opened, planned.get(reading.note.id, ()))
        if opened:
            return planned
    return {}


_FIELD = pattern(r"\b(?:status|state|standing)\b[^\n:]{0,20}:")


def _recorded(courses: Sequence[Course], reading: Reading) -> Sequence[PlannedGoal]:
    """The plan's lines in a note of a session: "Goal: ... Status: ...", for a goal of the plan or one called new."""
    if not courses or reading.note.kind in UNREAD or not _FIELD.search(text := reading.note.text):
        return ()
    lines = [p for p in planned_goals(reading, anywhere=True) if not p.review and _FIELD.search(text[p.end : p.after])]
    return [p for p in lines if earlier(courses, p) or is_called_new(p)]


def _later(course: Course, readings: Sequence[Reading]) -> list[Reading]:
    """The notes in which a goal is spoken of: from its plan on, as long as it is open."""
    places = {r.note.id: place for place, r in enumerate(readings)}
    opened = course.first.reading.day
    return [
        r
        for r in readings
        if r.note.kind not in ("plan", "measure")
        and (opened is None or r.day is None or r.day >= opened)
        and places[r.note.id] > places[course.first.reading.note.id]
        and not (course.closed and r.day and r.day > course.closed)
    ]


def _goal(
    course: Course, mentions: list[GoalMention], readings: Sequence[Reading], sessions: Sequence[Session]
) -> TreatmentGoal:
    first = course.first
    opened = first.reading.day
    days = {r.note.id: r.day for r in readings}
    places = {r.note.id: place for place, r in enumerate(readings)}
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
