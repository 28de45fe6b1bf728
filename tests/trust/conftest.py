"""The tally of each suite, for the table at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.trust.sizes import Tally


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Says what was tried, and fails where anything of it was lost, let in or wrong."""

    def say(what: str, tried: int, wrong: int) -> None:
        record_property("trust", f"{what.ljust(72)} {tried:>8,} {wrong:>6}")
        assert wrong == 0, what

    return say
