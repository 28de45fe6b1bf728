"""The goals of a plan's tables: columns divided by bars, tabs or wide gaps, below a row that names them.

A table whose rows are "Goal 1 | words" has no such row: its first column is a label, and it is read line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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


NAME = 6
"""Words of a column's name at most."""


@dataclass(frozen=True, slots=True)
class _Columns:
    rank: str
    goal: int
    statuses: tuple[int, ...]
    gaps: bool
    met: int | None = None


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
        after = list(_cells(text, *lines[place + 1], gaps=None)) if place + 1 < len(lines) else []
        gaps = not {"|", "\t"} & set(text[start:stop].rstrip())
        header = _header([text[a:b].strip() for a, b in cells], [text[a:b] for a, b in after], gaps=gaps)
        if header:
            columns = header
            rows.add(start)
        elif columns:
            rows.add(start)
            found.extend(_row(text, cells, columns))
    return found, rows


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


def _header(cells: list[str], after: list[str], *, gaps: bool) -> _Columns | None:
    """The columns, where a row names them: by known names, or by short words above a row of as many cells."""
    if any(len(c.split()) > NAME for c in cells) or (gaps and any(c.endswith((":", ".")) for c in cells)):
        return None
    named = sum(1 for c in cells if _cell("any").match(c) or _STATUS_CELL.match(c) or _MET_CELL.match(c))
    above = abs(len(after) - len(cells)) <= 1 and len(after) > 1 and label_of(f"{after[0].strip()}:") is None
    if not above and (gaps or named < 2):
        return None
    told = [n for n, c in enumerate(cells) if _STATUS_CELL.match(c)]
    statuses = tuple(sorted(told, key=lambda n: not _DECIDES.search(cells[n])))
    met = next((n for n, c in enumerate(cells) if _MET_CELL.match(c)), None)
    for rank in ("goal", "objective"):
        fits = [n for n, c in enumerate(cells) if _cell(rank).match(c) and not _NUMBERS.match(c) and n not in told]
        if fits:
            return _Columns(rank, fits[0], statuses, gaps, met)
    return None


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
