"""One decision of the therapist's: about what, under which key, and which values it may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal, cast, get_args

from pydantic import TypeAdapter, ValidationError

from companion.decisions.places import Place
from companion.errors import BadRequest
from companion.record import Assertion, GoalStatus, Outcome

About = Literal["theme", "goal", "follow_up", "risk", "person"]
What = Literal[
    "hide",
    "pin",
    "name",
    "relation",
    "merge",
    "split",
    "text",
    "status",
    "opened",
    "closed",
    "add",
    "outcome",
    "assertion",
]

NAME_AT_MOST = 60
"""Characters of a name that the therapist gives: two lines of the panel."""
TEXT_UNDER = 300
"""Characters of a goal's words that the therapist gives stay under this."""
SPLIT_AT_MOST = 500
"""Mentions that are split off at once: more than a theme holds."""
NEW = "new"
"""The key under which what does not exist yet is decided: a theme that is split off, a goal that is added."""


@dataclass(frozen=True, slots=True)
class SplitOff:
    """Mentions of the theme `of`, and of those that joined it, that are a theme of their own under `label`."""

    of: str
    label: str
    mentions: tuple[Place, ...]


Value = str | SplitOff
_SHAPE: TypeAdapter[Value] = TypeAdapter(Value)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the therapist asks for; `value` None takes it back."""

    about: About
    key: str
    what: What
    value: Value | None


def decision_key(about: About, key: str, what: What) -> str:
    """What a decision is kept under in the client's file."""
    return f"{about}:{what}:{key}"


def to_json(value: Value) -> str:
    """As it is kept in the client's file."""
    return _SHAPE.dump_json(value).decode("utf-8")


def from_kept(name: str, kept: str) -> Value | None:
    """None for what another version kept and this one could not show: it sleeps."""
    about, what, _ = [*name.split(":", 2), "", ""][:3]
    try:
        value = _SHAPE.validate_json(kept)
        return checked(cast(About, about), cast(What, what), value, date.max)
    except (ValidationError, BadRequest):
        return None


def short_hash(words: str) -> str:
    """A key made of words, which does not tell them."""
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def checked(about: About, what: What, value: Value | None, today: date) -> Value | None:
    """The value as it is kept, as far as it can be told without the findings. Raises BadRequest, saying what can be
    decided, for anything that cannot."""
    rule = _RULES.get((about, what))
    if rule is None:
        raise BadRequest(f"A {_CALLED.get(about, about)} has no {what} to decide.")
    return None if value is None else rule(value, today)


def _one_of(*choices: str) -> Callable[[Value, date], Value]:
    def chosen(value: Value, _today: date) -> Value:
        if value not in choices:
            raise BadRequest(f"What can be decided here is {' or '.join(choices)}.")
        return value

    return chosen


def _name(value: Value, _today: date) -> str:
    name = _line(value)
    if not 1 <= len(name) <= NAME_AT_MOST:
        raise BadRequest(f"A name has 1 to {NAME_AT_MOST} characters. Type a shorter one, or take it back.")
    return name


def _text(value: Value, _today: date) -> str:
    text = _line(value)
    if not 1 <= len(text) < TEXT_UNDER:
        raise BadRequest(f"A goal is not empty and has under {TEXT_UNDER} characters. Write it so, or take it back.")
    return text


def _day(value: Value, today: date) -> str:
    try:
        day = date.fromisoformat(_line(value))
    except ValueError:
        raise BadRequest("A day is written as year, month and day: 2025-03-09.") from None
    if day > today:
        raise BadRequest("That day is still to come. Give today or a day before.")
    return day.isoformat()


def _relation(value: Value, _today: date) -> str:
    """Nothing is an answer: what the notes say was wrong, and nobody knows better."""
    relation = _line(value)
    if not isinstance(value, str) or len(relation) > NAME_AT_MOST:
        raise BadRequest(f"A relation has up to {NAME_AT_MOST} characters. Type a shorter one, or take it back.")
    return relation


def _joined(what: str) -> Callable[[Value, date], Value]:
    def joined(value: Value, _today: date) -> str:
        if not isinstance(value, str) or not value:
            raise BadRequest(f"Say which {what} this one is to join.")
        return value

    return joined


def _split_off(value: Value, today: date) -> SplitOff:
    if not isinstance(value, SplitOff):
        raise BadRequest("Say which quotes of the theme are to be split off, and what they are called.")
    if not 1 <= len(value.mentions) <= SPLIT_AT_MOST:
        raise BadRequest(f"Choose 1 to {SPLIT_AT_MOST} quotes to split off.")
    return SplitOff(value.of, _name(value.label, today), tuple(sorted(set(value.mentions))))


def _line(value: Value) -> str:
    """The words on one line; none where it is not words."""
    return " ".join(value.split()) if isinstance(value, str) else ""


_CALLED: dict[About, str] = {
    "theme": "theme",
    "goal": "goal",
    "follow_up": "follow-up",
    "risk": "mention of a risk",
    "person": "person",
}
_RULES: dict[tuple[About, What], Callable[[Value, date], Value]] = {
    ("theme", "hide"): _one_of("yes"),
    ("theme", "pin"): _one_of("yes"),
    ("theme", "name"): _name,
    ("theme", "merge"): _joined("theme"),
    ("theme", "split"): _split_off,
    ("goal", "name"): _name,
    ("goal", "text"): _text,
    ("goal", "status"): _one_of(*get_args(GoalStatus)),
    ("goal", "opened"): _day,
    ("goal", "closed"): _day,
    ("goal", "add"): _text,
    ("follow_up", "outcome"): _one_of(*get_args(Outcome)),
    ("risk", "assertion"): _one_of(*get_args(Assertion)),
    ("person", "name"): _name,
    ("person", "relation"): _relation,
    ("person", "merge"): _joined("person"),
    ("person", "hide"): _one_of("yes", "not_a_person"),
}
