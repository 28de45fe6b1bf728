"""Suites with two sizes, and what each of them adds to the table that `scripts/test.py --trust` prints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Tally = Callable[[str, int, int], None]
"""What was tried, how often, and how many of those were lost, let in or wrong: a test fails where that is not 0."""


def sizes(short: int, long: int) -> pytest.MarkDecorator:
    """Runs a test with `size` as `short` in the ordinary command, and as `long` too in the long one."""
    params = [pytest.param(short, id=f"{short}"), pytest.param(long, id=f"{long}", marks=pytest.mark.long)]
    return pytest.mark.parametrize("size", params)
