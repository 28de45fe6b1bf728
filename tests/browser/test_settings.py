"""How the therapist wants the panel: kept in the browser, the same in every panel, and nothing of a client in it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from companion.demo.sample import samples
from tests.browser.conftest import Room

pytestmark = pytest.mark.browser

CATHERINE = samples()[0]


@pytest.fixture
def open_room(room: Room) -> Iterator[Room]:
    """A chart open; afterwards all is as usual again."""
    room.show(CATHERINE)
    yield room
    room.panel.evaluate("chrome.storage.local.remove('settings')")
    room.panel.reload()
    expect(room.panel.locator("[data-view]:not([data-view=blank])")).to_be_visible()


def settings(room: Room) -> None:
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Settings").click()
    expect(room.view("settings")).to_be_visible()


def rest(room: Room) -> None:
    room.panel.get_by_role("button", name="Back", exact=True).click()
    room.panel.get_by_role("button", name="Back", exact=True).click()


def test_type_grows_and_stays_after_a_reload(open_room: Room) -> None:
    settings(open_room)
    open_room.panel.get_by_label("Type").select_option("20 px")
    rest(open_room)
    main = open_room.panel.locator("main.rest")
    assert main.evaluate("(main) => getComputedStyle(main).fontSize") == "20px"
    expect(open_room.panel.locator("main.rest section")).to_have_count(2)  # the safety line and one card
    turn = open_room.panel.locator(".turn")
    before = open_room.panel.locator("main.rest section").last.get_attribute("aria-label")
    turn.click()
    assert open_room.panel.locator("main.rest section").last.get_attribute("aria-label") != before
    open_room.panel.reload()
    expect(main).to_be_visible()
    assert main.evaluate("(main) => getComputedStyle(main).fontSize") == "20px"
    assert (
        json.loads(open_room.panel.evaluate("chrome.storage.local.get().then(JSON.stringify)"))["settings"]["text"]
        == 20
    )


def test_names_and_what_somebody_else_may_see(open_room: Room) -> None:
    head = open_room.panel.get_by_role("heading", level=1)
    expect(head).not_to_contain_text(CATHERINE.name)
    settings(open_room)
    open_room.panel.get_by_label("Names instead of initials").check()
    rest(open_room)
    expect(head).to_contain_text(CATHERINE.name)
    settings(open_room)
    open_room.panel.get_by_label("Goals and scores only").check()
    rest(open_room)
    expect(open_room.view("share")).to_be_visible()
    text = str(open_room.panel.evaluate("document.body.innerText"))
    assert CATHERINE.name not in text
    for section in ("Safety", "Last time", "Themes", "Echoes"):
        expect(open_room.panel.get_by_role("region", name=section)).to_have_count(0)
    expect(open_room.panel.locator("main.rest button")).to_have_count(0)


def test_covered_when_the_window_is_left(open_room: Room) -> None:
    settings(open_room)
    open_room.panel.get_by_label("Cover when I turn").check()
    rest(open_room)
    worker = open_room.context.service_workers[0]
    worker.evaluate(
        "chrome.windows.create({ url: 'about:blank', focused: true }).then((made) => { globalThis.other = made.id; })"
    )
    expect(open_room.view("shade")).to_be_attached()
    assert open_room.panel.evaluate("document.body.innerText.trim()") == ""
    worker.evaluate("chrome.windows.remove(other)")
    expect(open_room.view("shade")).to_be_attached()  # coming back uncovers nothing: that is the therapist's own act
    open_room.panel.keyboard.press("Escape")
    expect(open_room.panel.locator("main.rest")).to_be_visible()


def test_covered_after_minutes_without_a_touch(open_room: Room) -> None:
    open_room.panel.clock.install()
    open_room.panel.reload()
    expect(open_room.panel.locator("main.rest")).to_be_visible()
    settings(open_room)
    open_room.panel.get_by_label("Cover when untouched").select_option("2 min")
    rest(open_room)
    open_room.panel.clock.fast_forward(100_000)
    open_room.panel.locator("main.rest").hover()
    open_room.panel.clock.fast_forward(100_000)
    expect(open_room.panel.locator("main.rest")).to_be_visible()
    open_room.panel.clock.fast_forward(21_000)
    expect(open_room.view("shade")).to_be_attached()


def test_the_keys_shown_are_the_browsers_own(open_room: Room) -> None:
    open_room.panel.get_by_role("button", name="More").click()
    real = open_room.panel.evaluate("chrome.commands.getAll()")
    assert len(real) == 4
    shown = open_room.panel.locator(".keys dd").all_inner_texts()
    assert shown[:4] == [one["shortcut"] or "no key set" for one in real]
