"""A goal while the notes are read, oldest first: its words, its status so far, and which later line speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from companion.overview.goal_mentions import GoalWords, direction, stems, stop_words
from companion.overview.goal_plan import PlannedGoal
from companion.overview.goal_status import Change, change_behind, change_in, date_in
from companion.overview.pattern import pattern
from companion.record import GoalMention, GoalStatus

SAME = 0.6
"""Overlap of words from which a review speaks of the earlier goal; half of it when the number is the same."""
TWICE = 0.85
"""Overlap from which one plan says the same goal twice."""
LATEST = 60
"""Characters behind a goal in which the day of its status stands."""
PLANS = ("plan", "intake")
"""Notes that may set goals anew."""
_SIGNS = " \t\n.,;:-–—()[]*>|"


@dataclass(slots=True)
class Course:
    """What became of one goal so far."""

    first: PlannedGoal
    words: GoalWords
    order: int
    status: GoalStatus = "active"
    closed: date | None = None
    reviews: list[GoalMention] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    """What stands over the goal in its plan ("problem 2"), by which reviews speak of it."""
    under: set[str] = field(default_factory=set)
    """The same, also where it stands over other goals too."""

    def take(self, change: Change, day: date | None, *, dated: bool = False) -> None:
        """A status given on a day; one that is said again later keeps its first day, unless it names its own."""
        if change in ("active", "reopened"):
            self.status, self.closed = "active", None
            return
        again = self.status == change and self.closed is not None and not dated
        self.status = "achieved" if change == "achieved" else "discontinued"
        self.closed = min(day, self.closed) if again and day and self.closed else day

    def is_topic(self, name: str) -> bool:
        """A word or two that name what the goal is about."""
        by_topic = self.words.topic is not None and self.words.topic.search(name) is not None
        by_topic = by_topic or ("-" in name and name.replace("-", " ").casefold() in self.first.text.casefold())
        return by_topic or bool(stems(name, stop_words("goals")) & self.words.stems)

    def review(self, planned: PlannedGoal) -> None:
        """Take a review's status, and its words as a later mention."""
        said = planned.said
        if change := change_behind(said):
            named = date_in(said[:LATEST], planned.reading.day)
            self.take(change, named or planned.reading.day, dated=named is not None)
        if self.words.number != planned.number and planned.number is not None:
            self.words = replace(self.words, number=planned.number)
        after = planned.reading.note.text[planned.after : planned.stop]
        begin = planned.after + len(after) - len(after.lstrip(_SIGNS))
        stop = min(planned.stop, begin + 200)
        if stop - begin >= 3:
            mention = planned.reading.mention(begin, stop)
            self.reviews.append(GoalMention(mention, "progress" if change == "achieved" else direction(mention)))


def take_plan(courses: list[Course], planned_goals: Sequence[PlannedGoal]) -> None:
    """The goals of one plan or review: each is an earlier one again, or a new one.

    A note that is no plan seldom renumbers: there the same number is the same goal, whatever words it is given.
    """
    taken: set[int] = set()
    chosen = _chosen(planned_goals, first=not courses)
    for planned in _with_additions(courses, chosen):
        if planned.review:
            repeats = len(planned.text.split()) > 4
            if titled := earlier(courses, planned) if repeats else _titled(courses, planned):
                titled.review(planned)
            continue
        if any(_overlap(c, planned) >= TWICE for c in courses if c.order in taken):
            continue
        course = earlier([c for c in courses if c.order not in taken], planned)
        if course is None and planned.number is not None and planned.reading.note.kind not in PLANS:
            course = next((c for c in courses if c.words.number == planned.number and c.order not in taken), None)
        if course is None:
            course = open_course(courses, planned)
        else:
            course.review(planned)
        taken.add(course.order)


def _with_additions(courses: Sequence[Course], chosen: Sequence[PlannedGoal]) -> list[PlannedGoal]:
    """A counted list that mostly repeats the goals is the list of goals: what it has beyond them is new."""
    counted = [p for p in chosen if p.loose]
    again = {p.start for p in counted if (earlier(courses, p) if p.text else _titled(courses, p))}
    if not courses or len(counted) < 2 or 2 * len(again) < len(counted):
        return list(chosen)
    return [
        replace(p, review=False, loose=False)
        if p.loose and p.start not in again and (_is_called_new(p) or _counts_on(courses, p, len(again)))
        else p
        for p in chosen
    ]


_NEW = pattern(r"\b(?:new|added)\s*[:.–—-]\s*(?:to\s+)?$")


def _counts_on(courses: Sequence[Course], planned: PlannedGoal, again: int) -> bool:
    """Its number comes after those of the goals that are repeated, and is no earlier goal's."""
    return (planned.number or 0) > again and all(c.words.number != planned.number for c in courses)


def _is_called_new(planned: PlannedGoal) -> bool:
    """ "New: ..." stands right before the words."""
    text = planned.reading.note.text
    return _NEW.search(text[text.rfind("\n", 0, planned.start) + 1 : planned.start]) is not None


def _chosen(planned_goals: Sequence[PlannedGoal], *, first: bool) -> list[PlannedGoal]:
    """In a first plan a ticked box means that the goal is chosen, in a later one, that it is met; and in a first plan
    that calls nothing a goal, the lines it numbers are the goals."""
    if not first:
        return list(planned_goals)
    if all(p.review for p in planned_goals):
        loose = [p for p in planned_goals if p.loose]
        return [replace(p, review=False) for p in loose] if len(loose) > 1 else list(planned_goals)
    if any(p.box == "ticked" for p in planned_goals):
        return [replace(p, lead="") if p.box else p for p in planned_goals if p.box != "empty"]
    return list(planned_goals)


def open_course(courses: list[Course], planned: PlannedGoal) -> Course:
    """A goal that no note named before."""
    course = Course(planned, GoalWords.of(planned.text, planned.number), len(courses))
    courses.append(course)
    if (change := change_behind(planned.said)) and change != "reopened":
        course.take(change, date_in(planned.said, planned.reading.day) or planned.reading.day)
    return course


def earlier(courses: Sequence[Course], planned: PlannedGoal) -> Course | None:
    """The goal that a review repeats."""
    best = max(courses, key=lambda c: _overlap(c, planned), default=None)
    if best is None:
        return None
    enough = SAME / 2 if planned.number is not None and best.words.number == planned.number else SAME
    if _overlap(best, planned) >= enough:
        return best
    same = best.words.number is not None and best.words.number == planned.number
    if planned.loose and same and stems(planned.text, stop_words("goals")) & best.words.stems:
        return best
    brief = len(planned.text.split()) <= 4 or change_in(planned.said) is not None
    whole = [c for c in courses if planned.text.casefold().startswith(c.first.text.casefold().rstrip(". "))]
    return next((c for c in (*whole, *courses) if (brief or c in whole) and _within(c, planned)), None)


def _within(course: Course, planned: PlannedGoal) -> bool:
    """A review repeats only the goal's beginning, or two of its telling words."""
    theirs = stems(planned.text, stop_words("goals"))
    mine, said = (text.casefold().rstrip(". ") for text in (course.first.text, planned.text))
    begins = mine.startswith(said) or (len(mine.split()) > 2 and said.startswith(mine))
    shared = len(theirs & course.words.stems)
    return begins or (shared >= 2 and shared >= 0.8 * len(theirs))


def _titled(courses: Sequence[Course], planned: PlannedGoal) -> Course | None:
    """The goal that a status alone is about: by its number, else by its title."""
    if planned.number is not None:
        return next(iter(numbered(courses, frozenset((planned.number,)))), None)
    fitting = [c for c in courses if planned.text and (_within(c, planned) or c.is_topic(planned.text))]
    begun = [c for c in fitting if _within(c, planned)]
    return next(iter(begun or fitting), None)


def numbered(courses: Sequence[Course], numbers: frozenset[int]) -> list[Course]:
    """The goals of some numbers; unless the plan numbers otherwise, a number is a place in its order."""
    in_order = all(c.words.number in (None, c.order + 1) for c in courses)
    return [c for c in courses if (c.order + 1 if in_order else c.words.number) in numbers]


def _overlap(course: Course, planned: PlannedGoal) -> float:
    mine, theirs = course.words.stems, stems(planned.text, stop_words("goals"))
    same_number = 0.01 if planned.number is not None and course.words.number == planned.number else 0.0
    if not mine or not theirs:
        return same_number + float(course.first.text.casefold() == planned.text.casefold())
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) + same_number
