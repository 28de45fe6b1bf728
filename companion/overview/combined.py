"""Phrases with sets in them: "wish* {they} {could} {vanish}" stands for every choice from each named set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from companion.overview.pattern import alternatives

_SET = re.compile(r"\{(\w+)\}")
_MARK = re.compile(r"QZ(\w+?)ZQ")


def combined(entries: Iterable[str], sets: Mapping[str, Sequence[str]]) -> str:
    """The expression for `entries`: `{name}` in an entry is any phrase of `sets[name]`, which may name sets in turn
    (not itself); # is a number in digits."""
    marked = tuple(_SET.sub(r"QZ\1ZQ", entry) for entry in entries)
    expression = alternatives(marked).replace(r"\#", r"\d+")
    return _MARK.sub(lambda found: combined(sets[found.group(1)], sets), expression)
