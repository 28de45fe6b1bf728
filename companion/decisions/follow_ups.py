"""Follow-ups as they are shown: with what the therapist says came of them, where that was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from companion.decisions.decision import short_hash
from companion.decisions.decisions import Decisions
from companion.record import Day, FollowUp, NoteCard, Outcome


@dataclass(frozen=True, slots=True)
class DecidedFollowUp:
    """A follow-up with the outcome that is shown: the therapist's where `decided`, whatever was found. `day` is the day
    it was set."""

    key: str
    follow_up: FollowUp
    day: Day | None
    decided: bool
    found_outcome: Outcome | None


def decided_follow_ups(
    found: Sequence[FollowUp], cards: Mapping[str, NoteCard], decisions: Decisions
) -> list[DecidedFollowUp]:
    """All, newest first and undated last."""
    decided = [_decided(one, cards, decisions) for one in found]
    return sorted(decided, key=lambda one: -(one.day.toordinal() if one.day else 0))


def follow_up_key(follow_up: FollowUp, day: Day | None) -> str:
    """The task's words and the day it was set: the same task of two weeks is two follow-ups."""
    return short_hash(f"{day or ''}|{follow_up.assigned.quote}")


def _decided(follow_up: FollowUp, cards: Mapping[str, NoteCard], decisions: Decisions) -> DecidedFollowUp:
    card = cards.get(follow_up.assigned.note_id)
    day = card.session_date if card else None
    key = follow_up_key(follow_up, day)
    outcome = cast(Outcome | None, decisions.word("follow_up", key, "outcome"))
    shown = replace(follow_up, outcome=outcome) if outcome else follow_up
    return DecidedFollowUp(key, shown, day, outcome is not None, follow_up.outcome)
