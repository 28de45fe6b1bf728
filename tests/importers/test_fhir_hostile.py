"""FHIR files that are damaged or made to do harm: a clear verdict, and what is sound beside them comes in."""

from __future__ import annotations

import json

import pytest

from companion.errors import Unreadable
from companion.importers import contents_of, contents_of_set
from companion.parsing.pool import POOL
from tests.importers import fhir_fixtures as made
from tests.importers.test_fhir import why

GOOD = made.goal("good", "p", "Cook on Sundays")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
        (b'{"resourceType": "Goal", "x": NaN}', "NaN"),
        (b'{"resourceType": "Goal", "x": -Infinity}', "Infinity"),
        (b'{"resourceType": "Goal", "id": "a", "id": "b"}', "twice"),
        (b'{"resourceType": "Bundle", "entry": {"a": 1}}', "list of entries"),
        (b'{"resourceType": "Bundle", "entry": []}', "no resources"),
        (b'{"transactionTime": "2024", "output": []}', "no FHIR resource"),
        (b'"text"', "no FHIR resource"),
        (b"1" * 5000, "no JSON"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as raised:
        POOL.contents_of("set.json", data)
    assert sentence in raised.value.say and raised.value.say.endswith(".")


def test_a_bad_line_leaves_the_others() -> None:
    lines = [b"{", b'"x"', b"[" * 5000, b'{"resourceType": 7}', b"null", json.dumps(GOOD).encode(), b""]
    contents = contents_of("a.ndjson", b"\r\n".join(lines))
    assert [note.name for note in contents.notes] == ["Goal/good (a.ndjson)"]
    assert [left.name for left in contents.left_out] == [f"line {n} (a.ndjson)" for n in (1, 3, 2, 4, 5)]


def test_a_bad_file_of_a_set_leaves_the_others() -> None:
    contents = contents_of_set([("bad.json", b"{"), ("good.ndjson", made.ndjson(GOOD))])
    assert [note.name for note in contents.notes] == ["Goal/good (good.ndjson)"]
    assert [left.name for left in contents.left_out] == ["bad.json"]


def nested(depth: int) -> made.Raw:
    item: made.Raw = {"linkId": "1", "answer": [{"valueString": "deep"}]}
    for _ in range(depth):
        item = {"linkId": "1", "item": [item]}
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "bad",
        "status": "completed",
        "subject": made.about("p"),
        "item": [item],
    }


@pytest.mark.parametrize(
    "bad",
    [
        nested(200),
        {"resourceType": "Goal", "id": "bad"},
        {"resourceType": "Goal", "id": ["bad"], "subject": 7, "description": None},
        {"resourceType": "Goal\n\x1b[2J", "id": "bad\nbad"},
        made.goal("bad", "p", "x") | {"subject": [made.about("p")]},
        made.goal("bad", "p", "x") | {"subject": {"reference": "Patient/p?x=" + "y" * 10_000}},
        made.goal("bad", "p", "x") | {"startDate": "99999-99-99"},
        made.goal("bad", "p", "x") | {"text": "no narrative"},
        made.goal("bad", "p", "x") | {"contained": "nothing"} | {"unknown": 1},
        made.observation("bad", "p", "44261-6", 10**30),
        made.document("bad", "p", "text/plain", b"x") | {"content": []},
        made.document("bad", "p", "text/plain", b"x") | {"content": [{"attachment": None}]},
        {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Bundle", "entry": [{"x": 1}]}}]},
        {"resourceType": "Patient", "id": "bad", "name": "Ana"},
    ],
)
def test_a_resource_of_the_wrong_shape_leaves_the_others(bad: made.Raw) -> None:
    contents = POOL.contents_of("set.json", made.bundle(made.patient("p"), bad, GOOD))
    assert [note.name for note in contents.notes] == ["Goal/good (set.json)"]
    assert len(contents.left_out) == 2
    for left in contents.left_out:
        assert "\n" not in left.name and "\x1b" not in left.name + left.why and len(left.name + left.why) < 300


def test_references_in_circles_end() -> None:
    one = made.observation("a", "p", "44249-1", 3) | {"hasMember": [{"reference": "Observation/b"}]}
    other = made.observation("b", "p", "44261-6", 3) | {"hasMember": [{"reference": "Observation/a"}]}
    contents = contents_of("set.json", made.bundle(made.patient("p"), one, other))
    assert [note.text.split("\n")[0] for note in contents.notes] == ["PHQ-9 total: 3"]


def test_a_huge_attachment_is_refused_alone() -> None:
    huge = made.document("d", "p", "text/plain", b"word " * 2_000_000)
    contents = POOL.contents_of("set.json", made.bundle(made.patient("p"), huge, GOOD))
    assert [note.name for note in contents.notes] == ["Goal/good (set.json)"]
    assert "larger than 8 MiB" in why(contents, "DocumentReference/d")


def test_halves_of_characters_and_nul_do_not_come_through() -> None:
    half, nothing = made.goal("half", "p", "Walk \ud800 far"), made.goal("nul", "p", "Walk \x00 far")
    contents = POOL.contents_of("set.json", made.bundle(made.patient("p", "A\x00na"), half, nothing))
    assert [note.text.splitlines()[0] for note in contents.notes] == ["Goal: Walk \ufffd far"]
    assert contents.notes[0].whose.name == "A\ufffdna Reyes"
    assert "no sound Goal" in why(contents, "Goal/half")


@pytest.mark.slow
def test_ten_thousand_resources_of_four_patients() -> None:
    contents = POOL.contents_of("set.ndjson", made.ndjson(*made.large_set(10_000)))
    assert len(contents.notes) + len(contents.left_out) == 10_000
    assert len(contents.notes) > 7_000
    assert {note.whose.patient_id for note in contents.notes} == {"p0", "p1", "p2", "p3"}
