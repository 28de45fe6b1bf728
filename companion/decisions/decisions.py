"""All decisions about one client, as they are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from companion.decisions.decision import About, SplitOff, Value, What, decision_key, from_kept


@dataclass(frozen=True, slots=True)
class Decisions:
    """One client's decisions, by `decision_key`."""

    values: Mapping[str, Value]

    @classmethod
    def from_kept(cls, kept: Mapping[str, str]) -> Decisions:
        """Out of the client's file."""
        read = {name: from_kept(name, value) for name, value in kept.items()}
        return cls({name: value for name, value in read.items() if value is not None})

    def word(self, about: About, key: str, what: What) -> str | None:
        """What was said of one finding, where it was said in a word."""
        value = self.values.get(decision_key(about, key, what))
        return value if isinstance(value, str) else None

    def words(self, about: About, what: What) -> dict[str, str]:
        """What was said of all findings, by their keys."""
        start = decision_key(about, "", what)
        return {
            name.removeprefix(start): value
            for name, value in sorted(self.values.items())
            if name.startswith(start) and isinstance(value, str)
        }

    def splits(self) -> dict[str, SplitOff]:
        """The themes that were split off, by the keys they got."""
        start = decision_key("theme", "", "split")
        return {
            name.removeprefix(start): value
            for name, value in sorted(self.values.items())
            if name.startswith(start) and isinstance(value, SplitOff)
        }

    def put(self, name: str, value: Value | None) -> Decisions:
        """With one decision more, replaced or (None) taken back."""
        rest = {other: kept for other, kept in self.values.items() if other != name}
        return Decisions(rest if value is None else {**rest, name: value})
