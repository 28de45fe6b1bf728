"""How a theme moves over the sessions: rising, steady, fading or resolved, by one stated rule."""

from __future__ import annotations

from collections.abc import Sequence

from companion.record import Trend

SPANS = 8
"""Bars of a theme's shape."""
LATE = 3
"""The last of so many equal parts of the sessions says how it is now."""
RISEN, FALLEN = 0.2, 0.0
"""How far it has to be from the sessions before, in the units of closeness (`theme_closeness.py`): found by leaving
one of thirteen invented clients out, each fold chose the same."""
GONE, FAR = 0.1, 0.3
"""A theme that none of this last part of the sessions mentions, and that has fallen so far, is resolved: silence alone
was right once in six."""
FEWEST = 5
"""Sessions before which nothing can be said."""


def trend(closest: Sequence[float], mentioned: Sequence[int]) -> Trend:
    """`closest` is how close the closest sentence of each session comes to the theme, `mentioned` how many of its
    mentions stand in it, oldest first.

    How often a theme is mentioned says little: what gets better is still talked about, in passing. So the last third
    of the sessions is held against the ones before: rising where it speaks of the theme more plainly, by `RISEN`;
    fading where it does so less plainly; steady between the two. Resolved when it has fallen by `FAR`, and neither of
    the last two sessions nor any of the last tenth mentions it. Before the fifth session nothing can be said: steady.
    """
    sessions = len(closest)
    if sessions < FEWEST:
        return "steady"
    late = round(sessions / LATE)
    moved = sum(closest[-late:]) / late - sum(closest[:-late]) / (sessions - late)
    silent = next((ago for ago, times in enumerate(reversed(mentioned)) if times), sessions)
    if silent >= max(2, GONE * sessions) and moved <= -FAR:
        return "resolved"
    return "rising" if moved >= RISEN else "fading" if moved < FALLEN else "steady"


def shape(strengths: Sequence[int]) -> tuple[int, ...]:
    """A theme's mentions in eight equal spans of sessions, oldest first; `strengths` counts them in each session."""
    bars = [0] * SPANS
    for at, strength in enumerate(strengths):
        bars[at * SPANS // len(strengths)] += strength
    return tuple(bars)
