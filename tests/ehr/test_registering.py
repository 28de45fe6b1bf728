"""Registering an EHR: until then no door and no contact; what is safe to register; off again without a trace."""

from __future__ import annotations

import json

import pytest

from companion.ehr.address import issuer_of, origin_of
from companion.ehr.registration import HooksFrom, Registration, scopes
from companion.ehr_desk import ACCESSES, REGISTRATIONS
from companion.errors import BadRequest, Locked, NotFound
from tests.ehr.conftest import Desk

DOORS = ["/ehr/launch", "/ehr/redirect", "/ehr/launched/abc", "/cds-services", "/cds-services/eyeline-patient-view"]


def test_until_one_is_registered_there_is_no_door_and_no_contact(desk: Desk) -> None:
    unknown = desk.browser.get(f"{desk.own}/nothing-of-the-kind")
    for path in DOORS:
        for method in ("GET", "POST", "OPTIONS"):
            said = desk.browser.request(method, f"{desk.own}{path}?iss={desk.ehr.issuer}&launch=to-cat")
            assert (said.status_code, said.content) == (unknown.status_code, unknown.content), (method, path)
            assert not [name for name in said.headers if name.startswith("access-control")]
    assert desk.ehr.asked == []


def test_an_ehr_without_hooks_opens_no_door_for_cards(desk: Desk) -> None:
    desk.register()
    assert desk.browser.get(f"{desk.own}/cds-services").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "http://ehr.example/fhir", "ftp://ehr.example", "https://", "https://user:pass@ehr.example", "//ehr.example",
        "http://127.0.0.1.evil.example", "http://localhost.evil.example", "https://ehr.example/#part", "javascript:1",
        "https://ehr.example:99999", "https://ehr .example", "https://ehr.example\\@evil.example", "http://10.0.0.1",
        "https://ehr.example/a\nb", "http://0.0.0.0/fhir", "http://[::]/fhir", "https://éhr.example", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_safe(address: str) -> None:
    with pytest.raises(BadRequest):
        origin_of(address)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://EHR.example/fhir/r4", "https://ehr.example"),
        ("https://ehr.example:443/fhir", "https://ehr.example"),
        ("https://ehr.example:8443", "https://ehr.example:8443"),
        ("http://127.0.0.1:8080/fhir", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/fhir", "http://[::1]:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
    ],
)
def test_addresses_that_are(address: str, origin: str) -> None:
    assert origin_of(address) == origin


def test_an_issuer_is_compared_without_its_last_slash() -> None:
    assert issuer_of(" https://ehr.example/fhir/ ") == "https://ehr.example/fhir"
    for bad in ("https://ehr.example/fhir?x=1", "https://ehr.example/a/../fhir"):
        with pytest.raises(BadRequest):
            issuer_of(bad)


def test_the_least_scopes_in_both_syntaxes() -> None:
    plain = Registration("https://ehr.example/fhir", "x")
    fine = scopes(plain, from_ehr=True, fine=True).split()
    coarse = scopes(plain, from_ehr=False, fine=False).split()
    assert fine[0] == "launch"
    assert coarse[0] == "launch/patient"
    assert {"patient/Patient.r", "patient/Goal.rs"} <= set(fine)
    assert {"patient/Patient.read", "patient/Goal.read"} <= set(coarse)
    said = " ".join([*fine, *coarse])
    assert not any(word in said for word in ("*", "write", "user/", "system/", ".c", "openid", "offline"))
    keeping = Registration("https://ehr.example/fhir", "x", keep_access=True)
    assert scopes(keeping, from_ehr=True, fine=True).endswith(" offline_access")


def test_looking_names_the_hosts_of_its_login(desk: Desk) -> None:
    assert desk.running.ehrs.look(desk.ehr.issuer).hosts == ()
    desk.ehr.goes_wrong(token_endpoint="https://login.example/token")
    found = desk.running.ehrs.look(f"{desk.ehr.issuer}/")
    assert (found.issuer, found.hosts, found.why) == (desk.ehr.issuer, ("https://login.example",), "")
    assert "how it lets apps in" in desk.running.ehrs.look(f"{desk.ehr.base}/nothing").why
    assert {one["path"].rpartition("/")[2] for one in desk.ehr.asked} == {"smart-configuration"}


def test_registering_again_replaces_and_removing_leaves_nothing(desk: Desk) -> None:
    ehrs, vault = desk.running.ehrs, desk.running.workspace.vault
    desk.register()
    desk.register(keep_access=True)
    assert [one.keep_access for one in ehrs.registrations] == [True]
    desk.launched()
    assert json.loads(vault.setting(ACCESSES) or "[]")
    ehrs.remove(f"{desk.ehr.issuer}/")
    assert (vault.setting(ACCESSES), vault.setting(REGISTRATIONS), ehrs.registrations) == (None, None, ())
    assert desk.begin().status_code == 403
    assert ehrs.launches.handed(None) is None
    with pytest.raises(NotFound):
        ehrs.remove(desk.ehr.issuer)


UNSOUND: list[dict[str, object]] = [
    {"client_id": " "}, {"client_id": "a\nb"}, {"hosts": ("http://evil.example",)}, {"pages": ("evil.example",)},
    {"hooks": HooksFrom(" ")}, {"hooks": HooksFrom("x", "no keys")}, {"hooks": HooksFrom("x", '{"keys":[]}')},
    {"hooks": HooksFrom("x", '{"keys":[{"kty":"oct","k":"AAAA"}]}')},
    {"hooks": HooksFrom("x", "", ("http://evil.example",))},
]  # fmt: skip


def test_what_cannot_be_registered(desk: Desk) -> None:
    for more in UNSOUND:
        told = {"issuer": "https://ehr.example/fhir", "client_id": "x", **more}
        with pytest.raises(BadRequest):
            desk.running.ehrs.add(Registration(**told))  # type: ignore[arg-type]
        assert desk.running.ehrs.registrations == ()


def test_eight_ehrs_are_enough(desk: Desk) -> None:
    for number in range(8):
        desk.running.ehrs.add(Registration(f"https://ehr{number}.example", "x"))
    with pytest.raises(BadRequest, match="eyeline ehr remove"):
        desk.register()


def test_two_ehrs_cannot_sign_under_one_name(desk: Desk) -> None:
    desk.with_hooks()
    with pytest.raises(BadRequest, match="signs its calls"):
        desk.running.ehrs.add(Registration("https://other.example", "x", hooks=HooksFrom("https://ehr.example")))


def test_nothing_is_registered_in_a_locked_vault(desk: Desk) -> None:
    desk.running.lock()
    with pytest.raises(Locked):
        desk.register()
    assert desk.running.ehrs.registrations == ()
    assert desk.browser.get(f"{desk.own}/ehr/launch").status_code == 403
