"""Each view on its own, at the sizes and in the colours it will have: nothing cut, nothing small, nothing pale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import shown
from tests.browser.conftest import Launch
from tests.browser.gallery import AT, GOAL, NOTE, STATES, level

pytestmark = pytest.mark.browser

MEASURE = """() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => [r, g, b].map((v) => linear(v / 255))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || !holder.checkVisibility()) continue;
    const style = getComputedStyle(holder);
    const [a, b] = [light(rgb(style.color)), light(behind(holder))].sort((x, y) => y - x);
    words.push({ text: node.data.trim(), size: parseFloat(style.fontSize), contrast: (a + 0.05) / (b + 0.05) });
  }
  const controls = "button, select, textarea, summary, input:not([type=checkbox]), label.flag";
  const targets = [...document.querySelectorAll(controls)].map((one) => one.getBoundingClientRect());
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).display !== "inline" && !one.closest("svg"));
  return {
    words,
    low: Math.min(99, ...targets.map((one) => Math.min(one.width, one.height))),
    wide: wide.map((one) => one.className || one.tagName),
    sideways: document.documentElement.scrollWidth > innerWidth,
    tall: document.body.scrollHeight,
    moving: document.getAnimations().length,
  };
}"""


@pytest.fixture(scope="module")
def context(launch: Launch) -> Iterator[BrowserContext]:
    context = launch()
    yield context
    context.close()


@pytest.fixture(params=[(252, 600), (360, 665)], ids=lambda size: f"{size[0]}x{size[1]}")
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = context.new_page()
    page.set_viewport_size({"width": request.param[0], "height": request.param[1]})
    shown.open_views(page)
    yield page
    page.close()


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_view_can_be_read(page: Page, name: str, scheme: str, shots: Path | None) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    shown.draw(page, STATES[name])
    if name == "note":
        page.locator("mark").scroll_into_view_if_needed()
    found = page.evaluate(MEASURE)
    if shots is not None and page.viewport_size is not None:
        page.screenshot(path=shots / f"{name}-{page.viewport_size['width']}-{scheme}.png")
    assert not [word for word in found["words"] if not 14 <= word["size"] <= 24]
    assert not [word for word in found["words"] if word["contrast"] < 7]
    assert found["low"] >= 24
    assert (found["wide"], found["sideways"], found["moving"]) == ([], False, 0)


def test_at_rest_nothing_scrolls_and_sixty_words_are_enough(page: Page) -> None:
    shown.draw(page, STATES["overview"])
    found = page.evaluate(MEASURE)
    assert page.viewport_size is not None
    assert found["tall"] <= page.viewport_size["height"]
    said = page.locator("header, main.rest").all_inner_texts()
    assert sum(len(part.split()) for part in said) <= 60


def test_what_an_overview_says(page: Page) -> None:
    shown.draw(page, STATES["overview"])
    main = page.get_by_role("main")
    expect(main).to_have_attribute("data-view", "overview")
    expect(page.get_by_role("banner")).to_contain_text("C.L. 4471")
    expect(page.get_by_text("sample")).to_be_visible()
    goals = page.get_by_role("region", name="Goals").get_by_role("listitem")
    assert [" ".join(goal.split()) for goal in goals.all_inner_texts()] == [
        "Share the care of father last time",
        "Keep limits around work hours 2 ago",
        "Cut back re-checking 5 ago",
    ]
    expect(page.get_by_text("5 ago")).to_have_class("since stale")
    expect(page.get_by_role("img", name="rising, 5 of 21 sessions")).to_be_visible()
    assert page.locator(".bars").first.locator("rect").count() == 8
    assert page.locator("[aria-live]").count() == 0


def test_every_row_opens_its_own_source(page: Page) -> None:
    shown.draw(page, STATES["echoes"])
    rows = page.locator(".row")
    for at in range(rows.count()):
        rows.nth(at).click()
    acts = [given for act, *given in page.evaluate("heard") if act in ("open", "deeper")]
    heard = [given.get("key") or given["note_id"] for (given,) in acts]
    full = shown.FULL
    notes = [full["safety"]["source"]["note_id"], *(one["note_id"] for one in full["last_time"])]
    notes += [goal["key"] for goal in full["goals"]] + [theme["key"] for theme in full["themes"]]
    notes += [score["source"]["note_id"] for score in full["scores"]] + ["e1", "e2", "e3"]
    assert heard == notes


def test_a_safety_line_is_never_taken_for_safe(page: Page) -> None:
    shown.draw(page, STATES["empty"])
    expect(page.get_by_role("region", name="Safety")).to_have_text("No risk words in 1 note read")
    shown.draw(page, STATES["long"])
    line = page.get_by_role("region", name="Safety")
    expect(line).to_contain_text(shown.LONG["safety"]["source"]["quote"])
    expect(line).to_contain_text("denied 1 Apr")


def test_what_the_therapist_corrected_or_added_is_said_to_be_theirs(page: Page) -> None:
    safety = {**shown.FULL["safety"], "found_assertion": "denied", "decided": True}
    added = {**shown.FULL["goals"][0], "key": "mine", "decided": ["add"], "source": None}
    shown.draw(page, shown.overview({**shown.FULL, "safety": safety, "goals": [added]}))
    expect(page.get_by_role("region", name="Safety")).to_contain_text("Substance use, by you")
    page.get_by_role("button", name="Share the care of father").click()
    assert ["deeper", {"kind": "goal", "key": "mine", "reply": None, "say": ""}] in page.evaluate("heard")
    shown.draw(page, level("goal", {**GOAL, "source": None, "found_status": None, "mentions": []}))
    expect(page.get_by_role("main")).to_contain_text(
        "Share the care of father with two other people by June added by you"
    )


def test_nothing_of_the_view_before_is_left(page: Page) -> None:
    shown.draw(page, STATES["echoes"])
    for name in ("blank", "shade", "locked", "not_running", "no_chart"):
        shown.draw(page, STATES["echoes"])
        shown.draw(page, STATES[name])
        left = page.evaluate("document.body.outerHTML")
        assert not [word for word in ("C.L.", "4471", "father", "wine", "glasses", "n1", "e1") if word in left], name


def test_notes_still_being_read_are_counted(page: Page) -> None:
    shown.draw(page, STATES["reading"])
    expect(page.get_by_role("main")).to_have_attribute("data-view", "reading")
    expect(page.get_by_role("banner")).to_contain_text("indexing 12 of 24")


def test_a_quote_that_moved_is_not_marked(page: Page) -> None:
    note = {**NOTE, "source": shown.source("three glasses", start=AT + 3)}
    shown.draw(page, shown.overview(shown.FULL, levels=[note]))
    expect(page.locator("mark")).to_have_count(0)
    expect(page.get_by_text("does not stand in the note any more")).to_be_visible()


def test_asking_who_it_is(page: Page) -> None:
    shown.draw(page, STATES["which_client"])
    people = page.get_by_role("main").get_by_role("listitem")
    expect(people.nth(0)).to_contain_text("born 17 Apr 1982")
    expect(people.nth(1)).to_contain_text("9902")
    people.nth(1).get_by_role("button", name="Yes, this is the client").click()
    assert page.evaluate("heard") == [["confirm", "c2"]]
