"""Pairing against the running service: the code never travels, a squatter learns nothing, five wrong tries end it."""

from __future__ import annotations

import base64
import secrets

import httpx
import pytest

from companion.errors import Refused
from companion.service.pairing import LIVES, PairingDesk
from companion.service.sealing import to_text
from tests.panel import ORIGIN
from tests.service.conftest import Service

pytestmark = pytest.mark.trust


def test_a_paired_browser_is_answered(service: Service) -> None:
    panel = service.panel()
    assert panel.ask("/v1/status")["result"]["locked"] is False
    assert [p.origin for p in service.running.workspace.vault.pairings()] == [ORIGIN]


def test_the_code_carries_the_port_and_104_random_bits(service: Service) -> None:
    code = service.running.desk.show_code(service.port)
    raw = base64.b32decode(code.replace("-", ""))
    assert int.from_bytes(raw[:2], "big") == service.port
    assert len(raw) == 15
    assert code.count("-") == 5


def test_a_code_works_once(service: Service) -> None:
    code = service.running.desk.show_code(service.port)
    service.stranger().pair(code)
    with pytest.raises(httpx.HTTPStatusError):
        service.stranger().pair(code)


def test_without_a_shown_code_pairing_is_refused(service: Service) -> None:
    said = service.stranger().http.post("/v1/pair/start", json={"nonce": to_text(bytes(16))})
    assert (said.status_code, said.json()["error"]["kind"]) == (403, "refused")


def test_five_wrong_tries_end_the_code(service: Service) -> None:
    code = service.running.desk.show_code(service.port)
    panel = service.stranger()
    for _ in range(5):
        begun = panel.http.post("/v1/pair/start", json={"nonce": to_text(bytes(16))}).json()
        asked = {"attempt": begun["attempt"], "name": "x", "proof": to_text(secrets.token_bytes(32))}
        assert panel.http.post("/v1/pair/finish", json=asked).status_code == 403
    with pytest.raises(httpx.HTTPStatusError):
        panel.pair(code)


def test_another_extension_cannot_finish_the_attempt_of_the_first(service: Service) -> None:
    service.running.desk.show_code(service.port)
    begun = service.stranger().http.post("/v1/pair/start", json={"nonce": to_text(bytes(16))}).json()
    asked = {"attempt": begun["attempt"], "name": "x", "proof": to_text(bytes(32))}
    evil = service.stranger("chrome-extension://evilevilevilevilevilevilevilevil")
    assert evil.http.post("/v1/pair/finish", json=asked).status_code == 403


def test_a_code_ends_after_five_minutes() -> None:
    now = [0.0]
    desk = PairingDesk(lambda: now[0])
    desk.show_code(1)
    desk.start(bytes(16), ORIGIN)
    now[0] = LIVES + 1
    with pytest.raises(Refused):
        desk.start(bytes(16), ORIGIN)


def test_unknown_and_revoked_look_the_same(service: Service) -> None:
    panel = service.panel()
    service.running.revoke(panel.pairing)
    revoked = panel.http.post("/v1/session", json={"pairing": panel.pairing, "nonce": to_text(bytes(16))})
    unknown = panel.http.post("/v1/session", json={"pairing": to_text(bytes(16)), "nonce": to_text(bytes(16))})
    assert (revoked.status_code, revoked.content) == (unknown.status_code, unknown.content)
    said = panel.post("/v1/status", panel.sealed("/v1/status", {}))
    assert (said.status_code, said.json()["error"]["kind"]) == (403, "refused")


def test_a_pairing_belongs_to_its_extension(service: Service) -> None:
    panel = service.panel()
    other = service.stranger("moz-extension://b2f2a6c0-0000-4000-8000-000000000000")
    said = other.http.post("/v1/session", json={"pairing": panel.pairing, "nonce": to_text(bytes(16))})
    assert said.status_code == 403
    sealed = panel.sealed("/v1/status", {})
    assert other.post("/v1/status", sealed).status_code == 403
    assert panel.post("/v1/status", sealed).status_code == 200
