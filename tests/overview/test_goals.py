"""Goals are found in any layout, keep their words, and have the status that the notes known by a day give them."""

from __future__ import annotations

from datetime import date

import pytest

from companion.overview.goal_status import change_in, date_in
from companion.overview.goals import find_goals, short
from companion.overview.reading import read
from companion.overview.sessions import sessions_of
from companion.record import Note, NoteKind, TreatmentGoal


def note(number: int, kind: NoteKind, day: str, text: str) -> Note:
    when = date.fromisoformat(day)
    return Note(f"n{number}", f"{number:03}.txt", kind, "narrative", "record", when, when, text)


PLAN = """TREATMENT PLAN
Goal 1: Ride the bus alone to the market twice a week.
  Obj: exposure ladder.
Goal 2: Finish the pottery course.
Goal 3: Sleep seven hours on five nights of seven.
Signed 3/4/24
"""
REVIEW = """PLAN REVIEW
Goal 1: Ride the bus alone to the market twice a week. CONTINUES, rode it once.
Goal 2: Finish the pottery course. DISCONTINUED 6/2/24, studio shut.
Goal 3: Sleep seven hours on five nights of seven. MET 6/3/24.
Goal 4 (NEW): Phone the landlord about the damp.
"""
NOTES = (
    note(1, "plan", "2024-03-04", PLAN),
    note(2, "progress", "2024-03-18", "S: Took the bus to the market twice, better each time.\nRISK: Denies SI.\n"),
    note(3, "plan", "2024-06-03", REVIEW),
    note(4, "progress", "2024-07-01", "S: Awake till four all week.\nA: Sleep goal reopened as of today.\n"),
    note(5, "progress", "2024-08-05", "S: Landlord sent a man.\nP: Goal 4 met, closing it today.\n"),
)


def goals(as_of: str | None = None) -> tuple[TreatmentGoal, ...]:
    readings = read(NOTES, date.fromisoformat(as_of) if as_of else None)
    return find_goals(readings, sessions_of(readings))


@pytest.mark.parametrize(
    ("as_of", "statuses"),
    [
        ("2024-03-03", []),
        ("2024-05-01", ["active", "active", "active"]),
        ("2024-06-10", ["active", "discontinued", "achieved", "active"]),
        ("2024-07-02", ["active", "discontinued", "active", "active"]),
        (None, ["active", "discontinued", "active", "achieved"]),
    ],
)
def test_status_is_what_the_notes_known_by_that_day_say(as_of: str | None, statuses: list[str]) -> None:
    assert [goal.status for goal in goals(as_of)] == statuses


def test_days_are_the_ones_the_notes_give() -> None:
    bus, course, sleep, landlord = goals()
    assert (bus.opened, bus.closed) == (date(2024, 3, 4), None)
    assert course.closed == date(2024, 6, 2)
    assert sleep.closed is None
    assert (landlord.opened, landlord.closed) == (date(2024, 6, 3), date(2024, 8, 5))
    assert goals("2024-06-10")[2].closed == date(2024, 6, 3)


def test_every_quote_stands_in_its_note() -> None:
    texts = {n.id: n.text for n in NOTES}
    for goal in goals():
        for found in (goal.source, *(m.mention for m in goal.mentions)):
            assert texts[found.note_id][found.start : found.end] == found.quote
        assert goal.text in " ".join(goal.source.quote.split())
        assert goal.short in goal.text


def test_later_words_on_a_goal_and_which_way_they_point() -> None:
    bus, _, sleep, _ = goals()
    assert next((m.mention.note_id, m.kind) for m in bus.mentions) == ("n2", "progress")
    assert "n4" in {m.mention.note_id for m in sleep.mentions}
    assert all("Denies" not in m.mention.quote for goal in goals() for m in goal.mentions)


def test_sessions_since_a_goal_was_touched() -> None:
    assert [goal.sessions_ago for goal in goals()] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("G1. Walk daily after lunch.\nG2. NEW: Cook at home.\n", ["Walk daily after lunch.", "Cook at home."]),
        ("Goals:\n1. Walk daily\n2) Cook at home\nInterventions:\n1. Weekly visits\n", ["Walk daily", "Cook at home"]),
        ("Goal: Walk daily with the dog. Target date: 1/5/25\n", ["Walk daily with the dog."]),
        ("**Goal #3:** Speak up in meetings (Status: Ongoing)\n", ["Speak up in meetings"]),
        ("Goals: 1) knit daily, 2) phone sister weekly\n", ["knit daily", "phone sister weekly"]),
        ("Diagnosis: none yet.\nDiscussed the gym.\n", []),
    ],
)
def test_layouts_of_a_plan(text: str, found: list[str]) -> None:
    readings = read([note(1, "plan", "2024-01-02", text)])
    assert [goal.text for goal in find_goals(readings, sessions_of(readings))] == found


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Goal 3 has been met as of today.", "achieved"),
        ("Goal 3 nearly met.", "active"),
        ("Goal 3: met with the teacher.", "active"),
        ("Goal 3, work: shop closed an hour early so he walked the long way home.", "active"),
        ("Goals 1, 2 and 3 discontinued today at client's wish.", "discontinued"),
        ("Goals 1 and 2 met. Goal 3 stays open.", "active"),
    ],
)
def test_a_progress_note_changes_a_status_only_when_it_says_so(said: str, status: str) -> None:
    readings = read([NOTES[0], note(2, "progress", "2024-03-18", said)])
    assert find_goals(readings, sessions_of(readings))[2].status == status


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Walk daily", "Walk daily"),
        ("Walk the dog daily: twenty minutes at least and in any kind of weather", "Walk the dog daily"),
        (
            "Use the stairs at the office, not the lift, on four days of five",
            "Use the stairs at the office, not the lift",
        ),
        ("Phone mother, without shouting, on Sundays and on holidays this year", "Phone mother, without shouting"),
        ("Eat a breakfast that was cooked at home on five days of every week", None),
    ],
)
def test_the_short_form_keeps_its_meaning(text: str, excerpt: str | None) -> None:
    assert short(text) == (excerpt or text)


def test_words_of_status_and_dates() -> None:
    assert change_in("PARTIALLY MET") is None
    assert change_in("DEFERRED until spring") == "discontinued"
    assert change_in("ONGOING") == "active"
    assert date_in("MET 6/3/24") == date(2024, 6, 3)
    assert date_in("on 2024-06-03") == date(2024, 6, 3)
    assert date_in("13/45/24") is None
