"""How a theme moves over the sessions: rising, steady, fading or resolved, by one stated rule."""

from __future__ import annotations

from collections.abc import Sequence

from companion.record import Trend

SPANS = 8
"""Bars of a theme's shape."""


def trend(strengths: Sequence[int], intensity: Sequence[float] = ()) -> Trend:
    """`strengths` counts a theme's mentions in each session, oldest first; `intensity` sums up how hard they sound.

    A problem that gets better is still talked about, so two things are looked at. How often: the rate of the last third
    of the sessions against the two thirds before. How hard: words such as "worse" less words such as "easier", for each
    mention, the last third against the first. Resolved: at least three sessions touched it and the last third (of six
    sessions or more) has none. Fading: at most .7 times as often, or easier by `MOVED` while not rising in number.
    Rising: 1.4 times as often and no easier, or harder by `MOVED`. Otherwise, and before four sessions, steady.
    """
    if len(strengths) < 4:
        return "steady"
    third = max(1, round(len(strengths) / 3))
    before, late = strengths[:-third], strengths[-third:]
    if not any(late):
        return "resolved" if len(strengths) >= 6 and sum(1 for s in before if s) >= 3 else "fading"
    earlier, later = _rate(before), _rate(late)
    moved = _hardness(strengths[-third:], intensity[-third:]) - _hardness(strengths[:third], intensity[:third])
    if later <= 0.7 * earlier or (moved <= -MOVED and later < 1.4 * earlier):
        return "fading"
    if moved >= MOVED or (later >= 1.4 * earlier and moved > -MOVED):
        return "rising"
    return "steady"


MOVED = 0.2
"""How much harder or easier a mention has to sound: one cue in five mentions."""


def _hardness(strengths: Sequence[int], intensity: Sequence[float]) -> float:
    return sum(intensity) / max(1, sum(strengths))


def shape(strengths: Sequence[int]) -> tuple[int, ...]:
    """The same in eight equal spans of sessions, oldest first: mentions in each."""
    bars = [0] * SPANS
    for at, strength in enumerate(strengths):
        bars[at * SPANS // len(strengths)] += strength
    return tuple(bars)


def _rate(strengths: Sequence[int]) -> float:
    """Sessions touched and mentions made, both as shares of the sessions, in equal parts."""
    touched = sum(1 for s in strengths if s) / len(strengths)
    return (touched + sum(strengths) / len(strengths)) / 2
