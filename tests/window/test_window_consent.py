"""Consent, client by client: from a no on nothing of theirs is read, searched, brought in or shown, whatever asks; what
is owed all the same still works."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from playwright.sync_api import expect

from companion.errors import BadRequest, NoConsent, NotFound
from companion.export import export_record
from companion.record import Client
from companion.service import client_routes, launch_routes, requests, window_requests
from companion.service.about import About
from companion.service.routes import SEALED
from companion.service.sessions import Session
from companion.service.state import Running
from companion.service.window_replies import ConsentReply
from companion.vault import Consent
from tests.axe import violations
from tests.importing import import_file
from tests.service.test_panel_routes import chart, confirmed
from tests.window.conftest import Open

if TYPE_CHECKING:
    from tests.service.conftest import Service

pytestmark = pytest.mark.trust

NOBODY = cast(Session, None)
NO = Consent("none", date(2025, 5, 3))
MODEL = "a model"
PARAMS: dict[str, Any] = {
    "note_id": "n1",
    "key": "k",
    "about": "goal",
    "what": "status",
    "value": "active",
    "note": "n1",
}
"""Whatever else a request wants."""
OF_ONE = ("/v1/client/", "/v1/caseload/note", "/v1/delete/note")
"""Where requests about one client's notes begin; one note need not be deleted where all of it can go."""


def record(running: Running, client: Client, state: str, on: date | None = None) -> ConsentReply:
    asked = window_requests.RecordConsentRequest.model_validate({"client_id": client.id, "state": state, "on": on})
    said = client_routes.record_consent(running, NOBODY, asked)
    assert isinstance(said, About)
    assert isinstance(said.reply, ConsentReply)
    assert said.client_id == client.id
    return said.reply


def test_window_consent_no_is_held_by_every_route_that_names_a_client(made: tuple[Running, list[Client]]) -> None:
    running, (kim, lee) = made
    record(running, kim, "none", NO.on)
    told = 0
    for route in SEALED:
        if "client_id" not in route.params.model_fields or not route.path.startswith(OF_ONE):
            continue
        if route.path.startswith("/v1/client/consent"):
            continue
        fields = {name: value for name, value in PARAMS.items() if name in route.params.model_fields}
        with pytest.raises(NoConsent):
            route.answer(running, NOBODY, route.params.model_validate({"client_id": kim.id, **fields}))
        told += 1
    assert told >= 8
    page = client_routes.page(running, NOBODY, window_requests.ClientRequest(client_id=lee.id))
    assert page.client_id == lee.id
    listed = client_routes.client_list(running, NOBODY, window_requests.ClientListRequest()).clients
    assert [(one.client.name, one.consented, one.notes) for one in listed] == [
        ("Kim Muster", False, 0),
        ("Lee Muster", True, 1),
    ]


def test_window_consent_no_forgets_what_was_made_and_keeps_the_notes(made: tuple[Running, list[Client]]) -> None:
    running, (kim, _) = made
    workspace = running.workspace
    held = workspace.vault.open_client(kim.id)
    (passage, *_) = [row.id for row in held.passages() if row.id is not None]
    held.save_vectors(MODEL, [(passage, np.ones(4, np.float32).tobytes())])
    workspace.overview(kim.id)
    assert held.overview() is not None
    assert held.vectors(MODEL)[0] == [passage]
    record(running, kim, "none", NO.on)
    with pytest.raises(NoConsent):
        held.notes()
    kept = workspace.vault.consents.file_despite(kim.id)
    assert kept.overview() is None
    assert kept.vectors(MODEL)[0] == []
    assert [note.text for note in kept.notes()] == ["Kim Muster slept badly."]
    assert kim.id not in workspace._overviews._held
    record(running, kim, "given", date(2025, 6, 1))
    assert workspace.overview(kim.id).cards, "it is read again"
    assert [row.action for row in workspace.vault.audit.rows(kim.id)].count("consent") == 2


def test_window_consent_no_is_not_indexed_and_not_searched(made: tuple[Running, list[Client]]) -> None:
    running, (kim, lee) = made
    running.reading.add(kim.id)
    running.reading.add(lee.id)
    assert running.reading.passages_waiting == 2
    record(running, kim, "none", NO.on)
    assert running.reading.passages_waiting == 1
    searching = running.workspace._searching
    assert searching._fill_caseload() == ()
    assert searching._caseload.missing([kim.id, lee.id]) == [kim.id]
    record(running, kim, "not_recorded")
    assert searching._fill_caseload() == ()
    assert searching._caseload.missing([kim.id, lee.id]) == []
    record(running, kim, "none")
    searching._fill_caseload()
    assert searching._caseload.missing([kim.id, lee.id]) == [kim.id], "what was held is dropped"


def test_window_consent_no_lets_nothing_in(made: tuple[Running, list[Client]], tmp_path: Path) -> None:
    running, (kim, _) = made
    record(running, kim, "none", NO.on)
    (tmp_path / "2024-03-03_progress.txt").write_text("More of it.")
    asked = requests.ImportRequest(path=str(tmp_path / "2024-03-03_progress.txt"), client_id=kim.id)
    launch_routes.import_start(running, NOBODY, asked)
    running.imports.job.wait()
    status = running.imports.job.status()
    assert (status.state, status.notes, "has not consented" in status.why) == ("failed", 0, True)
    with pytest.raises(NoConsent):  # before an EHR is contacted
        running.pulls.start(kim.id, None)
    assert running.workspace.vault.consents.file_despite(kim.id).note_count() == 1


def test_window_consent_outlives_a_lock_and_leaves_what_is_owed(
    made: tuple[Running, list[Client]], tmp_path: Path
) -> None:
    running, (kim, _) = made
    with pytest.raises(BadRequest, match="still to come"):
        record(running, kim, "none", date.today() + timedelta(days=1))
    with pytest.raises(NotFound):
        record(running, Client("f" * 32, "Nobody"), "none")
    assert record(running, kim, "none", NO.on).on == NO.on
    running.lock()
    running.unlock("correct horse battery staple", None, None)
    vault = running.workspace.vault
    assert vault.consents.of(kim.id) == NO
    with pytest.raises(NoConsent):
        running.workspace.overview(kim.id)
    assert "slept badly" in export_record(running.workspace, kim.id, "record", tmp_path)[0].read_text()
    running.remove_client(kim.id)
    assert vault.consents.refused() == frozenset()


def test_window_consent_no_blanks_the_panel_and_a_yes_brings_it_back(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    seq = service.running.events.seq
    record(service.running, client, "none", NO.on)
    heard = panel.ask("/v1/listen", since=seq)["result"]["events"]
    assert [(event["kind"], event["client"]) for event in heard] == [("notes_read", client.id)]
    assert panel.ask("/v1/themes", scope=scope)["error"]["kind"] == "not_found"
    said = panel.ask("/v1/chart/open", **chart(client))["error"]
    assert said["kind"] == "no_consent"
    assert client.name not in said["say"]
    seq = service.running.events.seq
    record(service.running, client, "given")
    assert panel.ask("/v1/listen", since=seq)["result"]["events"], "it hears of the yes too"
    assert panel.ask("/v1/chart/open", **chart(client))["result"]["state"] == "overview"


@pytest.mark.browser
def test_window_consent_is_recorded_on_the_clients_page(open_page: Open, made: tuple[Running, list[Client]]) -> None:
    running, (kim, _) = made
    import_file(running.workspace, kim.id, "2024-02-02_progress.txt", b"Kim walked by the river.", "record")
    page = open_page(running.port, running.launch_key)
    page.locator(".client").first.click()
    page.get_by_text("Consent: not recorded").press("Enter")
    page.locator("[name=state][value=given]").check()
    page.get_by_label("On which day").fill("2025-05-03")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Consent: given on 3 May 2025")).to_be_visible()
    expect(page.locator(".notes li")).to_have_count(2)
    assert violations(page) == []
    page.locator("[name=state][value=none]").check()
    page.get_by_role("button", name="Record it").press("Enter")
    expect(page.get_by_text("This client has not consented: Eyeline reads")).to_be_visible()
    assert "river" not in page.content()
    assert running.workspace.vault.consents.refused() == {kim.id}
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".client").first).to_contain_text("no consent")
    assert violations(page) == []
    page.locator(".client").first.press("Enter")
    page.locator("[name=state][value=given]").check()
    page.get_by_role("button", name="Record it").press("Enter")
    expect(page.locator(".notes li")).to_have_count(2)
