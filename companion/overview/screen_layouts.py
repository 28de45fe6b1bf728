"""Screens laid out as columns ("| SI | HI |" over "| no | no |") or with boxes ("[ ] SI [x] none")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.rulebook import rules
from companion.overview.screen import Screened, any_of, names, none, types_in
from companion.record import Assertion

WIDEST = 12
"""Columns of a table that is read: a wider row is no screen, and a hostile one must not cost more."""

_CELL = pattern(r"[^|\t\n]+?(?:[|\t]|[ ]{2,}|$)")
_RULE = pattern(r"^[\s|:=+-]+$")
_BOX = pattern(r"(?:\[(?P<square>[ xX✓✔*_YyNn]?)\]|\((?P<round>[ xX✓✔*]?)\)|(?P<sign>[☐☒☑□■✓✔]))[ \t]*")
_MARKED = frozenset("xX✓✔*☒☑■Yy")


def laid_out(text: str) -> Iterator[Screened]:
    """Every answer that a note's columns and boxes give."""
    above: tuple[int, str] | None = None
    position = 0
    for line in text.splitlines(keepends=True):
        if "[" in line or "(" in line or any(mark in line for mark in "☐☒☑□■✓✔"):
            yield from _boxes(position, line)
        if above is not None and not _RULE.match(line):
            yield from _columns(*above, position, line)
        if not _RULE.match(line) or not line.strip():
            above = (position, line)
        position += len(line)


def _cells(line: str) -> list[str]:
    cells = [str(found.group(0)).strip(" |\t") for found in _CELL.finditer(line.rstrip("\n").strip(" |\t"))]
    return [cell for cell in cells if cell]


def _columns(head_at: int, head: str, row_at: int, row: str) -> Iterator[Screened]:
    """A row of names over a row of answers. One verdict for each type: an affirmed column leads."""
    named, answers = _cells(head), _cells(row)
    if not 2 <= len(named) <= WIDEST or len(named) != len(answers):
        return
    start, end = head_at + len(head) - len(head.lstrip(" |\t")), row_at + len(row.rstrip(" |\t\r\n"))
    said: dict[str, tuple[Screened, bool]] = {}
    for cell, answer in zip(named, answers, strict=True):
        if not _whole(names()).fullmatch(cell):
            continue
        verdict = _answer(answer)
        for kind in types_in(cell) if verdict else ():
            if kind not in said or verdict == "present":
                said[kind] = (Screened(kind, start, end, verdict or "denied"), True)
    yield from (found for found, _ in said.values())


@lru_cache(maxsize=8)
def _whole(expression: str) -> Pattern:
    return pattern(expression)


def _answer(words: str) -> Assertion | None:
    """What an answer that stands alone says."""
    if _whole(none() + r"|[-–−]").fullmatch(words):
        return "denied"
    if _whole(any_of(rules("screens")["yes"]) + r"(?:[\s,]+[^|]{0,40})?").fullmatch(words):
        return "present"
    return None


def _boxes(position: int, line: str) -> Iterator[Screened]:
    """The boxes of one line: those of the names themselves, or of the answers to a name before them. A form that
    nobody filled in says nothing."""
    boxes = list(_BOX.finditer(line))
    if not any(_is_marked(box) or str(box.group("square")).lower() == "n" for box in boxes):
        return
    ends = [box.start() for box in boxes[1:]] + [len(line.rstrip())]
    labels = [line[box.end() : end].strip(" ,;|\n") for box, end in zip(boxes, ends, strict=True)]
    items = [(_is_marked(box), label, box) for box, label in zip(boxes, labels, strict=True)]
    head = line[: boxes[0].start()].strip(" :|?\t-–.*")
    asked = types_in(head) if _whole(names()).fullmatch(head) else []
    for marked, label, box in items:
        begins, stops = position + box.start(), position + box.end() + len(label)
        if asked and marked:
            said = _answer(label) or ("present" if types_in(label) else None)
            if said:
                at = position + line.find(head)
                yield from (Screened(kind, at, stops, said) for kind in asked)
                return
        elif not asked and _whole(names()).fullmatch(label):
            yield from (Screened(k, begins, stops, "present" if marked else "denied") for k in types_in(label))


def _is_marked(box: Match) -> bool:
    return any(box.group(name) and box.group(name) in _MARKED for name in ("square", "round", "sign"))
