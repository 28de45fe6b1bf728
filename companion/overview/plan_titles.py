"""A plan's title: "Treatment Plan for A. B.", "Plan of Care - update", which says nothing of the list below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from companion.overview.pattern import pattern
from companion.overview.plan_lines import Line, plan_lines

_TITLE = pattern(
    r"^\W*(?:[\p{L}'’/-]+\W+){0,4}?plan\b(?:\s+(?:review|update|revision|summary|addendum|of care))?"
    r"(?:\s+(?:for|of|with)\b[^:]{0,40}|[\s\d/.-]*|(?:\s{2,}|\s[|–—-]+\s|,\s|\s\d)[^:]*)$"
)
_ASIDE_PLAN = pattern(
    r"^\W*[^:]*\b(?:safety|crisis|coping|relapse|prevention|discharge|aftercare|meal|wellness|emergency)\b"
)
"""Plans of something else: theirs is no title of the treatment's."""
_DASHED = pattern(r"[-–—][ \t]*$")


def is_title(words: str) -> bool:
    """The words are the title of a treatment plan or of its review."""
    return _TITLE.match(words) is not None and _ASIDE_PLAN.match(words) is None


def titled_lines(text: str) -> Iterator[Line]:
    """The lines of a plan; goals that its title names are no goals: "Treatment Plan: Goals - end of year review"."""
    title = False
    for line in plan_lines(text):
        dashed = title and line.plural and _DASHED.search(text[line.start : line.body])
        yield replace(line, body=line.stop) if dashed else line
        bare = line.kind == "detail" and line.body >= line.stop
        title = bare and is_title(text[line.start : line.stop].rstrip(" :"))
