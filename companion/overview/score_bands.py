"""The severity bands published for a measure, each with where: drawn behind its totals, never said of anybody.

Data in `rules/score_bands.json`; a measure without a line there is drawn without bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from companion.overview.instruments import named
from companion.overview.rulebook import rules


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """Totals from `low` to `high`, both included, and the name they were published under."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """What a measure's total can be; `bands` cover it from end to end, or there are none. `source` is a citation."""

    low: int
    high: int
    bands: tuple[ScoreBand, ...]
    source: str


@lru_cache(maxsize=128)
def score_scale(instrument: str) -> ScoreScale:
    """Of a measure as `Score.instrument` names it. Raises KeyError for one that is in no table."""
    known = named(instrument)
    if known is None:
        raise KeyError(instrument)
    told = rules("score_bands")["instruments"].get(known.name, {"bands": [], "source": ""})
    bands = tuple(ScoreBand(name, low, high) for name, low, high in told["bands"])
    return ScoreScale(known.lowest, known.highest, bands, told["source"])
