"""Pulling from the EHR: what is new, page after page, each resource with its verdict; what goes wrong loses nothing."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from companion import ehr_pulls
from companion.chart_memory import ChartKeys
from companion.ehr import pull
from companion.ehr.contact import ELSEWHERE, EhrFailed
from companion.ehr.registration import Registration
from companion.ehr_desk import ACCESSES
from companion.ehr_pulls import PullJob
from companion.errors import BadRequest, Busy, EyelineError, NotFound
from companion.record import FileVerdict
from companion.service import launch_routes
from companion.service.requests import DeleteClientRequest
from tests.ehr.conftest import Desk
from tests.ehr.ehr_server import Raw, patient
from tests.importers.fhir_fixtures import goal, observation

DOCUMENT = "S: Walked to the harbour twice. The zebra dream came back.\nP: RTC 2 wks."


def document(id_: str, text: str = DOCUMENT, whose: str = "cat", **attached: Any) -> Raw:
    data = {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode(), **attached}
    content = [{"attachment": {name: value for name, value in data.items() if value is not None}}]
    subject = {"reference": f"Patient/{whose}"}
    kind = {"coding": [{"system": "http://loinc.org", "code": "11506-3"}]}
    told: Raw = {"resourceType": "DocumentReference", "id": id_, "status": "current", "type": kind, "subject": subject}
    return {**told, "date": "2024-06-03T10:00:00Z", "content": content}


def phq9(id_: str, whose: str = "cat") -> Raw:
    survey = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]}
    return {**observation(id_, whose, "44261-6", 14), "category": [survey]}


def fetched(desk: Desk, **how: Any) -> PullJob:
    job = desk.running.pulls.start(desk.client.id, None, **how)
    assert job.done.wait(60)
    return job


def ready(desk: Desk, **how: Any) -> PullJob:
    job = fetched(desk, **how)
    assert job.state == "ready", job.why
    return job


def row(job: PullJob, kind: str) -> tuple[int, int, str]:
    (found,) = [one for one in job.rows if one.kind == kind]
    return found.new, found.here, found.why


def kept(desk: Desk) -> dict[str, FileVerdict]:
    return {verdict.name.partition(" ")[0]: verdict for verdict in desk.running.pulls.keep("record")}


def note_count(desk: Desk) -> int:
    return desk.running.workspace.vault.open_client(desk.client.id).note_count()


def searches(desk: Desk, kind: str) -> list[dict[str, list[str]]]:
    split = [urlsplit(one["path"]) for one in desk.ehr.asked]
    return [parse_qs(one.query) for one in split if one.path == f"/fhir/{kind}"]


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """An EHR with one of each, from which Catherine's chart was opened and confirmed."""
    desk.ehr.holds(patient(), document("d1"), goal("g1", "cat", "Sleep through the night"), phq9("o1"))
    desk.register()
    desk.confirmed()
    return desk


def test_what_is_new_is_shown_first_and_kept_when_the_therapist_says_so(opened: Desk) -> None:
    job = ready(opened)
    assert note_count(opened) == 1
    assert (row(job, "DocumentReference"), row(job, "Goal"), row(job, "Observation")) == ((1, 0, ""),) * 3
    assert [str(one.first) for one in job.rows if one.kind == "DocumentReference"] == ["2024-06-03"]
    verdicts = kept(opened)
    assert {name: v.verdict for name, v in verdicts.items()} == {
        "DocumentReference/d1": "imported",
        "Goal/g1": "imported",
        "Observation/o1": "imported",
        "Patient/cat": "left_out",
    }
    assert note_count(opened) == 4
    with pytest.raises(NotFound):
        opened.running.pulls.keep("record")


def test_the_next_pull_asks_for_what_is_newer_and_adds_nothing_twice(opened: Desk) -> None:
    ready(opened)
    kept(opened)
    opened.ehr.adds(document("d2", "S: Something new altogether."))
    job = ready(opened)
    (_, second) = searches(opened, "DocumentReference")
    assert second["_lastUpdated"][0].startswith("ge20")
    assert (row(job, "DocumentReference"), row(job, "Goal")) == ((1, 1, ""), (0, 1, ""))
    assert kept(opened)["DocumentReference/d1"].verdict == "already_here"
    assert note_count(opened) == 5
    ready(opened, everything=True)
    assert "_lastUpdated" not in searches(opened, "DocumentReference")[-1]


def test_what_was_looked_at_and_not_kept_comes_again(opened: Desk) -> None:
    ready(opened)
    assert row(ready(opened), "Goal") == (1, 0, "")
    assert "_lastUpdated" not in searches(opened, "Goal")[-1]


def test_pages_are_followed_to_the_end(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE", 3)
    opened.ehr.adds(*(goal(f"more{n}", "cat", f"Goal number {n}") for n in range(7)))
    assert row(ready(opened), "Goal") == (8, 0, "")
    assert len(searches(opened, "Goal")) == 3


def test_a_next_page_elsewhere_is_not_asked_for(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE", 1)
    for there in ("https://evil.example/fhir/Goal?page=2", "http://127.0.0.1:1/fhir/Goal", "file:///x"):
        opened.ehr.goes_wrong(Goal={"next": there})
        job = ready(opened)
        assert row(job, "Goal") == (1, 0, ELSEWHERE)
        assert row(job, "DocumentReference") == (1, 0, "")
    kept(opened)
    opened.ehr.goes_wrong()
    ready(opened)
    assert "_lastUpdated" not in searches(opened, "Goal")[-1], "what did not come whole is asked for from its beginning"


def test_pages_without_end_are_left(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE", 1)
    opened.ehr.goes_wrong(Goal={"next": f"{opened.ehr.issuer}/Goal?patient=cat&_count=1"})
    assert row(ready(opened), "Goal")[2] == pull.ENDLESS


def test_one_kind_that_fails_costs_the_others_nothing(opened: Desk) -> None:
    opened.ehr.goes_wrong(Goal={"status": 500, "times": 99}, Composition={"status": 403, "times": 99})
    job = ready(opened)
    assert "error (500)" in row(job, "Goal")[2]
    assert "does not let Eyeline read" in row(job, "Composition")[2]
    assert row(job, "DocumentReference") == (1, 0, "")
    kept(opened)
    opened.ehr.goes_wrong()
    assert row(ready(opened), "Goal") == (1, 0, "")


def test_asked_to_wait_it_waits_and_goes_on(opened: Desk) -> None:
    opened.ehr.goes_wrong(Goal={"status": 429, "times": 2, "headers": {"retry-after": "0"}})
    assert row(ready(opened), "Goal") == (1, 0, "")
    assert len(searches(opened, "Goal")) == 3


def test_asked_to_wait_for_long_it_says_so(opened: Desk) -> None:
    opened.ehr.goes_wrong(Goal={"status": 429, "times": 9, "headers": {"retry-after": "7200"}})
    job = ready(opened)
    assert "wait 7200 seconds" in row(job, "Goal")[2]
    assert len(searches(opened, "Goal")) == 1


def test_a_server_that_cannot_tell_what_is_new_is_asked_for_all(opened: Desk) -> None:
    ready(opened)
    kept(opened)
    opened.ehr.goes_wrong(Goal={"status": 400, "times": 1})
    assert row(ready(opened), "Goal") == (0, 1, "")


NO_ANSWER: list[object] = [
    {"resourceType": "OperationOutcome"},
    ["x"],
    {"resourceType": "Bundle", "entry": "x", "link": 7},
    "x",
]


def test_an_answer_that_is_none(opened: Desk) -> None:
    for body in NO_ANSWER:
        opened.ehr.goes_wrong(Goal={"body": body})
        job = ready(opened)
        assert row(job, "Goal")[0] == 0
        assert row(job, "DocumentReference") == (1, 0, "")


def test_a_bundle_without_measure_is_left(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "ALL_AT_MOST", 3000)
    opened.ehr.adds(document("d9", "S: " + "word " * 2000))
    job = ready(opened)
    assert row(job, "DocumentReference")[2] == pull.TOO_MUCH
    assert note_count(opened) == 1


def test_an_answer_without_measure_is_not_read(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.ehr.contact.AT_MOST", 2000)
    opened.ehr.adds(document("d9", "S: " + "word " * 2000))
    assert "was not read" in row(ready(opened), "DocumentReference")[2]


def test_texts_are_fetched_from_the_ehr_itself_and_nowhere_else(opened: Desk) -> None:
    binary = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain"}
    data = base64.b64encode(b"S: Text that lies apart.").decode()
    opened.ehr.adds(
        {**binary, "data": data},
        document("d2", data=None, url="Binary/b1"),
        document("d3", data=None, url=f"{opened.ehr.issuer}/Binary/b1"),
        document("d4", data=None, url="https://evil.example/Binary/b1"),
        document("d5", data=None, url=f"{opened.ehr.issuer}/Binary/missing"),
    )
    job = ready(opened)
    assert "error (404)" in row(job, "DocumentReference")[2]
    verdicts = kept(opened)
    assert verdicts["DocumentReference/d2"].verdict == "imported"
    assert "not fetched" in verdicts["DocumentReference/d4"].why
    assert [urlsplit(one["path"]).path for one in opened.ehr.asked].count("/fhir/Binary/b1") == 2


def test_what_is_about_somebody_else_stays_out(opened: Desk) -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": goal("x1", "dom", "Somebody else's goal")}]}
    opened.ehr.goes_wrong(Goal={"body": bundle})
    ready(opened)
    assert "another patient" in kept(opened)["Goal/x1"].why


def test_a_server_that_gives_another_patient_stops_everything(opened: Desk) -> None:
    opened.ehr.goes_wrong(Patient={"body": patient("dom", "Dominic Ferrante")})
    job = fetched(opened)
    assert (job.state, "another patient" in job.why) == ("failed", True)
    with pytest.raises(NotFound):
        opened.running.pulls.keep("record")


def test_a_patient_who_has_become_somebody_else_stops_everything(opened: Desk) -> None:
    """The same id with another person's name and birth date: nothing is kept as Catherine's."""
    opened.ehr.adds(patient("cat", "Dominic Ferrante", birthDate="1986-07-02", identifier=[]))
    job = fetched(opened)
    assert (job.state, "does not agree with this client" in job.why) == ("failed", True)
    assert note_count(opened) == 1


def test_nothing_is_fetched_for_a_client_without_a_confirmed_chart(desk: Desk) -> None:
    desk.register()
    desk.launched()
    with pytest.raises(NotFound, match="Open Eyeline from their chart"):
        desk.running.pulls.start(desk.client.id, None)


def test_a_token_whose_time_is_over_is_refreshed(desk: Desk) -> None:
    desk.ehr.holds(patient(), goal("g1", "cat", "Sleep"), expires_in=1)
    desk.register(keep_access=True)
    desk.confirmed()
    assert row(ready(desk), "Goal") == (1, 0, "")
    forms = [one["body"] for one in desk.ehr.asked if one["path"] == "/auth/token"]
    assert ["refresh_token=" in form for form in forms] == [False, True]


def test_without_leave_to_refresh_the_therapist_opens_the_chart_again(desk: Desk) -> None:
    desk.ehr.holds(patient(), expires_in=1)
    desk.register()
    desk.confirmed()
    with pytest.raises(EyelineError, match="from the patient's chart again"):
        desk.running.pulls.start(desk.client.id, None)


def test_an_ehr_that_ends_the_leave_early_says_so(opened: Desk) -> None:
    opened.ehr.goes_wrong(Patient={"status": 401, "times": 9})
    job = fetched(opened)
    assert (job.state, "no longer lets Eyeline in" in job.why) == ("failed", True)


def test_a_lock_drops_what_was_fetched(opened: Desk) -> None:
    ready(opened)
    opened.running.lock()
    with pytest.raises(NotFound):
        opened.running.pulls.keep("record")


def test_what_waits_to_be_kept_is_dropped_after_minutes(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ehr_pulls, "HELD", 0.0)
    job = fetched(opened)
    assert job.forgotten.wait(10)
    with pytest.raises(NotFound):
        opened.running.pulls.keep("record")


def test_a_deleted_clients_leave_to_read_goes_with_them(opened: Desk) -> None:
    vault = opened.running.workspace.vault
    ready(opened)
    assert "cat" in (vault.setting(ACCESSES) or "")
    session, _, _ = opened.running.sessions.begin("launch", "launch", "", bytes(32), bytes(16), port=17913)
    launch_routes.delete_client(opened.running, session, DeleteClientRequest(client_id=opened.client.id))
    assert json.loads(vault.setting(ACCESSES) or "") == []
    assert opened.running.ehrs.launches.handed(None) is None
    with pytest.raises(NotFound):
        opened.running.pulls.keep("record")


def test_leave_that_came_to_nothing_goes_with_the_next_launch(desk: Desk) -> None:
    """Of a patient whose chart nobody confirmed, once its time is over."""
    desk.ehr.holds(patient(), patient("dom", "Dominic Ferrante"), expires_in=1)
    desk.register(keep_access=True)
    desk.launched()
    desk.launched("to-dom")
    kept_now = json.loads(desk.running.workspace.vault.setting(ACCESSES) or "")
    assert [one["patient_id"] for one in kept_now] == ["dom"]


def test_a_client_with_charts_in_two_ehrs_needs_to_be_told_which(opened: Desk) -> None:
    other = "https://other.example/fhir"
    opened.running.ehrs.add(Registration(other, "x"))
    vault = opened.running.workspace.vault
    vault.charts.confirm(ChartKeys(other, "id:o1", None, None), opened.client.id)
    kept_now = json.loads(vault.setting(ACCESSES) or "")
    vault.set_setting(ACCESSES, json.dumps([*kept_now, {**kept_now[0], "issuer": other, "patient_id": "o1"}]))
    with pytest.raises(BadRequest, match="say which EHR"):
        opened.running.pulls.start(opened.client.id, None)
    with pytest.raises(NotFound, match="not registered"):
        opened.running.pulls.start(opened.client.id, "https://third.example/fhir")
    job = opened.running.pulls.start(opened.client.id, opened.ehr.issuer)
    assert job.done.wait(60)
    assert job.state == "ready"


def test_one_pull_at_a_time_and_a_lock_ends_it(opened: Desk) -> None:
    opened.ehr.goes_wrong(Patient={"status": 429, "times": 9, "headers": {"retry-after": "50"}})
    job = opened.running.pulls.start(opened.client.id, None)
    assert opened.running.pulls.under_way
    with pytest.raises(Busy):
        opened.running.pulls.start(opened.client.id, None)
    opened.running.lock()
    assert job.done.wait(30), "waiting for the EHR outlived the lock"
    assert (job.state, job.why) == ("failed", pull.STOPPED)


def test_a_refresh_that_names_somebody_else_gives_nothing(desk: Desk) -> None:
    desk.ehr.holds(patient(), expires_in=1)
    desk.register(keep_access=True)
    desk.confirmed()
    granted = {"access_token": "t", "token_type": "Bearer", "patient": "dom"}
    for answer in ([200, granted], [400, {"error": "invalid_grant"}]):
        desk.ehr.goes_wrong(token=answer)
        with pytest.raises(EhrFailed, match="from the patient's chart again"):
            desk.running.pulls.start(desk.client.id, None)


def test_a_worker_that_cannot_read_what_came_keeps_nothing(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_reading(_: object) -> None:
        raise MemoryError("Catherine Lindqvist")

    monkeypatch.setattr("companion.ehr_pulls.POOL.contents_of_set", no_reading)
    job = fetched(opened)
    assert (job.state, job.why) == ("failed", "Fetching stopped (MemoryError). Nothing was kept; try again.")
