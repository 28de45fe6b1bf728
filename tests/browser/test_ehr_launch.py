"""Opened from inside an EHR: the tab says one sentence, and the real panel beside it shows the client."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from companion.demo.chart_server import ChartServer
from companion.demo.sample import samples
from companion.service import ehr_requests
from companion.service.ehr_replies import EhrListReply
from tests.browser.conftest import Room, tail
from tests.ehr.ehr_server import EhrServer, patient

pytestmark = pytest.mark.browser

CATHERINE = samples()[0]


@pytest.fixture
def ehr(room: Room, chart_server: ChartServer) -> Iterator[EhrServer]:
    """An EHR that knows Catherine, registered for this test alone."""
    server = EhrServer()
    number = {"type": {"coding": [{"code": "MR"}]}, "system": "urn:mrn", "value": CATHERINE.record_number}
    server.holds(patient("cat", CATHERINE.name, identifier=[number], birthDate=CATHERINE.birth_date.isoformat()))
    ask = room.companion.ask
    ask.ask("/v1/ehr/add", ehr_requests.EhrAddRequest(issuer=server.issuer, client_id="eyeline-test"), EhrListReply)
    yield server
    ask.ask("/v1/ehr/remove", ehr_requests.EhrRemoveRequest(issuer=server.issuer), EhrListReply)
    room.chart.goto(chart_server.url)
    server.stop()


def test_the_panel_shows_whom_the_ehr_handed_over_and_the_tab_does_not(room: Room, ehr: EhrServer) -> None:
    launch = f"http://127.0.0.1:{room.companion.port}/ehr/launch?iss={quote(ehr.issuer, safe='')}&launch=to-cat"
    room.chart.goto(launch)
    expect(room.chart.get_by_text("Eyeline has it: look at the panel.")).to_be_visible()
    assert "/ehr/launched/" in room.chart.url
    assert "code=" not in room.chart.url
    expect(room.view("which_client")).to_be_visible()
    room.panel.get_by_role("button", name="Yes, this is the client").click()
    expect(room.panel.get_by_role("heading", level=1)).to_contain_text(tail(CATHERINE))
    shown = room.chart.content() + room.chart.title()
    assert not [word for word in (*CATHERINE.name.split(), CATHERINE.record_number) if word in shown]
    room.chart.goto(launch)
    expect(room.panel.get_by_role("heading", level=1)).to_contain_text(tail(CATHERINE))
    room.chart.goto(f"http://127.0.0.1:{room.companion.port}/ehr/launched/{'x' * 22}")
    expect(room.panel.get_by_text("Open Eyeline from the EHR again")).to_be_visible()
