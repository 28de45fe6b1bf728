"""A question in the words of the notes: relations by name, shorthand in full, times as notes."""

from __future__ import annotations

from datetime import date

import pytest

from companion.overview import people_of, relations_in
from companion.recall import asking
from companion.recall.times_asked import favoured
from companion.record import Person

PEOPLE = [
    Person("Denise", "mother", ("a", "b", "c")),
    Person("Karl", "father", ("a", "b")),
    Person("Ife", "daughter", ("a",)),
    Person("Bo", "child", ("b",)),
    Person("Grace Obi", "mother-in-law", ("c",)),
    Person("", "brother", ("c",)),
]
DAYS = {
    "a": date(2024, 9, 3),
    "b": date(2024, 10, 29),
    "c": date(2024, 11, 5),
    "d": date(2024, 12, 3),
    "e": date(2025, 1, 2),
    "undated": None,
}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("what did her mom say", ["what did Denise say"]),
        ("the mother, and her garden", ["Denise, and her garden"]),
        ("quarrel with her husband's mother", ["quarrel with Grace Obi"]),
        ("a parent who drinks", ["Denise who drinks", "Karl who drinks"]),
        ("her daughter's birthday", ["Ife's birthday"]),
        ("her son's birthday", ["Bo's birthday"]),
        ("her brother's flat", []),
        ("SI after the funeral", ["suicidal ideation after the funeral"]),
        ("her mom w/ SI", ["Denise with suicidal ideation"]),
        ("sleep", []),
    ],
)
def test_the_same_in_other_words(question: str, asked: list[str]) -> None:
    assert list(asking(question, PEOPLE, DAYS).words) == [question, *asked]


def test_running_talk_is_asked_as_it_is() -> None:
    talk = "her mom came over and " * 20
    assert asking(talk, PEOPLE, DAYS).words == (talk,)


def test_names_and_relations_meet_both_ways() -> None:
    assert "denise" in asking("what did her mum say", PEOPLE, {}).same["mother"]
    assert "mother" in asking("Denise and the garden", PEOPLE, {}).same["denise"]


def test_a_relation_nobody_is_known_for_changes_nothing() -> None:
    assert people_of("landlord", PEOPLE) == []
    assert people_of("", PEOPLE) == []
    assert [named.relation for named in relations_in("nobody at all")] == []


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        ("what was going on at the end of October", {"b", "c"}),
        ("sleep in early September", {"a"}),
        ("how was she in November 2024", {"c", "d"}),
        ("since Thanksgiving", {"d", "e"}),
        ("before November", {"a", "b"}),
        ("what happened around the holidays", {"e"}),
        ("she may be drinking again", set()),
        ("march of the penguins", set()),
        ("on 10/29/24", {"b", "c"}),
        ("in July", set()),
        ("sleep", set()),
    ],
)
def test_the_notes_of_a_time(question: str, notes: set[str]) -> None:
    assert set(favoured(question, DAYS)) == notes


def test_first_and_lately_lean_to_one_end() -> None:
    first, lately = favoured("when did she first say no", DAYS), favoured("panic lately", DAYS)
    assert sorted(first, key=lambda note: -first[note]) == ["a", "b", "c", "d", "e"]
    assert sorted(lately, key=lambda note: -lately[note]) == ["e", "d", "c", "b", "a"]
    assert max(first.values()) <= 0.5


def test_without_days_no_note_is_favoured() -> None:
    assert favoured("at the end of October", {"x": None}) == {}
    assert favoured("at the end of October", {}) == {}


def test_somebody_named_by_the_therapist_is_asked_for_as_the_notes_write_them() -> None:
    people = [Person("Grace", "sponsor", ("a",), ("Bo", "Dr. Ife")), Person("Kay", "", ("b",), ("Kay", "Kathleen"))]
    assert asking("her sponsor's advice", people, {}).words[1:] == ("Bo's advice", "Dr. Ife's advice")
    assert set(asking("her sponsor's advice", people, {}).same["sponsor"]) == {"grace", "bo", "ife"}
    assert set(asking("what Grace said", people, {}).same["grace"]) == {"bo", "ife", "sponsor"}
    assert asking("Kathleen rang", people, {}).same == {"kathleen": ("kay",)}
