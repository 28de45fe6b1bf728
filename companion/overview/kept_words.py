"""What was worked out from words of notes and may be asked again: kept within bounds, and gone when the vault locks."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_EMPTYING: list[Callable[[], None]] = []


def kept(at_most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`lru_cache` for a function that is given words of a client: their stem, a pattern with their names."""

    def keeping(function: Callable[P, T]) -> Callable[P, T]:
        keeps = lru_cache(at_most)(function)
        _EMPTYING.append(keeps.cache_clear)
        return cast(Callable[P, T], keeps)

    return keeping


def forget_words() -> None:
    """Empties them all."""
    for empty in _EMPTYING:
        empty()
