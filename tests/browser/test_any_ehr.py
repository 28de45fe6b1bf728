"""Eyeline on EHRs that it has never seen: switched on, taught by pointing, and never sure without two signals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Launch
from tests.browser.ehr_room import BANNERS, CATHERINE, DOMINIC, EhrRoom, close_room, open_room, taught_room
from tests.browser.ehrs import OTHERS
from tests.companion_process import CompanionProcess

pytestmark = pytest.mark.browser

STRANGER = OTHERS[0]
WORDS = ("Lindqvist", "Catherine", "1982", "4471", "Ferrante", "Dominic", "1187")


@pytest.fixture(params=BANNERS)
def untaught(request: pytest.FixtureRequest, launch: Launch, companion: CompanionProcess) -> Iterator[EhrRoom]:
    room = open_room(launch, companion, request.param)
    yield room
    close_room(room)


@pytest.fixture(scope="module")
def rooms(launch: Launch, companion: CompanionProcess) -> Iterator[dict[str, EhrRoom]]:
    """Taught rooms, made when they are first needed."""
    made: dict[str, EhrRoom] = {}
    yield made
    for room in made.values():
        close_room(room)


@pytest.fixture
def room(
    request: pytest.FixtureRequest, rooms: dict[str, EhrRoom], launch: Launch, companion: CompanionProcess
) -> EhrRoom:
    """The taught room of this make, at the EHR's first page."""
    kind: str = request.param
    if kind not in rooms:
        rooms[kind] = taught_room(launch, companion, kind)
    room = rooms[kind]
    room.ehr.delay_ms = 30
    room.chart.goto(room.ehr.home_url)
    room.expect_nobody()
    return room


def make(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("room", kinds, indirect=True)


def test_taught_by_pointing_then_followed(untaught: EhrRoom, shots: Path | None) -> None:
    room = untaught
    room.go(CATHERINE)
    expect(room.view("new_site")).to_be_visible()
    room.switch_on_and_teach()
    room.confirm()
    room.expect_shown(CATHERINE)
    if shots:
        room.panel.screenshot(path=shots / f"{room.ehr.name}.png")
    room.go(DOMINIC)
    room.confirm()
    room.expect_shown(DOMINIC)
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.go(STRANGER)
    expect(room.view("unknown_client")).to_be_visible()
    kept = str(room.panel.evaluate("chrome.storage.local.get().then(JSON.stringify)"))
    assert not [word for word in WORDS if word.lower() in kept.lower()]
    assert [*json.loads(kept)] == ["sites"]


@make("history", "server_rendered", "shadow", "medplum")
def test_a_stale_banner_shows_nobody(room: EhrRoom) -> None:
    """The address is new, the banner old, the network holds the rest: blank until the page is of one mind."""
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    with room.ehr.holding():
        room.chart.evaluate("url => { history.pushState(null, '', url); }", room.ehr.chart_url(DOMINIC))
        room.expect_nobody()
        expect(room.view("no_chart")).to_contain_text("not sure", ignore_case=True)
        room.expect_nobody()
    room.go(DOMINIC)
    room.expect_shown(DOMINIC)


@make("history", "shadow")
def test_back_and_forward(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.go(DOMINIC)
    room.expect_shown(DOMINIC)
    room.chart.go_back()
    room.expect_shown(CATHERINE)
    room.chart.go_forward()
    room.expect_shown(DOMINIC)


@make("history")
def test_a_visit_without_the_clients_id_in_its_address(room: EhrRoom) -> None:
    visits = room.chart.get_by_role("link", name="Open visit")
    visits.first.click()
    room.expect_shown(CATHERINE)
    room.chart.go_back()
    room.expect_nobody()
    visits.nth(1).click()
    room.expect_shown(DOMINIC)


@make("hash_tabs")
def test_of_several_open_charts_only_the_one_in_front_counts(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    home = room.chart.get_by_role("link", name="Home", exact=True)
    for person in (DOMINIC, STRANGER):
        home.click()
        room.expect_nobody()
        room.chart.locator(".pane.active").get_by_role("link", name=person.last).first.click()
        if person == DOMINIC:
            room.expect_shown(DOMINIC)
    expect(room.view("unknown_client")).to_be_visible()
    tabs = room.chart.locator(".tab a")
    tabs.filter(has_text=CATHERINE.last).click()
    room.expect_shown(CATHERINE)
    tabs.filter(has_text=DOMINIC.last).click()
    room.expect_shown(DOMINIC)
    tabs.filter(has_text=STRANGER.last).click()
    expect(room.view("unknown_client")).to_be_visible()


@make("hash_tabs")
def test_identity_in_the_values_of_a_form(room: EhrRoom) -> None:
    """A new note has no banner and no id: its fields are taught as a second place, and followed when a script fills
    them without an event."""
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.chart.locator(".pane.active").get_by_role("link", name="notes").click()
    room.chart.locator(".pane.active").get_by_role("button", name="New note").click()
    expect(room.view("no_chart")).to_be_visible()
    room.panel.get_by_role("button", name="Point at the client").click()
    pane = room.chart.locator(".pane.active")
    room.teach({"name": pane.locator("[name=clientName]"), "birth_date": pane.locator("[name=clientDob]")})
    room.expect_shown(CATHERINE)
    room.chart.evaluate(
        """() => { const of = (name) => document.querySelector(`.pane.active [name=${name}]`);
          of("clientName").value = "Dominic Ferrante"; of("clientDob").value = "07/02/1986"; }"""
    )
    expect(room.shown(CATHERINE)).to_have_count(0)


@make("server_rendered")
def test_ids_that_are_new_with_every_login(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.chart.goto(f"{room.ehr.origin}/login?fresh")
    room.expect_nobody()
    room.go(DOMINIC)
    expect(room.view("which_client")).to_contain_text(DOMINIC.record_number[-4:] if DOMINIC.record_number else "")
    room.confirm()
    room.expect_shown(DOMINIC)


@make("server_rendered")
def test_a_banner_in_a_frame_is_taught_as_a_second_place(room: EhrRoom) -> None:
    room.go(DOMINIC)
    room.expect_shown(DOMINIC)
    room.chart.get_by_role("link", name="Documents").click()
    expect(room.view("no_chart")).to_be_visible()
    room.panel.get_by_role("button", name="Point at the client").click()
    frame = room.chart.frame_locator("iframe[name=header]")
    header = "#ctl00_PatientHeader_lbl"
    room.teach({"name": frame.locator(f"{header}Name"), "birth_date": frame.locator(f"{header}DOB")})
    room.expect_shown(DOMINIC)


@make("history")
def test_a_site_is_switched_off_again(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Switch Eyeline off here").click()
    expect(room.view("new_site")).to_be_visible()
    room.expect_nobody()
    room.switch_on_and_teach()
    room.expect_shown(CATHERINE)


@make("shadow")
def test_the_page_gets_none_of_the_clicks_and_keeps_nothing_of_ours(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.chart.evaluate(
        """() => { globalThis.got = []; globalThis.before = document.documentElement.outerHTML;
          for (const name of ["click", "mousedown", "pointerdown", "keydown"])
            document.addEventListener(name, () => got.push(name), true); }"""
    )
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Point at the client anew").click()
    room.teach(BANNERS["shadow"](room.chart))
    room.expect_shown(CATHERINE)
    assert room.chart.evaluate("[got, document.documentElement.outerHTML === before]") == [[], True]
    globals_of_ours = "Object.keys(globalThis).filter((name) => name.startsWith('eyeline'))"
    assert room.chart.evaluate(globals_of_ours) == []
