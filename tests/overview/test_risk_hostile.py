"""Hostile notes: linear in their length, and offsets that hold whatever stands in the text.

Linear is measured as a ratio in one run, with room for noise: four times the text may cost at most nine times.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.overview.assertion import assess
from companion.overview.risk import risk_mentions
from tests.overview.notes import note, readings

ROOM = 9
MIB = 2**20

NEAR_MATCHES = {
    "denials": "denies ",
    "short sentences": "No. ",
    "half a told phrase": "everyone would be better without ",
    "half a family": "He would be fine if the bus and the edge of the bridge were there, ",
    "open sets": "wants to wants to just wants ",
    "piles of possessives": "her brother's her sister's ",
    "lost to": "lost a b c d e f g ",
    "no stops": "si ",
    "wide letters": "dénies 😀 \u202esuicidal\u202c \u200b",
}


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@pytest.mark.parametrize("piece", NEAR_MATCHES.values(), ids=NEAR_MATCHES.keys())
def test_four_times_the_text_is_four_times_the_work(piece: str) -> None:
    def work(length: int) -> Callable[[], object]:
        found = readings(note(piece * (length // len(piece))))
        return lambda: risk_mentions(found)

    small, large = work(MIB // 32), work(MIB // 8)
    small()
    assert seconds(large) < ROOM * max(seconds(small), 0.02)


@pytest.mark.slow
def test_a_mebibyte_of_near_matches_is_read() -> None:
    piece = "Wants to not wake the baby. Denies feeling better off without it; no cutting corners. "
    text = piece * (MIB // len(piece)) + "Passive SI tonight."
    found = risk_mentions(readings(note(text)))
    assert ("suicidal_ideation", "present") in {(r.type, r.assertion) for r in found}


def test_ten_thousand_denials_hold_the_last() -> None:
    text = "denies " * 10_000 + "SI"
    assert assess(text, len(text) - 2, len(text)) == "denied"
    assert {r.assertion for r in risk_mentions(readings(note(text)))} == {"denied"}


@given(st.text(alphabet='\u202e\u202c\u2066\u2069\u200b\u200d\ufeff\u0301é😀 .\n;,-"', max_size=60))
def test_offsets_hold_behind_any_marks(marks: str) -> None:
    text = f"{marks}\nReports passive SI. {marks} Hopes not to wake up. {marks}"
    found = risk_mentions(readings(note(text)))
    assert found
    for risk in found:
        for place in (risk.mention, risk.excerpt):
            assert text[place.start : place.end] == place.quote
    assert "passive SI" in {risk.mention.quote for risk in found}
