"""How much of the invented passages is read as a careful reader reads them; `pytest -s` prints the figures."""

from __future__ import annotations

import sys

import pytest

from tests.overview.risk_battery import figures, passages

FLOORS = {"found": 0.85, "precision": 0.93, "assertion": 0.88, "macro": 0.85, "present": 0.80}


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


def test_the_passages_spread() -> None:
    """Over all types and assertions, with harmless talk among them."""
    found = passages()
    assert len(found) >= 240
    assert len({e.type for p in found for e in p.expected}) == 8
    assert len({e.assertion for p in found for e in p.expected}) == 6
    assert sum(not p.expected for p in found) >= 30
    assert all(e.quote in p.text for p in found for e in p.expected)
