"""Screens laid out as columns ("| SI | HI |" over "| no | no |")."""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.pattern import pattern
from companion.overview.screen import Screened, answer_alone, compiled, names, types_in

WIDEST = 12
"""Columns of a table that is read: a wider row is no screen, and a hostile one must not cost more."""

_CELL = pattern(r"[^|\t\n]+?(?:[|\t]|[ ]{2,}|$)")
_RULE = pattern(r"^[\s|:=+-]+$")


def in_columns(text: str) -> Iterator[Screened]:
    """Every answer that a note's columns give."""
    above: tuple[int, str] | None = None
    position = 0
    for line in text.splitlines(keepends=True):
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
        if not compiled(names()).fullmatch(cell):
            continue
        verdict = answer_alone(answer)
        for kind in types_in(cell) if verdict else ():
            if kind not in said or verdict == "present":
                said[kind] = (Screened(kind, start, end, verdict or "denied"), True)
    yield from (found for found, _ in said.values())
