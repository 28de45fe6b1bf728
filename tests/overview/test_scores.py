"""Totals: in prose, in tables, on forms; a mistyped one is flagged and never a score."""

from __future__ import annotations

from datetime import date

import pytest

from companion.overview.scores import find_scores
from companion.record import NoteKind
from tests.overview.notes import note, readings

Found = tuple[str, int | None, int | None, str]


def found(text: str, kind: NoteKind = "progress", day: str = "2024-03-01") -> list[Found]:
    scores = find_scores(readings(note(text, day, kind)))
    for score in scores:
        assert text[score.mention.start : score.mention.end] == score.mention.quote
    return [(s.instrument, s.total, s.item9, s.date.isoformat() if s.date else "") for s in scores]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PHQ-9 = 14 (was 18).", [("PHQ-9", 14, None)]),
        ("PHQ9 12, GAD7 9.", [("PHQ-9", 12, None), ("GAD-7", 9, None)]),
        ("PHQ-9: 15, item 9 = 1.", [("PHQ-9", 15, 1)]),
        ("PHQ 7, #9 zero.", [("PHQ-9", 7, 0)]),
        ("GAD-7 today 12, down from 15.", [("GAD-7", 12, None)]),
        ("AUDIT-C = 5. AUDIT 11.", [("AUDIT-C", 5, None), ("AUDIT", 11, None)]),
        ("PCL-5 score of 44", [("PCL-5", 44, None)]),
        ("PHQ-9 not done. GAD-7 every 4 wks.", []),
        ("Goal: PHQ-9 under 10 by fall.", []),
        ("PHQ-9 on 3/1/24 was skipped.", []),
        ("GAD-7 = 41", [("GAD-7", None, None)]),
        ("😀 naïve café – PHQ-9 = 3", [("PHQ-9", 3, None)]),
    ],
)
def test_prose(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert sorted(found(text)) == sorted((*e, "2024-03-01") for e in expected)


def test_tables_have_their_own_dates() -> None:
    text = "date,measure,score,item_9\n01/05/2024,PHQ-9,11,0\n02/05/2024,GAD-7,8,\n03/05/2024,PHQ-9,99,\n"
    assert found(text, "measure") == [
        ("PHQ-9", 11, 0, "2024-01-05"),
        ("GAD-7", 8, None, "2024-02-05"),
        ("PHQ-9", None, None, "2024-03-05"),
    ]


def test_a_column_that_can_only_be_day_first_is_read_so() -> None:
    text = "when;scale;total\n05.01.2024;PHQ-9;11\n25.01.2024;PHQ-9;9\n"
    assert found(text, "measure") == [("PHQ-9", 11, None, "2024-01-05"), ("PHQ-9", 9, None, "2024-01-25")]


def test_a_column_an_instrument() -> None:
    assert found("date\tPHQ-9\tGAD-7\n2024-01-05\t11\t8\n", "measure") == [
        ("PHQ-9", 11, None, "2024-01-05"),
        ("GAD-7", 8, None, "2024-01-05"),
    ]


FORM = "PHQ-9\n" + "\n".join(f"{n}. question {n}     {n % 3}" for n in range(1, 10))


def test_a_form_with_and_without_its_total() -> None:
    assert found(FORM + "\nTOTAL: 9\n", "measure") == [("PHQ-9", 9, 0, "2024-03-01")]
    assert found(FORM, "measure") == [("PHQ-9", 9, 0, "2024-03-01")]
    assert found(FORM.replace("5. question 5     2\n", ""), "measure") == []


def test_a_grid() -> None:
    rows = "\n".join(f"| {n} words | | x | | |" for n in range(1, 8))
    assert found(f"GAD-7\n{rows}\n total 7", "measure") == [("GAD-7", 7, None, "2024-03-01")]


def test_the_same_total_of_a_day_comes_once_from_that_days_note() -> None:
    told = note("PHQ-9 = 11", "2024-01-05")
    table = note("date,scale,total\n2024-01-05,PHQ-9,11\n", "2024-06-01", "measure")
    (score,) = find_scores(readings(told, table))
    assert (score.mention.note_id, score.date) == (told.id, date(2024, 1, 5))
