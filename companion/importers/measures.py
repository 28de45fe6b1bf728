"""Measures (PHQ-9, GAD-7 and kin) as structured records code them, and the fixed lines that they become in a note.

Codes, ranges and words are data, in `measures.json`. A code alone is not believed: public files mislabel them, so the
name beside it must not be another measure's, and the value must be one that the measure can have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from companion.errors import Unreadable

HIGHEST_ANSWER = 3
"""Every item of the table is answered 0 to 3."""
MISLABELED = "Its code and its name are of two different measures; look at it in the EHR. It was not brought in."
IMPOSSIBLE = "Its value is none that this measure can have; look at it in the EHR. It was not brought in."

_TABLE: dict[str, Any] = json.loads((files(__package__) / "measures.json").read_text(encoding="utf-8"))
"""Read with this module: a worker process opens no file later."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a measure: `asks` is how a note shows it, `words` are those of which its own text has one."""

    code: str
    asks: str
    words: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """The text that a record gives for this code is about the same question, as far as it says anything."""
        return not text.strip() or not set(_plain(text).split()).isdisjoint(self.words)


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    written: tuple[str, ...]
    lowest: int
    highest: int
    panels: frozenset[str]
    totals: frozenset[str]
    items: tuple[Item, ...]

    def number(self, code: str) -> int | None:
        """Which of its questions a code is, counted from 1."""
        return next((n for n, item in enumerate(self.items, 1) if item.code == code), None)

    def fits(self, text: str) -> bool:
        """The name that a record gives for its code is not another measure's."""
        said = named_in(text)
        return not said or self.name in said

    def possible(self, value: float) -> int:
        """The value as a total. Raises Unreadable where the measure cannot have it."""
        if value != int(value) or not self.lowest <= value <= self.highest:
            raise Unreadable(IMPOSSIBLE)
        return int(value)


@lru_cache(maxsize=1)
def measures() -> tuple[Measure, ...]:
    """All, in the order of the table."""
    return tuple(
        Measure(
            m["name"],
            tuple(m["written"]),
            m["range"][0],
            m["range"][1],
            frozenset(m["panels"]),
            frozenset(m["totals"]),
            tuple(Item(code, asks, tuple(words)) for code, asks, words in m["items"]),
        )
        for m in _TABLE["measures"]
    )


def measured_by(codes: Iterable[str]) -> tuple[Measure, ...]:
    """The measures of which one of these LOINC codes is the total, the panel or a question."""
    said = set(codes)
    return tuple(m for m in measures() if said & (m.totals | m.panels | {item.code for item in m.items}))


def answer_of(code: str) -> int | None:
    """What a LOINC answer code counts."""
    found: int | None = _TABLE["answers"].get(code)
    return found


def named_in(text: str) -> frozenset[str]:
    """The measures that a record's text names, the longer name where one holds another (AUDIT-C, not AUDIT)."""
    plain = _plain(text)
    joined = plain.replace(" ", "")
    said = {m.name: w for m in measures() for w in m.written if (w in plain if " " in w else _holds(joined, w))}
    return frozenset(n for n, w in said.items() if not any(w != other and w in other for other in said.values()))


def measure_text(measure: Measure, day: str, total: int | None, answers: Mapping[int, int]) -> str:
    """The lines of a note on one filled-in measure. Without a total the reader of the note adds the answers up, if
    none is missing: no sum stands in a note that stands in no record."""
    head = measure.name if total is None else f"{measure.name} total: {total}"
    lines = [head, f"Date: {day}" if day else "", *_answered(measure, answers)]
    return "\n".join(line for line in lines if line) + "\n"


def adds_up(measure: Measure, total: int | None, answers: Mapping[int, int]) -> bool:
    """The total is the sum of the answers, as far as both are whole."""
    return total is None or len(answers) != len(measure.items) or not answers or sum(answers.values()) == total


@dataclass(frozen=True, slots=True)
class Filled:
    """A measure as somebody filled it in; `day` as the record writes it, `total` and `answers` checked."""

    measure: Measure
    day: str
    on: date | None
    total: int | None
    answers: Mapping[int, int]

    @property
    def text(self) -> str:
        return measure_text(self.measure, self.day, self.total, self.answers)

    @property
    def doubt(self) -> str:
        """What the therapist should look at first, or nothing."""
        if adds_up(self.measure, self.total, self.answers):
            return ""
        return "Its answers do not add up to its total; check it in the EHR."


def _answered(measure: Measure, answers: Mapping[int, int]) -> list[str]:
    return [f"{n}. {measure.items[n - 1].asks}: {answers[n]}" for n in sorted(answers)]


def _holds(joined: str, word: str) -> bool:
    """The word stands there and no further digit makes it another ("phq15" is no "phq1")."""
    at = joined.find(word)
    return at >= 0 and not joined[at + len(word) : at + len(word) + 1].isdigit()


def _plain(text: str) -> str:
    """Lower case, without signs: "[PHQ-9]" is "phq9", and a word stays a word."""
    return " ".join("".join(c if c.isalnum() else "" if c == "-" else " " for c in text.casefold()).split())
