"""Measures' totals wherever a note gives them: in prose, in tables of records, on filled-in forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from companion.overview.instruments import any_name, named
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.score_forms import form_scores
from companion.overview.score_grids import grid_scores
from companion.overview.score_prose import prose_scores
from companion.overview.score_tables import table_scores
from companion.record import Score

_CHANGE = pattern(r"\b\d{1,3}\s*(?:->|→|to)\s*(\d{1,3})\b")


def find_scores(readings: Sequence[Reading]) -> tuple[Score, ...]:
    """All totals, oldest first; the same total of one instrument and day once, from the note that tells of that day.

    A total outside its instrument's range comes with `total` None: a mention that is flagged, never a score."""
    found = [score for reading in readings for score in _in_note(reading)]
    order = {reading.note.id: number for number, reading in enumerate(readings)}
    days = {reading.note.id: reading.day for reading in readings}
    best: dict[tuple[str, int | None, date | None], Score] = {}
    for score in found:
        key = (score.instrument, score.total, score.date)
        known = best.get(key)
        if known is None or _tells_more(score, known, days):
            best[key] = score
    return tuple(sorted(best.values(), key=lambda s: (s.date or date.max, order[s.mention.note_id], s.mention.start)))


def scores_in(reading: Reading) -> list[Score]:
    """Every total that this note gives, repeated or not."""
    return list(_in_note(reading))


def _tells_more(score: Score, known: Score, days: dict[str, date | None]) -> bool:
    """An answer to item 9 first, then the note of that very day."""
    if (score.item9 is None) != (known.item9 is None):
        return known.item9 is None
    return days[score.mention.note_id] == score.date and days[known.mention.note_id] != known.date


def _in_note(reading: Reading) -> Iterator[Score]:
    tables = list(table_scores(reading))
    if tables:
        yield from tables
        return
    forms = form_scores(reading)
    yield from (score for score, _, _ in forms)
    review = _in_review(reading) if reading.note.kind == "plan" else ()
    for score in (*grid_scores(reading), *prose_scores(reading), *review):
        if not any(start <= score.mention.start < end for _, start, end in forms):
            yield score


def _in_review(reading: Reading) -> Iterator[Score]:
    """A review of a goal that names an instrument: "16 -> 9" gives the total of the day."""
    position = 0
    text = reading.note.text
    for line in text.splitlines(keepends=True):
        names = [named(m.group(0)) for m in pattern(rf"\b{any_name()}\b").finditer(line)]
        change = _CHANGE.search(line)
        if change and names and names[0]:
            total = names[0].total(int(change.group(1)))
            if total is not None:
                evidence = reading.mention(position + change.start(), position + change.end())
                yield Score(names[0].name, total, None, reading.day, evidence)
        position += len(line)
