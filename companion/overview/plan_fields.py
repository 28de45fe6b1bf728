"""Goals of a form that calls nothing a goal: the field that comes back in each of its blocks and says what to do.

"Area: Home / Hoped for: Cook supper again / Steps: ..." twice or more: known fields (steps, methods, problems, status)
drop out, and of those left the one whose words set out something to do, or stand in quotes, holds the goals.
"""

from __future__ import annotations

from companion.overview.pattern import pattern, phrases
from companion.overview.plan_item import Item
from companion.overview.plan_lines import plan_lines
from companion.overview.plan_strung import to_do
from companion.overview.rulebook import rules

BLOCKS = 2
"""Blocks from which a field comes back."""
_QUOTED = pattern(r"^[\"“][^\"“”]{8,}[\"”]")
_COUNT = pattern(r"[\d#*_:.()]+")


def field_items(text: str) -> tuple[Item, ...]:
    """The words of the first such field, block by block; nothing where no field comes back."""
    fields: dict[str, list[tuple[int, int]]] = {}
    for line in plan_lines(text):
        if line.kind not in ("detail", "other") or line.body >= line.stop:
            continue
        name = " ".join(_COUNT.sub(" ", text[line.start : line.body]).lower().split())
        if line.kind == "other" or _matches("statements", name):
            fields.setdefault(name, []).append((line.body, line.stop))
    chosen = [spans for name, spans in fields.items() if len(spans) >= BLOCKS and _is_goal(text, name, spans)]
    return tuple(Item("loose", None, start, stop) for start, stop in chosen[0]) if chosen else ()


def _matches(kind: str, name: str) -> bool:
    return phrases(rules("goals")[kind]).search(name) is not None


def _is_goal(text: str, name: str, spans: list[tuple[int, int]]) -> bool:
    """More than half of the blocks set out something to do there, and the name says nothing else."""
    if phrases(rules("goals")["unnamed"]["not_below"]).search(name) or _matches("not_goals", name):
        return False
    told = [text[start:stop] for start, stop in spans]
    return 2 * sum(to_do().match(words) is not None or _QUOTED.match(words) is not None for words in told) > len(told)
