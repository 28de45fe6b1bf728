"""Goals of a plan that calls nothing a goal and draws arrows from what is to what shall be: "drinks daily -> sober"."""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.goal_status import change_in
from companion.overview.pattern import pattern
from companion.overview.plan_item import Item
from companion.overview.plan_lines import joined_lines

LINES = 2
"""Lines with an arrow from which they are the plan's list."""
WORDS = 3
"""Words behind an arrow at least."""
_ARROW = pattern(
    r"^[ \t]*(?:[-*•#(]*(?P<count>\d{1,2})?[.):]*[ \t]+)?\p{L}[^\n:;]{2,80}?[ \t]*(?:-{1,2}>|=>|→|⇒)[ \t]*"
    r"(?:(?:he |she |they |ct |pt )?wants[ \t]+(?:to[ \t]+)?|to[ \t]+)?\p{L}"
)


def arrow_items(text: str) -> tuple[Item, ...]:
    """What stands behind the arrows; nothing where fewer than two lines have one, or where they tell a status."""
    found = tuple(_items(text))
    return found if len(found) >= LINES else ()


def _items(text: str) -> Iterator[Item]:
    for start, stop in joined_lines(text):
        arrow = _ARROW.match(text[start:stop])
        body = start + arrow.end() - 1 if arrow else stop
        if arrow and len(text[body:stop].split()) >= WORDS and change_in(text[body:stop]) is None:
            count = arrow.group("count")
            yield Item("goal", int(count) if count else None, body, stop)
