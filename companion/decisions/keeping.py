"""Whether a decision can be made now, and what it is kept under."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from companion.decisions.decided import Decided
from companion.decisions.decision import NEW, About, Decision, SplitOff, Value, checked, decision_key
from companion.decisions.goals import DecidedGoal, goal_key
from companion.decisions.places import Place
from companion.decisions.theme_parts import chain, split_key, under
from companion.errors import BadRequest, NotFound


@dataclass(frozen=True, slots=True)
class Kept:
    """`name` is what a decision is kept under in the client's file, `value` (None: taken back) what is kept, `before`
    what was; `key` is what it is about from now on: a new one for what did not exist."""

    name: str
    key: str
    value: Value | None
    before: Value | None


def to_keep(decided: Decided, asked: Decision) -> Kept:
    """Raises BadRequest for what cannot be decided, NotFound for what is not found. What was decided can be taken back
    though it is not found any more."""
    value = checked(asked.about, asked.what, asked.value, decided.today)
    key = _new_key(asked.key, value, asked) if asked.what in ("split", "add") else asked.key
    name = decision_key(asked.about, _kept_key(decided, replace(asked, key=key)), asked.what)
    kept = Kept(name, key, value, decided.decisions.values.get(name))
    if asked.what in ("split", "add"):
        _make(decided, kept)
    elif not _has(decided, asked.about, key) and (value is not None or kept.before is None):
        raise NotFound("That is not among what was found any more. Go back and look again.")
    if asked.what == "merge" and value is not None:
        _check_merge(decided, asked.about, key, cast(str, value))
    if asked.what in ("opened", "closed"):
        _check_days(decided.put(name, value).goals(), key)
    return kept


def _new_key(key: str, value: Value | None, asked: Decision) -> str:
    """The key that what is made gets from what it is made of; asked for as new, or under that key again."""
    if value is None:
        return key
    made = split_key(value) if isinstance(value, SplitOff) else goal_key(value)
    if key not in (NEW, made):
        what = "theme" if asked.about == "theme" else "goal"
        raise BadRequest(f"A {what} that is not there yet is asked for under the key {NEW}.")
    return made


def _kept_key(decided: Decided, asked: Decision) -> str:
    """The key under which a decision is kept that holds for what is called otherwise by now."""
    if asked.about == "person":
        return decided.found_people().kept_key(asked.key, asked.what)
    mentions = decided.risk() if asked.about == "risk" else ()
    return next((one.kept_key for one in mentions if one.key == asked.key), asked.key)


def _has(decided: Decided, about: About, key: str) -> bool:
    if about == "theme":
        return any(part.key == key for part in decided.parts())
    if about == "goal":
        return any(goal.key == key for goal in decided.goals())
    if about == "risk":
        return any(one.key == key for one in decided.risk())
    if about == "person":
        return key in decided.found_people().found
    return any(one.key == key for one in decided.follow_ups())


def _make(decided: Decided, kept: Kept) -> None:
    """What is split off or added is there to be split off, or is not there yet."""
    if kept.value is None:
        if kept.before is None:
            raise NotFound("That was not made by you, or is gone already. Go back and look again.")
    elif isinstance(kept.value, SplitOff):
        _check_split(decided.put(kept.name, None), kept.value)
    elif any(goal.key == kept.key and goal.found for goal in decided.goals()):
        raise BadRequest("That goal is there already, out of the notes. Correct that one.")


def _check_split(decided: Decided, split: SplitOff) -> None:
    parts = under(decided.parts(), split.of, decided.decisions.words("theme", "merge"))
    if not parts:
        raise NotFound("That theme is not among what was found. Go back and look again.")
    places = {Place.of(mention) for part in parts for mention in part.theme.mentions}
    if not places.issuperset(split.mentions):
        raise BadRequest("One of those quotes is not among this theme's. Go back and look again.")
    if places == set(split.mentions):
        raise BadRequest("That would leave nothing of this theme. Leave a quote in it, or rename it instead.")


def _check_merge(decided: Decided, about: About, key: str, into: str) -> None:
    what = "person" if about == "person" else "theme"
    joins = decided.found_people().joins() if about == "person" else decided.decisions.words("theme", "merge")
    if into == key:
        raise BadRequest(f"A {what} cannot be merged with itself. Choose another one.")
    if not _has(decided, about, into):
        raise NotFound(f"The {what} that this one is to join is not among what was found. Go back and look again.")
    if key in chain(into, joins):
        raise BadRequest(f"That {what} is part of this one already. Take that back first.")


def _check_days(goals: list[DecidedGoal], key: str) -> None:
    """As they would be shown. What the notes alone say is not the therapist's mistake."""
    for goal in goals:
        days: tuple[date | None, date | None] = goal.opened, goal.all_closed
        if goal.key == key and days[0] and days[1] and days[0] > days[1] and {"opened", "closed"} & {*goal.decided}:
            raise BadRequest(f"A goal opens before it closes, and not after: {days[0]}, {days[1]}. Correct one first.")
