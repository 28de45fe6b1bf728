"""Dates as therapists write them."""

from __future__ import annotations

from datetime import date

import pytest

from companion.dates import dates_in, read_date

DAY = date(2024, 9, 17)


@pytest.mark.parametrize(
    "text",
    [
        "9/17/24",
        "09/17/2024",
        "9-17-24",
        "9.17.24",
        "2024-09-17",
        "Sep 17, 2024",
        "Sept. 17th 2024",
        "17 September 2024",
    ],
)
def test_one_day_in_many_ways(text: str) -> None:
    assert read_date(text) == DAY
    found = dates_in(f"😀 on {text}, late")
    assert [(f.day, f.start, f.end) for f in found] == [(DAY, 5, 5 + len(text))]


@pytest.mark.parametrize("text", ["13/45/24", "2/30/2024", "1/2 cup", "24/7", "3:30", "PHQ-9", "", "next May"])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None
    assert dates_in(text) == []


def test_a_year_is_inferred_only_near_a_known_day() -> None:
    assert dates_in("by 12/30") == []
    assert dates_in("by 12/30", date(2025, 1, 5))[0].day == date(2024, 12, 30)
    assert not dates_in("by 12/30", date(2025, 1, 5))[0].whole
