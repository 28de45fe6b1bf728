"""Dates as therapists write them in American notes: 9/17/24, 10-01-24, 8.28.24, 2024-11-12, Oct 8, 2024, 3 Dec 2024.

Month comes before day in numbers, as in the records we read. A date without a year takes the nearest one to a day that
is known. Linear-time patterns; offsets are characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import re2

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re2.compile(
    r"(?i)\b(?:"
    r"(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)"
    r"|(?P<num_m>\d{1,2})[/.-](?P<num_d>\d{1,2})[/.-](?P<num_y>(?:19|20)\d\d|\d\d)"
    rf"|(?P<md_m>{_MONTH})\.?\s+(?P<md_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<md_y>(?:19|20)\d\d)"
    rf"|(?P<dm_d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<dm_m>{_MONTH})\.?,?\s+(?P<dm_y>(?:19|20)\d\d)"
    r"|(?P<short_m>\d{1,2})/(?P<short_d>\d{1,2})"
    r")\b"
)


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date and where it stands. `whole` is False where the year had to be inferred."""

    day: date
    start: int
    end: int
    whole: bool


def dates_in(text: str, near: date | None = None, *, day_first: bool = False) -> list[DateInText]:
    """Every date in `text`, in order. Dates without a year count only when `near` is given. `day_first`: numbers are
    day, month, year, as in 14.08.2024."""
    found = []
    for match in _DATE.finditer(text):
        parts = {name: value for name, value in match.groupdict().items() if value}
        form = next(iter(parts)).split("_")[0]
        month, number = parts[f"{form}_m"], parts[f"{form}_d"]
        if day_first and form in ("num", "short"):
            month, number = number, month
        day = _day(parts.get(f"{form}_y"), month, number, near)
        if day is not None:
            found.append(DateInText(day, match.start(), match.end(), form != "short"))
    return found


def read_date(text: str, *, day_first: bool = False) -> date | None:
    """The date that `text` is, as in a table's cell; None where it is not one."""
    found = dates_in(text.strip(), day_first=day_first)
    return found[0].day if len(found) == 1 and found[0].end - found[0].start == len(text.strip()) else None


def _day(year: str | None, month: str, day: str, near: date | None) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    if year is not None:
        return _made(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    if near is None:
        return None
    years = [_made(near.year + shift, number, int(day)) for shift in (-1, 0, 1)]
    return min((d for d in years if d), key=lambda d: abs((d - near).days), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
