"""The list of decisions: what the therapist decided about what, when, what it was before, and what undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from companion.decisions.decided import Decided
from companion.decisions.decision import About, Decision, Value, What, from_kept
from companion.record import Day, KeptDecision, Mention


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about, as it is shown now: its words (of a risk its type), where it stands, and what the notes
    say instead of the therapist, by what can be decided."""

    label: str
    source: Mention | None
    found: Mapping[What, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision that holds since `day`. `before` is what held before it, None where nothing was decided. `subject`
    None: it sleeps, because what it is about is not found any more. `into` is whom or what it was merged with."""

    decision: Decision
    day: date
    before: Value | None
    subject: Subject | None
    into: Subject | None

    @property
    def undo(self) -> Decision:
        """The decision that takes it back. One that sleeps cannot be made anew, and ends."""
        about, key, what = self.decision.about, self.decision.key, self.decision.what
        return Decision(about, key, what, self.before if self.subject else None)

    @property
    def found(self) -> str | None:
        return self.subject.found.get(self.decision.what) if self.subject else None


def made_decisions(decided: Decided, kept: Iterable[KeptDecision]) -> list[MadeDecision]:
    """In the order of `kept`. What another version kept and this one could not show is left out."""
    subjects = dict(_subjects(decided))
    return [
        _made(decided, one, value, subjects) for one in kept if (value := from_kept(one.name, one.value)) is not None
    ]


def _made(
    decided: Decided, kept: KeptDecision, value: Value, subjects: Mapping[tuple[About, str], Subject]
) -> MadeDecision:
    about, what, kept_key = cast(tuple[About, What, str], tuple(kept.name.split(":", 2)))
    decision = Decision(about, _key_now(decided, about, what, kept_key), what, value)
    return MadeDecision(
        decision=decision,
        day=kept.decided_at.astimezone().date(),
        before=None if kept.before is None else from_kept(kept.name, kept.before),
        subject=subjects.get((about, decision.key)),
        into=subjects.get((about, value)) if what == "merge" and isinstance(value, str) else None,
    )


def _key_now(decided: Decided, about: About, what: What, kept_key: str) -> str:
    """The key of the finding for which a decision holds that was kept under this one."""
    if about == "person":
        return decided.found_people().key_now(kept_key, what)
    mentions = decided.risk() if about == "risk" else ()
    return next((one.key for one in mentions if one.decided and one.kept_key == kept_key), kept_key)


def _subjects(decided: Decided) -> Iterator[tuple[tuple[About, str], Subject]]:
    for part in decided.parts():
        label = decided.decisions.word("theme", part.key, "name") or part.theme.label
        yield ("theme", part.key), Subject(label, part.theme.mentions[-1], {"name": part.theme.label})
    for goal in decided.goals():
        found: dict[What, str | None] = {}
        if goal.found:
            found = {"name": goal.found.short, "text": goal.found.text, "status": goal.found.status}
            found |= {"opened": _day(goal.found.opened), "closed": _day(goal.found.closed)}
        yield ("goal", goal.key), Subject(goal.short, goal.source, found)
    for task in decided.follow_ups():
        words = task.follow_up.assigned
        yield ("follow_up", task.key), Subject(words.quote, words, {"outcome": task.found_outcome})
    for risk in decided.risk():
        yield ("risk", risk.key), Subject(risk.risk.type, risk.risk.excerpt, {"assertion": risk.found_assertion})
    people = decided.found_people()
    for key, person in people.found.items():
        name = people.said(key, "name") or person.name
        yield ("person", key), Subject(name, None, {"name": person.name, "relation": person.relation})


def _day(day: Day | None) -> str | None:
    return day.isoformat() if day else None
