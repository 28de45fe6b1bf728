"""SMART App Launch against an EHR made of others' parts: both ways in, every check, and what the panel is told."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest

from companion.ehr import launches
from companion.ehr.registration import Registration
from companion.ehr_desk import ACCESSES
from companion.launched_charts import DISAGREES
from companion.service.ehr_doors import TABS_AT_ONCE
from tests.ehr.conftest import WORDS, Desk
from tests.ehr.ehr_server import PARTS, EhrServer, patient, program
from tests.panel import Panel


def fields(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def with_fields(url: str, **changed: str | None) -> str:
    said = {name: value for name, value in {**fields(url), **changed}.items() if value is not None}
    return urlsplit(url)._replace(query=urlencode(said)).geturl()


def tokens(desk: Desk) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = json.loads(desk.running.workspace.vault.setting(ACCESSES) or "[]")
    return kept


def asked_for(desk: Desk, path: str) -> list[dict[str, str]]:
    return [one for one in desk.ehr.asked if urlsplit(one["path"]).path == path]


def test_the_ehr_behaves_as_an_app_of_the_ecosystem_expects(ehr_process: EhrServer) -> None:
    goal = {"resourceType": "Goal", "id": "g1", "lifecycleStatus": "active", "description": {"text": "Sleep"}}
    ehr_process.holds(patient(), {**goal, "subject": {"reference": "Patient/cat"}})
    command = [program(), str(PARTS / "client.js"), ehr_process.base]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"patient": "cat", "goals": ["g1"]}


def test_the_login_is_asked_as_the_standard_says(desk: Desk) -> None:
    desk.register()
    said = desk.begin()
    asked = fields(said.headers["location"])
    assert said.status_code == 303
    assert said.headers["location"].startswith(f"{desk.ehr.base}/auth/authorize?")
    assert asked["response_type"] == "code"
    assert asked["client_id"] == "eyeline-test"
    assert asked["redirect_uri"] == f"{desk.own}/ehr/redirect"
    assert asked["aud"] == desk.ehr.issuer
    assert asked["launch"] == "to-cat"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"].split()[:2] == ["launch", "patient/Patient.r"]
    assert len(asked["state"]) >= 40
    again = fields(desk.begin().headers["location"])
    assert {again["state"], again["code_challenge"]} & {asked["state"], asked["code_challenge"]} == set()
    assert said.headers["referrer-policy"] == "no-referrer"


def test_the_issuer_is_named_to_the_ehr_as_it_names_itself(desk: Desk) -> None:
    desk.register()
    told = {"iss": f"{desk.ehr.issuer}/", "launch": "to-cat"}
    said = desk.goes(f"{desk.own}/ehr/launch?{urlencode(told)}")
    assert fields(said.headers["location"])["aud"] == f"{desk.ehr.issuer}/"


def test_an_ehr_of_smart_1_is_asked_in_its_own_syntax(desk: Desk) -> None:
    desk.register()
    desk.ehr.goes_wrong(v1=True)
    assert "patient/Patient.read" in fields(desk.begin().headers["location"])["scope"].split()


def test_a_launch_from_the_ehr_hands_the_patient_to_the_panel(desk: Desk) -> None:
    desk.register()
    word = desk.launched()
    (sent,) = asked_for(desk, "/auth/token")
    form = parse_qs(sent["body"])
    challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=")
    assert challenge.decode() == fields(asked_for(desk, "/auth/authorize")[0]["path"])["code_challenge"]
    told = desk.on_tab(word)["result"]
    assert (told["state"], [one["name"] for one in told["candidates"]]) == ("which_client", ["Catherine Lindqvist"])
    shown = desk.on_tab(word, "/v1/chart/confirm", client_id=desk.client.id)
    assert (shown["client"], shown["result"]["state"]) == (desk.client.id, "overview")
    assert desk.on_tab(desk.launched())["result"]["state"] == "overview"


def test_standing_alone_the_ehr_lets_the_therapist_choose(desk: Desk) -> None:
    desk.register(keep_access=True)
    asked = fields(desk.begin(None).headers["location"])
    assert "launch" not in asked
    assert asked["scope"].split()[0] == "launch/patient"
    assert asked["scope"].split()[-1] == "offline_access"
    assert desk.on_tab(desk.launched(None))["result"]["state"] == "which_client"
    assert tokens(desk)[0]["refresh"]


def test_tokens_are_in_the_vault_alone_and_no_page_has_a_clients_word(desk: Desk) -> None:
    desk.register(keep_access=True)
    pages = [desk.begin(), desk.goes(desk.back())]
    pages.append(desk.goes(f"{desk.own}{pages[-1].headers['location']}"))
    (kept,) = tokens(desk)
    secret = [kept["token"], kept["refresh"]]
    for page in pages:
        told = page.text + str(page.headers)
        assert not [word for word in (*WORDS, *secret) if word in told]
        assert page.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    folder = desk.running.workspace.vault.folder
    for path in folder.rglob("*"):
        if path.is_file():
            assert not [one for one in secret if one.encode() in path.read_bytes()], path.name
    assert secret[0] not in repr(desk.running.ehrs.access_to) + repr(desk.running.ehrs.launches.handed(None))


def test_an_unknown_issuer_is_not_contacted(desk: Desk) -> None:
    desk.register()
    for issuer in (f"{desk.ehr.base}/other", f"{desk.ehr.issuer}/../fhir", "https://evil.example/fhir", "", "x"):
        said = desk.goes(f"{desk.own}/ehr/launch?{urlencode({'iss': issuer, 'launch': 'to-cat'})}")
        assert said.status_code in (400, 403), issuer
        assert "location" not in said.headers
    assert desk.ehr.asked == []


def test_a_login_on_another_host_is_not_followed(desk: Desk) -> None:
    desk.register()
    for endpoint in ("authorization_endpoint", "token_endpoint"):
        for where in ("https://evil.example/login", "http://127.0.0.1:1/login", "http://ehr.example/x", "x"):
            desk.ehr.goes_wrong(**{endpoint: where})
            said = desk.begin()
            assert (said.status_code, "location" in said.headers) == (502, False), (endpoint, where)


def test_a_host_that_the_therapist_confirmed_is(desk: Desk) -> None:
    desk.register(hosts=("https://login.example",))
    desk.ehr.goes_wrong(authorization_endpoint="https://login.example/authorize?tenant=1")
    assert desk.begin().headers["location"].startswith("https://login.example/authorize?tenant=1&response_type=code&")


def test_without_pkce_there_is_no_way_in(desk: Desk) -> None:
    desk.register()
    desk.ehr.goes_wrong(no_pkce=True)
    said = desk.begin()
    assert said.status_code == 502
    assert "PKCE" in said.text


def test_a_state_is_ours_and_works_once(desk: Desk) -> None:
    desk.register()
    back = desk.back()
    for state in (None, "", "x" * 43, fields(back)["state"][:-1]):
        assert desk.goes(with_fields(back, state=state)).status_code == 400
    assert desk.goes(back).status_code == 303
    assert desk.goes(back).status_code == 400
    assert len(asked_for(desk, "/auth/token")) == 1


def test_a_wrong_code_uses_the_state_up(desk: Desk) -> None:
    desk.register()
    back = desk.back()
    assert desk.goes(with_fields(back, code="guessed")).status_code == 502
    assert desk.goes(back).status_code == 400
    assert tokens(desk) == []


def test_a_state_is_short_lived(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register()
    back = desk.back()
    now = time.monotonic()
    monkeypatch.setattr(desk.running.ehrs.launches, "_clock", lambda: now + launches.WITHIN + 1)
    assert desk.goes(back).status_code == 400
    assert asked_for(desk, "/auth/token") == []


def test_a_flood_of_launches_pushes_out_the_oldest(desk: Desk) -> None:
    desk.register()
    first = desk.back()
    for _ in range(launches.WAITING_AT_MOST):
        desk.begin()
    assert desk.goes(first).status_code == 400
    assert desk.goes(desk.back()).status_code == 303


def test_a_login_that_was_turned_down_says_so_and_echoes_nothing(desk: Desk) -> None:
    desk.register()
    desk.ehr.goes_wrong(deny=True)
    said = desk.goes(desk.back())
    assert said.status_code == 502
    assert "did not let Eyeline in" in said.text
    assert not [word for word in WORDS if word in said.text]


NOTHING_GRANTED: list[list[Any]] = [
    [400, {"error": "invalid_grant", "error_description": "Catherine Lindqvist"}],
    [200, {"access_token": "t", "token_type": "Bearer"}],
    [200, {"access_token": "t", "token_type": "mac", "patient": "cat"}],
    [200, {"access_token": "a b", "token_type": "Bearer", "patient": "cat"}],
    [200, {"access_token": "t", "token_type": "Bearer", "patient": "../Patient?name=x"}],
    [200, {"token_type": "Bearer", "patient": "cat"}],
    [200, ["t"]],
    [302, {}, {"location": "https://evil.example/token"}],
    [503, {}],
]


def test_an_answer_that_grants_nothing(desk: Desk) -> None:
    desk.register()
    for token in NOTHING_GRANTED:
        desk.ehr.goes_wrong()
        back = desk.back()
        desk.ehr.goes_wrong(token=token)
        said = desk.goes(back)
        assert said.status_code == 502, token
        assert not [word for word in WORDS if word in said.text]
    assert tokens(desk) == []


def test_a_server_that_gives_another_patient_than_it_named(desk: Desk) -> None:
    desk.register()
    back = desk.back()
    desk.ehr.goes_wrong(Patient={"body": patient("dom", "Dominic Ferrante")})
    said = desk.goes(back)
    assert said.status_code == 502
    assert "another patient" in said.text
    assert tokens(desk) == []


def test_a_tab_alone_may_come_in(desk: Desk) -> None:
    desk.register()
    url = f"{desk.own}/ehr/launch?{urlencode({'iss': desk.ehr.issuer})}"
    for wrong in (
        {"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-dest": "iframe"},
        {"sec-fetch-dest": "image"}, {"sec-fetch-mode": "cors"}, {"sec-fetch-mode": "no-cors"},
        {"host": "ehr.example"}, {"host": f"localhost:{desk.running.port}"}, {"content-length": "3"},
    ):  # fmt: skip
        said = (
            desk.browser.get(url, headers=wrong)
            if "content-length" not in wrong
            else desk.browser.request("GET", url, content=b"abc")
        )
        assert said.status_code == 403, wrong
    for method in ("POST", "PUT", "OPTIONS", "HEAD"):
        assert desk.browser.request(method, url).status_code == 403
    for query in ("iss=a&iss=b", "x=" + "y" * 9000, "&".join(f"a{n}=1" for n in range(30)), "iss=%ff"):
        assert desk.browser.get(f"{desk.own}/ehr/launch?{query}").status_code in (400, 403)
    assert desk.ehr.asked == []


def test_a_slow_ehr_does_not_keep_the_panel_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register()
    desk.panel.ask("/v1/status")
    waiting, go_on = threading.Semaphore(0), threading.Event()

    def slow(*_: object) -> str:
        waiting.release()
        go_on.wait(30)
        return "https://ehr.example/"

    monkeypatch.setattr(desk.running.ehrs, "begin", slow)
    with ThreadPoolExecutor(TABS_AT_ONCE) as tabs:
        opened = [tabs.submit(httpx.get, f"{desk.own}/ehr/launch?iss=x", timeout=60) for _ in range(TABS_AT_ONCE)]
        for _ in opened:
            assert waiting.acquire(timeout=30)
        assert desk.begin().status_code == 403
        assert "result" in desk.panel.ask("/v1/status")
        go_on.set()
        assert {tab.result().status_code for tab in opened} == {303}


def test_locked_nothing_goes_on(desk: Desk) -> None:
    desk.register()
    back, word = desk.back(), desk.launched()
    desk.running.lock()
    for said in (desk.begin(), desk.goes(back), desk.goes(f"{desk.own}/ehr/launched/{word}")):
        assert (said.status_code, "Unlock it" in said.text) == (423, True)
    assert desk.running.ehrs.launches.handed(word) is None


def test_a_launchs_tab_is_for_a_paired_panel_and_for_an_hour(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register()
    word = desk.launched()
    stranger = Panel(desk.running.port)
    stranger.pairing, stranger.key = "x", bytes(32)
    assert stranger.http.post("/v1/session", json={"pairing": "x", "nonce": "A" * 22}).status_code == 403
    stranger.http.close()
    assert desk.on_tab("x" * 22)["error"]["kind"] == "not_found"
    now = time.monotonic()
    monkeypatch.setattr(desk.running.ehrs.launches, "_clock", lambda: now + launches.SHOWN + 1)
    assert desk.on_tab(word)["error"]["kind"] == "not_found"


def test_the_ehrs_word_makes_a_page_certain_that_was_never_confirmed(desk: Desk) -> None:
    """Stronger than the page's text, about which alone the therapist would be asked."""
    desk.register()
    desk.confirmed()
    told = desk.on_page(address_id="page-7", record_number=None)
    assert (told["client"], told["result"]["state"]) == (desk.client.id, "overview")
    desk.running.ehrs.launches.forget()
    assert desk.on_page(address_id="page-7", record_number=None)["result"]["state"] == "which_client"


def test_a_page_that_says_a_name_alone_gets_nothing_from_the_launch(desk: Desk) -> None:
    """It may be a namesake's, or a banner left over from the chart before."""
    desk.register()
    desk.confirmed()
    for address in (None, "page-7"):
        told = desk.on_page(address_id=address, birth_date=None, record_number=None)["result"]
        assert (told["state"], told["overview"]) == ("unknown_client", None)


def test_another_address_with_the_same_banner_is_another_chart(desk: Desk) -> None:
    desk.register()
    desk.confirmed()
    assert desk.on_page(address_id="page-7", record_number=None)["result"]["state"] == "overview"
    for address in ("page-8", "page-7"):
        assert desk.on_page(address_id=address, record_number=None)["result"]["state"] == "which_client"


def test_where_a_namesake_fits_the_page_as_well_the_therapist_is_asked(desk: Desk) -> None:
    desk.register()
    desk.confirmed()
    vault = desk.running.workspace.vault
    vault.add_client(name="Catherine Lindqvist", record_number="MRN-2002", birth_date=desk.client.birth_date)
    told = desk.on_page(address_id="page-7", record_number=None)["result"]
    assert (told["state"], len(told["candidates"])) == ("which_client", 2)


def test_a_server_that_lies_is_caught_where_page_and_launch_disagree(desk: Desk) -> None:
    desk.register()
    desk.confirmed()
    desk.on_page("/v1/chart/confirm", client_id=desk.client.id)
    dom = patient("dom", "Dominic Ferrante", birthDate="1986-07-02", identifier=[])
    desk.ehr.holds(patient(), dom)
    before = desk.on_tab(desk.launched("to-cat"))["result"]["scope"]
    desk.launched("to-dom")
    told = desk.on_page()
    assert (told["client"], told["error"]) == (None, {"kind": "not_sure", "say": DISAGREES})
    assert desk.panel.ask("/v1/people", scope=before)["error"]["kind"] == "not_found"
    refused = desk.on_page("/v1/chart/confirm", client_id=desk.client.id)
    assert refused["error"]["kind"] == "not_sure"
    desk.launched("to-cat")
    assert desk.on_page()["result"]["state"] == "overview"


def test_one_difference_is_enough(desk: Desk) -> None:
    desk.register()
    desk.launched()
    for other in ({"name": "Dominic Ferrante"}, {"birth_date": "1982-04-18"}, {"record_number": "9"}):
        assert desk.on_page(**other)["error"]["say"] == DISAGREES


def test_once_a_page_has_agreed_another_chart_is_the_therapist_going_on(desk: Desk) -> None:
    desk.register()
    desk.confirmed()
    assert desk.on_page()["result"]["state"] == "overview"
    other = {"name": "Dominic Ferrante", "birth_date": "1986-07-02", "record_number": "23-1187"}
    assert desk.on_page(**other)["result"]["state"] == "unknown_client"


def test_a_page_elsewhere_is_no_business_of_a_launch(desk: Desk) -> None:
    desk.register()
    desk.launched()
    told = desk.on_page(site="https://another-ehr.example", name="Dominic Ferrante", birth_date=None)
    assert "result" in told


def test_a_rejected_launch_shows_nobody(desk: Desk) -> None:
    desk.register()
    word = desk.confirmed()
    rejected = desk.on_tab(word, "/v1/chart/reject", client_id=desk.client.id)["result"]
    assert rejected["state"] == "unknown_client"
    assert desk.on_tab(word)["result"]["state"] == "unknown_client"


def test_an_ehr_that_does_not_answer_or_asks_to_wait(desk: Desk) -> None:
    desk.register()
    desk.running.ehrs.add(Registration("http://127.0.0.1:1/fhir", "x"))
    gone = desk.goes(f"{desk.own}/ehr/launch?{urlencode({'iss': 'http://127.0.0.1:1/fhir'})}")
    assert (gone.status_code, "did not answer" in gone.text) == (502, True)
    back = desk.back()
    desk.ehr.goes_wrong(
        Patient={"status": 503, "times": 9, "headers": {"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}}
    )
    waits = desk.goes(back)
    assert (waits.status_code, "wait 60 seconds" in waits.text) == (502, True)
    assert tokens(desk) == []


def test_a_launch_word_without_measure_is_not_passed_on(desk: Desk) -> None:
    desk.register()
    assert desk.begin("x" * 3000).status_code == 400
    assert desk.begin("").status_code == 400
    assert desk.ehr.asked == []
