"""Totals in a table inside a note: a row a measure, and one of its columns today's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from companion.dates import read_date
from companion.overview.instruments import answer, named
from companion.overview.pattern import alternatives, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import words
from companion.record import Score

_GAPS = pattern(r"(?:[^ |\t]| [^ |\t])+")
_TOTAL = pattern(r"^\s*(\d{1,3})\b(?:\s*/\s*\d{1,3})?")
_NINE = pattern(r"(?:item|#|q) ?9\s*[:=]?\s*([\p{L}\d]+)")

_Row = tuple[int, int, list[str]]
"""A line's place in the text, and its cells."""


def grid_scores(reading: Reading) -> Iterator[Score]:
    """The total of today for each row that begins with a measure, under a line that names the columns."""
    columns: list[str] = []
    for start, end, cells in _rows(reading.note.text):
        instrument = named(cells[0]) if cells else None
        if len(cells) < 2:
            columns = []
        elif instrument is None and any(named(head) for head in columns):
            yield from _column_scores(reading, (start, end, cells), columns)
        elif instrument is None:
            columns = cells if not any(_TOTAL.match(cell) and not _day(cell) for cell in cells[1:]) else columns
        else:
            for place, day in _days(cells, columns, reading.day):
                told = _TOTAL.match(cells[place])
                if told:
                    nine = _NINE.search(cells[place]) if instrument.name == "PHQ-9" else None
                    item9 = answer(str(nine.group(1))) if nine else None
                    mention = reading.mention(start, end)
                    yield Score(instrument.name, instrument.total(int(told.group(1))), item9, day, mention)


def _column_scores(reading: Reading, row: _Row, columns: Sequence[str]) -> Iterator[Score]:
    """A row a day, a column a measure; the row is headed by its date, or by a word for today."""
    start, end, cells = row
    now = pattern(rf"^{alternatives(words('scores', 'now'))}").search(cells[0]) is not None
    day = _day(cells[0]) or (reading.day if now else None)
    for head, cell in zip(columns, cells, strict=False):
        instrument, told = named(head), _TOTAL.match(cell)
        if day and instrument and told:
            mention = reading.mention(start, end)
            yield Score(instrument.name, instrument.total(int(told.group(1))), None, day, mention)


def _days(cells: Sequence[str], columns: Sequence[str], today: date | None) -> list[tuple[int, date | None]]:
    """The columns with a total, and the day of each: today's column, or those that are headed by a whole date."""
    heads = {n: columns[n] for n in range(1, min(len(cells), len(columns)))}
    dated = [(n, day) for n, head in heads.items() if (day := _day(head))]
    if dated:
        return list(dated)
    now = [n for n, head in heads.items() if pattern(alternatives(words("scores", "now"))).search(head)]
    then = [n for n, head in heads.items() if pattern(alternatives(words("scores", "then"))).search(head)]
    month = [n for n, head in heads.items() if today and head.strip(". ").lower()[:3] == today.strftime("%b").lower()]
    left = [n for n in heads if n not in then] if then else []
    chosen = [n for n in now if n not in then] or month or left or ([1] if len(cells) == 2 else [])
    return [(chosen[0], today)] if chosen else []


def _day(cell: str) -> date | None:
    return read_date(cell.strip(), day_first=False) if any(c.isdigit() for c in cell) else None


def _rows(text: str) -> Iterator[_Row]:
    """Lines with the cells that bars, tabs or two spaces part."""
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        start = position + line.find(body)
        position += len(line)
        if not body or not body.strip("|-:+ =\t"):
            continue
        if "|" in body or "\t" in body:
            cells = body.strip("|").split("|" if "|" in body else "\t")
        else:
            cells = [str(match.group()) for match in _GAPS.finditer(body)]
        yield start, start + len(body), [cell.strip() for cell in cells]
