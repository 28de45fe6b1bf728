"""What the trust promises say, with an EHR registered: under strace the companion reaches that EHR's host alone, also
where the EHR points elsewhere, and neither a token nor a word of a note is readable in what it writes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from companion.service import requests
from companion.service.launch_replies import ClientsReply
from tests.companion_process import CompanionProcess
from tests.ehr.ehr_server import EhrServer, patient
from tests.ehr.test_pull import document
from tests.ehr.tokens import KEYS, claims, signed
from tests.panel import Panel
from tests.test_nothing_leaves import MARKER, Traced
from tests.vault.pages import found_in

CLIENT = ("--client", "Catherine Lindqvist", "--record-number", "MRN-1001", "--birth-date", "1982-04-17")
ELSEWHERE = "https://evil.example/fhir/Goal?page=2"


@pytest.fixture
def traced(tmp_path: Path) -> Traced:
    strace = shutil.which("strace")
    if strace is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is not installed")
    made = Traced(str(strace), tmp_path)
    empty = tmp_path / "no-model"
    empty.mkdir()
    made.environment |= {"EYELINE_MODEL": str(empty)}  # what loading it does is tests/test_nothing_leaves.py's to see
    made.environment |= {"PYTHONPATH": str(Path(__file__).parents[2])}  # this checkout, whichever is installed
    return made


@pytest.fixture
def process(traced: Traced) -> Iterator[CompanionProcess]:
    started = CompanionProcess(traced.data)
    command = traced.command("serve", "--data", str(traced.data), "--port", "0")
    started.start(command, env=traced.environment, cwd=traced.home)
    yield started
    started.stop()


def opened_from(ehr: EhrServer, process: CompanionProcess) -> str:
    """The word of a launch, followed as a browser does."""
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=30) as browser:
        told = {"iss": ehr.issuer, "launch": "to-cat"}
        said = browser.get(f"http://127.0.0.1:{process.port}/ehr/launch", params=told)
    assert "Eyeline has it" in said.text
    return said.url.path.rpartition("/")[2]


def confirmed(word: str, process: CompanionProcess) -> None:
    (client,) = process.ask.ask("/v1/clients", requests.ClientsRequest(), ClientsReply).clients
    panel = Panel(process.port)
    panel.pair(process.pairing_code())
    panel.begin()
    site = f"http://127.0.0.1:{process.port}"
    shown = panel.ask("/v1/chart/confirm", site=site, address_id=word, client_id=client.id)
    assert shown["result"]["state"] == "overview"
    panel.http.close()


def cards(process: CompanionProcess, ehr: EhrServer, **header: str) -> httpx.Response:
    url = f"http://127.0.0.1:{process.port}/cds-services/eyeline-patient-view"
    context = {"userId": "Practitioner/p1", "patientId": "cat"}
    asked = {"hook": "patient-view", "hookInstance": "c0a80101-0000-4000-8000-000000000000", "context": context}
    body = {**asked, "fhirServer": ehr.issuer, "prefetch": {"patient": patient()}}
    token = signed(claims(url), **header)
    return httpx.post(url, json=body, headers={"authorization": f"Bearer {token}"}, trust_env=False, timeout=30)


def test_the_registered_host_alone_is_reached(
    traced: Traced, process: CompanionProcess, ehr_process: EhrServer
) -> None:
    ehr, data = ehr_process, ("--data", str(traced.data))
    ehr.holds(patient(), document("d1", f"S: {MARKER}, from the EHR."))
    keys = traced.folder / "jwks.json"
    keys.write_text(KEYS, encoding="utf-8")
    traced.run("import", str(traced.notes), *data, *CLIENT, "--class", "record")
    before = len(ehr.asked)
    hooks = ("--hooks-issuer", "https://ehr.example", "--hooks-keys", str(keys))
    traced.run("ehr", *data, "add", ehr.issuer, "--client-id", "eyeline-test", "--keep-access", "--yes", *hooks)
    confirmed(opened_from(ehr, process), process)
    answer = {"resourceType": "Bundle", "link": [{"relation": "next", "url": ELSEWHERE}]}
    ehr.goes_wrong(Goal={"body": answer})
    pulled = traced.done("ehr", *data, "pull", "--client", "Catherine Lindqvist", "--class", "record", "--yes").stdout
    assert "DocumentReference/d1 (ehr.json): imported 1 note" in pulled
    assert "not registered with it, which is not contacted" in pulled
    said = cards(process, ehr, jku="https://evil.example/jwks")
    assert len(said.json()["cards"]) == 1
    secrets = {one["authorization"].removeprefix("Bearer ") for one in ehr.asked[before:]} - {""}
    assert secrets
    assert found_in([one.encode() for one in (*secrets, MARKER, "Lindqvist", ehr.issuer)], traced.data) == set()
    traced.run("ehr", *data, "remove", ehr.issuer)
    assert cards(process, ehr).status_code == 403
    process.stop()
    calls = [call for call in traced.calls() if "AF_INET" in call]
    reached = {tuple(re.findall(r'htons\((\d+)\).*?"([\d.:a-f]+)"', call)) for call in calls if "connect(" in call}
    hosts = {pair for pairs in reached for pair in pairs}
    assert hosts == {(str(urlsplit(ehr.base).port), "127.0.0.1"), (str(process.port), "127.0.0.1")}
    assert not [call for call in traced.calls() if "htons(53)" in call or "evil.example" in call]
