"""Goals counted under each diagnosis or problem of a plan that calls nothing a goal.

"Diagnosis 1: F42.2", below it "1. Leave for work on time", below that "a. One check of the stove": the lines that count
up right below such a head are goals where most of them set out something to do, and what stands deeper is no goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from companion.overview.pattern import phrases
from companion.overview.plan_headings import headed_lines
from companion.overview.plan_lines import Line
from companion.overview.plan_strung import to_do
from companion.overview.rulebook import rules

HEADS = 2
"""Heads from which a plan is such an outline."""


def outlined_lines(text: str) -> Iterator[Line]:
    """The lines of a plan, in which what is counted right below a diagnosis is a goal and what is deeper a detail."""
    lines = list(headed_lines(text))
    goals, deeper = _goals(text, lines) if not any(line.kind in ("goal", "short") for line in lines) else ([], [])
    told = [text[lines[place].body : lines[place].stop] for place in goals]
    chosen = 2 * sum(to_do().match(words) is not None for words in told) > len(told)
    for place, line in enumerate(lines):
        kind = "goal" if place in goals else "detail" if place in deeper else line.kind
        yield replace(line, kind=kind) if chosen else line


def _goals(text: str, lines: Sequence[Line]) -> tuple[set[int], set[int]]:
    """The places of the goals, and of what stands below them."""
    goals, deeper = set[int](), set[int]()
    first: Line | None = None
    heads, open_ = 0, False
    for place, line in enumerate(lines):
        if _is_head(text, line):
            first, open_ = None, True
        elif line.kind != "listed":
            open_ = open_ and (line.kind == "blank" or first is not None)
            first = first if line.kind in ("blank", "plain") else None
        elif open_ and first is None and line.number == 1 and line.style == "digit":
            first, heads = line, heads + 1
            goals.add(place)
        elif first is not None and line.indent > first.indent:
            deeper.add(place)
        elif first is not None and line.style == first.style and line.indent == first.indent:
            goals.add(place)
    return (goals, deeper) if heads >= HEADS else (set(), set())


def _is_head(text: str, line: Line) -> bool:
    """A counted label of a diagnosis or a problem, with its name behind it."""
    if line.number is None or line.body >= line.stop or line.kind not in ("problem", "detail"):
        return False
    above = phrases(rules("goals")["unnamed"]["above"])
    return line.kind == "problem" or above.search(text[line.start : line.body]) is not None
