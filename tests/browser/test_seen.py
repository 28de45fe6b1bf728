"""Which of several charts in one page is the one in sight: page/seen.js alone, in a page that puts things away in every
way that EHRs do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Launch
from tests.browser.shown import EXTENSION

pytestmark = pytest.mark.browser

PANE = "position:absolute;inset:0;background:#fff"
BAR = "position:fixed;top:0;left:0;right:0;height:60px;background:#fff"
ROW = "width:300px;overflow:hidden;display:flex"
SIGHTS = {
    "plain": ("<b>x</b>", True),
    "display": ("<div style='display:none'><b>x</b></div>", False),
    "visibility": ("<div style='visibility:hidden'><b>x</b></div>", False),
    "opacity": ("<div style='opacity:0'><b>x</b></div>", False),
    "details": ("<details><summary>s</summary><b>x</b></details>", False),
    "under a pane": (f"<div style='{PANE}'><b>x</b></div><div style='{PANE}'>in front</div>", False),
    "over a pane": (f"<div style='{PANE}'>behind</div><div style='{PANE}'><b>x</b></div>", True),
    "under a veil": (
        f"<div style='{PANE}'><b>x</b></div><div style='position:fixed;inset:0;background:rgba(0,0,0,.5)'></div>",
        True,
    ),
    "under a sheet": (
        f"<div style='{PANE}'><b>x</b></div><div style='position:fixed;inset:0;background:#fff'>sheet</div>",
        False,
    ),
    "under a bar": (
        f"<div style='{PANE}'><b>x</b></div><div style='{BAR}'></div>",
        True,
    ),
    "pushed aside": (f"<div style='{PANE};transform:translateX(-110%)'><b>x</b></div>", False),
    "pushed aside in a box": (
        f"<div style='{ROW}'><p style='flex:0 0 300px'>1</p><b style='flex:0 0 300px'>x</b></div>",
        False,
    ),
    "pushed down in a box": (
        "<div style='height:60px;overflow:hidden'><p style='height:90px'>1</p><b>x</b></div>"
        "<div style='background:#fff'>2</div>",
        False,
    ),
    "scrolled away in a box": (
        "<header style='height:60px;background:#fff'>bar</header>"
        "<div id='box' style='height:100px;overflow:auto'><b>x</b><p style='height:900px'>1</p></div>",
        True,
    ),
    "scrolled away with the page": ("<b>x</b><p style='height:5000px'>1</p>", True),
    "in a form": ("<input id='f' value='x'>", True),
    "of no size": ("<div style='width:0;height:0;overflow:hidden'><b>x</b></div>", False),
}


@pytest.fixture(scope="module")
def page(launch: Launch) -> Iterator[Page]:
    context = launch()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SIGHTS)
def test_what_is_in_sight(page: Page, name: str) -> None:
    body, seen = SIGHTS[name]
    page.set_content(f"<!doctype html><body style='margin:8px'>{body}</body>")
    page.evaluate("() => { globalThis.eyelineShadow = (one) => one.shadowRoot; }")
    page.evaluate((EXTENSION / "page" / "seen.js").read_text(encoding="utf-8"))
    page.evaluate("() => { scrollTo(0, 2000); document.querySelector('#box')?.scrollTo(0, 500); }")
    found = page.evaluate("eyelineSeen.find([['#f, b']]) !== null")
    assert found is seen
