"""A client's page, the page before a session and the clients' list in Chromium: every action by keyboard, every mark
one action from its words, no violation on any page in either size and colour."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from companion.service.state import Running
from tests.axe import violations
from tests.importing import import_file
from tests.window import gallery
from tests.window.conftest import Case, Open

pytestmark = pytest.mark.browser

SIZES = ((1280, 800), (900, 600))
SCROLLED = "body, main, .client-page, aside .text, .page"
WIDER = f"[...document.querySelectorAll('{SCROLLED}')].filter(one => one.scrollWidth > one.clientWidth)"


def opened(open_page: Open, case: Case) -> Page:
    page = open_page(case.running.port, case.running.launch_key)
    expect(page.locator(".client").first).to_be_visible()
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"))


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"Tab does not come to {selector}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_window_pages_fit_and_axe_finds_nothing(open_page: Open, case: Case, scheme: str) -> None:
    page = opened(open_page, case)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for name, way in gallery.PAGES.items():
        page.set_viewport_size({"width": 1280, "height": 800})
        way(page)
        for width, height in SIZES[:1] if scheme == "dark" else SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(f"{WIDER}.length") == 0, (name, width)
            assert violations(page) == [], (name, width)


def test_window_client_is_found_and_read_by_keyboard(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    page.keyboard.type("nobody of that name")
    expect(page.get_by_role("status").last).to_contain_text("Nobody of that name")
    page.get_by_role("searchbox").fill("1982 lind")
    expect(page.locator(".client")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-view=client] h1")).to_contain_text(case.sample.name)
    expect(page.locator(".who")).to_contain_text(case.sample.record_number or "")
    tab_to(page, ".themes .mark")
    newest = focused(page)
    page.keyboard.press("Home")
    oldest = focused(page)
    assert newest != oldest
    tip = page.locator(".tip")
    expect(tip).to_be_visible()
    quote = tip.locator(".say").first.inner_text()
    assert " ".join(quote.split()) in " ".join(oldest.split())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == oldest
    page.keyboard.press("ArrowDown")
    assert focused(page) != oldest, "the row below"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".note mark")).to_be_in_viewport()
    assert " ".join(page.locator(".note mark").inner_text().split()) == " ".join(quote.split())
    expect(tip).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("aside")).to_have_count(0)
    assert focused(page) == oldest, "back where it was"
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("[data-view=clients]")).to_be_visible()


def test_window_mark_says_its_words_while_it_is_pointed_at(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.client(page)
    tip = page.locator(".tip")
    page.locator(".themes button.label").first.hover()
    expect(tip).to_contain_text("First and last of")
    assert tip.locator(".say").count() == 2
    page.locator(".goals .mark.setback").first.hover()
    expect(tip).to_contain_text("step back")
    page.locator(".score .mark").first.hover()
    expect(tip).to_be_visible()
    page.locator("h1").hover()
    expect(tip).to_be_hidden()
    page.locator(".themes .mark").first.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Control+2")
    expect(tip).to_be_hidden()
    assert tip.inner_text() == "", "nothing stays of what is gone"


def test_window_many_sessions_share_marks_that_lead_to_all_of_them(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.long_client(page)
    rows = page.locator(".themes .track")
    counts = [row.locator(".mark").count() for row in rows.all()]
    assert counts
    assert max(counts) <= 72, "no row is so full that marks lie on each other"
    expect(page.locator(".rows.notes li")).to_have_count(8)
    page.get_by_role("button", name="All 300").click()
    expect(page.locator(".rows.notes li")).to_have_count(300)


def test_window_theme_is_renamed_merged_and_undone(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.client(page)
    labels = page.locator(".themes button.label")
    before = labels.all_inner_texts()
    gallery.theme(page)
    page.get_by_label("Call it", exact=True).fill("Saying no")
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("Theme renamed.")
    expect(labels.first).to_have_text("Saying no")
    expect(page.locator("aside h2")).to_have_text("Saying no")
    page.get_by_role("button", name="Undo").click()
    expect(labels.first).to_have_text(before[0])
    expect(page.locator(".undo")).to_have_count(0)
    page.get_by_role("combobox", name="It is part of").select_option(index=1)
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".undo")).to_contain_text("Themes merged.")
    expect(labels).to_have_count(len(before) - 1)
    expect(page.locator("aside")).to_have_count(0)
    page.get_by_role("button", name="Decided", exact=True).click()
    expect(page.locator(".made")).to_contain_text("part of")
    assert violations(page) == []
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".made")).to_have_count(0)
    assert labels.all_inner_texts() == before


def test_window_theme_is_split_by_its_quotes(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.theme(page)
    boxes = page.locator(".tickable input")
    assert boxes.count() > 2
    expect(page.get_by_role("button", name="Split off")).to_be_hidden()
    boxes.first.check()
    page.get_by_label("Call the ticked quotes", exact=True).fill("Work alone")
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("Split off.")
    expect(page.locator(".themes")).to_contain_text("Work alone")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".themes")).not_to_contain_text("Work alone")


def test_window_goal_follow_up_risk_and_person_are_decided(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.goal(page)
    page.get_by_role("button", name="Met", exact=True).click()
    expect(page.locator(".undo")).to_contain_text("Goal met.")
    expect(page.locator("aside header")).to_contain_text("met")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".undo")).to_have_count(0)
    page.keyboard.press("Escape")
    outcome = page.get_by_label("What came of it").first
    outcome.select_option("partly")
    expect(page.locator(".undo")).to_contain_text("Outcome kept.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".undo")).to_have_count(0)
    gallery.risk(page)
    page.get_by_label("What it says of the client").first.select_option("not_risk")
    expect(page.locator("aside")).to_contain_text("by you; read as")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("aside")).not_to_contain_text("by you; read as")
    gallery.person(page)
    page.get_by_label("Relation", exact=True).fill("stepfather")
    page.keyboard.press("Enter")
    expect(page.locator(".people")).to_contain_text("stepfather")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".people")).not_to_contain_text("stepfather")
    page.get_by_text("Add a goal").click()
    page.get_by_label("Its words", exact=True).fill("Call the sister once a week")
    page.keyboard.press("Enter")
    expect(page.locator(".goals")).to_contain_text("Call the sister")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".goals")).not_to_contain_text("Call the sister")
    gallery.decided(page)


def test_window_decision_that_cannot_be_made_says_why(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.goal(page)
    page.get_by_label("Opened", exact=True).fill("2099-01-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("still to come")
    gallery.decided(page)


def test_window_brief_goes_from_client_to_client_by_one_key(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.brief(page)
    headings = page.locator(".brief h2").all_inner_texts()
    assert headings == ["Where did we leave off?", "What to follow up?", "Any risk to hold?"]
    name = page.locator("h1")
    expect(name).to_contain_text(case.sample.name)
    page.keyboard.press("ArrowRight")
    expect(name).to_contain_text(case.long.name)
    page.keyboard.press("ArrowLeft")
    expect(name).to_contain_text(case.sample.name)
    page.locator(".brief .words").first.click()
    expect(page.locator(".note mark")).to_be_visible()
    page.keyboard.press("Control+b")
    expect(page.locator(".brief .card").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-view=client] .themes")).to_be_visible()


def test_window_client_is_searched_from_their_page(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.client(page)
    page.locator(".who").get_by_role("button", name="Search").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("combobox", name="Client")).to_have_value(case.sample.id)


def test_window_client_page_prints_without_what_is_pressed(open_page: Open, case: Case) -> None:
    page = opened(open_page, case)
    gallery.client(page)
    page.emulate_media(media="print")
    for gone in (".bar", ".who .row", ".adding"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".themes .mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight"), "all of it, not one screen"
    page.emulate_media(media="screen")


def test_window_client_page_goes_blank_on_a_lock(open_page: Open, unmade: Running) -> None:
    unmade.make_vault("correct horse battery staple")
    client = unmade.workspace.vault.add_client(name="Kim Muster")
    import_file(unmade.workspace, client.id, "2024-01-02_progress.txt", b"Kim slept badly.", "record")
    page = open_page(unmade.port, unmade.launch_key)
    page.locator(".client").click()
    page.locator(".rows.notes .words").click()
    expect(page.locator(".note .text")).to_have_text("Kim slept badly.")
    unmade.lock()
    expect(page.locator("[data-view=unlock]")).to_be_visible()
    assert "Kim" not in page.content()
