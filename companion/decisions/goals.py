"""Goals as they are shown: named, corrected or added by the therapist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from companion.decisions.decision import short_hash
from companion.decisions.decisions import Decisions
from companion.overview.goals import short
from companion.record import Day, GoalMention, GoalStatus, Mention, TreatmentGoal

GoalField = Literal["name", "text", "status", "opened", "closed", "add"]
FIELDS: tuple[GoalField, ...] = ("name", "text", "status", "opened", "closed", "add")


@dataclass(frozen=True, slots=True)
class DecidedGoal:
    """A goal as it is shown. `found` is what the notes say, None where the therapist added it: then nothing is quoted.
    `decided` names what of it is the therapist's word. `all_closed` is the closing day that waits on a goal which is
    open; `closed` is that day where the goal is not."""

    key: str
    text: str
    short: str
    status: GoalStatus
    opened: Day | None
    all_closed: Day | None
    found: TreatmentGoal | None
    decided: tuple[GoalField, ...]

    @property
    def closed(self) -> Day | None:
        return None if self.status == "active" else self.all_closed

    @property
    def named(self) -> bool:
        return "name" in self.decided

    @property
    def source(self) -> Mention | None:
        return self.found.source if self.found else None

    @property
    def mentions(self) -> tuple[GoalMention, ...]:
        return self.found.mentions if self.found else ()

    @property
    def sessions_ago(self) -> int | None:
        return self.found.sessions_ago if self.found else None


def decided_goals(found: Sequence[TreatmentGoal], decisions: Decisions) -> list[DecidedGoal]:
    """All: the open ones first, those touched last before others; then the others, those closed last before. A goal
    that the therapist added is shown as found as soon as a plan holds it."""
    decided = [_decided(goal_key(goal.text), goal.text, goal, decisions) for goal in found]
    here = {goal.key for goal in decided}
    added = decisions.words("goal", "add").items()
    decided += [_decided(key, text, None, decisions) for key, text in added if key not in here]
    decided.sort(key=lambda one: -(one.closed.toordinal() if one.closed else 0))
    decided.sort(key=_place)
    return decided


def goal_key(text: str) -> str:
    """The goal's words, however they are spaced and written large: the same after every re-reading."""
    return short_hash(" ".join(text.casefold().split()))


def _decided(key: str, text: str, found: TreatmentGoal | None, decisions: Decisions) -> DecidedGoal:
    said = {field: word for field in FIELDS if (word := decisions.word("goal", key, field)) is not None}
    words = said.get("text", text)
    own_short = found.short if found and "text" not in said else short(words)
    opened, closed = (date.fromisoformat(said[field]) if field in said else None for field in ("opened", "closed"))
    return DecidedGoal(
        key=key,
        text=words,
        short=said.get("name", own_short),
        status=cast(GoalStatus, said.get("status", found.status if found else "active")),
        opened=opened or (found.opened if found else None),
        all_closed=closed or (found.closed if found else None),
        found=found,
        decided=tuple(field for field in FIELDS if field in said and not (field == "add" and found)),
    )


def _place(goal: DecidedGoal) -> tuple[bool, bool, int]:
    if goal.status != "active":
        return True, False, 0
    return False, goal.sessions_ago is None, goal.sessions_ago or 0
