"""Spans of a note as pairs (start, end): made one where they overlap, and asked whether a place lies in any of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place overlaps one of the spans, which stand in order and apart."""
    number = bisect_left(spans, end, key=lambda span: span[0])
    return number > 0 and spans[number - 1][1] > start
