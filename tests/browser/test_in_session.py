"""What happens while the therapist writes and talks: echoes of the note being written, a client kept beside a video
call, a note kept from the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Launch
from tests.browser.ehr_room import CATHERINE, DOMINIC, EhrRoom, close_room, taught_room
from tests.browser.ehrs import Ehr, serve_ehr
from tests.companion_process import CompanionProcess

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def rooms(launch: Launch, companion: CompanionProcess) -> Iterator[dict[str, EhrRoom]]:
    made: dict[str, EhrRoom] = {}
    yield made
    for room in made.values():
        close_room(room)


@pytest.fixture
def room(
    request: pytest.FixtureRequest, rooms: dict[str, EhrRoom], launch: Launch, companion: CompanionProcess
) -> EhrRoom:
    """The taught room of this make (the one with history routing unless the test says otherwise), at its first page."""
    kind: str = getattr(request, "param", "history")
    if kind not in rooms:
        rooms[kind] = taught_room(launch, companion, kind)
    room = rooms[kind]
    for page in room.context.pages:
        if page not in (room.chart, room.panel):
            page.close()
    room.chart.bring_to_front()
    room.chart.goto(room.ehr.home_url)
    room.expect_nobody()
    return room


@pytest.fixture(scope="module")
def call() -> Iterator[Ehr]:
    """A page that is no EHR's of ours."""
    server = serve_ehr("shadow", [])
    yield server
    server.close()


def new_note(room: EhrRoom) -> Locator:
    """The note field of a new note in Catherine's chart."""
    chart = room.chart
    if room.ehr.name == "history":
        chart.goto(room.ehr.chart_url(CATHERINE).replace("summary", "notes/new"))
        return chart.locator(".ProseMirror")
    if room.ehr.name == "shadow":
        chart.goto(room.ehr.chart_url(CATHERINE).replace("overview", "notes/new"))
        return chart.locator(".ql-editor")
    chart.goto(room.ehr.chart_url(CATHERINE).replace("overview", "newnote"))
    return chart.frame_locator("iframe[name=editor]").locator("textarea")


def listen(room: EhrRoom, switch: str) -> None:
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name=switch).click()
    room.expect_shown(CATHERINE)


@pytest.mark.model
@pytest.mark.parametrize("room", ["history", "shadow", "server_rendered"], indirect=True)
def test_echoes_of_the_note_that_is_being_written(room: EhrRoom) -> None:
    """ProseMirror, Quill in a shadow root, and a textarea in a frame; only where it was switched on."""
    field = new_note(room)
    room.expect_shown(CATHERINE)
    found = room.panel.locator(".found .row")
    field.press_sequentially("Wine in the evening again.")
    field.press_sequentially(" Three glasses.")
    expect(found).to_have_count(0)
    listen(room, "Echoes from its note field")
    field.press_sequentially(" Her father fell.")
    expect(found.first).to_be_visible(timeout=60_000)
    assert 1 <= found.count() <= 3
    first = found.all_inner_texts()
    field.press_sequentially(" Marisol came. Work is too much, she checks every audit twice.")
    expect(found).to_have_text(first, use_inner_text=True)  # twenty seconds have not passed
    kept = str(room.panel.evaluate("chrome.storage.local.get().then(JSON.stringify)"))
    assert "Marisol" not in kept
    listen(room, "Stop listening to its note field")
    expect(found).to_have_count(0)


@pytest.mark.model
def test_echoes_are_held_with_a_key_and_a_name_brings_who_it_is(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    field = room.panel.get_by_label("What was said before about")
    field.fill("Marisol")
    person = room.panel.locator(".found b", has_text="Marisol")
    expect(person).to_be_visible(timeout=60_000)
    worker = room.context.service_workers[0]
    worker.evaluate("chrome.runtime.sendMessage({ kind: 'hold' })")
    expect(room.panel.get_by_role("button", name="Held")).to_be_visible()
    field.fill("wine in the evening")
    with room.panel.expect_response("**/v1/echoes"):
        field.press("Enter")
    expect(person).to_be_visible()
    room.panel.get_by_role("button", name="Held").click()
    with room.panel.expect_response("**/v1/echoes"):
        field.press("Enter")
    expect(person).to_have_count(0)


def keep(room: EhrRoom) -> None:
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Keep this client").click()
    expect(room.panel.locator("header")).to_contain_text("kept")


def test_a_client_is_kept_beside_a_page_without_chart(room: EhrRoom, call: Ehr) -> None:
    keep(room)
    video = room.context.new_page()
    video.goto(call.home_url)
    room.expect_shown(CATHERINE)
    expect(room.panel.locator("header")).to_contain_text("kept")
    room.panel.locator("main.rest .row").first.click()
    expect(room.panel.locator("mark")).to_be_visible()  # the scope still opens her notes
    room.panel.get_by_role("button", name="Back", exact=True).click()
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Let this client go").click()
    expect(room.view("new_site")).to_be_visible()
    room.expect_nobody()


def test_another_chart_ends_it(room: EhrRoom, call: Ehr) -> None:
    keep(room)
    room.go(DOMINIC)
    room.expect_shown(DOMINIC)
    expect(room.panel.locator("header")).not_to_contain_text("kept")
    video = room.context.new_page()
    video.goto(call.home_url)
    expect(room.view("new_site")).to_be_visible()
    room.expect_nobody()


def test_a_page_of_the_ehr_without_a_chart_ends_it_too(room: EhrRoom, call: Ehr) -> None:
    """There a chart may come up at any moment."""
    keep(room)
    room.chart.goto(room.ehr.home_url)
    room.expect_nobody()
    expect(room.view("no_chart")).to_be_visible()
    video = room.context.new_page()
    video.goto(call.home_url)
    expect(room.view("new_site")).to_be_visible()


def test_it_ends_with_the_hour(room: EhrRoom, call: Ehr) -> None:
    """The clock alone is moved: a panel's timers stand while its computer sleeps."""
    keep(room)
    video = room.context.new_page()
    video.goto(call.home_url)
    room.expect_shown(CATHERINE)
    for minutes, kept in ((59, True), (61, False)):
        hour = f"Date.now = () => new Date().getTime() + {minutes} * 60_000"
        room.panel.evaluate(hour)
        video.reload()
        if kept:
            room.expect_shown(CATHERINE)
        else:
            expect(room.view("new_site")).to_be_visible()
            room.expect_nobody()
    room.panel.reload()  # its own clock again


def test_a_note_is_kept_from_the_page_after_a_look_at_it(room: EhrRoom, companion: CompanionProcess) -> None:
    field = new_note(room)
    room.expect_shown(CATHERINE)
    words = "Session of 06/30/2026. She brought the letter and read it aloud."
    field.fill(words)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Keep a note from this page").click()
    expect(room.view("keep_note")).to_contain_text("Click the note")
    box = field.bounding_box()
    assert box is not None
    room.chart.mouse.click(box["x"] + 60, box["y"] + 20)
    preview = room.panel.get_by_label("The note as it will be kept")
    expect(preview).to_have_text(words)
    expect(room.panel.get_by_label("Session on")).to_have_value("2026-06-30")
    room.panel.get_by_role("button", name="Keep this note").click()
    expect(room.view("keep_note")).to_contain_text("Kept.")
    room.panel.get_by_role("button", name="Point at a note").click()
    expect(room.view("keep_note")).to_contain_text("Click the note")
    room.chart.mouse.click(box["x"] + 60, box["y"] + 20)
    room.panel.get_by_role("button", name="Keep this note").click()
    expect(room.view("keep_note")).to_contain_text("here already")


def test_pointing_at_a_note_is_given_up_with_escape(room: EhrRoom) -> None:
    new_note(room)
    room.expect_shown(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Keep a note from this page").click()
    expect(room.view("keep_note")).to_contain_text("Click the note")
    room.chart.keyboard.press("Escape")
    expect(room.view("keep_note")).to_contain_text("No note was pointed at")


def test_two_windows_each_with_its_own_chart(room: EhrRoom, shots: Path | None) -> None:
    """A panel follows its own window alone."""
    room.go(CATHERINE)
    room.expect_shown(CATHERINE)
    worker = room.context.service_workers[0]
    with room.context.expect_page() as opened:
        worker.evaluate("url => { chrome.windows.create({ url, focused: true }); }", room.ehr.chart_url(DOMINIC))
    other = opened.value
    expect(other.get_by_label("patient banner")).to_contain_text("Dominic")
    room.expect_shown(CATHERINE)
    other.close()
    room.expect_shown(CATHERINE)
