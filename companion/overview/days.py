"""Calendar days as therapists and spreadsheets write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from companion.overview.pattern import pattern

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO = pattern(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_NUMBERS = pattern(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})$")
_WORDS = pattern(r"^(\d{1,2})?(?:st|nd|rd|th)?[ -]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ -]*(\d{1,2})?(?:st|nd|rd|th)?,?[ -]+(\d{4}|\d{2})$")


def parse_day(words: str, *, day_first: bool = False) -> date | None:
    """The day that `words` name, or None. `8/1/24` is 1 August unless `day_first` or impossible; `1.8.2024` is too."""
    words = words.strip().strip('"')
    if iso := _ISO.match(words):
        return _day(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)))
    if numbers := _NUMBERS.match(words):
        a, b, year = int(numbers.group(1)), int(numbers.group(3)), int(numbers.group(4))
        first = day_first or numbers.group(2) == "." or a > 12
        return _day(year, b, a) if first else _day(year, a, b)
    if named := _WORDS.match(words.lower()):
        number = named.group(1) or named.group(3)
        if number:
            return _day(int(named.group(4)), MONTHS.index(named.group(2)) + 1, int(number))
    return None


def day_comes_first(cells: Iterable[str]) -> bool:
    """Whether a column of dates can only be read with the day before the month."""
    matches = [m for m in (_NUMBERS.match(cell.strip()) for cell in cells) if m]
    return any(int(m.group(1)) > 12 for m in matches) and not any(int(m.group(3)) > 12 for m in matches)


def _day(year: int, month: int, day: int) -> date | None:
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day)
    except ValueError:
        return None
