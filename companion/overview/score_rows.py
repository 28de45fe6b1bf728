"""Questionnaire totals in delimited rows: CSV of any header, with a row for each score or a column for each questionnaire."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from companion.overview.days import day_comes_first, parse_day
from companion.overview.instruments import Instrument, instrument
from companion.overview.rulebook import rules


@dataclass(frozen=True, slots=True)
class Row:
    """A total in `text[start:end]`, which is its whole line."""

    instrument: Instrument
    total: int | None
    item9: int | None
    date: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    cells: list[str]
    start: int
    end: int


def rows(text: str) -> Iterator[Row]:
    """Every score in a note that is a table; nothing when it is not one."""
    lines = _lines(text)
    if len(lines) < 2:
        return
    header = [cell.strip().lower() for cell in lines[0].cells]
    day_column = next((n for n, name in enumerate(header) if name in _names("date")), None)
    first = day_comes_first(line.cells[day_column] for line in lines if day_column is not None and day_column < len(line.cells))
    wide = {n: kind for n, cell in enumerate(lines[0].cells) if (kind := instrument(cell.strip()))}
    for line in lines:
        if wide and line is not lines[0]:
            yield from _wide(line, wide, header, day_column, first)
        elif not wide:
            yield from _long(line, header, day_column, first)


def _names(column: str) -> frozenset[str]:
    return frozenset(rules("instruments")["columns"][column])


def _lines(text: str) -> list[_Line]:
    """The note's lines cut into cells, when most lines are cut by one delimiter into as many."""
    found = [line for line in text.splitlines() if line.strip()][:50]
    for delimiter in (",", ";", "\t", "|"):
        counts = [line.count(delimiter) for line in found]
        common = max(set(counts), key=counts.count, default=0)
        if common >= 2 and counts.count(common) * 3 >= len(counts) * 2:
            return list(_cut(text, delimiter))
    return []


def _cut(text: str, delimiter: str) -> Iterator[_Line]:
    position = 0
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        if delimiter in line and len(line) < 2000:
            cells = next(csv.reader([line.strip("|" if delimiter == "|" else "\r\n")], delimiter=delimiter), [])
            yield _Line([cell.strip() for cell in cells], position, position + len(line))
        position += len(raw)


def _number(cells: list[str], column: int | None) -> int | None:
    if column is None or column >= len(cells):
        return None
    cell = cells[column].removesuffix(".0")
    return int(cell) if cell.isdigit() and len(cell) < 5 else None


def _day(cells: list[str], column: int | None, first: bool) -> date | None:
    if column is not None and column < len(cells):
        return parse_day(cells[column], day_first=first)
    return next((day for cell in cells if (day := parse_day(cell, day_first=first))), None)


def _long(line: _Line, header: list[str], day_column: int | None, first: bool) -> Iterator[Row]:
    named = next(((n, kind) for n, cell in enumerate(line.cells) if (kind := instrument(cell))), None)
    if named is None:
        return
    column, kind = named
    total_column = next((n for n, name in enumerate(header) if name in _names("total")), None)
    if total_column is None:
        total_column = next((n for n in range(column + 1, len(line.cells)) if line.cells[n].isdigit()), None)
    nine = _number(line.cells, next((n for n, name in enumerate(header) if name in _names("item9")), None))
    total = _number(line.cells, total_column)
    if total is not None or nine is not None:
        nine = nine if nine is not None and nine <= 3 and kind.name == "PHQ-9" else None
        yield Row(kind, total, nine, _day(line.cells, day_column, first), line.start, line.end)


def _wide(
    line: _Line, columns: dict[int, Instrument], header: list[str], day_column: int | None, first: bool
) -> Iterator[Row]:
    nine_column = next((n for n, name in enumerate(header) if name in _names("item9")), None)
    for column, kind in columns.items():
        total = _number(line.cells, column)
        if total is not None:
            nine = _number(line.cells, nine_column) if kind.name == "PHQ-9" else None
            yield Row(kind, total, nine, _day(line.cells, day_column, first), line.start, line.end)
