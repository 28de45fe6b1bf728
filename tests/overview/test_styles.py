"""Invented notes in which people and scores are told in many ways; the "held" half was not looked at while the rules
were made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from companion.overview.people import find_people
from companion.overview.scores import find_scores
from tests.overview.notes import note, readings

HERE = Path(__file__).parent
SCORES: list[dict[str, Any]] = json.loads((HERE / "score_styles.json").read_text(encoding="utf-8"))
PEOPLE: list[dict[str, Any]] = json.loads((HERE / "people_styles.json").read_text(encoding="utf-8"))


def score_verdicts(half: str) -> Iterator[tuple[bool, str]]:
    """Whether each note's totals are exactly those that it gives."""
    for case in SCORES:
        if case["half"] == half:
            found = find_scores(readings(note(case["text"], "2024-03-01", case["kind"])))
            got = sorted([s.instrument, s.total] for s in found if s.total is not None)
            yield got == sorted(case["scores"]), f"{case['text']!r}: {got}"


def people_verdicts(half: str) -> Iterator[tuple[bool, str]]:
    """Whether each person is found with the relation told, and each word that is nobody's name is left out."""
    for case in PEOPLE:
        if case["half"] != half:
            continue
        people = find_people(readings(note(case["text"], "2024-01-01", "intake")))
        found = {(p.name.split()[-1], word) for p in people for word in [p.relation, *p.relation.split()]}
        for name, relation in case["people"].items():
            told = sorted(r for n, r in found if n == name)
            yield all((name, r) in found for r in relation.split("|")), f"{name} {relation}: {told}"
        for name in case["nobody"]:
            yield name not in {n for n, _ in found}, f"{name} is nobody"


@pytest.mark.parametrize(("half", "floor"), [("dev", 0.95), ("held", 0.8)])
@pytest.mark.parametrize("verdicts", [score_verdicts, people_verdicts])
def test_many_styles_are_read(verdicts: Any, half: str, floor: float) -> None:
    told = list(verdicts(half))
    assert sum(right for right, _ in told) / len(told) >= floor, [about for right, about in told if not right]
