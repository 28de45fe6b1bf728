"""The measures that have a total: how notes write them, and which totals are possible. Data in `rules/scores.json`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from companion.overview.pattern import Pattern, pattern
from companion.overview.rulebook import rules


@dataclass(frozen=True, slots=True)
class Instrument:
    """`written` matches the ways notes write its name."""

    name: str
    written: Pattern
    lowest: int
    highest: int
    items: int

    def total(self, value: int) -> int | None:
        """The value where it is a possible total; None where it is mistyped and must not pass for a score."""
        return value if self.lowest <= value <= self.highest else None


@lru_cache(maxsize=1)
def instruments() -> tuple[Instrument, ...]:
    """All, in the order of the table."""
    return tuple(
        Instrument(i["name"], pattern(rf"^(?:{'|'.join(i['written'])})$"), i["range"][0], i["range"][1], i["items"])
        for i in rules("scores")["instruments"]
    )


@lru_cache(maxsize=1)
def any_name() -> str:
    """An expression for any instrument's name, the longest first, so that AUDIT-C is not read as AUDIT."""
    written = [part for i in rules("scores")["instruments"] for part in i["written"]]
    return "(?:" + "|".join(sorted(written, key=len, reverse=True)) + ")"


def named(words: str) -> Instrument | None:
    """The instrument of that name, as a note writes it."""
    said = words.strip()
    return next((i for i in instruments() if i.written.match(said)), None)


def answer(words: str) -> int | None:
    """An item's answer, 0 to 3, as a figure or in the form's own words."""
    said = words.strip().lower()
    if said.isdigit():
        return int(said) if int(said) <= 3 else None
    found: int | None = rules("scores")["answers"].get(said)
    return found
