"""What breaks around the panel: the background page, the companion, the line between them, at every step. The panel
says so, keeps no word of the client, and comes back by itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from companion.demo.sample import samples
from tests.browser.conftest import Room, tail

pytestmark = pytest.mark.browser

CATHERINE, DOMINIC = samples()[:2]
SOON = 2000
"""Milliseconds in which the panel has to say that the line is down."""
PATHS = ("chart/open", "theme", "note", "listen", "echoes")


@pytest.fixture
def open_room(room: Room) -> Iterator[Room]:
    """Both charts confirmed, the first one open; afterwards the line is whole again."""
    room.show(DOMINIC)
    room.go_home()
    room.show(CATHERINE)
    yield room
    room.panel.unroute_all(behavior="ignoreErrors")
    expect(room.panel.locator("main.rest, [data-view=no_chart]")).to_be_visible(timeout=30_000)


def stop_workers(room: Room) -> None:
    session = room.context.new_cdp_session(room.chart)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def keep(held: list[Route], route: Route) -> None:
    held.append(route)


def nothing_left(room: Room) -> None:
    left = str(room.panel.evaluate("document.body.textContent"))
    assert tail(CATHERINE) not in left
    assert tail(DOMINIC) not in left


def ask(room: Room, path: str) -> None:
    """Does what makes the panel ask for it."""
    match path:
        case "chart/open":
            room.click_client(DOMINIC)
        case "theme":
            room.panel.get_by_role("region", name="Themes").get_by_role("button").first.click()
        case "note":
            room.panel.get_by_role("region", name="Last time").get_by_role("button").first.click()
        case "echoes":
            room.panel.get_by_label("What was said before about").press_sequentially("wine")
            room.panel.get_by_label("What was said before about").press("Enter")
        case "listen":
            room.companion.lock()  # ends the poll that is under way
            room.companion.unlock()


def test_the_background_page_dies_at_rest_and_the_panel_goes_on(open_room: Room) -> None:
    stop_workers(open_room)
    open_room.click_client(DOMINIC)
    expect(open_room.panel.get_by_role("heading", level=1)).to_contain_text(tail(DOMINIC))
    stop_workers(open_room)
    open_room.panel.keyboard.press("Escape")
    expect(open_room.view("shade")).to_be_attached()
    open_room.panel.keyboard.press("Escape")
    stop_workers(open_room)
    open_room.chart.locator("[data-field=name]").evaluate("(name) => { name.textContent = 'Somebody Else'; }")
    expect(open_room.panel.locator("main.rest")).to_have_count(0)
    open_room.go_home()


@pytest.mark.parametrize("path", PATHS)
def test_the_line_is_cut_while_it_is_asked(open_room: Room, path: str) -> None:
    """Every request fails from here on, as after the companion was killed at this very step."""
    open_room.panel.route("**/v1/**", lambda route: route.abort("connectionreset"))
    ask(open_room, path)
    expect(open_room.view("not_running")).to_be_visible(timeout=SOON)
    nothing_left(open_room)
    open_room.panel.unroute_all(behavior="wait")
    expect(open_room.panel.locator("main.rest")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize("path", PATHS[:3])
def test_somebody_else_answers_while_it_is_asked(open_room: Room, path: str) -> None:
    """An answer that was not sealed by our companion is no answer, whatever it says."""

    def garbled(route: Route) -> None:
        route.fulfill(status=200, content_type="application/jose", body="eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA")

    open_room.panel.route("**/v1/**", garbled)
    ask(open_room, path)
    expect(open_room.view("not_ours")).to_be_visible(timeout=SOON)
    nothing_left(open_room)
    open_room.panel.unroute_all(behavior="wait")
    expect(open_room.panel.locator("main.rest")).to_be_visible(timeout=10_000)


def test_a_companion_that_hangs_shows_no_old_client_and_says_so(open_room: Room) -> None:
    """Blank at once; the panel's own patience is ten seconds."""
    held: list[Route] = []
    open_room.panel.route("**/v1/chart/open", lambda route: keep(held, route))
    open_room.click_client(DOMINIC)
    expect(open_room.view("blank")).to_be_attached()
    nothing_left(open_room)
    expect(open_room.view("error")).to_contain_text("did not answer in time", timeout=30_000)
    nothing_left(open_room)
    open_room.panel.unroute_all(behavior="ignoreErrors")
    open_room.panel.get_by_role("button", name="Try again").click()
    expect(open_room.panel.get_by_role("heading", level=1)).to_contain_text(tail(DOMINIC), timeout=10_000)


def test_an_answer_that_comes_after_the_chart_was_left_is_dropped(open_room: Room) -> None:
    held: list[Route] = []
    open_room.panel.route("**/v1/chart/open", lambda route: keep(held, route))
    open_room.click_client(DOMINIC)
    expect(open_room.view("blank")).to_be_attached()
    open_room.click_client(CATHERINE)
    open_room.panel.unroute_all(behavior="ignoreErrors")  # lets go what was held
    expect(open_room.panel.get_by_role("heading", level=1)).to_contain_text(tail(CATHERINE), timeout=10_000)
    assert tail(DOMINIC) not in str(open_room.panel.evaluate("document.body.textContent"))


@pytest.mark.parametrize("protocol", [4, 6])
def test_versions_that_differ(open_room: Room, protocol: int) -> None:
    """The wire is sealed, so nobody but the companion can say it: it is started saying so."""
    open_room.companion.stop()
    other = f"from companion.service import replies; replies.PROTOCOL = {protocol}; "
    run = "from companion.__main__ import main; raise SystemExit(main())"
    where = ["--data", str(open_room.companion.folder), "--port", str(open_room.companion.port)]
    open_room.companion.start([sys.executable, "-c", other + run, "serve", *where])
    expect(open_room.view("mismatch")).to_contain_text("older", timeout=30_000)
    nothing_left(open_room)
    open_room.companion.stop()
    open_room.companion.start()
    expect(open_room.panel.locator("main.rest")).to_be_visible(timeout=30_000)
