"""How a theme moves over the sessions: rising, steady, fading or resolved, by one stated rule."""

from __future__ import annotations

from collections.abc import Sequence

from companion.record import Trend

SPANS = 8
"""Bars of a theme's shape."""


def trend(strengths: Sequence[int]) -> Trend:
    """`strengths` counts a theme's mentions in each session, oldest first.

    The share of sessions that touch it in the last third is compared with the two thirds before. Resolved: it stood in
    at least three sessions and the last third (of six sessions or more) has none. Rising: at least 1.4 times as often
    as before. Fading: at most .7 times. Otherwise steady; as it is with fewer than four sessions.
    """
    if len(strengths) < 4:
        return "steady"
    cut = len(strengths) - max(1, round(len(strengths) / 3))
    before, late = strengths[:cut], strengths[cut:]
    if not any(late):
        return "resolved" if len(strengths) >= 6 and sum(1 for s in before if s) >= 3 else "fading"
    earlier, later = _rate(before), _rate(late)
    if later >= 1.4 * earlier:
        return "rising"
    return "fading" if later <= 0.7 * earlier else "steady"


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
