"""Whose files: two answers that agree put files together, a name never does, and nobody is guessed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from companion.groups import DIFFERS, SAYS_NOBODY, SEVERAL, grouped
from companion.importers.contents import Whose
from companion.importers.whose_words import whose_of
from companion.record import Client
from companion.whose_notes import contradiction

BORN = date(1980, 1, 2)


@pytest.mark.parametrize(
    ("name", "text", "whose"),
    [
        ("a.txt", "Client: Sam Lee   DOB 1/2/1980   Rec# 20-4471", Whose("Sam Lee", BORN, "20-4471")),
        (
            "a.txt",
            "Patient Name: Lee, Sam\nDate of birth: January 2, 1980\nMRN: AB1234",
            Whose("Lee, Sam", BORN, "AB1234"),
        ),
        ("a.txt", "Client: Sam Lee DOB 1/2/1980", Whose("Sam Lee", BORN)),
        ("a.txt", "Sam Lee came in. Her son was born 1/2/2020 in Ohio.", Whose()),
        ("a.txt", "Client: Sam Lee\nDaughter: Mia, DOB 3/4/2015", Whose("Sam Lee")),
        ("a.txt", "DOB 1/2/1980\nDOB 3/4/1981", Whose()),
        ("a.txt", "DOB 4/17/58  Seen 3/4/2025", Whose("", date(1958, 4, 17))),
        ("a.txt", "DOB 4/17/15  Seen 3/4/2025", Whose()),
        ("a.txt", "She keeps a record number one.", Whose()),
        ("Lee, Sam (MRN 20-4471)/2025/a.txt", "S: Slept.", Whose("Lee, Sam", None, "20-4471")),
        ("Sam Lee DOB 1980-01-02/a.txt", "S: Slept.", Whose("Sam Lee", BORN)),
        ("notes/a.txt", "S: Slept.", Whose()),
    ],
)
def test_what_a_note_says(name: str, text: str, whose: Whose) -> None:
    assert whose_of(name, text) == whose


def test_two_answers_make_a_group_and_a_name_none() -> None:
    found = grouped(
        [
            ("1", [Whose("Sam Lee", BORN, "7")]),
            ("2", [Whose("Lee, Sam", BORN)]),
            ("3", [Whose("", BORN, "7")]),
            ("4", [Whose("Sam Lee", date(1990, 3, 4))]),
            ("5", [Whose("Sam Lee")]),
            ("6", [Whose()]),
            ("7", [Whose("Ann Ray", BORN, "8"), Whose("Sam Lee", BORN, "7")]),
        ]
    )
    assert [(g.name, g.birth_date, g.record_number, g.files) for g in found.groups] == [
        ("Sam Lee", BORN, "7", ("1", "2", "3")),
        ("Sam Lee", date(1990, 3, 4), None, ("4",)),
    ]
    assert found.unsure == (("5", SAYS_NOBODY), ("6", SAYS_NOBODY), ("7", SEVERAL))


def test_files_that_join_two_people_are_nobodys() -> None:
    found = grouped([("1", [Whose("Sam Lee", BORN, "7")]), ("2", [Whose("Sam Lee", BORN, "8")])])
    assert found.groups == ()
    assert found.unsure == (("1", DIFFERS), ("2", DIFFERS))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Whose(), ""),
        (Whose("Ann Ray"), ""),
        (Whose("Sam Lee", BORN, "20 4471"), ""),
        (Whose("Sam Lee", date(1990, 1, 1)), "another birth date"),
        (Whose("Sam Lee", BORN, "8"), "another record number"),
        (Whose("Sam Lee", date(1990, 1, 1), "8"), "another record number and another birth date"),
    ],
)
def test_another_clients_note_is_known_by_what_differs(said: Whose, why: str) -> None:
    sentence = contradiction(said, Client("id", "Sam Lee", "20-4471", BORN))
    assert (why in sentence) if why else sentence == ""
    assert contradiction(said, Client("id", "Sam Lee")) == ""


def test_no_note_of_the_measuring_set_speaks_against_its_client(caseload: Path) -> None:
    """One of them writes a birth year of the last century with two digits."""
    for folder in sorted(caseload.glob("c*")):
        told = json.loads((folder / "client.json").read_text(encoding="utf-8"))
        client = Client("id", told["name"], told["record_number"], date.fromisoformat(told["birth_date"]))
        for path in (folder / "notes").iterdir():
            said = whose_of(path.name, path.read_text(encoding="utf-8"))
            assert contradiction(said, client) == "", path.name
