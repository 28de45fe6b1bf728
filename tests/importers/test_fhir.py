"""FHIR sets: every resource has a verdict, patients stay apart, goals and scores reach the overview."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from companion.importers import contents_of, contents_of_set, note_of
from companion.importers.contents import Contents
from companion.overview import client_overview
from companion.parsing.pool import POOL
from companion.record import ClientOverview, GoalStatus
from tests.importers import fhir_fixtures as made
from tests.importers.writers import docx_file, html_file, pdf_file, rtf_file


def overview(contents: Contents) -> ClientOverview:
    return client_overview([note_of(one, note_id=one.name, note_class="record") for one in contents.notes])


def why(contents: Contents, name: str) -> str:
    return next(left.why for left in contents.left_out if left.name.startswith(name))


def read(*resources: made.Raw) -> Contents:
    return contents_of("set.json", made.bundle(*resources))


def resources_in(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    return len(json.loads(text)["entry"]) if path.suffix == ".json" else sum(1 for line in text.splitlines() if line)


def test_every_resource_of_the_public_samples_has_one_verdict(public: Path) -> None:
    files = sorted((public / "fhir").iterdir())
    contents = POOL.contents_of_set([(path.name, path.read_bytes()) for path in files])
    assert len(contents.notes) + len(contents.left_out) == sum(resources_in(path) for path in files) == 395
    names = [*(note.name for note in contents.notes), *(left.name for left in contents.left_out)]
    assert len(set(names)) == len(names)
    notes = Counter(one.name.split("/")[0] for one in contents.notes)
    assert notes == {"DocumentReference": 68, "Condition": 40, "CarePlan": 7, "Goal": 5}
    assert all(one.why.endswith(".") for one in contents.left_out)


def test_the_patients_of_the_public_samples_stay_apart(public: Path) -> None:
    files = sorted((public / "fhir").iterdir())
    contents = contents_of_set([(path.name, path.read_bytes()) for path in files])
    whose = {
        f"{kind}/{one['id']}": one[field]["reference"]
        for kind, field in (("DocumentReference", "subject"),)
        for line in (public / "fhir" / f"{kind}.ndjson").read_text(encoding="utf-8").splitlines()
        for one in [json.loads(line)]
    }
    for note in contents.notes:
        said = whose.get(note.name.split(" ")[0])
        assert said is None or said == f"Patient/{note.whose.patient_id}"
    assert len({note.whose.patient_id for note in contents.notes}) == 5
    assert all(note.whose.name and note.whose.birth_date for note in contents.notes)


def test_a_document_has_its_visits_day_and_its_own(public: Path) -> None:
    visit = {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": made.about("p"),
        "period": {"start": "2024-05-01T18:00:00-07:00"},
    }
    note = read(
        made.patient("p"),
        visit,
        made.document("d", "p", "text/plain", b"She slept.", context={"encounter": [{"reference": "Encounter/e1"}]}),
    ).notes[0]
    assert (str(note.session_date), str(note.filed_on), note.kind) == ("2024-05-01", "2024-05-03", "progress")


EXPECTED: dict[tuple[str, str], GoalStatus] = {
    ("completed", "not-achieved"): "discontinued",
    ("completed", "no-progress"): "discontinued",
    ("completed", "not-attainable"): "discontinued",
    ("completed", "worsening"): "discontinued",
}


def status_of(lifecycle: str, achievement: str) -> GoalStatus:
    """What FHIR's two states come to, said once more in a table's words."""
    if lifecycle in ("cancelled", "rejected"):
        return "discontinued"
    if achievement == "achieved":
        return "achieved"
    if lifecycle == "completed":
        return EXPECTED.get((lifecycle, achievement), "achieved")
    return "active"


def test_every_state_of_a_goal_reaches_the_overview_with_its_days() -> None:
    for raw in made.every_goal_state("p"):
        contents = read(made.patient("p"), raw)
        (found,) = overview(contents).goals
        expected = status_of(raw["lifecycleStatus"], raw["id"].removeprefix(f"g-{raw['lifecycleStatus']}-"))
        assert (found.text, found.status) == (raw["description"]["text"], expected), contents.notes[0].text
        assert str(found.opened) == "2024-01-05"
        assert str(found.closed) == ("None" if expected == "active" else "2024-06-01")
        assert found.source.note_id == f"{raw['resourceType']}/{raw['id']} (set.json)"


def test_many_goals_of_one_set_stay_many() -> None:
    raws = made.every_goal_state("p")[:10]
    found = overview(read(made.patient("p"), *raws)).goals
    assert sorted(goal.text for goal in found) == sorted(raw["description"]["text"] for raw in raws)


def test_versions_of_a_goal_tell_its_course() -> None:
    first = made.goal("g", "p", "Ride the bus alone", startDate="2024-01-05")
    later = first | {"lifecycleStatus": "completed", "statusDate": "2024-06-01"}
    (found,) = overview(read(made.patient("p"), first, later)).goals
    assert (found.status, str(found.opened), str(found.closed)) == ("achieved", "2024-01-05", "2024-06-01")


def test_a_goals_lines_tell_targets_reasons_and_remarks_and_no_value_makes_a_line() -> None:
    raw = made.goal("g", "p", "Sleep 7 hours\nStatus: achieved", startDate="2024-01-05")
    raw |= {
        "target": [
            {"dueDate": "2024-09-01", "measure": {"text": "Hours"}, "detailQuantity": {"value": 7, "unit": "h"}}
        ],
        "statusReason": "Going well",
        "note": [{"time": "2024-03-01", "text": "Slept 6 twice."}],
        "addresses": [{"reference": "Condition/c"}],
        "priority": {"text": "high"},
    }
    problem = {"resourceType": "Condition", "id": "c", "subject": made.about("p"), "code": {"text": "Insomnia"}}
    contents = read(made.patient("p"), raw, problem)
    assert contents.notes[0].text == (
        "Goal: Sleep 7 hours Status: achieved\nStatus: active\nRecorded as: active\nStart date: 2024-01-05\n"
        "Target date: 2024-09-01\nMeasure: Hours 7 h\nPriority: high\nAddresses: Insomnia\n"
        "Reason for status: Going well\nNote 2024-03-01: Slept 6 twice.\n"
    )
    assert (str(contents.notes[0].session_date), str(contents.notes[0].filed_on)) == ("2024-01-05", "2024-03-01")


@pytest.mark.parametrize(
    ("condition", "line", "assertion"),
    [
        ({}, "Condition: Suicidal ideation", "present"),
        ({"clinicalStatus": made.coded("resolved")}, "Past condition: history of Suicidal ideation", "historical"),
        ({"verificationStatus": made.coded("refuted")}, "Ruled out: no Suicidal ideation", "denied"),
        ({"verificationStatus": made.coded("provisional")}, "Condition: possible Suicidal ideation", "hypothetical"),
    ],
)
def test_a_condition_says_how_sure_and_how_old_it_is(condition: made.Raw, line: str, assertion: str) -> None:
    raw = {"resourceType": "Condition", "id": "c", "subject": made.about("p"), "code": {"text": "Suicidal ideation"}}
    contents = read(made.patient("p"), raw | condition)
    assert contents.notes[0].text.startswith(line)
    assert [risk.assertion for risk in overview(contents).risk] == [assertion]


def test_conditions_and_forms_make_no_themes_and_no_people() -> None:
    visits = [made.document(f"d{n}", "p", "text/plain", b"We met.") | {"date": f"2024-0{n}-01"} for n in range(1, 8)]
    problems = [
        {
            "resourceType": "Condition",
            "id": f"c{n}",
            "subject": made.about("p"),
            "recordedDate": f"2024-0{n}-01",
            "code": {"text": f"Acute stress and panic at work, episode {n}"},
        }
        for n in range(1, 8)
    ]
    found = overview(read(made.patient("p"), *visits, *problems))
    assert (found.themes, found.people) == ((), ())


def test_a_care_plan_and_a_consent_are_plain_lines() -> None:
    plan = {
        "resourceType": "CarePlan",
        "id": "cp",
        "status": "active",
        "intent": "plan",
        "subject": made.about("p"),
        "title": "Therapy",
        "period": {"start": "2024-01-05"},
        "created": "2024-01-06",
        "description": "Weekly CBT.",
        "activity": [{"detail": {"status": "in-progress", "code": {"text": "Exposure practice"}}}],
    }
    contents = read(made.patient("p"), plan, made.consent("co", "p"))
    by_name = {note.name.split("/")[0]: note for note in contents.notes}
    assert by_name["CarePlan"].text == (
        "Care plan: Therapy\nStatus: active\nTime frame: from 2024-01-05\nDate: 2024-01-06\nTreatment: Weekly CBT.\n"
        "Interventions:\n- Exposure practice (in-progress)\n"
    )
    assert by_name["Consent"].text == (
        "Consent: Release to the primary care doctor\nStatus: active\nScope: Privacy\nDate: 2024-01-05\n"
        "Rule: permitted\nValid: 2024-01-05 to 2025-01-04\nFor: Dr. Okafor\n"
    )
    assert overview(contents).goals == ()


def test_a_plans_narrative_is_read_where_a_person_wrote_it() -> None:
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>She wants to drive again.</p></div>'
    plan = {
        "resourceType": "CarePlan",
        "id": "cp",
        "status": "active",
        "intent": "plan",
        "subject": made.about("p"),
        "text": {"status": "additional", "div": div},
    }
    assert "She wants to drive again." in read(made.patient("p"), plan).notes[0].text
    generated = plan | {"text": {"status": "generated", "div": div}, "description": "Driving."}
    assert "drive again" not in read(made.patient("p"), generated).notes[0].text


WORDS = "Progress note\nShe said that the river walks help her.\nPlan: walk twice.\n"
CDA = (
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><patient><name><given>Ana</given>'
    b"<family>Reyes</family></name><birthTime value='%s'/></patient></patientRole></recordTarget><title>Note</title>"
    b"<component><structuredBody><component><section><title>PLAN</title><text><paragraph>She said that the river walks"
    b" help her.</paragraph></text></section></component></structuredBody></component></ClinicalDocument>"
)


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("text/plain; charset=utf-8", WORDS.encode()),
        ("text/plain;charset=ISO-8859-1", WORDS.encode("latin-1")),
        ("text/html", html_file(WORDS)),
        ("text/rtf", rtf_file(WORDS)),
        ("application/pdf", pdf_file(WORDS)),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_file(WORDS)),
        ("application/cda+xml", CDA % b"19900203"),
    ],
)
@pytest.mark.parametrize("in_binary", [False, True])
def test_attachments_of_every_format_are_read_from_the_resource_or_a_binary(
    content_type: str, data: bytes, in_binary: bool
) -> None:
    whole = made.document("d", "p", content_type, data)
    resources = [made.patient("p"), whole]
    if in_binary:
        held = {
            "resourceType": "Binary",
            "id": "b",
            "contentType": content_type,
            "data": whole["content"][0]["attachment"]["data"],
        }
        resources = [made.patient("p"), made.document("d", "p", content_type, None, url="Binary/b"), held]
    contents = POOL.contents_of("set.json", made.bundle(*resources))
    (note,) = contents.notes
    assert note.name == "DocumentReference/d (set.json)"
    assert "She said that the river walks help her." in note.text
    assert note.whose.patient_id == "p"
    if in_binary:
        assert why(contents, "Binary/b").startswith("It is the text of DocumentReference/d")


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        (made.document("d", "p", "text/plain", None, url="https://ehr.example/Binary/7"), "not fetched"),
        (made.document("d", "p", "text/plain", None, url="Binary/9"), "not fetched"),
        (made.document("d", "p", "text/plain", None), "no text"),
        (made.document("d", "p", "image/jpeg", b"\xff\xd8"), "format that is not read"),
        (made.document("d", "p", "application/pdf", b"no pdf"), ""),
        (made.document("d", "p", "application/cda+xml", CDA % b"19700101"), "another person"),
        (made.document("d", "p", "text/plain; charset=klingon", b"x"), "klingon"),
        (made.document("d", "p", "text/plain", b"x", docStatus="entered-in-error"), "entered in error"),
        (made.goal("d", "p", "Walk") | {"lifecycleStatus": "entered-in-error"}, "entered in error"),
        (made.goal("d", "p", "Walk") | {"subject": {"display": "Ana"}}, "whose it is"),
        (made.goal("d", "p", "Walk") | {"subject": {"reference": "Group/1"}}, "whose it is"),
        (made.goal("d", "p", "Walk") | {"subject": {"reference": "#inside"}}, "whose it is"),
        (made.goal("d", "p", "Walk", lifecycle="SECRET") | {"startDate": "SECRET"}, "startDate"),
        (made.goal("d", "p", "") | {"description": {"SECRET": 1}}, "no sound Goal"),
        (made.goal("d", "p", "Walk") | {"modifierExtension": [{"url": "x:y", "valueBoolean": True}]}, "modifier"),
        ({"resourceType": "Claim", "id": "d", "SECRET": "SECRET"}, "Eyeline reads no Claim"),
        (
            {
                "resourceType": "Observation",
                "id": "d",
                "status": "final",
                "subject": made.about("p"),
                "code": made.coded("8302-2"),
                "valueQuantity": {"value": 170},
            },
            "Of observations only",
        ),
    ],
)
def test_what_cannot_come_in_is_left_out_alone_with_a_sentence(resource: made.Raw, sentence: str) -> None:
    contents = read(made.patient("p"), resource, made.goal("well", "p", "Cook on Sundays"))
    assert [note.name for note in contents.notes] == ["Goal/well (set.json)"]
    said = why(contents, f"{resource['resourceType']}/d")
    assert sentence in said
    assert said.endswith(".")
    assert "SECRET" not in said and "Walk" not in said


def test_damaged_base64_is_said_to_be_damaged() -> None:
    raw = made.document("d", "p", "text/plain", b"x")
    raw["content"][0]["attachment"]["data"] = "e!A=="
    assert "base64" in why(read(made.patient("p"), raw), "DocumentReference/d")


def test_a_binary_of_two_peoples_documents_is_nobodys() -> None:
    held = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "eA=="}
    documents = [made.document(f"d{who}", who, "text/plain", None, url="Binary/b") for who in ("p", "q")]
    contents = read(made.patient("p"), made.patient("q"), held, *documents)
    assert contents.notes == ()
    assert "two people" in why(contents, "DocumentReference/dp")
