"""Themes merged and split, as the therapist said: which mentions belong to which theme, and what they show of time.

A theme is a part; what is split off it is a part of its own, taken out of the theme and of those that joined it. A part
that joins another is shown as that one. No mention is lost by it: one that is in no shown theme was not found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from companion.decisions.calendar import Calendar
from companion.decisions.decision import SplitOff, short_hash
from companion.decisions.decisions import Decisions
from companion.decisions.places import Place
from companion.overview.trend import shape
from companion.record import Mention, Theme, Trend

RESOLVED_FROM = 6
"""Sessions from which on a last third without a mention says that a part is resolved (`overview/trend.py`)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A theme as it was found or split off, with the mentions that are still its own."""

    theme: Theme
    split_from: str | None = None

    @property
    def key(self) -> str:
        return self.theme.key


@dataclass(frozen=True, slots=True)
class Joined:
    """What is shown as one theme: the part that gives it its key, and those that joined it."""

    theme: Theme
    lead: Part
    others: tuple[Part, ...]


def split_key(split: SplitOff) -> str:
    """The key of a theme that is split off: the same for the same mentions of the same theme."""
    places = ",".join(f"{place.note_id}:{place.start}:{place.end}" for place in split.mentions)
    return f"own:{short_hash(f'{split.of}|{places}')}"


def parts_of(found: Sequence[Theme], decisions: Decisions, calendar: Calendar) -> list[Part]:
    """The found themes in their order, each with what was split off it behind it. A part of which nothing is left is
    left out."""
    joins, splits = decisions.words("theme", "merge"), decisions.splits()
    parts = [Part(theme) for theme in found if theme.mentions]
    for key in _in_turn(splits, joins):
        parts = _without(parts, key, splits[key], joins, calendar)
    return parts


def joined(parts: Sequence[Part], decisions: Decisions, calendar: Calendar) -> list[Joined]:
    """The parts as they are shown, in the order of those that lead."""
    joins = decisions.words("theme", "merge")
    there = {part.key for part in parts}
    homes = {part.key: home(part.key, joins, there) for part in parts}
    shown = []
    for lead in parts:
        if homes[lead.key] == lead.key:
            others = tuple(part for part in parts if part is not lead and homes[part.key] == lead.key)
            theme = _merged([lead, *others], calendar) if others else lead.theme
            shown.append(Joined(theme, lead, others))
    return shown


def chain(key: str, joins: Mapping[str, str]) -> list[str]:
    """A theme and those that it joins, one after the other. In a knot, which no decision can make, nothing joins."""
    keys = [key]
    while (following := joins.get(keys[-1])) is not None:
        if following in keys:
            return [key]
        keys.append(following)
    return keys


def home(key: str, joins: Mapping[str, str], there: Collection[str]) -> str:
    """The theme under which a part is shown: the last of its chain that is there."""
    return [one for one in chain(key, joins) if one in there][-1]


def under(parts: Sequence[Part], key: str, joins: Mapping[str, str]) -> list[Part]:
    """The theme `key` itself, where it is there, and those that joined it."""
    return [part for part in parts if key in chain(part.key, joins)]


def _in_turn(splits: Mapping[str, SplitOff], joins: Mapping[str, str]) -> list[str]:
    """The splits in the order in which they are made: one out of a theme that another split made, or joined, after
    that one."""
    turn: list[str] = []
    left = sorted(splits)
    while left:
        waits = {key: any(other != key and splits[key].of in chain(other, joins) for other in left) for key in left}
        turn.append(next((key for key in left if not waits[key]), left[0]))
        left.remove(turn[-1])
    return turn


def _without(
    parts: Sequence[Part], key: str, split: SplitOff, joins: Mapping[str, str], calendar: Calendar
) -> list[Part]:
    """The parts with those mentions taken out and put into a part of their own, behind the theme they came from."""
    sources = [part.key for part in under(parts, split.of, joins)]
    taken = {part.key: _at(part.theme.mentions, split.mentions) for part in parts if part.key in sources}
    mentions = calendar.sorted(mention for found in taken.values() for mention in found)
    if not mentions:
        return list(parts)
    after: list[Part] = []
    for part in parts:
        rest = [mention for mention in part.theme.mentions if mention not in taken.get(part.key, ())]
        if len(rest) == len(part.theme.mentions):
            after.append(part)
        elif rest:
            after.append(replace(part, theme=_drawn(part.theme, tuple(rest), calendar)))
        if part.key == sources[0]:
            theme = replace(part.theme, key=key, label=split.label)
            after.append(Part(_drawn(theme, mentions, calendar), split.of))
    return after


def _at(mentions: Sequence[Mention], places: Sequence[Place]) -> list[Mention]:
    """The mentions at the places; at one that is gone, those that hold some of its words."""
    here = {Place.of(mention) for mention in mentions}
    exact = {place for place in places if place in here}
    moved: dict[str, list[Place]] = {}
    for place in places:
        if place not in exact:
            moved.setdefault(place.note_id, []).append(place)
    return [
        mention
        for mention in mentions
        if (place := Place.of(mention)) in exact or any(place.shared(old) for old in moved.get(place.note_id, ()))
    ]


def _drawn(theme: Theme, mentions: tuple[Mention, ...], calendar: Calendar) -> Theme:
    """The theme with other mentions. How plainly they speak of it is not kept, so that its trend stays as it was found
    unless the mentions have ended."""
    strengths = calendar.strengths(mentions)
    ended = len(strengths) >= RESOLVED_FROM and not any(strengths[-round(len(strengths) / 3) :])
    return replace(
        theme,
        trend="resolved" if ended else theme.trend,
        mentions=mentions,
        session_count=sum(1 for strength in strengths if strength),
        shape=shape(strengths),
    )


def _merged(parts: Sequence[Part], calendar: Calendar) -> Theme:
    """The first part with everybody's mentions, each once. It is resolved when all are, and otherwise moves as the one
    of the others does that is spoken of most."""
    mentions = calendar.sorted(mention for part in parts for mention in part.theme.mentions)
    going_on = [part.theme for part in parts if part.theme.trend != "resolved"]
    most = max(going_on, key=lambda theme: len(theme.mentions), default=None)
    trend: Trend = most.trend if most else "resolved"
    return replace(_drawn(parts[0].theme, mentions, calendar), trend=trend)
