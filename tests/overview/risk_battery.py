"""Invented passages with the risks a careful reader finds in them, and how much of that is found.

`risk_passages.json` was written before the rules were looked at. Rules are written with the passages that are not
`held` in view; the held ones are scored as a figure and never read while tuning.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from companion.overview.risk import risk_mentions
from companion.record import RiskMention
from tests.overview.notes import note, readings


@dataclass(frozen=True, slots=True)
class Expected:
    """One risk that a careful reader finds in a passage."""

    quote: str
    type: str
    assertion: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences and the risks in them; none for harmless talk."""

    text: str
    expected: tuple[Expected, ...]
    held: bool


def passages(name: str = "risk_passages.json") -> list[Passage]:
    """All passages of a file, in its order."""
    rows = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return [Passage(r["text"], tuple(Expected(**e) for e in r["expected"]), r["held"]) for r in rows]


def found_in(passage: Passage) -> tuple[RiskMention, ...]:
    """What the overview finds in a passage that stands alone in a note."""
    return risk_mentions(readings(note(passage.text)))


def _touches(mention: RiskMention, start: int, end: int) -> bool:
    return mention.mention.start < end and start < mention.mention.end


def figures(chosen: Iterable[Passage]) -> dict[str, float]:
    """Counted as the evaluation counts them: `found`, `precision`, `assertion`, `macro`, `present`, `false_present`."""
    marks: dict[str, list[bool]] = defaultdict(list)
    for passage in chosen:
        mentions = found_in(passage)
        spans = [(passage.text.index(e.quote), e) for e in passage.expected]
        for at, wanted in spans:
            near = {m.assertion for m in mentions if m.type == wanted.type and _touches(m, at, at + len(wanted.quote))}
            right = near == {wanted.assertion}
            if wanted.assertion != "not_risk":
                marks["found"].append(bool(near))
            if near:
                marks["assertion"].append(right)
                marks[f"assertion {wanted.assertion}"].append(right)
            if wanted.assertion == "present":
                marks["present"].append(right)
            elif near:
                marks["false_present"].append("present" in near)
        marks["precision"].extend(
            any(_touches(m, at, at + len(e.quote)) for at, e in spans) for m in mentions if m.assertion != "not_risk"
        )
    means = {name: sum(seen) / len(seen) for name, seen in marks.items()}
    classes = [value for name, value in means.items() if name.startswith("assertion ")]
    return {**means, "macro": sum(classes) / len(classes)}
