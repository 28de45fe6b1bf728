"""Tasks between sessions are found where notes set them, and a later note's words decide what came of them."""

from __future__ import annotations

from datetime import date

import pytest

from companion.overview.follow_ups import find_follow_ups, left_last_time
from companion.overview.reading import Reading, read
from companion.overview.sessions import sessions_of
from companion.overview.tasks import tasks_of
from companion.record import FollowUp, Note


def readings(*texts: str, as_of: date | None = None) -> tuple[Reading, ...]:
    days = [date(2024, 5, 6 + 7 * place) for place in range(len(texts))]
    notes = [
        Note(f"n{place}", f"{place:03}.txt", "progress", "narrative", "record", day, day, text)
        for place, (day, text) in enumerate(zip(days, texts, strict=True))
    ]
    return read(notes, as_of)


def follow_ups(*texts: str, as_of: date | None = None) -> tuple[FollowUp, ...]:
    read_notes = readings(*texts, as_of=as_of)
    return find_follow_ups(read_notes, sessions_of(read_notes))


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("P: Breathing taught. HW: paint the fence on Saturday. RTC 1 wk.\n", ["paint the fence on Saturday"]),
        ("Homework: paint the fence. Call the piano tuner.\n", ["paint the fence", "Call the piano tuner"]),
        ("Before next time: paint the fence, RTC 5/20.\n", ["paint the fence"]),
        ("Between sessions: paint the fence.\nNext appt 5/20.\n", ["paint the fence"]),
        ("P: Ct to paint the fence before Sunday. RTC 1 wk.\n", ["paint the fence before Sunday"]),
        ("P: Call the piano tuner about Friday.\n", ["Call the piano tuner about Friday"]),
        ("P: Continue weekly. RTC 1 wk.\n", []),
        ("S: He paints fences. HW: none.\n", []),
    ],
)
def test_tasks_that_a_note_sets(text: str, tasks: list[str]) -> None:
    assert [found.assigned.quote for found in follow_ups(text)] == tasks


@pytest.mark.parametrize(
    ("later", "outcome"),
    [
        ("S: Painted the fence green. Slept well.\n", "done"),
        ("S: Didn't paint the fence, it rained.\n", "not_done"),
        ("S: Fence not painted.\n", "not_done"),
        ("S: Painted half of the fence.\n", "partly"),
        ("S: Painted the fence, could not find the brushes for the door.\n", "done"),
        ("S: HW not done.\n", "not_done"),
        ("S: Talked about the choir.\n", None),
    ],
)
def test_what_came_of_a_task(later: str, outcome: str | None) -> None:
    (found,) = follow_ups("P: HW: paint the fence. RTC 1 wk.\n", later)
    assert found.outcome == outcome
    assert (found.reported is None) == (outcome is None)


def test_only_the_next_two_sessions_are_asked() -> None:
    (found,) = follow_ups("HW: paint the fence.\n", "S: Choir.\n", "S: Choir again.\n", "S: Painted the fence.\n")
    assert found.outcome is None


def test_nothing_from_after_the_day_is_seen() -> None:
    (found,) = follow_ups("HW: paint the fence.\n", "S: Painted the fence.\n", as_of=date(2024, 5, 7))
    assert found.reported is None


def test_what_was_left_last_time() -> None:
    notes = readings(
        "HW: paint the fence.\n",
        "HW: write to the landlord about the damp, two pages at the most, then sleep on it. Buy stamps. Ring Flora.\n",
        "S: Short visit, nothing set.\n",
    )
    left, day = left_last_time(notes, sessions_of(notes))
    assert [found.quote for found in left] == ["write to the landlord about the damp", "Buy stamps"]
    assert day == date(2024, 5, 13)
    assert left_last_time((), ()) == ((), None)


def test_a_turn_is_not_cut_off() -> None:
    notes = readings("HW: ring Flora on Sunday, but not after the evening meal or late at night.\n")
    left, _ = left_last_time(notes, sessions_of(notes))
    assert left[0].quote == "ring Flora on Sunday, but not after the evening meal or late at night"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ct refused when asked to call his mother.",
        "Not yet encouraged to contact his father.",
        "Landlord said they will evict him next month.",
        "No longer asked to log drinks daily.",
    ],
)
def test_a_refusal_is_no_task(sentence: str) -> None:
    (reading,) = readings(f"P: {sentence}")
    assert tasks_of([reading]) == ((),)
