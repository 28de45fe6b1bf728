"""Whose a resource is: never another patient's, never a guess; and `--patient`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from companion.importers import contents_of, contents_of_set
from companion.importers.contents import Contents
from companion.patients import ANOTHERS, NOBODYS, WhichPatient, choose, of_patient, patients_in
from tests.importers import fhir_fixtures as made
from tests.importers.test_fhir import read, why


def whose(contents: Contents) -> dict[str, str | None]:
    return {note.name.split(" ")[0]: note.whose.patient_id for note in contents.notes}


def entry(url: str, resource: made.Raw) -> made.Raw:
    return {"fullUrl": url, "resource": resource}


def of_entries(*entries: made.Raw) -> Contents:
    return contents_of("set.json", json.dumps({"resourceType": "Bundle", "entry": entries}).encode())


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Patient/p"},
        {"reference": "Patient/p/_history/3"},
        {"reference": "https://ehr.example/fhir/Patient/p"},
        {"reference": "urn:uuid:5f4f7f4e-1111-4222-8333-944455556666"},
        {"identifier": {"system": "urn:mrn", "value": "MR-p"}},
    ],
)
def test_a_patient_is_named_by_address_or_identifier(reference: made.Raw) -> None:
    people = entry("urn:uuid:5f4f7f4e-1111-4222-8333-944455556666", made.patient("p"))
    goal = made.goal("g", "p", "Walk") | {"subject": reference}
    assert whose(of_entries(people, {"resource": goal})) == {"Goal/g": "p"}


def test_the_same_id_on_two_servers_is_two_people() -> None:
    one, other = "https://one.example/fhir", "https://other.example/fhir"
    contents = of_entries(
        entry(f"{one}/Patient/1", made.patient("1")),
        entry(f"{other}/Patient/1", made.patient("1", "Bo", "Quist", "1970-01-01")),
        entry(f"{one}/Goal/g", made.goal("g", "1", "Walk")),
        entry(f"{other}/Goal/h", made.goal("h", "1", "Cook")),
    )
    assert [(note.whose.name, note.whose.patient_id) for note in contents.notes] == [
        ("Ana Reyes", f"{one}/Patient/1"),
        ("Bo Quist", f"{other}/Patient/1"),
    ]


def test_two_people_under_one_id_are_nobody() -> None:
    contents = read(made.patient("p"), made.patient("p", "Bo", born="1970-01-01"), made.goal("g", "p", "Walk"))
    assert contents.notes == ()
    assert "Two different people" in why(contents, "Goal/g")
    renamed = read(made.patient("p"), made.patient("p", "Ana", "Lund"), made.goal("g", "p", "Walk"))
    assert whose(renamed) == {"Goal/g": "p"}


def test_an_identifier_of_two_people_names_nobody() -> None:
    number = {"identifier": {"system": "urn:mrn", "value": "MR-p"}}
    twin = made.patient("q") | {"identifier": made.patient("p")["identifier"]}
    contents = read(made.patient("p"), twin, made.goal("g", "p", "Walk") | {"subject": number})
    assert contents.notes == () and "whose it is" in why(contents, "Goal/g")


def test_a_visit_of_another_person_leaves_a_resource_out() -> None:
    visit = {
        "resourceType": "Encounter",
        "id": "e",
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": made.about("q"),
    }
    note = made.document("d", "p", "text/plain", b"She slept.", context={"encounter": [{"reference": "Encounter/e"}]})
    contents = read(made.patient("p"), made.patient("q"), visit, note)
    assert contents.notes == () and "visit of another person" in why(contents, "DocumentReference/d")


def test_a_resource_that_stands_twice_comes_in_once_and_the_newer_version_wins() -> None:
    def at(time: str) -> made.Raw:
        return made.document("d", "p", "text/plain", time.encode()) | {"meta": {"lastUpdated": time}}

    older, newer = at("2024-01-01T00:00:00Z"), at("2024-01-02T00:00:00.5Z")
    contents = read(made.patient("p"), older, newer, newer)
    assert [note.text for note in contents.notes] == ["2024-01-02T00:00:00.5Z"]
    left = [one.why for one in contents.left_out if one.name.startswith("Document")]
    assert left == ["The set has a newer version of it.", "It stands in the set once more, word for word."]
    unsaid = read(
        made.patient("p"), made.document("d", "p", "text/plain", b"one"), made.document("d", "p", "text/plain", b"two")
    )
    assert [note.name for note in unsaid.notes] == [
        "DocumentReference/d (set.json)",
        "DocumentReference/d (set.json) #2",
    ]


def test_only_the_patient_who_was_chosen_is_given_out() -> None:
    files = [
        ("Patient.ndjson", made.ndjson(made.patient("p"), made.patient("q", "Bo"))),
        ("Goal.ndjson", made.ndjson(made.goal("g", "p", "Walk"), made.goal("h", "q", "Cook"))),
    ]
    contents = contents_of_set(files)
    people = patients_in([contents])
    assert list(people) == ["p", "q"]
    with pytest.raises(WhichPatient) as raised:
        choose(people, None)
    assert raised.value.patients == people and "Ana" not in raised.value.say
    with pytest.raises(WhichPatient):
        choose(people, "r")
    chosen = of_patient(contents, choose(people, "q"))
    assert whose(chosen) == {"Goal/h": "q"}
    assert why(chosen, "Goal/g") == ANOTHERS
    loose = Contents((*contents.notes, *contents_of("a.txt", b"Slept well.").notes))
    assert why(of_patient(loose, "q"), "a.txt") == NOBODYS


def test_one_patient_alone_needs_no_choice() -> None:
    contents = read(made.patient("p"), made.goal("g", "p", "Walk"))
    assert choose(patients_in([contents]), None) is None
    assert choose(patients_in([contents]), "p") is None
    with pytest.raises(WhichPatient):
        choose(patients_in([contents]), "q")


def inspect(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "companion", "ask", str(folder), "walking", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_line_lists_the_patients_and_exits_2(tmp_path: Path) -> None:
    people = made.ndjson(made.patient("p"), made.patient("q", "Bo", "Quist", "1971-02-03"))
    (tmp_path / "Patient.ndjson").write_bytes(people)
    (tmp_path / "Goal.ndjson").write_bytes(made.ndjson(made.goal("g", "p", "Walk"), made.goal("h", "q", "Cook")))
    for words in ((), ("--patient", "nobody")):
        done = inspect(tmp_path, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "q\tBo Quist\t1971-02-03" in done.stderr.splitlines()
