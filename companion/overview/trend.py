"""How a theme moves over the sessions: rising, steady, fading or resolved, by one stated rule."""

from __future__ import annotations

from collections.abc import Sequence

from companion.record import Trend

SPANS = 8
"""Bars of a theme's shape."""
LAST = 3
"""Sessions that say how it is now."""
MOVED = 0.5
"""How far they have to be from what is usual of the theme, in the units of closeness (`theme_closeness.py`)."""


def trend(closest: Sequence[float], usual: float, close: float) -> Trend:
    """`closest` is how close the closest sentence of each session comes to the theme, oldest first; `usual` is the mean
    of the theme's mentions, and from `close` on a sentence speaks of it.

    How often a theme is mentioned says little: what gets better is still talked about, in passing. So the last three
    sessions are held against the theme's own mentions: rising when they speak of it more plainly by `MOVED`, fading
    when less plainly, steady between the two. Resolved when none of the last third of six sessions or more speaks of
    it at all. Before the fifth session nothing can be said: steady.
    """
    if len(closest) <= LAST + 1:
        return "steady"
    late = closest[-round(len(closest) / 3) :]
    if len(closest) >= 6 and max(late) < close:
        return "resolved"
    moved = sum(closest[-LAST:]) / LAST - usual
    return "rising" if moved >= MOVED else "fading" if moved <= -MOVED else "steady"


def shape(strengths: Sequence[int]) -> tuple[int, ...]:
    """A theme's mentions in eight equal spans of sessions, oldest first; `strengths` counts them in each session."""
    bars = [0] * SPANS
    for at, strength in enumerate(strengths):
        bars[at * SPANS // len(strengths)] += strength
    return tuple(bars)
