"""Screens with boxes: "[ ] SI [x] none", "☒ Passive death wish  ☐ Plan  ☐ Intent", "__ HI _x_ SI".

A box stands before what it asks after, or before the answers to a name that stands ahead of it. An empty box denies
only where such forms are filled in at all: a form in which nobody ever ticked anything was perhaps never asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.screen import GAP, Screened, answer_alone, compiled, each, listed, names, types_in
from companion.record import Assertion, RiskType

_BOX = pattern(
    r"(?:\[(?P<square>[ xX✓✔*_YyNn]{0,2})\]|\((?P<round>[ xX✓✔*]{0,2})\)|(?P<sign>[☐☒☑□■✓✔])"
    r"|(?:^|\s)(?P<rule>_{1,3}[xX✓✔]_{0,3}|_{2,4}))[ \t]*"
)
_MARKED = frozenset("xX✓✔*☒☑■Yy")
_DRAWN = "[(☐☒☑□■✓✔_"
"""Characters without one of which a line has no box."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A box with the words behind it, up to the next box."""

    marked: bool
    refused: bool
    label: str
    start: int
    end: int


def has_marks(text: str) -> bool:
    """Whether somebody filled in a box of a note."""
    return any(_is_filled(box) for line in text.splitlines() if _may_hold(line) for box in _BOX.finditer(line))


def in_boxes(text: str, *, filled: bool) -> Iterator[Screened]:
    """Every answer that a note's boxes give; `filled` says that forms of this record are filled in. Of an empty box
    elsewhere, and of an empty "denies", nothing is said: `not_risk` keeps its words from being read as a sentence."""
    position, of_death = 0, False
    for line in text.splitlines(keepends=True):
        boxes = list(_BOX.finditer(line)) if _may_hold(line) else []
        if boxes:
            items = _items(position, line, boxes)
            head = line[: boxes[0].start()].strip(" :|?\t-–.*")
            if compiled(names()).fullmatch(head):
                yield from _ticked(head, position + line.find(head), items)
            else:
                of_death = of_death or any("suicidal_ideation" in _asked(item.label)[0] for item in items)
                for item in items:
                    yield from _answered(item, filled=filled, of_death=of_death)
        of_death = of_death and bool(boxes)
        position += len(line)


def _may_hold(line: str) -> bool:
    return any(mark in line for mark in _DRAWN)


def _items(position: int, line: str, boxes: list[Match]) -> list[_Item]:
    ends = [box.start() for box in boxes[1:]] + [len(line.rstrip())]
    items = []
    for box, end in zip(boxes, ends, strict=True):
        start = position + box.start() + len(str(box.group(0))) - len(str(box.group(0)).lstrip())
        label = line[box.end() : end].rstrip(" ,;|\t")
        items.append(_Item(_is_marked(box), _is_filled(box), label, start, position + box.end() + len(label)))
    return items


def _ticked(head: str, start: int, items: list[_Item]) -> Iterator[Screened]:
    """The first ticked answer to a name: "Suicidal ideation: [ ] Yes [x] No"."""
    for item in items:
        if item.marked:
            said = answer_alone(item.label) or ("present" if types_in(item.label) else None)
            if said:
                yield from each(types_in(head), (start, item.end), said)
                return


def _answered(item: _Item, *, filled: bool, of_death: bool) -> Iterator[Screened]:
    """What a box before a name says."""
    kinds, when = _asked(item.label)
    if not kinds and of_death and _follow_up().match(item.label):
        kinds, when = ["suicidal_ideation"], "present"
    empty: Assertion = "denied" if (filled or item.refused) and when != "denied" else "not_risk"
    yield from each(kinds, (item.start, item.end), when if item.marked else empty)


def _asked(label: str) -> tuple[list[RiskType], Assertion]:
    """The types that a label names, and what it says of them when it is ticked."""
    found = _label().match(label)
    if found is None:
        return [], "present"
    ahead = str(found.group("ahead") or "")
    if compiled(listed("denying_risk")).match(ahead):
        return types_in(str(found.group("names"))), "denied"
    past = compiled(listed("box_past")).search(ahead) is not None
    return types_in(str(found.group("names"))), "historical" if past else "present"


@lru_cache(maxsize=1)
def _label() -> Pattern:
    """Names, what may stand ahead of them, and then the label's end or a comment."""
    ahead = f"(?:(?:{listed('box_past')}|{listed('box_ahead')}|{listed('denying_risk')}){GAP}+){{1,3}}"
    return pattern(rf"^(?P<ahead>{ahead})?(?P<names>{names()})(?:$|{GAP}{{2}}|{GAP}?[:(\"“,;–]|{GAP}-)")


@lru_cache(maxsize=1)
def _follow_up() -> Pattern:
    """What is asked next of somebody who thinks of suicide: "Plan", "Intent"."""
    return pattern(rf"^{listed('box_follow_ups')}(?:$|{GAP}{{2}}|{GAP}?[:(\"“,;–])")


def _is_marked(box: Match) -> bool:
    return any(mark in _MARKED for mark in _drawn(box))


def _is_filled(box: Match) -> bool:
    return _is_marked(box) or "n" in _drawn(box).lower()


def _drawn(box: Match) -> str:
    return "".join(str(box.group(name) or "") for name in ("square", "round", "sign", "rule"))
