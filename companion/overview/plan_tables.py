"""The goals of a plan's tables: columns divided by bars, tabs or wide gaps, below a row that names them.

A table whose rows are "Goal 1 | words" has no such row: its first column is a label, and it is read line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from companion.overview.goal_status import change_in
from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.plan_item import Item
from companion.overview.plan_labels import label_of
from companion.overview.plan_lines import joined_lines
from companion.overview.rulebook import rules

_ASIDE = r"(?:\s*[(\[][^)\]]{0,30}[)\]])?"
_NUMBERS = pattern(r"^\W*(?:#|no\.?|nr\.?|(?:goals?|aims?)\s*(?:#|no\.?|number)|number)\W*$")
_STATUS_CELL = pattern(
    r"^\W*(?:[\p{L}-]+\s+)?(?:status|progress|outcome|rating|review|result|decision|disposition)s?\b.{0,24}$"
)
_MET_CELL = pattern(
    r"^\W*(?:date\s+|goal\s+)?(?:met|achieved|completed|closed|attained|reached)(?:\s+(?:on|date))?\W*(?:y\s*/\s*n)?\W*$"
)
"""A column for the day on which a goal was met, or for yes and no."""
_YES = pattern(r"^\W*(?:y|yes|x|✓|✔|\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)\b.*$|^\s*[✓✔☑☒]")
_DECIDES = pattern(r"\b(?:status|decision|disposition|outcome)\b")
_NUMBER_CELL = pattern(r"^\s*(?:goal\s*|#|G)?(\d{1,2})[.)]?\s*$")
_LEADING = pattern(r"^\s*\**(?:(?:goal\s*)?#?(\d{1,2})[.):]\s+)?")
_GAP = pattern(r"[ ]{2,}")


WIDE = 8
"""Spaces before a row, from which its first cell is empty."""
NAME = 6
"""Words of a column's name at most."""
SENTENCE = 3
"""Words of a cell, on the average, from which a column with an unknown name may be the goals."""
STATUS = 9
"""Words of a cell that is a status, at most."""


@dataclass(frozen=True, slots=True)
class _Columns:
    rank: str
    goal: int
    statuses: tuple[int, ...]
    gaps: bool
    met: int | None = None
    indent: int = 0
    """How deep the row of names stands, where wide gaps divide it."""


@lru_cache(maxsize=4)
def _cell(kind: str) -> Pattern:
    """A cell that names a column of some kind."""
    table = rules("goals")["labels"]
    words = table[kind] if kind != "any" else [w for words in table.values() for w in words]
    extra = ["description", "goal area"] if kind == "goal" else ["who", "date", "person", "#"] if kind == "any" else []
    also = r"(?:\s*(?:/|&|and)\s*[\p{L} -]{1,20})?"
    return pattern(
        rf"^\W*(?:[\p{{L}}’'-]+\s+){{0,3}}?{alternatives((*words, *extra))}{also}(?:\s*#?\d{{1,2}})?{_ASIDE}\W*$"
    )


def table_items(text: str) -> tuple[list[Item], set[int]]:
    """The goals of tables below a header, and the starts of the lines that the tables take."""
    found: list[Item] = []
    rows: set[int] = set()
    columns: _Columns | None = None
    lines = [line for line in joined_lines(text) if text[line[0] : line[1]].strip(" \t\r\n|:-=+")]
    for place, (start, stop) in enumerate(lines):
        cells = list(_cells(text, start, stop, gaps=columns.gaps if columns else None))
        if len(cells) < 2:
            columns = None
            continue
        below = ([text[a:b].strip() for a, b in _cells(text, *row, gaps=None)] for row in lines[place + 1 : place + 9])
        gaps = not {"|", "\t"} & set(text[start:stop].rstrip())
        header = _header([text[a:b].strip() for a, b in cells], list(below), gaps=gaps)
        if header:
            columns = replace(header, indent=_indent(text, start))
            rows.add(start)
        elif columns:
            rows.add(start)
            if columns.gaps and _indent(text, start) >= columns.indent + WIDE:
                continue  # cells of the row above that go on
            found.extend(_row(text, cells, columns))
    return found, rows


def _indent(text: str, start: int) -> int:
    stop = text.find("\n", start)
    line = text[start : stop if stop >= 0 else len(text)]
    return len(line) - len(line.lstrip(" "))


def _cells(text: str, start: int, stop: int, *, gaps: bool | None) -> Iterator[tuple[int, int]]:
    """The cells of a line; wide gaps divide only a header, and the rows below one that they divide."""
    line = text[start:stop].rstrip()
    sign = "|" if "|" in line else "\t" if "\t" in line.strip() else ""
    if not sign:
        if gaps is not False:
            yield from _gapped(line, start)
        return
    begin = start
    ruled = line[:4].lstrip(" ").startswith(sign)
    for place, words in enumerate(line.split(sign)):
        if words.strip() or place or not ruled:
            yield begin, begin + len(words)
        begin += len(words) + 1


def _gapped(line: str, start: int) -> Iterator[tuple[int, int]]:
    begin = len(line) - len(line.lstrip())
    for gap in _GAP.finditer(line):
        if gap.start() > begin:
            yield start + begin, start + gap.start()
            begin = gap.end()
    yield start + begin, start + len(line)


def _header(cells: list[str], below: list[list[str]], *, gaps: bool) -> _Columns | None:
    """The columns, where a row names them: by known names, or by short words above a row of as many cells."""
    after = below[0] if below else []
    if any(len(c.split()) > NAME for c in cells) or (gaps and any(c.endswith((":", ".")) for c in cells)):
        return None
    named = sum(1 for c in cells if _is_known(c))
    above = abs(len(after) - len(cells)) <= 1 and len(after) > 1 and label_of(f"{after[0]}:") is None
    if not above and (gaps or named < 2):
        return None
    told = [n for n, c in enumerate(cells) if _STATUS_CELL.match(c)]
    met = next((n for n, c in enumerate(cells) if _MET_CELL.match(c)), None)
    rows = [row for row in below if len(row) == len(cells)]
    for rank, names in (("goal", _is_goal), ("objective", _is_objective), ("goal", _is_unknown)):
        fits = [n for n, c in enumerate(cells) if names(c) and not _NUMBERS.match(c) and n not in told]
        if names is _is_unknown:
            fits = [n for n in fits if named > 1 and _are_sentences(rows, n)]
        if fits:
            told = told or ([] if met is not None else [n for n in range(fits[0] + 1, len(cells)) if _tell(rows, n)])
            return _Columns(rank, fits[0], tuple(sorted(told, key=lambda n: not _DECIDES.search(cells[n]))), gaps, met)
    return None


def _is_known(cell: str) -> bool:
    kinds = (_cell("any"), _STATUS_CELL, _MET_CELL, _NUMBERS)
    return any(kind.match(cell) for kind in kinds) or label_of(f"{cell}:") is not None


def _is_unknown(cell: str) -> bool:
    return bool(cell) and not _is_known(cell)


def _is_goal(cell: str) -> bool:
    """A name of the rules, or a clause that a goal completes: "What we are working toward"."""
    label = label_of(f"{cell}:")
    return _cell("goal").match(cell) is not None or (label is not None and label.kind == "goal")


def _is_objective(cell: str) -> bool:
    return _cell("objective").match(cell) is not None


def _are_sentences(rows: list[list[str]], column: int) -> bool:
    """The column's cells have the length of a goal's words."""
    cells = [row[column] for row in rows]
    return bool(cells) and sum(len(cell.split()) for cell in cells) >= SENTENCE * len(cells)


def _tell(rows: list[list[str]], column: int) -> bool:
    """The column says what became of each row, whatever its name is: "open", "reached 9 Apr"."""
    cells = [row[column] for row in rows]
    return 2 * sum(len(c.split()) <= STATUS and change_in(c, named=True) is not None for c in cells) > len(cells)


def _row(text: str, cells: list[tuple[int, int]], columns: _Columns) -> Iterator[Item]:
    if columns.goal >= len(cells):
        return
    start, stop = cells[columns.goal]
    if columns.goal and not text[slice(*cells[0])].strip():
        return  # a cell of the row above that goes on
    lead = _LEADING.match(text[start:stop])
    begin = start + (lead.end() if lead else 0)
    if not text[begin:stop].strip(" -:*_\n"):
        return
    begin += len(text[begin:stop]) - len(text[begin:stop].lstrip())
    given = lead.group(1) if lead else None
    first = _NUMBER_CELL.match(text[slice(*cells[0])]) if columns.goal else None
    number = int(given) if given else int(first.group(1)) if first else None
    status = next((cells[n] for n in columns.statuses if n < len(cells) and text[slice(*cells[n])].strip()), None)
    met = cells[columns.met] if columns.met is not None and columns.met < len(cells) else None
    if met and _YES.match(text[slice(*met)].strip()):
        yield Item(columns.rank, number, begin, stop, "met", met)
    else:
        yield Item(columns.rank, number, begin, stop, "", status)
