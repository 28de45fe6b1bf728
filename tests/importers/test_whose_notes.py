"""Whose notes: two people are never merged, one is never split, and what is unsure is asked."""

from __future__ import annotations

from datetime import date

import pytest

from companion.errors import BadRequest
from companion.record import Client
from companion.whose_notes import whose

BORN = date(1975, 2, 3)
FULL = Client("full", "Sam Lee", "10-4471", BORN)
NUMBERED = Client("numbered", "Sam Lee", "10-4471")
BARE = Client("bare", "Sam Lee")
OTHER = Client("other", "Sam Lee", "20-4471", date(1990, 1, 1))


@pytest.mark.parametrize(
    ("kept", "record_number", "birth_date", "who"),
    [
        ([], "10-4471", BORN, None),
        ([Client("x", "Ann Lee", "10-4471")], "10-4471", None, None),
        ([FULL], "10 4471", BORN, FULL),
        ([FULL], "10-4471", None, FULL),
        ([FULL], None, BORN, FULL),
        ([BARE], None, None, BARE),
        ([FULL, OTHER], "20-4471", None, OTHER),
    ],
)
def test_who_it_is(kept: list[Client], record_number: str | None, birth_date: date | None, who: Client | None) -> None:
    assert whose(kept, "sam  lee", record_number, birth_date) == who


@pytest.mark.parametrize(
    ("kept", "record_number", "birth_date", "says"),
    [
        ([FULL], "20-4471", None, "another record number"),
        ([FULL], None, date(1990, 1, 1), "another birth date"),
        ([FULL], "10-4471", date(1990, 1, 1), "another birth date"),
        ([FULL], None, None, "Give the record number or the birth date"),
        ([BARE], "20-4471", None, "leave the record number out"),
        ([NUMBERED], "10-4471", BORN, "leave the birth date out"),
        ([NUMBERED], None, BORN, "leave the birth date out, and give the record number"),
        ([FULL, NUMBERED], "10-4471", None, "Give the birth date"),
        ([FULL, BARE], None, None, "More than one client has that name. Give the record number"),
        ([BARE, BARE], None, None, "Nothing kept tells them apart"),
    ],
)
def test_what_is_unsure_is_asked(
    kept: list[Client], record_number: str | None, birth_date: date | None, says: str
) -> None:
    with pytest.raises(BadRequest, match=says):
        whose(kept, "Sam Lee", record_number, birth_date)


def test_somebody_must_be_named() -> None:
    with pytest.raises(BadRequest, match="Say who"):
        whose([FULL], "  ", None, None)
