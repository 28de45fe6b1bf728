"""Firefox beside an EHR that Eyeline has never seen: switched on, taught by pointing, followed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from companion.demo.sample import samples
from tests.browser.ehrs import OTHERS, Ehr, Person, serve_ehr
from tests.companion_process import CompanionProcess
from tests.firefox.conftest import Launch, Room, open_room, pair

pytestmark = pytest.mark.browser

CATHERINE, DOMINIC = (Person(s.name, s.birth_date, s.record_number) for s in samples()[:2])
STRANGER = OTHERS[0]


@pytest.fixture
def ehr() -> Iterator[Ehr]:
    served = serve_ehr("history", [CATHERINE, DOMINIC])
    yield served
    served.close()


@pytest.fixture
def room(launch: Launch, ehr: Ehr, companion: CompanionProcess) -> Iterator[Room]:
    """A browser of its own, paired and nothing taught."""
    room = open_room(launch(), ehr.home_url, companion)
    pair(room.panel, companion)
    room.panel.wait_until_gone("[data-view=not_paired]")
    yield room
    room.firefox.close()


def test_taught_by_pointing_then_followed(room: Room, ehr: Ehr) -> None:
    panel = room.panel
    teach(room, ehr)
    room.firefox.go_to(ehr.chart_url(DOMINIC))
    confirm(room, DOMINIC)
    room.firefox.go_to(ehr.chart_url(CATHERINE))
    panel.wait_for("header h1", tail(CATHERINE))
    room.firefox.go_to(ehr.chart_url(STRANGER))
    panel.wait_for("[data-view=unknown_client]")
    kept = panel.evaluate("return JSON.stringify(await browser.storage.local.get());")
    assert [*json.loads(kept)] == ["sites"]
    assert not [word for word in ("Lindqvist", "Catherine", "4471", "Ferrante") if word.lower() in kept.lower()]


def test_another_sites_permission_is_asked_for_by_a_click(room: Room) -> None:
    """Firefox asks only while it handles a click, and the panel's sidebar is a place where it does."""
    room.panel.evaluate(
        """window.asked = new Promise((told) => document.addEventListener("click", () =>
          told(browser.permissions.request({ origins: ["https://ehr.test/*"] })), { once: true }));"""
    )
    room.panel.click("h1")
    assert room.panel.evaluate("return await window.asked;") is True


@pytest.mark.model
def test_what_happens_in_a_session(room: Room, ehr: Ehr) -> None:
    """Echoes of the note being written, that note kept from the page, the client kept beside another page."""
    panel = room.panel
    teach(room, ehr)
    room.firefox.go_to(ehr.chart_url(CATHERINE).replace("summary", "notes/new"))
    panel.wait_for("header h1", tail(CATHERINE))
    more(room, "Echoes from its note field")
    panel.wait_for("header h1", tail(CATHERINE))
    room.chart.click(".ProseMirror")
    room.chart.press(*"Session of 06/29/2026. Her father fell.")
    panel.wait_for(".found .row", patience=60)
    more(room, "Keep a note from this page")
    panel.wait_for("main", "Click the note")
    room.chart.click(".ProseMirror")
    panel.wait_for(".text", "Her father fell.")
    panel.click("button", "Keep this note")
    panel.wait_for("main", "Kept.")
    panel.click(".back")
    panel.click(".back")
    more(room, "Keep this client")
    panel.wait_for("header", "kept")
    room.firefox.go_to("about:blank")
    panel.wait_for("header", "kept")
    more(room, "Let this client go")
    panel.wait_until_gone("header h1", tail(CATHERINE))


def test_the_key_to_the_panel_takes_the_keyboard_there(room: Room) -> None:
    room.chart.click("body")
    room.panel.shortcut("E")
    focused = "return document.hasFocus() && document.activeElement !== document.body;"
    assert room.panel.evaluate(
        f"while (!(() => {{ {focused} }})()) await new Promise(requestAnimationFrame); return true;"
    )


def more(room: Room, entry: str) -> None:
    room.panel.click("button[aria-label=More]")
    room.panel.click("button", entry)


def teach(room: Room, ehr: Ehr) -> None:
    """Switches the site on, points at the banner, and confirms the first client."""
    panel = room.panel
    room.firefox.go_to(ehr.chart_url(CATHERINE))
    panel.click("button", "Use Eyeline on this site")
    panel.wait_for("[data-view=teach]")
    point(room, "client’s name", "Lindqvist")
    point(room, "record number", str(CATHERINE.record_number))
    panel.click("button", "Use these")
    confirm(room, CATHERINE)


def point(room: Room, field: str, words: str) -> None:
    """Presses the field's button in the panel and clicks the place on the page, as a hand would."""
    room.panel.click("button", f"Point at the {field}")
    room.panel.wait_for("main", "Click it on the page")
    room.chart.click("[role=banner] span", words)
    room.panel.wait_until_gone("main", "Click it on the page")


def confirm(room: Room, person: Person) -> None:
    room.panel.click("button", "Yes, this is the client")
    room.panel.wait_for("main.rest")
    room.panel.wait_for("header h1", tail(person))


def tail(person: Person) -> str:
    return "".join(c for c in person.record_number or "" if c.isalnum())[-4:]
