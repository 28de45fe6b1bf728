"""What a panel gets, over the wire: one client at a time, verbatim, audited, and nothing once the vault is locked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from companion.decisions import Decisions
from companion.record import Client, Note
from companion.saved_overview import SavedOverview
from tests.panel import Panel
from tests.service.conftest import Service

SITE = "http://ehr.example"


def chart(client: Client, **more: Any) -> dict[str, Any]:
    born = client.birth_date.isoformat() if client.birth_date else None
    identity = {"site": SITE, "address_id": f"row-{client.record_number}", "name": client.name, "birth_date": born}
    return {**identity, "record_number": client.record_number, **more}


def confirmed(panel: Panel, client: Client) -> dict[str, Any]:
    return panel.ask("/v1/chart/confirm", **chart(client), client_id=client.id)


def test_the_first_link_is_asked_then_it_is_sure(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    asked = panel.ask("/v1/chart/open", **chart(client))
    assert asked["result"]["state"] == "which_client"
    assert asked["result"]["overview"] is None
    assert asked["client"] is None
    shown = confirmed(panel, client)
    assert (shown["client"], shown["result"]["state"]) == (client.id, "overview")
    again = panel.ask("/v1/chart/open", **chart(client))
    assert (again["client"], again["result"]["state"]) == (client.id, "overview")


def test_a_name_alone_or_an_unknown_chart_shows_nobody(service: Service) -> None:
    panel = service.panel()
    for page in ({"name": service.clients[0].name}, {"name": "Nobody Here", "record_number": "1"}, {}):
        said = panel.ask("/v1/chart/open", site=SITE, **page)
        assert said["result"]["state"] == "unknown_client"
        assert said["result"]["candidates"] == []


def test_only_a_client_that_the_page_agrees_with_can_be_confirmed(service: Service) -> None:
    anna, bert = service.clients
    said = service.panel().ask("/v1/chart/confirm", **chart(anna), client_id=bert.id)
    assert said["error"]["kind"] == "not_sure"
    assert service.running.workspace.vault.charts.links() == []


def test_a_scope_ends_with_the_next_chart(service: Service) -> None:
    panel = service.panel()
    anna, bert = service.clients
    first = confirmed(panel, anna)["result"]
    note = first["overview"]["goals"][0]["source"]["note_id"]
    assert panel.ask("/v1/note", scope=first["scope"], note_id=note)["client"] == anna.id
    second = confirmed(panel, bert)["result"]
    assert panel.ask("/v1/note", scope=first["scope"], note_id=note)["error"]["kind"] == "not_found"
    assert panel.ask("/v1/note", scope=second["scope"], note_id=note)["error"]["kind"] == "not_found"


def test_another_panel_cannot_use_the_scope(service: Service) -> None:
    one = service.panel()
    scope = confirmed(one, service.clients[0])["result"]["scope"]
    other = service.panel()
    assert other.ask("/v1/note", scope=scope, note_id="x")["error"]["kind"] == "not_found"


def test_every_line_stands_in_its_note(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    shown = confirmed(panel, client)["result"]
    overview = shown["overview"]
    lines = [overview["safety"]["source"], *overview["last_time"]]
    lines += [row["source"] for row in overview["goals"] + overview["scores"]]
    lines += [row["latest"] for row in overview["themes"]]
    assert len(lines) > 8
    for line in lines:
        note = panel.ask("/v1/note", scope=shown["scope"], note_id=line["note_id"])["result"]
        assert note["text"][line["start"] : line["end"]] == line["quote"]
        assert note["date"] == line["date"]


def test_each_reply_with_client_words_leaves_one_audit_row(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    rows = service.running.workspace.vault.audit.rows
    before = len(rows())
    shown = confirmed(panel, client)["result"]
    panel.ask("/v1/note", scope=shown["scope"], note_id=shown["overview"]["goals"][0]["source"]["note_id"])
    panel.ask("/v1/chart/open", site=SITE, name="Nobody")
    new = rows()[before:]
    assert [(row.action, row.client_id) for row in new] == [("overview", client.id), ("note", client.id)]


def test_what_cannot_be_recorded_does_not_go_out(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    panel, client = service.panel(), service.clients[0]

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(service.running.workspace.vault, "write_audit", full)
    said = confirmed(panel, client)
    assert said["error"]["kind"] == "error"
    assert "result" not in said


def test_lock_ends_every_scope_and_is_heard(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    listening = service.panel()
    since = service.running.events.seq
    with ThreadPoolExecutor() as pool:
        heard = pool.submit(listening.ask, "/v1/listen", since=since)
        service.running.lock()
        assert [event["kind"] for event in heard.result(timeout=10)["result"]["events"]] == ["locked"]
    assert panel.ask("/v1/status")["result"]["locked"] is True
    assert panel.ask("/v1/chart/open", **chart(client))["error"]["kind"] == "locked"
    assert panel.ask("/v1/note", scope=scope, note_id="x")["error"]["kind"] == "not_found"
    said = service.stranger().http.post("/v1/session", json={"pairing": "A" * 22, "nonce": "A" * 22})
    assert (said.status_code, said.json()["error"]["kind"]) == (423, "locked")


def test_a_request_is_taken_once_and_only_at_its_own_path(service: Service) -> None:
    panel = service.panel()
    sealed = panel.sealed("/v1/status", {})
    assert panel.post("/v1/chart/open", sealed).status_code == 403
    assert panel.post("/v1/status", sealed).status_code == 200
    assert panel.post("/v1/status", sealed).status_code == 403


def test_search_while_the_model_loads_says_so(service: Service) -> None:
    panel = service.panel()
    scope = confirmed(panel, service.clients[0])["result"]["scope"]
    assert panel.ask("/v1/search", scope=scope, words="sleep")["error"]["kind"] == "not_ready"


@pytest.mark.parametrize("params", [{}, {"site": 1}, {"site": "x" * 300}, {"site": "x", "more": 1}])
def test_bad_params_get_a_sentence_without_their_content(service: Service, params: dict[str, Any]) -> None:
    said = service.panel().ask("/v1/chart/open", **params)
    assert said["error"]["kind"] == "bad_request"
    assert "xxx" not in said["error"]["say"]


def test_a_reply_names_the_client_it_is_about_whatever_was_opened_meanwhile(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = service.panel()
    anna, bert = service.clients
    shown = confirmed(panel, anna)["result"]
    note_id = shown["overview"]["goals"][0]["source"]["note_id"]
    workspace, session = service.running.workspace, service.running.sessions.find(panel.session)
    read = workspace.note

    def and_then_another_chart(client_id: str, wanted: str) -> Note:
        note = read(client_id, wanted)
        session.open_scope(bert.id)
        return note

    monkeypatch.setattr(workspace, "note", and_then_another_chart)
    said = panel.ask("/v1/note", scope=shown["scope"], note_id=note_id)
    assert (said["client"], said["result"]["note_id"]) == (anna.id, note_id)


def test_what_was_under_way_when_the_vault_was_locked_does_not_go_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, client = service.panel(), service.clients[0]
    workspace = service.running.workspace
    read = workspace.overview

    def and_then_lock(client_id: str) -> SavedOverview:
        saved = read(client_id)
        monkeypatch.setattr(workspace, "waiting_notes", lambda _: frozenset())
        monkeypatch.setattr(workspace, "decisions", lambda _: Decisions({}))
        service.running.lock()
        return saved

    monkeypatch.setattr(workspace, "overview", and_then_lock)
    said = confirmed(panel, client)
    assert said["error"]["kind"] == "locked"
    assert "result" not in said
    assert service.running.sessions.find(panel.session).scope is None


def test_what_was_under_way_when_the_browser_was_revoked_does_not_go_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, client = service.panel(), service.clients[0]
    workspace = service.running.workspace
    read = workspace.overview

    def and_then_revoke(client_id: str) -> SavedOverview:
        service.running.revoke(panel.pairing)
        return read(client_id)

    monkeypatch.setattr(workspace, "overview", and_then_revoke)
    said = panel.post("/v1/chart/confirm", panel.sealed("/v1/chart/confirm", {**chart(client), "client_id": client.id}))
    assert (said.status_code, said.json()["error"]["kind"]) == (403, "refused")


def test_the_same_chart_again_keeps_its_scope(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    assert panel.ask("/v1/chart/open", **chart(client))["result"]["scope"] == scope


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "[" * 50_000, '{"nonce": 1}', '{"nonce": "A", "more": 1}', '"\\ud800"']
)
def test_malformed_handshakes_are_refused_and_say_no_more(service: Service, body: str) -> None:
    for path in ("/v1/pair/start", "/v1/pair/finish", "/v1/session"):
        said = service.stranger().http.post(path, content=body, headers={"content-type": "application/json"})
        assert (said.status_code, said.json()) == (403, {"error": {"kind": "refused", "say": "Refused."}})
