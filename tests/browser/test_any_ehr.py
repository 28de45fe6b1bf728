"""Eyeline on EHRs that it has never seen: switched on, taught by pointing, and never sure without two signals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from companion.demo.browser import open_side_panel
from companion.demo.sample import samples
from tests.browser.conftest import Launch, pair
from tests.browser.ehr_room import EhrRoom
from tests.browser.ehrs import OTHERS, Person, serve_ehr
from tests.companion_process import CompanionProcess

pytestmark = pytest.mark.browser

CATHERINE, DOMINIC = (Person(s.name, s.birth_date, s.record_number) for s in samples()[:2])
STRANGER = OTHERS[0]

Places = Callable[[Page], dict[str, Locator]]


def _history(page: Page) -> dict[str, Locator]:
    banner = page.get_by_role("banner")
    return {"name": banner.locator("span").first, "record_number": banner.locator("span").nth(2)}


PLACES: dict[str, Places] = {
    "history": _history,
    "hash_tabs": lambda page: {
        "name": page.locator(".pane.active .pt-name"),
        "birth_date": page.locator(".pane.active .patient-strip span").nth(1),
    },
    "server_rendered": lambda page: {
        "name": page.locator("#ctl00_PatientHeader_lblName"),
        "birth_date": page.locator("#ctl00_PatientHeader_lblDOB"),
    },
    "shadow": lambda page: {
        "name": page.locator("pl-client-bar").get_by_text("Lindqvist").first,
        "birth_date": page.locator("pl-client-bar").get_by_text("1982").first,
    },
}


@pytest.fixture
def ehr_room(request: pytest.FixtureRequest, launch: Launch, companion: CompanionProcess) -> Iterator[EhrRoom]:
    """A browser paired and nothing taught, beside the EHR of the test's parameter."""
    ehr = serve_ehr(request.param, [CATHERINE, DOMINIC])
    context = launch()
    chart = context.pages[0]
    chart.goto(ehr.home_url)
    panel = open_side_panel(context, chart)
    pair(panel, companion)
    yield EhrRoom(context, chart, panel, ehr)
    context.close()
    ehr.close()


@pytest.mark.parametrize("ehr_room", PLACES, indirect=True)
def test_taught_by_pointing_then_followed(ehr_room: EhrRoom, shots: Path | None) -> None:
    room = ehr_room
    room.go(CATHERINE)
    expect(room.view("new_site")).to_be_visible()
    room.switch_on()
    expect(room.view("teach")).to_be_visible()
    places = PLACES[room.ehr.name](room.chart)
    expect(places["name"]).to_be_visible()
    room.teach(places)
    room.confirm()
    expect(room.shown(CATHERINE)).to_be_visible()
    if shots:
        room.panel.screenshot(path=shots / f"{room.ehr.name}.png")
    room.go(DOMINIC)
    room.confirm()
    expect(room.shown(DOMINIC)).to_be_visible()
    room.go(CATHERINE)
    expect(room.shown(CATHERINE)).to_be_visible()
    room.go(STRANGER)
    expect(room.view("unknown_client")).to_be_visible()
    kept = room.panel.evaluate("async () => JSON.stringify(await chrome.storage.local.get())")
    for word in ("Lindqvist", "Catherine", "1982", "4471", "Ferrante", "Dominic"):
        assert word.lower() not in kept.lower()
    assert [*json.loads(kept)] == ["sites"]
