"""Goals under headings of their own in Markdown: "## Goals", below it "### 1. Work", and below that the goal's words.

A heading one step deeper than that of the goals is a goal: what stands alone in the line below states it, else the
heading's own words do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from companion.overview.pattern import pattern
from companion.overview.plan_lines import Line
from companion.overview.plan_titles import titled_lines

_HEADING = pattern(r"^[ \t]*(?P<signs>#{1,6})[ \t]+(?:(?P<count>\d{1,2})[.):][ \t]+)?")
NEAR = 6
"""Lines below a heading among which its statement begins, blank ones counted."""
STATED = 4
"""Words of a line from which it states a goal."""


def headed_lines(text: str) -> Iterator[Line]:
    """The lines of a plan, in which a heading below that of the goals is a goal's label."""
    lines = list(titled_lines(text))
    depth, count = 0, 0
    for place, line in enumerate(lines):
        heading = _HEADING.match(text[line.start : line.stop])
        level = len(str(heading.group("signs"))) if heading else 0
        if heading and depth and level > depth and line.kind == "other":
            count = int(heading.group("count") or count + 1)
            body = line.stop if _is_stated(text, lines, place) else line.start + heading.end()
            yield replace(line, kind="goal", body=body, number=count)
            continue
        if heading:
            bare = line.kind == "goal" and line.plural and line.body >= line.stop
            depth, count = (level if bare else 0 if level <= depth else depth), 0 if level <= depth else count
        yield line


def _is_stated(text: str, lines: Sequence[Line], place: int) -> bool:
    """The next line has no label or sign, and is as long as a goal's words."""
    following = next((line for line in lines[place + 1 : place + NEAR] if line.kind != "blank"), None)
    return (
        following is not None
        and following.kind == "plain"
        and len(text[following.body : following.stop].split()) >= STATED
    )
