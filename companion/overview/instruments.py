"""The questionnaires' names and ranges, from `rules/instruments.json`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from companion.overview.rulebook import rules


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire and the range of its total, both ends included."""

    name: str
    low: int
    high: int


@lru_cache(maxsize=1)
def _table() -> dict[str, Instrument]:
    return {
        _bare(alias): Instrument(entry["name"], entry["low"], entry["high"])
        for entry in rules("instruments")["instruments"]
        for alias in entry["aliases"]
    }


def _bare(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def instrument(name: str) -> Instrument | None:
    """The questionnaire that a note calls `name`, or None."""
    return _table().get(_bare(name)) if len(name) < 24 else None


@lru_cache(maxsize=1)
def names_expression() -> str:
    """An expression for any name of any questionnaire, the longest first."""
    aliases = {alias for entry in rules("instruments")["instruments"] for alias in entry["aliases"]}
    ordered = sorted(aliases, key=lambda alias: (-len(alias), alias))
    return "(?:" + "|".join(a.replace("-", "[-–‑ ]?").replace(".", r"\.") for a in ordered) + ")"
