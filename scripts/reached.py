"""Which lines each test runs, and how long it takes: the tests by which a change of a line could be noticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from coverage import Coverage

from scripts.changes import Change

HARD = [
    "-q",
    "-p",
    "no:cacheprovider",
    "-m",
    "not long and not slow",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]
"""How tests are run under a change, and without one. Hypothesis is loaded before pytest is."""


@dataclass(frozen=True)
class Reached:
    """`by_line` holds, for each file (from the project's root) and line, the tests that run it, by pytest's ids; `took`
    the seconds of each."""

    by_line: Mapping[str, Mapping[int, Sequence[str]]]
    took: Mapping[str, float]

    def by(self, change: Change) -> list[str]:
        """The tests that run what is changed, the quickest first. What runs when a module is imported is run by all
        that run anything of it."""
        lines = self.by_line.get(change.source, {})
        found = {test for line in change.lines for test in lines.get(line, ())}
        if not found - {""}:
            found = {test for tests in lines.values() for test in tests} if found else set()
        return self.quickest(found - {""})

    def quickest(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.took.get(test, 0.0), test))

    def all(self) -> list[str]:
        return self.quickest(set(self.took))


class _Watching:
    """A plugin of pytest: tells the coverage whose lines these are."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.took: defaultdict[str, float] = defaultdict(float)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._coverage.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self._coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] += report.duration


def reached(root: Path, sources: Sequence[str], tests: Sequence[str]) -> Reached:
    """Runs the tests once, in this process. Raises SystemExit where one fails: then no change can be judged."""
    coverage = Coverage(data_file=None, include=[str(root / source) for source in sources])
    watching = _Watching(coverage)
    coverage.start()
    failed = pytest.main([*HARD, *tests], plugins=[watching])
    coverage.stop()
    if failed:
        raise SystemExit("A test fails with nothing changed. Mend that first.")
    data = coverage.get_data()
    by_line = {
        source: {line: tuple(who) for line, who in data.contexts_by_lineno(str(root / source)).items()}
        for source in sources
    }
    return Reached(by_line, dict(watching.took))
