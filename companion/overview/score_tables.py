"""Totals in tables of records (CSV and the like): a row a score, or a column an instrument."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from companion.dates import read_date
from companion.overview.instruments import answer, named
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.record import Score

_TOTAL = pattern(r"^(?:total|score|sum|result|points|value|raw)\b|(?:total|score)$")
_ITEM_NINE = pattern(r"(?:item|q|question|#)[ _]?9|^9$")
_DATE = pattern(r"date|day|when|administered|completed")


@dataclass(frozen=True, slots=True)
class _Line:
    """One record with its place in the text."""

    start: int
    end: int
    cells: list[str]


def table_scores(reading: Reading) -> Iterator[Score]:
    """Every total of a table whose first line names its columns. Another text gives nothing."""
    lines = list(_lines(reading.note.text))
    if len(lines) < 2:
        return
    header = [cell.strip().lower() for cell in lines[0].cells]
    if days := {n: day for n, cell in enumerate(lines[0].cells) if (day := read_date(cell))}:
        yield from _across(reading, lines[1:], days)
        return
    when = next((n for n, cell in enumerate(header) if _DATE.search(cell)), None)
    if when is None or len(header) < 2:
        return
    day_first = _day_first([line.cells[when] for line in lines[1:] if len(line.cells) > when])
    total = next((n for n, cell in enumerate(header) if _TOTAL.search(cell)), None)
    nine = next((n for n, cell in enumerate(header) if _ITEM_NINE.search(cell)), None)
    for line in lines[1:]:
        if len(line.cells) > when:
            day = read_date(line.cells[when], day_first=day_first)
            yield from _row(reading, line, day, header=header, total=total, nine=nine)


def _across(reading: Reading, lines: Sequence[_Line], days: dict[int, date]) -> Iterator[Score]:
    """A table with a column for each day, and a row for each measure."""
    for line in lines:
        instrument = next((found for cell in line.cells if (found := named(_measure(cell.lower())))), None)
        for place, day in days.items():
            cell = line.cells[place].strip() if place < len(line.cells) else ""
            if instrument and cell.isdigit():
                mention = reading.mention(line.start, line.end)
                yield Score(instrument.name, instrument.total(int(cell)), None, day, mention)


def _row(
    reading: Reading, line: _Line, day: date | None, *, header: Sequence[str], total: int | None, nine: int | None
) -> Iterator[Score]:
    cells = line.cells
    mention = reading.mention(line.start, line.end)
    instrument = next((found for cell in cells if (found := named(cell))), None)
    if instrument is not None and total is not None and total < len(cells) and cells[total].strip().isdigit():
        item9 = answer(cells[nine]) if nine is not None and nine < len(cells) and instrument.name == "PHQ-9" else None
        yield Score(instrument.name, instrument.total(int(cells[total])), item9, day, mention)
    if instrument is None:
        for name, cell in zip(header, cells, strict=False):
            column = named(_measure(name))
            if column is not None and cell.strip().isdigit():
                yield Score(column.name, column.total(int(cell)), None, day, mention)


def _measure(head: str) -> str:
    """A column's head without the word that says it is a total: "GAD-7 total"."""
    return " ".join(word for word in head.replace("_", " ").split() if word not in ("total", "score", "sum"))


def _lines(text: str) -> Iterator[_Line]:
    """Lines that hold a divider, split as CSV: a comma, a semicolon or a tab, whichever the first line uses."""
    first = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    divider = max(",;\t", key=first.count)
    if not first.count(divider):
        return
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.strip("\ufeff\r\n ")
        start = position + line.find(body)
        position += len(line)
        if divider in body:
            yield _Line(start, start + len(body), next(csv.reader([body], delimiter=divider)))


def _day_first(cells: Sequence[str]) -> bool:
    """Whether this column writes the day before the month: one date of it can be read in no other way."""
    parts = [cell.strip().replace(".", "/").replace("-", "/").split("/") for cell in cells]
    return any(len(p) == 3 and p[0].isdigit() and 12 < int(p[0]) <= 31 for p in parts)
