"""CDS Hooks: who may ask, every check of the token, and the one card, which holds no word of a client."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jwcrypto import jwk, jws

from companion.ehr import signature
from companion.ehr.hooks import SUMMARY
from tests.ehr.conftest import WORDS, Desk
from tests.ehr.ehr_server import Raw, patient
from tests.ehr.tokens import EC, ISSUER, KEYS, OTHER, RSA, SHORT, claims, public, signed

PAGE = "https://ehr.example"


class Ehr:
    """The EHR that asks for cards."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.services = f"{desk.own}/cds-services"
        self.view = f"{self.services}/eyeline-patient-view"

    def asks(self, body: object, url: str = "", token: str | None = None, **headers: str) -> httpx.Response:
        url = url or self.view
        proof = {"authorization": f"Bearer {token or signed(claims(url))}"} if token != "" else {}
        return self.desk.browser.post(url, json=body, headers={**proof, **headers})

    def request(self, hook: str = "patient-view", **changed: Any) -> Raw:
        context = {"userId": "Practitioner/p1", "patientId": "cat", "encounterId": "e1"}
        told: Raw = {"hook": hook, "hookInstance": str(uuid.uuid4()), "context": context}
        told |= {"fhirServer": self.desk.ehr.issuer, "prefetch": {"patient": patient()}, **changed}
        return {name: value for name, value in told.items() if value is not None}

    def cards(self, body: object) -> list[Raw]:
        said = self.asks(body)
        assert said.status_code == 200, said.text
        found: list[Raw] = said.json()["cards"]
        return found


@pytest.fixture
def asking(desk: Desk) -> Iterator[Ehr]:
    """Hooks are registered with pinned keys, and Catherine's chart was opened once and confirmed."""
    desk.with_hooks(KEYS, (PAGE,))
    desk.confirmed()
    yield Ehr(desk)


def test_discovery_names_the_two_services(asking: Ehr) -> None:
    token = signed(claims(asking.services))
    said = asking.desk.browser.get(asking.services, headers={"authorization": f"Bearer {token}"})
    services = said.json()["services"]
    assert {one["hook"]: one["id"] for one in services} == {
        "patient-view": "eyeline-patient-view",
        "encounter-start": "eyeline-encounter-start",
    }
    assert all(one["description"] and one["prefetch"] for one in services)
    assert asking.desk.browser.get(asking.services).status_code == 401


@pytest.mark.parametrize("hook", ["patient-view", "encounter-start"])
def test_a_client_with_notes_gets_one_card_without_a_word_of_theirs(asking: Ehr, hook: str) -> None:
    said = asking.asks(asking.request(hook), f"{asking.services}/eyeline-{hook}")
    (card,) = said.json()["cards"]
    assert card["summary"] == SUMMARY
    assert len(SUMMARY) < 140
    assert card["indicator"] == "info"
    assert card["source"] == {"label": "Eyeline"}
    (link,) = card["links"]
    assert (link["type"], link["url"]) == ("smart", f"{asking.desk.own}/ehr/launch")
    assert not [word for word in WORDS if word in said.text]
    assert "null" not in said.text
    rows = asking.desk.running.workspace.vault.audit.rows(asking.desk.client.id)
    assert rows[-1].action == "card"


UNSURE: list[Raw] = [
    {"prefetch": {"patient": patient("cat", "Dominic Ferrante", birthDate="1986-07-02", identifier=[])}},
    {"prefetch": {"patient": patient("dom")}},
    {"prefetch": {"patient": {"resourceType": "Goal", "id": "cat"}}},
    {"fhirServer": "https://another.example/fhir"},
    {"fhirServer": "not an address"},
    {"context": {"userId": "x", "patientId": "else"}, "prefetch": {"patient": patient("else", identifier=[])}},
]


def test_unsure_there_is_no_card(asking: Ehr) -> None:
    for changed in UNSURE:
        assert asking.asks(asking.request(**changed)).json() == {"cards": []}, changed


def test_before_the_therapist_was_asked_all_three_signals_have_to_agree(desk: Desk) -> None:
    desk.with_hooks(KEYS)
    ehr = Ehr(desk)
    assert len(ehr.cards(ehr.request())) == 1
    fewer: list[Raw] = [{"identifier": []}, {"birthDate": None}, {"name": []}, {"name": [{"family": "Lindqvist-Moe"}]}]
    for less in fewer:
        assert ehr.cards(ehr.request(prefetch={"patient": patient() | less})) == [], less
    vault = desk.running.workspace.vault
    vault.add_client(name="Catherine Lindqvist", record_number="MRN-1001", birth_date=desk.client.birth_date)
    assert ehr.cards(ehr.request()) == []


def test_a_chart_that_was_turned_away_has_no_card(desk: Desk) -> None:
    desk.with_hooks(KEYS)
    desk.on_tab(desk.launched(), "/v1/chart/reject", client_id=desk.client.id)
    ehr = Ehr(desk)
    assert ehr.cards(ehr.request()) == []


def test_a_client_without_notes_has_no_card(asking: Ehr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.vault.ClientFile.note_count", lambda _: 0)
    assert asking.cards(asking.request()) == []


NOT_SENT: list[Raw | None] = [
    None,
    {},
    {"patient": None},
    {"patient": {"resourceType": "OperationOutcome"}},
    {"other": {}},
]


def test_what_was_not_sent_along_is_asked_for_or_412(asking: Ehr) -> None:
    (access,) = json.loads(asking.desk.running.workspace.vault.setting("ehr accesses") or "[]")
    leave = {"access_token": access["token"], "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "y"}
    wrong = {**leave, "access_token": "wrong"}
    for prefetch in NOT_SENT:
        assert asking.asks(asking.request(prefetch=prefetch)).status_code == 412
        assert len(asking.cards(asking.request(prefetch=prefetch, fhirAuthorization=leave))) == 1
        assert asking.asks(asking.request(prefetch=prefetch, fhirAuthorization=wrong)).status_code == 412


def test_leave_for_another_server_is_not_used(asking: Ehr) -> None:
    leave = {"access_token": "secret", "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "y"}
    before = len(asking.desk.ehr.asked)
    body = asking.request(prefetch=None, fhirServer="http://127.0.0.1:1/fhir", fhirAuthorization=leave)
    assert asking.cards(body) == []
    assert len(asking.desk.ehr.asked) == before


def test_locked_412(asking: Ehr) -> None:
    asking.desk.running.lock()
    assert asking.asks(asking.request()).status_code == 412


NO_REQUEST: list[Raw] = [
    {"hook": "order-sign"}, {"hook": "encounter-start"}, {"hookInstance": "x"}, {"hookInstance": None},
    {"context": None}, {"context": {"patientId": "cat"}}, {"context": {"userId": "x", "patientId": "../x"}},
    {"context": {"userId": "x"}}, {"prefetch": "x"}, {"fhirServer": 7},
    {"fhirAuthorization": {"access_token": "x y", "token_type": "Bearer"}},
    {"fhirServer": None, "fhirAuthorization": {"access_token": "x", "token_type": "Bearer"}},
]  # fmt: skip


def test_a_request_that_is_none(asking: Ehr) -> None:
    for changed in NO_REQUEST:
        said = asking.asks(asking.request(**changed))
        assert (said.status_code, said.json()["error"]["kind"]) == (400, "bad_request")
        assert not [word for word in WORDS if word in said.text]


def test_an_encounter_has_to_be_named_where_one_starts(asking: Ehr) -> None:
    context = {"userId": "Practitioner/p1", "patientId": "cat"}
    url = f"{asking.services}/eyeline-encounter-start"
    assert asking.asks(asking.request("encounter-start", context=context), url).status_code == 400
    assert asking.cards(asking.request(context=context))


CHANGED: dict[str, Raw] = {
    "no issuer": {"iss": None}, "an unknown issuer": {"iss": "https://evil.example"}, "a list": {"iss": [ISSUER]},
    "expired": {"exp": int(time.time()) - 1}, "no end": {"exp": None}, "an end that is none": {"exp": "soon"},
    "true for an end": {"exp": True}, "an endless one": {"exp": int(time.time()) + 10**6},
    "made later": {"iat": int(time.time()) + 3600, "exp": int(time.time()) + 7200}, "no making": {"iat": None},
    "not before": {"nbf": int(time.time()) + 3600},
    "for another service": {"aud": "http://127.0.0.1/cds-services"}, "for nobody": {"aud": None},
    "for none": {"aud": []},
    "for the room": {"aud": "http://127.0.0.1"}, "no word": {"jti": None}, "an empty word": {"jti": ""},
    "a word that is none": {"jti": 7},
}  # fmt: skip


def test_a_token_that_says_something_else(asking: Ehr) -> None:
    for what, changed in CHANGED.items():
        said = asking.asks(asking.request(), token=signed(claims(asking.view, **changed)))
        assert (said.status_code, said.headers["www-authenticate"]) == (401, "Bearer"), what


def test_a_token_works_once(asking: Ehr) -> None:
    token = signed(claims(asking.view))
    assert asking.asks(asking.request(), token=token).status_code == 200
    assert asking.asks(asking.request(), token=token).status_code == 401
    resigned = signed(json.loads(jws.base64url_decode(token.split(".")[1])))
    assert asking.asks(asking.request(), token=resigned).status_code == 401


def test_a_token_is_for_the_very_address(asking: Ehr) -> None:
    other = f"{asking.services}/eyeline-encounter-start"
    assert asking.asks(asking.request(), token=signed(claims(other))).status_code == 401
    assert asking.asks(asking.request(), token=signed(claims(asking.view, aud=[asking.view]))).status_code == 200


def test_other_public_key_signatures_of_the_two_families_pass(asking: Ehr) -> None:
    token = signed(claims(asking.view), RSA, "RS384")
    assert asking.asks(asking.request(), token=token).status_code == 200


def forged(asking: Ehr) -> Iterator[tuple[str, str]]:
    said = claims(asking.view)
    head, body, tail = signed(said).split(".")
    none = jws.base64url_encode(json.dumps({"alg": "none", "typ": "JWT", "kid": "ec"}))
    yield "none", f"{none}.{body}."
    yield "none, signed", f"{none}.{body}.{tail}"
    shared = jwk.JWK(kty="oct", k=jws.base64url_encode(json.dumps(public(EC)["keys"][0])), kid="ec")
    yield "the public key as a shared secret", signed(said, shared, "HS256")
    yield "a shared secret of its own", signed(said, jwk.JWK.generate(kty="oct", size=256, kid="ec"), "HS256")
    yield "another key of that name", signed(said, OTHER)
    yield "a key of another name", signed(said, EC, kid="other")
    yield "no name of a key", signed(said, EC, kid=None)
    yield "another kind of key", signed(said, RSA, "RS384", kid="ec")
    yield "a short key", signed(said, SHORT, "RS256")
    yield "a padding that is not used", signed(said, RSA, "PS256")
    yield "another type", signed(said, EC, typ="at+jwt")
    yield "its own key", signed(said, OTHER, jwk=json.loads(OTHER.export_public()))
    yield "a broken signature", f"{head}.{body}.{tail[:-8]}AAAAAAAA"
    yield "another body", f"{head}.{jws.base64url_encode(json.dumps(claims(asking.view)))}.{tail}"
    yield "no token", "x"
    yield "not JSON", f"{jws.base64url_encode('x')}.{body}.{tail}"
    yield "a list", f"{jws.base64url_encode('[]')}.{body}.{tail}"
    yield "without end", "a." * 2 + "b" * 9000


def test_forged_tokens(asking: Ehr) -> None:
    for what, token in forged(asking):
        assert asking.asks(asking.request(), token=token).status_code == 401, what
    assert asking.asks(asking.request(), token="").status_code == 401
    basic = {"authorization": "Basic " + signed(claims(asking.view))}
    assert asking.desk.browser.post(asking.view, json=asking.request(), headers=basic).status_code == 401


def test_keys_are_fetched_from_the_registered_host_alone(desk: Desk) -> None:
    desk.with_hooks()
    desk.confirmed()
    ehr = Ehr(desk)
    desk.ehr.goes_wrong(jwks=public(EC))
    for jku in (None, 7, "https://evil.example/jwks", "http://127.0.0.1:1/jwks", f"{desk.ehr.base}@evil.example/jwks"):
        token = signed(claims(ehr.view), jku=jku)
        assert ehr.asks(ehr.request(), token=token).status_code == 401, jku
    assert not [one for one in desk.ehr.asked if one["path"] == "/jwks"]
    for _ in range(3):
        token = signed(claims(ehr.view), jku=f"{desk.ehr.base}/jwks")
        assert ehr.asks(ehr.request(), token=token).status_code == 200
    assert len([one for one in desk.ehr.asked if one["path"] == "/jwks"]) == 1


def test_a_new_key_is_found_and_the_host_is_not_asked_without_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.with_hooks()
    desk.confirmed()
    ehr, signatures = Ehr(desk), desk.running.ehrs.signatures
    jku = f"{desk.ehr.base}/jwks"
    desk.ehr.goes_wrong(jwks=public(EC))
    assert ehr.asks(ehr.request(), token=signed(claims(ehr.view), jku=jku)).status_code == 200
    desk.ehr.goes_wrong(jwks=public(EC, RSA))
    anew = [signed(claims(ehr.view), RSA, "RS256", jku=jku) for _ in range(2)]
    assert ehr.asks(ehr.request(), token=anew[0]).status_code == 401
    later = time.time() + signature.KEYS_AGAIN + 1
    monkeypatch.setattr(signatures, "_clock", lambda: later)
    assert ehr.asks(ehr.request(), token=anew[1]).status_code == 200
    for number in range(20):
        ehr.asks(ehr.request(), token=signed(claims(ehr.view), jku=f"{jku}?{number}"))
    assert len([one for one in desk.ehr.asked if one["path"].startswith("/jwks")]) == signature.FETCHES_A_MINUTE


def test_an_answer_without_keys_proves_nobody(desk: Desk) -> None:
    desk.with_hooks()
    ehr = Ehr(desk)
    desk.ehr.goes_wrong(jwks={"keys": "none"})
    token = signed(claims(ehr.view), jku=f"{desk.ehr.base}/jwks")
    assert ehr.asks(ehr.request(), token=token).status_code == 401


def test_the_registered_page_alone_may_ask_from_a_browser(asking: Ehr) -> None:
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    site = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}
    said = asking.desk.browser.options(asking.view, headers={"origin": PAGE, **preflight, **site})
    assert said.status_code == 204
    assert said.headers["access-control-allow-origin"] == PAGE
    assert said.headers["access-control-allow-headers"] == "authorization, content-type"
    assert "access-control-allow-credentials" not in said.headers
    said = asking.asks(asking.request(), origin=PAGE, **site)
    assert (said.status_code, said.headers["access-control-allow-origin"]) == (200, PAGE)
    unproven = asking.asks(asking.request(), token="", origin=PAGE, **site)
    assert (unproven.status_code, unproven.headers["access-control-allow-origin"]) == (401, PAGE)
    for origin in ("https://evil.example", "null", "https://ehr.example.evil", asking.desk.own, f"{PAGE}:444"):
        for said in (
            asking.asks(asking.request(), origin=origin, **site),
            asking.desk.browser.options(asking.view, headers={"origin": origin, **preflight}),
        ):
            assert said.status_code == 403, origin
            assert not [name for name in said.headers if name.startswith("access-control")]
    assert asking.asks(asking.request(), **site).status_code == 403
    elsewhere = asking.desk.browser.options(f"{asking.desk.own}/v1/status", headers={"origin": PAGE, **preflight})
    assert elsewhere.status_code == 403
    assert not [name for name in elsewhere.headers if name.startswith("access-control")]


def test_what_is_no_call_of_a_service(asking: Ehr) -> None:
    browser = asking.desk.browser
    assert asking.asks({}, f"{asking.services}/unknown").status_code == 404
    assert asking.asks({}, f"{asking.view}/feedback/more").status_code == 404
    assert asking.asks({}, asking.services).status_code == 404
    assert browser.put(asking.view).status_code in (401, 404)
    assert browser.post(f"{asking.view}?x=1", json={}).status_code == 403
    assert browser.post(asking.view, content="x", headers={"content-type": "text/plain"}).status_code == 403
    assert browser.options(asking.view).status_code == 403
    for host in ("ehr.example", f"localhost:{asking.desk.running.port}"):
        assert asking.asks(asking.request(), host=host).status_code == 403
    large = asking.asks({"prefetch": "x" * (1024 * 1024)}, origin=PAGE)
    assert (large.status_code, large.headers["access-control-allow-origin"]) == (413, PAGE)


def test_feedback_is_taken_and_not_kept(asking: Ehr) -> None:
    said = {"card": str(uuid.uuid4()), "outcome": "accepted", "outcomeTimestamp": "2024-06-03T10:00:00Z"}
    url = f"{asking.view}/feedback"
    assert asking.asks({"feedback": [said]}, url).status_code == 200
    none: list[Raw] = [{}, {"feedback": []}, {"feedback": [{**said, "outcome": "liked"}]}, {"feedback": "x"}]
    for wrong in none:
        assert asking.asks(wrong, url).status_code == 400
