"""The phrases of `rules/follow_ups.json` as patterns, each made once."""

from __future__ import annotations

from functools import lru_cache

from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.rulebook import words


@lru_cache(maxsize=128)
def listed(key: str, before: str = "", after: str = "") -> Pattern:
    """Any phrase of one list, between two expressions."""
    return pattern(f"{before}{alternatives(words('follow_ups', key))}{after}")
