"""How much of the invented passages is read as a careful reader reads them; `pytest -s` prints the figures."""

from __future__ import annotations

import sys

import pytest

from tests.overview.risk_battery import figures, passages

FLOORS = {"found": 0.85, "precision": 0.93, "assertion": 0.88, "macro": 0.85, "present": 0.80}

TOLD = {"found": 0.92, "precision": 0.90, "assertion": 0.95, "present": 0.92}
TOLD_HELD = {"found": 0.78, "precision": 0.90, "assertion": 0.92, "present": 0.74}


@pytest.mark.parametrize("held", [False, True])
def test_passages_are_read(held: bool) -> None:
    chosen = [passage for passage in passages() if passage.held == held]
    reached = figures(chosen)
    shown = f"{len(chosen)} passages, {'held' if held else 'seen'}: " + ", ".join(
        f"{name} {value:.3f}" for name, value in sorted(reached.items())
    )
    sys.stdout.write(f"\n{shown}\n")
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), shown
    assert reached["false_present"] <= 0.07, shown


@pytest.mark.parametrize(("held", "floors"), [(False, TOLD), (True, TOLD_HELD)], ids=["seen", "held"])
def test_tellings_of_many_people_are_read(held: bool, floors: dict[str, float]) -> None:
    """Risk in the client's own words, forms and answers, as many therapists write them; the held half was not tuned
    on, but its author also wrote the rules."""
    chosen = [passage for passage in passages("risk_tellings.json") if passage.held == held]
    reached = figures(chosen)
    shown = f"{len(chosen)} tellings: " + ", ".join(f"{name} {value:.3f}" for name, value in sorted(reached.items()))
    sys.stdout.write(f"\n{shown}\n")
    assert all(reached[name] >= floor for name, floor in floors.items()), shown
    assert reached["false_present"] <= 0.05, shown


def test_the_passages_spread() -> None:
    """Over all types and assertions, with harmless talk among them."""
    found = passages()
    assert len(found) >= 240
    assert len({e.type for p in found for e in p.expected}) == 8
    assert len({e.assertion for p in found for e in p.expected}) == 6
    assert sum(not p.expected for p in found) >= 30
    assert all(e.quote in p.text for p in found for e in p.expected)
