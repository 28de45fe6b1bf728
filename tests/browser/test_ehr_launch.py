"""Opened from inside an EHR: the tab says one sentence, and the real panel beside it shows the client."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from companion.demo.chart_server import ChartServer
from companion.demo.sample import Sample, samples
from companion.service import ehr_requests
from companion.service.ehr_replies import EhrListReply
from tests.browser.conftest import Room, tail
from tests.ehr.ehr_server import EhrServer, Raw, patient

pytestmark = pytest.mark.browser

CATHERINE, DOMINIC = samples()[:2]


def known(id_: str, sample: Sample) -> Raw:
    number = {"type": {"coding": [{"code": "MR"}]}, "system": "urn:mrn", "value": sample.record_number}
    return patient(id_, sample.name, identifier=[number], birthDate=sample.birth_date.isoformat())


def launch_of(room: Room, ehr: EhrServer, word: str) -> str:
    return f"http://127.0.0.1:{room.companion.port}/ehr/launch?iss={quote(ehr.issuer, safe='')}&launch={word}"


@pytest.fixture
def ehr(room: Room, chart_server: ChartServer) -> Iterator[EhrServer]:
    """An EHR that knows Catherine, registered for this test alone."""
    server = EhrServer()
    server.holds(known("cat", CATHERINE), known("dom", DOMINIC))
    ask, page = room.companion.ask, urlsplit(chart_server.url)
    adding = ehr_requests.EhrAddRequest(
        issuer=server.issuer, client_id="eyeline-test", pages=(f"{page.scheme}://{page.netloc}",)
    )
    ask.ask("/v1/ehr/add", adding, EhrListReply)
    yield server
    ask.ask("/v1/ehr/remove", ehr_requests.EhrRemoveRequest(issuer=server.issuer), EhrListReply)
    room.chart.goto(chart_server.url)
    server.stop()


def test_the_panel_shows_whom_the_ehr_handed_over_and_the_tab_does_not(room: Room, ehr: EhrServer) -> None:
    launch = launch_of(room, ehr, "to-cat")
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


def test_a_page_of_the_ehr_that_shows_somebody_else_shows_nobody(
    room: Room, ehr: EhrServer, chart_server: ChartServer
) -> None:
    room.show(CATHERINE)
    room.chart.goto(launch_of(room, ehr, "to-dom"))
    expect(room.chart.get_by_text("Eyeline has it")).to_be_visible()
    room.chart.goto(chart_server.url)
    room.click_client(CATHERINE)
    expect(room.panel.get_by_text("has handed over another patient than this page shows")).to_be_visible()
    assert tail(CATHERINE) not in room.panel.content()
    room.chart.goto(launch_of(room, ehr, "to-cat"))
    expect(room.chart.get_by_text("Eyeline has it")).to_be_visible()
    room.chart.goto(chart_server.url)
    room.show(CATHERINE)
