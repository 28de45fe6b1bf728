"""Totals of filled-in forms: a list or a grid of items, with or without a line for the total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from companion.overview.instruments import Instrument, answer, any_name, named
from companion.overview.pattern import alternatives, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules, words
from companion.record import Mention, Score

_TITLE = pattern(rf"\b({any_name()})\b")
_TOTAL = pattern(r"\b(?:total|sum|score)\b\D{0,40}(\d{1,3})(?:\s*/\s*\d{1,3})?\s*\|?\s*$")
_EARLIER = pattern(
    rf"\s{{2,}}\S*?{alternatives(words('scores', 'then'))}.*$|\({alternatives(words('scores', 'then'))}.*$"
)
"""What stands at a line's end of an earlier form: "GAD-7 sum = 16      previous EPDS 14"."""
_ITEM = pattern(
    r"^[\s|]*(?:q|item )?(\d{1,2})(?:[.):]|\s*\([^)]*\):?)?[\s|]+(?:.*?[\s|.:=–—-])?[\[(*]?(\d)[\])*]?"
    r"(?:\s*\([^)\d]*\))?\s*\|?\s*$"
)
_CIRCLED = pattern(r"^[\s|]*(?:q|item )?(\d{1,2})[.):]?\s.*?(?:\d\s+)*[(\[*<](\d)[)\]*>](?:\s+\d)*\s*$")
"""An item whose answer is ringed: "3. Sleep   0 1 (2) 3"."""
_PLAIN = pattern(r"^[\s|]*\p{L}[^\d|]{2,60}[\s|.:=–—-](\d)\s*\|?\s*$")
"""An item without a number: "Low mood ..... 2"."""
_WORDED = pattern(rf"^[\s|]*(?:q|item )?(\d{{1,2}})[.):]?\s.*?({'|'.join(rules('scores')['answers'])})[\s|.]*$")
"""An item answered in the form's own words: "Q3: nearly every day"."""
_GRID = pattern(r"^[\s|]*(\d{1,2})[.):]?\s[^|]*\|(.*)$")


@dataclass(slots=True)
class _Form:
    instrument: Instrument
    start: int
    end: int
    items: dict[int, int] = field(default_factory=dict)
    plain: list[int] = field(default_factory=list)
    """Answers to items without numbers, in order."""
    total: int | None = None
    total_at: tuple[int, int] | None = None
    columns: bool = False
    """It has a column for each of several days."""


def form_scores(reading: Reading) -> list[tuple[Score, int, int]]:
    """One score for each form in the note, with where the form stands. Without a total line the items are summed, if
    none is missing."""
    found = []
    for form in _forms(reading.note.text):
        in_one_line = reading.note.kind == "measure" and form.total_at == (form.start, form.end)
        value = _total(form)
        if value is None or not (len(form.items) > 1 or form.plain or in_one_line or form.columns):
            continue
        item9 = form.items.get(9) if form.instrument.name == "PHQ-9" else None
        start, end = form.total_at or (form.start, form.end)
        evidence = reading.mention(start, min(end, start + 300))
        total = form.instrument.total(value)
        score = Score(form.instrument.name, total, item9, reading.note.session_date, evidence)
        found.append((score, form.start, form.end))
    return found


def _total(form: _Form) -> int | None:
    """The total that the form gives, else the sum of its items if there are as many as it has."""
    wanted = form.instrument.items
    if form.total is not None:
        return form.total
    if wanted and set(form.items) == set(range(1, wanted + 1)):
        return sum(form.items.values())
    return sum(form.plain) if wanted > 1 and not form.items and len(form.plain) == wanted else None


def item_nine_row(reading: Reading) -> Mention | None:
    """The form's own line for item 9 of the PHQ-9, with its answer."""
    for form in _forms(reading.note.text):
        if form.instrument.name == "PHQ-9" and 9 in form.items:
            for start, end, line in _lines(reading.note.text):
                found = _item(line) if form.start <= start <= form.end else None
                if found and found[0] == 9:
                    return reading.mention(start, end)
    return None


def _forms(text: str) -> list[_Form]:
    forms: list[_Form] = []
    column: tuple[int, int] | None = None
    for start, end, whole in _lines(text):
        line = _this_column(_today(whole), column)
        total = _TOTAL.search(line)
        title = _TITLE.search(line)
        instrument = named(title.group(1)) if title else None
        if instrument and (not forms or forms[-1].instrument != instrument or not total):
            forms.append(
                _Form(instrument, start, end, columns=_column(line[title.end() :]) is not None if title else False)
            )
        if title:
            column = _column(line[title.end() :])
        if not forms:
            continue
        form = forms[-1]
        item, plain = _item(line), _PLAIN.match(line)
        if total:
            form.total, form.total_at, form.end = int(total.group(1)), (start, end), end
        elif item and not title:
            form.items.setdefault(item[0], item[1])
            form.end = end
        elif plain and not title:
            form.plain.append(int(plain.group(1)))
            form.end = end
    return forms


def _today(line: str) -> str:
    """The line without what it says of an earlier form."""
    earlier = _EARLIER.search(line)
    return line[: earlier.start()] if earlier else line


_HEADS = pattern(r"(?:[^ |\t]| [^ |\t])+")
_FIGURES = pattern(r"(?:[ \t|]+\d{1,3})+[ \t|]*$")


def _column(heads: str) -> tuple[int, int] | None:
    """Behind a form's title, the place of today's column and how many there are: "PHQ-9    Feb    today"."""
    named_ = [str(m.group()).strip() for m in _HEADS.finditer(heads) if any(c.isalpha() for c in m.group())]
    now = [n for n, head in enumerate(named_) if pattern(rf"^{alternatives(words('scores', 'now'))}").search(head)]
    return (now[0], len(named_)) if len(named_) > 1 and len(now) == 1 else None


def _this_column(line: str, column: tuple[int, int] | None) -> str:
    """The line with only today's of its figures, where it has one for each column."""
    found = _FIGURES.search(line) if column else None
    figures = str(found.group()).replace("|", " ").split() if found else []
    if found is None or column is None or len(figures) != column[1]:
        return line
    return f"{line[: found.start()]} {figures[column[0]]}"


def _item(line: str) -> tuple[int, int] | None:
    """An item's number and answer: a figure at the line's end, or the column that is marked."""
    grid = _GRID.match(line)
    if grid:
        cells = [cell.strip().lower() for cell in str(grid.group(2)).rstrip().removesuffix("|").split("|")]
        marked = [n for n, cell in enumerate(cells) if cell in ("x", "✓", "✔", "●")]
        if len(marked) == 1 and len(cells) <= 6:
            return int(grid.group(1)), marked[0]
    if item := _CIRCLED.match(line) or _ITEM.match(line):
        return int(item.group(1)), int(item.group(2))
    worded = _WORDED.match(line)
    value = answer(str(worded.group(2))) if worded else None
    return (int(worded.group(1)), value) if worded and value is not None else None


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = position + line.find(body)
            yield start, start + len(body), body
        position += len(line)
