"""What is deleted goes from every panel at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from companion.service import launch_routes, requests
from companion.service.sessions import Session
from tests.service.test_panel_routes import chart, confirmed

if TYPE_CHECKING:
    from tests.service.conftest import Service

pytestmark = pytest.mark.trust

NOBODY = cast(Session, None)
"""These routes ask nothing of the session that they come by."""


def test_a_panel_that_shows_a_deleted_client_loses_them_and_no_other(service: Service) -> None:
    (one, other), (gone, kept) = (service.panel(), service.panel()), service.clients
    scope, others = (confirmed(panel, who)["result"]["scope"] for panel, who in ((one, gone), (other, kept)))
    seq = service.running.events.seq
    launch_routes.delete_client(service.running, NOBODY, requests.DeleteClientRequest(client_id=gone.id))
    assert one.ask("/v1/themes", scope=scope)["error"]["kind"] == "not_found"
    assert one.ask("/v1/chart/open", **chart(gone))["result"]["state"] != "overview"
    assert "result" in other.ask("/v1/themes", scope=others)
    (told,) = service.running.events.since(seq, "any")
    assert (told.kind, told.client_id) == ("notes_read", gone.id)


def test_a_deleted_note_is_quoted_nowhere(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    shown = confirmed(panel, client)["result"]
    gone = shown["overview"]["goals"][0]["source"]["note_id"]
    asked = requests.DeleteNoteRequest(client_id=client.id, note=gone)
    launch_routes.delete_note(service.running, NOBODY, asked)
    again = panel.ask("/v1/chart/open", **chart(client))
    assert again["result"]["state"] == "overview"
    assert gone not in str(again)
    assert panel.ask("/v1/note", scope=again["result"]["scope"], note_id=gone)["error"]["kind"] == "not_found"
    for path in ("/v1/themes", "/v1/goals", "/v1/people", "/v1/follow_ups", "/v1/risk"):
        assert gone not in str(panel.ask(path, scope=again["result"]["scope"])), path
