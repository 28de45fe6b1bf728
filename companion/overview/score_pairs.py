"""Totals told two at a time ("PHQ-9/GAD-7: 14/11"), and totals told by their items ("GAD-7: 2, 2, 1, 1, 0, 1, 1")."""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.instruments import any_name, named
from companion.overview.pattern import pattern

_AND = r"\s*(?:/|&|\+|,|\band\b|;)\s*"
_WORDS = r"(?:\s+(?:today|now|scores?|totals?|were|was|are|is|at|of|this week|this wk|both|came out at))*"
_PAIR = pattern(
    rf"\b({any_name()}){_AND}({any_name()}){_WORDS}\s*[:=]?\s*\(?(\d{{1,3}})(?:{_AND})(\d{{1,3}})\b(?:[^/.\d]|\.\D|\.?$)"
)
_ITEMS = pattern(
    rf"\b({any_name()})(?:\s+(?:items?|answers|responses))?\s*[:=]?\s*\(?(\d(?:(?:\s*[,+]\s*|\s+)\d){{2,24}})\b\)?"
    r"(?:\s*(?:=|total|sum)\s*(\d{1,3})\b)?"
)

Told = tuple[str, int, int, int]
"""Instrument, figure, and where it stands."""


def paired(text: str) -> Iterator[Told]:
    """Both totals of each pair."""
    for match in _PAIR.finditer(text):
        for name, figure in ((1, 3), (2, 4)):
            if instrument := named(str(match.group(name))):
                yield instrument.name, int(match.group(figure)), match.start(), match.end(figure)


def itemized(text: str) -> Iterator[Told]:
    """The sum of the items where none is missing and each is a possible answer."""
    for match in _ITEMS.finditer(text):
        instrument = named(str(match.group(1)))
        items = [int(c) for c in str(match.group(2)) if c.isdigit()]
        if instrument and instrument.items == len(items) and max(items) * instrument.items <= instrument.highest:
            yield instrument.name, sum(items), match.start(), match.end(3) if match.group(3) else match.end(2)
