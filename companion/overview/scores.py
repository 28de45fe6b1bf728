"""Totals of questionnaires as the notes give them: in prose, on forms, in spreadsheets.

A total outside the instrument's range is kept without a number: it is a slip to be looked up, not a score. The same
total of the same day is one score, with the best evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from companion.overview.instruments import Instrument, instrument, names_expression
from companion.overview.pattern import Match, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.score_rows import Row, rows
from companion.record import Mention, Score


@dataclass(frozen=True, slots=True)
class Reported:
    """A total, or an answer to item 9, where it stands."""

    instrument: Instrument
    total: int | None
    item9: int | None
    date: date | None
    mention: Mention


def reported(reading: Reading) -> tuple[Reported, ...]:
    """Everything one note says of questionnaires, in the order of the text."""
    table = list(_from_rows(reading))
    if table:
        return tuple(table)
    found = [*_prose(reading), *_forms(reading)]
    return tuple(sorted(found, key=lambda r: r.mention.start))


def scores_of(readings: Sequence[Reading]) -> tuple[Score, ...]:
    """All scores, newest first. A row with an answer to item 9 beats one without it; the earlier note beats the later."""
    best: dict[tuple[str, int | None, date | None], Score] = {}
    for reading in readings:
        found = reported(reading)
        nines = [r for r in found if r.total is None and r.item9 is not None]
        for r in found:
            if r in nines:
                continue
            nine = r.item9
            if nine is None and r.instrument.name == "PHQ-9" and len(nines) == 1:
                nine = nines[0].item9
            total = r.total if r.total is not None and r.instrument.low <= r.total <= r.instrument.high else None
            score = Score(r.instrument.name, total, nine, r.date, r.mention)
            key = (score.instrument, score.total, score.date)
            if key not in best or (best[key].item9 is None and nine is not None):
                best[key] = score
    return tuple(sorted(best.values(), key=lambda s: (s.date is None, -(s.date.toordinal() if s.date else 0), s.instrument)))


def _from_rows(reading: Reading) -> Iterator[Reported]:
    for row in rows(reading.note.text):
        yield Reported(row.instrument, row.total, row.item9, row.date or reading.day, _row_mention(reading, row))


def _row_mention(reading: Reading, row: Row) -> Mention:
    return reading.mention(row.start, row.end)


_NAME = rf"\b({names_expression()})\b"
_JOIN = r"(?:\s*(?:[=:–—-]|\bscores?\b|\bscored\b|\btotal\b|\bsum\b|\btoday\b|\bnow\b|\bis\b|\bat\b|\bof\b|\bcame back\b|\bdown to\b|\bup to\b|\bthis week\b|\bthis wk\b|\bin session\b|\([^()\n]{0,14}\)|,))*?\s*"
_WAS = pattern(_NAME + r"\s*:?\s*(?:was|from|went from)\s*(?:=\s*)?\d{1,3}\s*(?:,|;|->|→|to)?\s*(?:and\s+)?(?:is\s+)?(?:now|today|to|->|→)\s*(\d{1,3})\b")
_IS = pattern(_NAME + r"['’]?s?" + _JOIN + r"(\d{1,3})\b")
_ARROW = pattern(_NAME + r"['’]?s?" + _JOIN + r"\d{1,3}\s*(?:->|→|-->|>)\s*(\d{1,3})\b")
_AFTER = pattern(r"^(?:\s*(?:-|–|to)\s*\d|\s*(?:wks?|weeks?|x\b|times|%|mos?\b|months?|days?|sessions?|points?|pts\b|administrations?)|\.\d|[:/]\d{2}\b)")
_OUT_OF = pattern(r"^\s*/\s*(\d{1,3})")
_NINE = pattern(r"(?:item\s*(?:#\s*)?9|#\s*9|q\s*9|question\s*9|item nine|SI item)\s*(?:\([^)\n]{0,20}\)\s*)?(?:=|:|is|was|scored|at|-)?\s*(\d\b|not at all|several days|more than half|nearly every day|zero|none|one|two|three)")


def _prose(reading: Reading) -> Iterator[Reported]:
    text = reading.note.text
    taken: set[int] = set()
    for finder in (_ARROW, _WAS, _IS):
        for found in finder.finditer(text):
            if found.start() in taken or not _stands(text, found):
                continue
            kind = instrument(found.group(1))
            if kind is None:
                continue
            taken.add(found.start())
            mention = reading.mention(found.start(), found.end(2))
            yield Reported(kind, int(found.group(2)), _nine_after(text, found, kind), reading.day, mention)
    for nine in _NINE.finditer(text):
        kind = instrument("PHQ-9")
        if kind is not None:
            yield Reported(kind, None, _answer(nine.group(1)), reading.day, reading.mention(nine.start(), nine.end()))


def _stands(text: str, found: Match) -> bool:
    """The number is a total: not a range, a count of weeks, a goal ("below 8") or the name's own figure."""
    rest = text[found.end(2) : found.end(2) + 16]
    between = text[found.end(1) : found.start(2)]
    if _AFTER.search(rest) and not _OUT_OF.search(rest):
        return False
    return bool(between.strip("'’s")) and not (between.strip() == "," and rest.lstrip().startswith(","))


def _nine_after(text: str, found: Match, kind: Instrument) -> int | None:
    """The answer to item 9 given beside the total, in the same sentence."""
    if kind.name != "PHQ-9":
        return None
    rest = text[found.end() : found.end() + 60].split("\n")[0]
    nine = _NINE.search(rest)
    return _answer(nine.group(1)) if nine else None


def _answer(words: str) -> int | None:
    value = int(words) if words.isdigit() else rules("instruments")["answers"].get(words.lower())
    return value if value is not None and 0 <= value <= 3 else None


_TOTAL = pattern(rf"(?m)^[ \t|>*-]*(?:({names_expression()})\s*)?(?:sum|total(?:\s+score)?)\b[^\d\n]{{0,60}}(\d{{1,3}})\b")
_HEADING = pattern(_NAME)
_ROW_NINE = pattern(r"(?m)^[ \t|>*-]*(?:item\s*|q)?#?9[.):]?[ \t|].{0,90}$")
_MARK = pattern(r"(?:^|[|\s])(?:x|✓|✔|\[x\]|•)(?:[|\s]|$)")


def _forms(reading: Reading) -> Iterator[Reported]:
    """A form's TOTAL under its heading, and the row of item 9."""
    text = reading.note.text
    headings = [(m.start(), kind) for m in _HEADING.finditer(text) if (kind := instrument(m.group(1)))]
    for found in _TOTAL.finditer(text):
        kind = instrument(found.group(1)) if found.group(1) else _above(headings, found.start())
        if kind is not None:
            yield Reported(kind, int(found.group(2)), None, reading.day, reading.mention(found.start(), found.end(2)))
    for row in _ROW_NINE.finditer(text):
        kind = _above(headings, row.start())
        value = _marked(text[row.start() : row.end()])
        if kind is not None and kind.name == "PHQ-9" and value is not None:
            yield Reported(kind, None, value, reading.day, reading.mention(row.start(), row.end()))


def _above(headings: list[tuple[int, Instrument]], place: int) -> Instrument | None:
    return next((kind for start, kind in reversed(headings) if start < place), None)


def _marked(row: str) -> int | None:
    """The answer in a row: its last number, or the column that is ticked."""
    if "|" in row:
        cells = [cell.strip().lower() for cell in row.strip().strip("|").split("|")][1:]
        ticked = [n for n, cell in enumerate(cells) if _MARK.search(cell)]
        if len(ticked) == 1 and len(cells) == 4:
            return ticked[0]
        row = row.strip().strip("|")
    last = row.split()[-1] if row.split() else ""
    return int(last) if last.isdigit() and len(last) == 1 and int(last) <= 3 and len(row.split()) > 2 else None
