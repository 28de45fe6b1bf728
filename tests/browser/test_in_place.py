"""What the therapist decides in the panel: kept by the companion, shown at once, and taken back with one click."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from companion.demo.sample import samples
from tests.browser.conftest import Room

pytestmark = pytest.mark.browser

CATHERINE = samples()[0]


def rows(room: Room, section: str) -> Locator:
    return room.panel.get_by_role("region", name=section).get_by_role("listitem")


def undo(room: Room) -> None:
    room.panel.get_by_role("button", name="Undo").click()
    expect(room.panel.get_by_role("button", name="Undo")).to_have_count(0)


def back_to_rest(room: Room) -> None:
    while not room.panel.locator("main.rest").is_visible():
        room.panel.get_by_role("button", name="Back", exact=True).click()


def open_row(room: Room, row: Locator, view: str) -> None:
    row.get_by_role("button").click()
    expect(room.view(view)).to_be_visible()
    room.view(view).get_by_text("Change").click()


def name_of(row: Locator) -> str:
    return row.locator(".say").inner_text()


def test_a_theme_is_hidden_and_shown_again(room: Room) -> None:
    room.show(CATHERINE)
    first = name_of(rows(room, "Themes").first)
    open_row(room, rows(room, "Themes").first, "theme")
    room.panel.get_by_role("button", name="Hide").click()
    expect(room.view("theme")).to_contain_text("Hidden.")
    back_to_rest(room)
    assert first not in [name_of(row) for row in rows(room, "Themes").all()]
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="All themes").click()
    hidden = room.view("themes").get_by_role("listitem").filter(has_text=" ".join(first.split())).last
    open_row(room, hidden, "theme")
    room.panel.get_by_role("button", name="Show again").click()
    expect(room.view("theme")).to_contain_text("Shown again.")
    back_to_rest(room)
    expect(rows(room, "Themes").first.locator(".say")).to_have_text(first, use_inner_text=True)


def test_a_theme_is_renamed_and_pinned_and_keeps_it_over_a_restart(room: Room) -> None:
    room.show(CATHERINE)
    last = rows(room, "Themes").last
    found = name_of(last)
    open_row(room, last, "theme")
    field = room.panel.get_by_label("Call it")
    field.fill("The long list")
    field.press("Enter")
    expect(room.view("theme").get_by_role("heading", level=2)).to_contain_text("The long list")
    room.panel.get_by_role("button", name="Pin", exact=True).click()
    expect(room.view("theme")).to_contain_text("Kept first.")
    back_to_rest(room)
    expect(rows(room, "Themes").first).to_contain_text("The long list")
    room.companion.stop()
    room.companion.start()
    expect(rows(room, "Themes").first).to_contain_text("The long list", timeout=30_000)
    open_row(room, rows(room, "Themes").first, "theme")
    room.panel.get_by_role("button", name="Unpin").click()
    expect(room.view("theme")).to_contain_text("No longer first.")
    room.panel.get_by_label("Call it").fill(found.replace("\n", " "))
    room.panel.get_by_role("button", name="Save").click()
    expect(room.view("theme").get_by_role("heading", level=2)).not_to_contain_text("The long list")


def test_a_goal_is_met_named_and_taken_back(room: Room) -> None:
    room.show(CATHERINE)
    first = name_of(rows(room, "Goals").first)
    open_row(room, rows(room, "Goals").first, "goal")
    room.panel.get_by_role("button", name="Met", exact=True).click()
    expect(room.view("goal")).to_contain_text("Met.")
    undo(room)
    room.panel.get_by_label("Short name").fill("Less checking")
    room.panel.get_by_role("button", name="Save").click()
    expect(room.view("goal")).to_contain_text("Named.")
    back_to_rest(room)
    expect(rows(room, "Goals").first).to_contain_text("Less checking")
    open_row(room, rows(room, "Goals").first, "goal")
    room.panel.get_by_role("button", name="Its own words").click()
    expect(room.panel.get_by_role("button", name="Its own words")).to_have_count(0)
    back_to_rest(room)
    expect(rows(room, "Goals").first.locator(".say")).to_have_text(first, use_inner_text=True)


def test_a_follow_up_is_done(room: Room) -> None:
    room.show(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Follow-ups").click()
    done = room.view("follow_ups").get_by_role("button", name="Done", exact=True)
    expect(done.first).to_be_visible()
    before = done.count()
    done.first.click()
    expect(done).to_have_count(before - 1)
    undo(room)
    expect(done).to_have_count(before)


def test_people_and_their_notes(room: Room) -> None:
    room.show(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="People").click()
    person = room.view("people").get_by_role("listitem").first
    name = person.locator("b").inner_text()
    person.get_by_role("button").click()
    expect(room.panel.locator("mark")).to_contain_text(name)


def test_a_relation_is_corrected_and_somebody_hidden_and_shown_again(room: Room) -> None:
    room.show(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="People").click()
    people = room.view("people").get_by_role("listitem")
    expect(people.first).to_be_visible()
    found, count = people.first.locator(".say").inner_text(), people.count()
    people.first.get_by_text("Change").click()
    people.first.get_by_label("Relation").fill("foster father")
    people.first.get_by_label("Relation").press("Enter")
    expect(people.first.locator(".say")).to_contain_text("foster father")
    undo(room)
    expect(people.first.locator(".say")).to_have_text(found, use_inner_text=True)
    people.first.get_by_role("button", name="Hide").click()
    expect(room.view("people")).to_contain_text("Hidden.")
    expect(people.first.locator(".say")).not_to_have_text(found, use_inner_text=True)
    expect(room.view("people").locator("details[open]")).to_have_count(0)
    assert people.count() == count
    people.last.get_by_text("Change").click()
    people.last.get_by_role("button", name="Show again").click()
    expect(people.first.locator(".say")).to_have_text(found, use_inner_text=True)
    expect(room.view("people").get_by_role("heading", name="Hidden")).to_have_count(0)


def test_not_this_client_and_undo(room: Room) -> None:
    room.show(CATHERINE)
    room.panel.get_by_role("button", name="More").click()
    room.panel.get_by_role("button", name="Not this client").click()
    expect(room.view("unknown_client")).to_contain_text("You said so")
    assert "father" not in str(room.panel.evaluate("document.body.textContent")).lower()
    room.go_home()
    room.click_client(CATHERINE)
    expect(room.view("unknown_client")).to_be_visible()  # said once, and remembered
    room.panel.get_by_role("button", name="Undo").click()
    expect(room.panel.locator("main.rest")).to_be_visible()


def test_the_panel_by_keyboard_alone(room: Room) -> None:
    room.show(CATHERINE)
    keys = room.panel.keyboard
    room.panel.locator("main.rest .row").first.focus()
    for _ in range(3):
        keys.press("ArrowDown")
    assert room.panel.evaluate("document.activeElement.matches('main.rest .row')")
    keys.press("Enter")
    expect(room.panel.locator("main.deep")).to_be_visible()
    keys.press("Backspace")
    expect(room.panel.locator("main.rest")).to_be_visible()
    keys.press("Escape")
    expect(room.view("shade")).to_be_attached()
    keys.press("Escape")
    expect(room.panel.locator("main.rest")).to_be_visible()
