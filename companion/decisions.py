"""What the therapist decided about what was found: hide, pin or name a theme, close, reopen or name a goal, say what
came of a follow-up.

Decisions are kept apart from findings, by keys that are stable over re-reading, and put over them only when a reply is
made: the findings themselves stay as they were read. Pure: record types in and out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, cast, get_args

from companion.errors import BadRequest
from companion.record import Day, FollowUp, GoalStatus, Outcome, Theme, TreatmentGoal

About = Literal["theme", "goal", "follow_up"]
What = Literal["hide", "pin", "name", "status", "outcome"]

NAME_AT_MOST = 60
"""Characters of a name that the therapist gives: two lines of the panel."""

_CHOICES: dict[tuple[About, What], tuple[str, ...]] = {
    ("theme", "hide"): ("yes",),
    ("theme", "pin"): ("yes",),
    ("goal", "status"): get_args(GoalStatus),
    ("follow_up", "outcome"): get_args(Outcome),
}
_NAMED = frozenset[tuple[About, What]]({("theme", "name"), ("goal", "name")})


@dataclass(frozen=True, slots=True)
class DecidedTheme:
    """A theme under the name that is shown. `found_label` is the one it was found under."""

    theme: Theme
    found_label: str
    named: bool
    pinned: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class DecidedGoal:
    """A goal with the short name and the status that are shown. `found_status` is what the notes say."""

    key: str
    goal: TreatmentGoal
    named: bool
    found_status: GoalStatus


@dataclass(frozen=True, slots=True)
class DecidedFollowUp:
    """A follow-up with the outcome that is shown: the therapist's where `decided`. `day` is the day it was set."""

    key: str
    follow_up: FollowUp
    day: Day | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """One client's, by `decision_key`."""

    values: Mapping[str, str]

    def themes(self, found: Sequence[Theme]) -> list[DecidedTheme]:
        """All: pinned ones first, otherwise in the order in which they were found."""
        decided = [self._theme(theme) for theme in found]
        return sorted(decided, key=lambda one: not one.pinned)

    def goals(self, found: Sequence[TreatmentGoal]) -> list[DecidedGoal]:
        """All: the open ones first, those touched last before others; then the others, those closed last before."""
        decided = [self._goal(goal) for goal in found]
        decided.sort(key=lambda one: -(one.goal.closed.toordinal() if one.goal.closed else 0))
        decided.sort(key=lambda one: _place(one.goal))
        return decided

    def follow_ups(self, found: Sequence[FollowUp], days: Mapping[str, Day | None]) -> list[DecidedFollowUp]:
        """All, newest first and undated last. `days` are the notes' session dates."""
        decided = [self._follow_up(one, days.get(one.assigned.note_id)) for one in found]
        return sorted(decided, key=lambda one: -(one.day.toordinal() if one.day else 0))

    def _theme(self, theme: Theme) -> DecidedTheme:
        name = self._of("theme", theme.key, "name")
        shown = replace(theme, label=name) if name else theme
        hidden = self._of("theme", theme.key, "hide") is not None
        pinned = self._of("theme", theme.key, "pin") is not None and not hidden
        return DecidedTheme(shown, theme.label, name is not None, pinned, hidden)

    def _goal(self, goal: TreatmentGoal) -> DecidedGoal:
        key = goal_key(goal)
        name, status = self._of("goal", key, "name"), self._of("goal", key, "status")
        shown = replace(goal, short=name or goal.short, status=cast(GoalStatus, status or goal.status))
        return DecidedGoal(key, shown, name is not None, goal.status)

    def _follow_up(self, follow_up: FollowUp, day: Day | None) -> DecidedFollowUp:
        key = follow_up_key(follow_up, day)
        outcome = cast(Outcome | None, self._of("follow_up", key, "outcome"))
        shown = replace(follow_up, outcome=outcome) if outcome else follow_up
        return DecidedFollowUp(key, shown, day, outcome is not None)

    def _of(self, about: About, key: str, what: What) -> str | None:
        return self.values.get(decision_key(about, key, what))


def decision_key(about: About, key: str, what: What) -> str:
    """What a decision is kept under in the client's file."""
    return f"{about}:{what}:{key}"


def goal_key(goal: TreatmentGoal) -> str:
    """The goal's words, however they are spaced and written large: the same after every re-reading."""
    return _short_hash(" ".join(goal.text.casefold().split()))


def follow_up_key(follow_up: FollowUp, day: Day | None) -> str:
    """The task's words and the day it was set: the same task of two weeks is two follow-ups."""
    return _short_hash(f"{day or ''}|{follow_up.assigned.quote}")


def checked(about: About, what: What, value: str | None) -> str | None:
    """The value as it is kept. Raises BadRequest, saying what can be decided, for anything that cannot."""
    if value is None and ((about, what) in _NAMED or (about, what) in _CHOICES):
        return None
    if (about, what) in _NAMED:
        name = " ".join((value or "").split())
        if not 1 <= len(name) <= NAME_AT_MOST:
            raise BadRequest(f"A name has 1 to {NAME_AT_MOST} characters. Type a shorter one, or take it back.")
        return name
    choices = _CHOICES.get((about, what))
    if choices is None:
        raise BadRequest(f"A {about.replace('_', '-')} has no {what} to decide.")
    if value not in choices:
        raise BadRequest(f"What can be decided here is {' or '.join(choices)}.")
    return value


def _place(goal: TreatmentGoal) -> tuple[bool, bool, int]:
    if goal.status != "active":
        return True, False, 0
    return False, goal.sessions_ago is None, goal.sessions_ago or 0


def _short_hash(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
