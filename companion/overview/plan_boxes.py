"""A goal's status as boxes to tick: "☒ Continue  ☐ Achieved  ☐ Discontinued"."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.rulebook import rules

_BOX = pattern(r"(?:\[(?P<square>[ xX✓✔]?)\]|\((?P<round>[ xX✓✔]?)\)|(?P<sign>[☐☒☑✓✔]))[ \t]*")
_TICKED = frozenset("xX✓✔☒☑")


def ticked(words: str) -> str:
    """The words with only the choices that are ticked, where they offer several; else as they are."""
    choices = _choices(words)
    if len(choices) < 2 or not any(marked for marked, _ in choices):
        return words
    return " ".join(label for marked, label in choices if marked)


def offers_a_status(words: str) -> bool:
    """Boxes before words of status alone, and nothing before them."""
    choices = _choices(words)
    first = _BOX.search(words)
    return (
        len(choices) > 1
        and first is not None
        and not words[: first.start()].strip(" \t:")
        and sum(1 for _, label in choices if _status().match(label)) * 2 > len(choices)
    )


def choices_at(words: str) -> int | None:
    """Where boxes before words of status begin, behind a goal's own words."""
    found = _BOX.search(words)
    return found.start() if found and found.start() and offers_a_status(words[found.start() :]) else None


def tells_a_status(words: str) -> bool:
    """A line that begins with a status and nothing else: "Reached. Nine weeks.", "Let go, no longer wanted"."""
    return _told().match(words) is not None


def _choices(words: str) -> list[tuple[bool, str]]:
    boxes = list(_BOX.finditer(words))
    ends = [*(box.start() for box in boxes), len(words)]
    drawn = ["".join(str(box.group(name) or "") for name in ("square", "round", "sign")) for box in boxes]
    labels = [words[box.end() : end] for box, (_, end) in zip(boxes, pairwise(ends), strict=True)]
    return [(any(mark in _TICKED for mark in d), label.strip()) for d, label in zip(drawn, labels, strict=True)]


@lru_cache(maxsize=1)
def _status() -> Pattern:
    table = rules("goals")
    return pattern(rf"^{alternatives((*table['status_in_plan'], *table['status_alone']))}\b")


@lru_cache(maxsize=1)
def _told() -> Pattern:
    table = rules("goals")
    status = alternatives((*table["status_in_plan"], *table["status_alone"]))
    opened = r"(?:(?:date )?(?:opened|started|begun|set)[ :]+[\d/.-]+[\s,;|]+)?"
    return pattern(rf"^[\W_]*{opened}(?:still\s+)?{status}\s*(?:[.,;:(]|[-–—]\s|\d|on\s+\d|as of\b|for now\b|$)")
