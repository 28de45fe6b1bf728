"""A Goal as a note: its words, what became of it, its days. The overview reads the lines as it reads any plan's."""

from __future__ import annotations

from fhir.resources.R4B.goal import Goal, GoalTarget

from companion.importers.fhir.wording import (
    Lines,
    Written,
    codes_of,
    day_of,
    latest,
    quantity,
    when,
    words_of,
)

_MET = {"achieved"}
_NOT_MET = {"not-achieved", "no-progress", "not-attainable", "worsening"}
_ENDED = {"cancelled", "rejected"}


def goal_written(goal: Goal, addresses: list[str]) -> Written:
    """The note. `addresses` names the conditions that the goal is for.

    The status line is one of active, on hold, achieved, completed, discontinued, in words that the reader of plans
    knows, with its day; what the record itself says stands in a line of its own.
    """
    lines = Lines()
    lines.add("Goal", words_of(goal.description))
    day = day_of(goal.statusDate)
    lines.add("Status", f"{status(goal)}{f' on {day}' if day else ''}")
    lines.add("Recorded as", str(goal.lifecycleStatus), words_of(goal.achievementStatus))
    started = goal.startDate or words_of(goal.startCodeableConcept)
    lines.add("Start date", when(started))
    for target in goal.target or ():
        lines.add("Target date", when(target.dueDate) or _within(target))
        lines.add("Measure", _target(target))
    lines.add("Priority", words_of(goal.priority))
    lines.add("Area", *(words_of(category) for category in goal.category or ()))
    lines.add("Addresses", *addresses)
    lines.add("Reason for status", str(goal.statusReason or ""))
    remarks = lines.notes(goal.note)
    begun = day_of(goal.startDate)
    return Written(lines.text, "plan", begun or day, latest(begun, day, *remarks))


def status(goal: Goal) -> str:
    """What became of it. The achievement says more than the lifecycle where a goal is open or complete; a goal that was
    completed without being met was given up, not achieved."""
    lifecycle = str(goal.lifecycleStatus)
    achieved = set(codes_of(goal.achievementStatus))
    if lifecycle in _ENDED:
        return "discontinued"
    if achieved & _MET:
        return "achieved"
    if lifecycle == "completed":
        return "discontinued" if achieved & _NOT_MET else "completed"
    return {"on-hold": "on hold", "proposed": "new", "planned": "new"}.get(lifecycle, "active")


def _within(target: GoalTarget) -> str:
    due = target.dueDuration
    return f"within {quantity(due)}" if due and due.value is not None else ""


def _target(target: GoalTarget) -> str:
    bounds = target.detailRange
    ranged = f"{quantity(bounds.low)} to {quantity(bounds.high)}".strip() if bounds else ""
    whole = "" if target.detailInteger is None else str(target.detailInteger)
    wanted = [quantity(target.detailQuantity), ranged.removesuffix(" to"), words_of(target.detailCodeableConcept)]
    said = next((one for one in (*wanted, str(target.detailString or ""), whole) if one), "")
    return " ".join(part for part in (words_of(target.measure), said) if part)
