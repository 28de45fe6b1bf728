"""Search over all clients in the window's page, against a companion that has read two of them, model and all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from companion.demo.sample import samples
from companion.service.launch import read_launch
from tests.axe import violations
from tests.companion_process import CompanionProcess
from tests.window.conftest import Open

pytestmark = pytest.mark.browser

ASKED = "afraid of making mistakes at work"
SIZES = ((1280, 800), (900, 600))


def opened(open_page: Open, companion: CompanionProcess) -> Page:
    launch = read_launch(companion.folder)
    page = open_page(launch.port, launch.key)
    expect(page.locator(".client").first).to_be_visible()
    page.keyboard.press("Control+2")
    expect(page.get_by_role("searchbox")).to_be_focused()
    return page


def fits(page: Page) -> bool:
    """Nothing is wider than the window, and the page itself does not scroll."""
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth <= innerWidth && {root}.scrollHeight <= innerHeight"))


def reaches_the_foot(text: Locator) -> bool:
    return bool(text.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight"))


def test_window_search_by_keyboard_opens_the_note_at_the_quote(open_page: Open, companion: CompanionProcess) -> None:
    page = opened(open_page, companion)
    page.keyboard.type(ASKED, delay=20)
    expect(page.locator(".hit").first).to_be_visible()
    names = page.locator(".person h2").all_inner_texts()
    assert len(names) == len(set(names)), "each client once"
    assert all(name.startswith((samples()[0].name, samples()[1].name)) for name in names)
    assert violations(page) == []
    first = page.locator(".hit").first
    quote = first.locator(".quote").inner_text()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".note mark")).to_be_in_viewport()
    assert " ".join(page.locator(".note mark").inner_text().split()) == " ".join(quote.split())
    assert page.locator(".note h2").inner_text() in names
    named = page.locator(".note header .quiet").inner_text().split(" · ")[-1]
    both = [sample.notes / named for sample in samples()[:2]]
    (source,) = [path for path in both if path.exists() and quote.split("\n")[0] in path.read_text(encoding="utf-8")]
    assert source.read_text(encoding="utf-8").strip() == page.locator(".note .text").inner_text().strip()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".note")).to_have_count(0)
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".hit")).to_have_count(0)


def test_window_search_says_plainly_that_nothing_is_close(open_page: Open, companion: CompanionProcess) -> None:
    page = opened(open_page, companion)
    page.keyboard.type("the exchange rate of the Norwegian krone in export contracts")
    expect(page.get_by_role("status").last).to_contain_text("Nothing close")


def test_window_search_shows_the_last_words_alone(open_page: Open, companion: CompanionProcess) -> None:
    """An answer that comes late is dropped: what is shown belongs to what stands in the field."""
    page = opened(open_page, companion)
    field = page.get_by_role("searchbox")
    for words in ("sleep", "caring for father", "brother and money", ASKED):
        field.fill(words)
    expect(page.locator(".hit").first).to_be_visible()
    kept = page.locator(".hit .quote").all_inner_texts()
    field.fill("")
    expect(page.locator(".hit")).to_have_count(0)
    field.fill(ASKED)
    expect(page.locator(".hit").first).to_be_visible()
    assert page.locator(".hit .quote").all_inner_texts() == kept


def test_window_search_is_narrowed_and_kept(open_page: Open, companion: CompanionProcess) -> None:
    page = opened(open_page, companion)
    page.keyboard.type(ASKED)
    expect(page.locator(".person")).to_have_count(2)
    page.get_by_role("combobox", name="Client").select_option(index=1)
    expect(page.locator(".person")).to_have_count(1)
    page.get_by_role("combobox", name="Kind of note").select_option("plan")
    expect(page.locator(".hit .when").first).to_contain_text("plan")
    assert all("plan" in when for when in page.locator(".hit .when").all_inner_texts())
    page.get_by_label("From").fill("2031-01-01")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").last).to_contain_text("Nothing close")
    expect(page.locator(".hit")).to_have_count(0)
    page.get_by_role("button", name="Keep this search").click()
    expect(page.get_by_role("button", name="Keep this search")).to_have_count(0)
    page.get_by_label("From").fill("")
    page.get_by_role("combobox", name="Client").select_option("")
    page.get_by_role("combobox", name="Kind of note").select_option("")
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".kept .words")).to_contain_text("from 1 Jan 2031 · plan")
    assert violations(page) == []
    page.locator(".kept .words").click()
    expect(page.get_by_role("searchbox")).to_have_value(ASKED)
    expect(page.get_by_label("From")).to_have_value("2031-01-01")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="Let go").click()
    expect(page.locator(".kept")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_window_fits_and_axe_finds_nothing_at_both_sizes(
    open_page: Open, companion: CompanionProcess, scheme: str
) -> None:
    page = opened(open_page, companion)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    folder = os.environ.get("EYELINE_SHOTS")
    for key, name in (("2", "search"), ("3", "bring_in"), ("4", "settings")):
        page.keyboard.press(f"Control+{key}")
        if name == "search":
            page.get_by_role("searchbox").fill(ASKED)
            page.locator(".hit").first.click()
            expect(page.locator(".note mark")).to_be_visible()
        expect(page.locator(f"[data-view={name}]")).to_be_visible()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert fits(page), (name, width)
            assert violations(page) == [], (name, width)
            if name == "search":
                assert reaches_the_foot(page.locator(".note .text"))
            if folder:
                page.screenshot(path=Path(folder) / f"window-{name}-{width}-{scheme}.png")


def test_window_lock_closes_panels_and_search_alike(open_page: Open, companion: CompanionProcess) -> None:
    page = opened(open_page, companion)
    page.keyboard.type(ASKED)
    expect(page.locator(".hit").first).to_be_visible()
    companion.lock()
    try:
        expect(page.get_by_role("heading", name="Eyeline is locked")).to_be_visible()
        assert all(sample.name not in page.content() for sample in samples())
    finally:
        companion.unlock()
