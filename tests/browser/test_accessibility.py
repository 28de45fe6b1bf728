"""Every view for who does not see it, sees other colours, or has no pointer: axe-core's rules, what a screen reader is
told and in which order, and every control by keyboard with its focus in sight."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from companion.demo.sample import samples
from tests.axe import AXE, RUN
from tests.browser import shown
from tests.browser.conftest import Launch, Room
from tests.browser.gallery import NOTE, STATES
from tests.browser.spoken import SPOKEN

pytestmark = pytest.mark.browser

WORDLESS = {"blank", "shade"}
"""Without a word there is no heading either; the name of `main` says why it is empty."""

SHORT = {**NOTE["reply"], "text": NOTE["reply"]["text"].split("P:")[0]}

MEDIA: dict[str, dict[str, Literal["light", "dark", "active", "none", "reduce", "no-preference"]]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
    "forced dark": {"color_scheme": "dark", "forced_colors": "active"},
    "still": {"color_scheme": "light", "reduced_motion": "reduce"},
}

CONTROLS = """() => {
  const all = 'button, input, select, textarea, summary, a[href], [tabindex="0"]';
  globalThis.controls = [...document.querySelectorAll(all)].filter((one) => !one.disabled && one.checkVisibility());
  document.activeElement?.blur();
  getSelection().collapse(document.body, 0);
  return controls.map((one) => {
    const { left, top } = one.getBoundingClientRect();
    const scroller = one.closest(".body, .found")?.getBoundingClientRect();
    return [Math.min(top, scroller?.bottom ?? top), left];
  });
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  const at = controls.indexOf(one);
  if (at < 0) return { at, faults: [] };
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const weigh = (sum, v, at) => sum + linear(v / 255) * [0.2126, 0.7152, 0.0722][at];
  const light = (colour) => rgb(colour).slice(0, 3).reduce(weigh, 0);
  const painted = (from) => {
    for (let up = from; up; up = up.parentElement) {
      const colour = getComputedStyle(up).backgroundColor;
      if ((rgb(colour)[3] ?? 1) > 0) return colour;
    }
  };
  const style = getComputedStyle(one);
  const under = parseFloat(style.outlineOffset) < 0 ? one : one.parentElement;
  const [a, b] = [light(style.outlineColor), light(painted(under))].sort((x, y) => y - x);
  const box = one.getBoundingClientRect();
  const middle = [(box.left + box.right) / 2, Math.min(innerHeight, (box.top + box.bottom) / 2)];
  const seen = document.elementFromPoint(...middle);
  const faults = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("no outline");
  if ((a + 0.05) / (b + 0.05) < 3) faults.push("pale outline");
  const covered = !(one.contains(seen) || seen?.contains(one));
  if (box.bottom <= 0 || box.top >= innerHeight || covered) faults.push("out of sight");
  return { at, faults };
}"""
KEYS = """async (deep) => {
  const { onKeys } = await import("/panel/keyboard.js");
  globalThis.pressed = [];
  globalThis.deep = deep;
  const told = (name) => (by) => pressed.push(by === undefined ? name : `${name} ${by}`);
  onKeys(() => globalThis.deep, { back: told("back"), cover: told("cover"), turn: told("turn") });
}"""


@pytest.fixture(scope="module")
def context(launch: Launch) -> Iterator[BrowserContext]:
    context = launch()
    yield context
    context.close()


@pytest.fixture(scope="module")
def checked(context: BrowserContext) -> Page:
    """A page that axe has been brought into: as a script tag the panel's own policy would not let it in."""
    assert AXE.exists(), "axe-core is not installed: scripts/test.py does it"
    page = context.new_page()
    shown.open_views(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    page.set_viewport_size({"width": 252, "height": 600})
    shown.open_views(page)
    yield page
    page.close()


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(checked: Page, name: str, media: str) -> None:
    usual: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
    checked.emulate_media(**{**usual, **MEDIA[media]})
    for width, height in ((252, 600), (360, 665)):
        checked.set_viewport_size({"width": width, "height": height})
        shown.draw(checked, STATES[name])
        found = checked.evaluate(RUN)
        excused = "page-has-heading-one" if name in WORDLESS else None
        assert [one for one in found if one[0] != excused] == []
        assert checked.evaluate("document.getAnimations().length") == 0


def test_axe_sees_what_is_wrong(checked: Page) -> None:
    """The rules do run under the panel's policy: a nameless button and pale words are found."""
    shown.draw(checked, STATES["overview"])
    checked.evaluate("document.querySelector('.dots').removeAttribute('aria-label')")
    checked.evaluate("document.querySelector('.dots').removeAttribute('title')")
    checked.evaluate("document.querySelector('.row .say').style.color = '#707070'")
    assert {"button-name", "color-contrast-enhanced"} <= {one[0] for one in checked.evaluate(RUN)}
    checked.reload()
    checked.evaluate(AXE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SPOKEN)
def test_what_a_screen_reader_is_told(page: Page, name: str) -> None:
    state = shown.overview(shown.FULL, levels=[{**NOTE, "reply": SHORT}]) if name == "note" else STATES[name]
    shown.draw(page, state)
    assert page.locator("body").aria_snapshot() == SPOKEN[name].strip("\n")


def test_each_candidate_is_told_apart(page: Page) -> None:
    """Two buttons of one name: what each is about comes with it."""
    shown.draw(page, STATES["which_client"])
    yes = page.get_by_role("button", name="Yes, this is the client")
    expect(yes.nth(0)).to_have_accessible_description("C.L. 4471 sample")
    expect(yes.nth(1)).to_have_accessible_description("C.L. 9902")


def turned(page: Page, key: str, before: int | None) -> int | None:
    """Which control has the focus next, in sight and with its ring; None where it has left the page. A date field has
    three parts and a button, each its own stop."""
    for _ in range(4):
        page.keyboard.press(key)
        step = page.evaluate(FOCUSED)
        assert step["faults"] == [], step
        now = None if step["at"] < 0 else int(step["at"])
        if now is None or now != before:
            return now
    raise AssertionError("the focus is trapped")


@pytest.mark.parametrize("name", STATES)
def test_every_control_by_tab_in_reading_order(page: Page, name: str) -> None:
    shown.draw(page, STATES[name])
    places = page.evaluate(CONTROLS)
    for one, other in pairwise(places):
        assert other[0] > one[0] - 4 or other[1] > one[1], "the order on screen is another"
    path = [turned(page, "Tab", None)]
    while path[-1] is not None and len(path) <= len(places):
        path.append(turned(page, "Tab", path[-1]))
    assert path[: len(places)] == list(range(len(places)))
    assert path[-1] != len(places) - 1, "the focus is trapped"
    if places:
        page.evaluate("controls.at(-1).focus()")
        for at in reversed(range(len(places) - 1)):
            assert turned(page, "Shift+Tab", at + 1) == at


@pytest.mark.parametrize("name", STATES)
def test_escape_goes_back_or_covers_from_everywhere(page: Page, name: str) -> None:
    deep = bool(STATES[name].get("levels"))
    shown.draw(page, STATES[name])
    page.evaluate(KEYS, deep)
    for at in range(len(page.evaluate(CONTROLS))):
        page.evaluate("(at) => controls[at].focus()", at)
        page.keyboard.press("Escape")
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Escape")
    pressed = page.evaluate("pressed")
    assert pressed == ["back" if deep else "cover"] * len(pressed)
    assert len(pressed) == len(page.evaluate(CONTROLS)) + 1


def test_arrows_go_from_row_to_row_and_leave_a_field_alone(page: Page) -> None:
    shown.draw(page, STATES["echoes"])
    page.evaluate(KEYS, False)
    rows = page.locator(".row, header .dots")
    for _ in range(rows.count()):
        page.keyboard.press("ArrowDown")
    expect(rows.last).to_be_focused()
    page.keyboard.press("ArrowRight")
    field = page.get_by_role("textbox")
    field.focus()
    for key in ("ArrowDown", "ArrowRight", "Backspace"):
        page.keyboard.press(key)
    expect(field).to_be_focused()
    assert page.evaluate("pressed") == ["turn 1"]


def test_the_focus_is_never_lost_on_the_way_in_and_out(room: Room) -> None:
    """In the real panel: two levels in by Enter, out again by Esc."""
    room.show(samples()[0])
    panel = room.panel
    focused = "document.activeElement !== document.body"
    panel.get_by_role("button", name="More").focus()
    for entry, view in (("", "more"), ("Settings", "settings")):
        if entry:
            panel.get_by_role("button", name=entry).focus()
        panel.keyboard.press("Enter")
        expect(room.view(view)).to_be_visible()
        assert panel.evaluate(focused), view
    panel.keyboard.press("Escape")
    expect(room.view("more")).to_be_visible()
    assert panel.evaluate(focused)
    panel.keyboard.press("Escape")
    expect(panel.locator("main.rest")).to_be_visible()
    assert panel.evaluate(focused)
