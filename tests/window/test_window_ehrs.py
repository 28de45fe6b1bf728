"""EHRs in the window: registered after a look, pulled from by explicit act, off with one click; against a FHIR server
made by others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.ehr.conftest import Desk
from tests.ehr.ehr_server import patient
from tests.ehr.test_pull import document
from tests.importers.fhir_fixtures import goal
from tests.window.conftest import Open

pytestmark = pytest.mark.browser


def test_window_ehr_is_registered_by_explicit_acts_and_off_with_one_click(open_page: Open, desk: Desk) -> None:
    page = open_page(desk.running.port, desk.running.launch_key)
    expect(page.locator(".client")).to_have_count(1)
    page.keyboard.press("Control+4")
    expect(page.get_by_text("No EHR is registered, and nothing of one is contacted.")).to_be_visible()
    expect(page.get_by_role("button", name="Show a code")).to_be_enabled()
    page.get_by_text("Register one").press("Enter")
    page.get_by_label("Address of its FHIR server").fill("ftp://nowhere.example")
    page.get_by_label("Client ID it gave Eyeline").fill("eyeline-test")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).not_to_be_empty()
    assert violations(page) == []
    page.get_by_label("Address of its FHIR server").fill(desk.ehr.issuer)
    assert desk.ehr.asked == [], "nothing is contacted before it is said"
    page.keyboard.press("Enter")
    looked = page.get_by_role("group", name=f"Register {desk.ehr.issuer}")
    expect(looked).to_contain_text("it is asked to let Eyeline read")
    assert not desk.running.ehrs.registrations
    assert violations(page) == []
    page.get_by_role("button", name="Leave it").click()
    expect(looked).to_have_count(0)
    page.get_by_text("Register one").press("Enter")
    page.get_by_label("Address of its FHIR server").fill(desk.ehr.issuer)
    page.get_by_label("Client ID it gave Eyeline").fill("eyeline-test")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Register it").press("Enter")
    off = page.get_by_role("button", name=f"Off: {desk.ehr.issuer}")
    expect(off).to_be_visible()
    (kept,) = desk.running.ehrs.registrations
    assert kept.client_id == "eyeline-test"
    page.get_by_text("Addresses to give to the EHR").press("Enter")
    expect(page.get_by_text(desk.running.ehrs.redirect)).to_be_visible()
    assert violations(page) == []
    off.press("Enter")
    expect(page.get_by_text("No EHR is registered, and nothing of one is contacted.")).to_be_visible()
    expect(page.get_by_role("heading", name="EHRs")).to_be_focused()
    assert not desk.running.ehrs.registrations


def test_window_pull_shows_what_came_before_it_is_kept(open_page: Open, desk: Desk) -> None:
    desk.ehr.holds(patient(), document("d1"), goal("g1", "cat", "Sleep through the night"))
    desk.register()
    page = open_page(desk.running.port, desk.running.launch_key)
    page.locator(".client").click()
    page.get_by_role("button", name="From the EHR").press("Enter")
    page.get_by_role("button", name="Fetch what is new").press("Enter")
    expect(page.locator("aside [role=alert]")).to_contain_text("Open Eyeline from their chart there once")
    assert violations(page) == []
    desk.confirmed()
    page.get_by_role("button", name="Fetch what is new").press("Enter")
    expect(page.get_by_text(f"2 new from {desk.ehr.issuer}. Nothing is kept yet.")).to_be_visible()
    expect(page.locator("aside .text > table tbody tr")).to_have_count(2)
    file = desk.running.workspace.vault.open_client(desk.client.id)
    assert file.note_count() == 1
    assert violations(page) == []
    page.get_by_label("The record").check()
    page.get_by_role("button", name="Bring in", exact=True).press("Enter")
    expect(page.get_by_text("2 notes are in.")).to_be_visible()
    assert {note.note_class for note in file.notes()} == {"record"}
    expect(page.locator("#notes")).to_contain_text("3")
    page.get_by_role("button", name="Fetch what is new").press("Enter")
    expect(page.get_by_text(f"Nothing new from {desk.ehr.issuer}.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="From the EHR")).to_be_focused()
