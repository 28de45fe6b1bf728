"""Goals of a form that calls nothing a goal: the field that comes back in each of its blocks and says what to do.

"Area: Home / Hoped for: Cook supper again / Steps: ..." twice or more: known fields (steps, methods, problems, status)
drop out, and of those left the one whose words set out something to do, or stand in quotes, holds the goals. What the
block's later fields tell of a status belongs to the goal.
"""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.goal_status import change_behind
from companion.overview.pattern import pattern, phrases
from companion.overview.plan_boxes import tells_a_status
from companion.overview.plan_item import Item
from companion.overview.plan_lines import Line, plan_lines
from companion.overview.plan_strung import to_do
from companion.overview.rulebook import rules

MOST = 60
"""Blocks that are read of one plan."""
BLOCKS = 2
"""Blocks from which a field comes back."""
_QUOTED = pattern(r"^[\"“][^\"“”]{8,}[\"”]")
_COUNT = pattern(r"[\d#*_:.()]+")


def field_items(text: str) -> tuple[Item, ...]:
    """The words of the first such field, block by block; nothing where no field comes back."""
    fields: dict[str, list[tuple[int, int]]] = {}
    lines = list(plan_lines(text))
    for line in lines:
        if line.kind not in ("detail", "other") or line.body >= line.stop:
            continue
        name = " ".join(_COUNT.sub(" ", text[line.start : line.body]).lower().split())
        if line.kind == "other" or _matches("statements", name) or name in rules("goals")["labels"]["counted"]:
            fields.setdefault(name, []).append((line.body, line.stop))
    chosen = [spans for name, spans in fields.items() if len(spans) >= BLOCKS and _is_goal(text, name, spans)]
    return tuple(_with_status(text, lines, chosen[0][:MOST])) if chosen else ()


def _with_status(text: str, lines: list[Line], spans: list[tuple[int, int]]) -> Iterator[Item]:
    """Each goal with the first field below it, as far as the next, that tells what became of it."""
    ends = [*(start for start, _ in spans[1:]), len(text)]
    for (start, stop), end in zip(spans, ends, strict=True):
        told = (
            (line.body, line.stop)
            for line in lines
            if stop <= line.body < line.stop <= end
            and (line.kind == "status" or (line.kind == "other" and tells_a_status(text[line.body : line.stop])))
            and change_behind(text[line.body : line.stop])
        )
        yield Item("goal", None, start, stop, status=next(told, None))


def _matches(kind: str, name: str) -> bool:
    return phrases(rules("goals")[kind]).search(name) is not None


def _is_goal(text: str, name: str, spans: list[tuple[int, int]]) -> bool:
    """More than half of the blocks set out something to do there, and the name says nothing else."""
    if phrases(rules("goals")["unnamed"]["not_below"]).search(name) or _matches("not_goals", name):
        return False
    told = [text[start:stop] for start, stop in spans]
    return 2 * sum(to_do().match(words) is not None or _QUOTED.match(words) is not None for words in told) > len(told)
