"""The whole path in Firefox: the real sidebar, a real companion, the demo chart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from companion.demo.sample import samples
from scripts.pack_extension import pack
from tests.firefox.conftest import EXTENSION_ID, HOST, Launch, Room, pair, tail
from tests.firefox.document import Sidebar

pytestmark = pytest.mark.browser

CATHERINE, DOMINIC, ROWAN = samples()[:3]

SIDEWAYS = """return [document.documentElement, ...document.querySelectorAll("body, body *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map((one) => `${one.outerHTML.slice(0, 120)}: ${one.scrollWidth} in ${one.clientWidth}`);"""


def test_pairing_on_its_own_screen(unpaired: Room) -> None:
    panel = unpaired.panel
    panel.wait_for("[data-view=not_paired]")
    panel.type("label=Code", "ABCD-EFGH")
    panel.press("Enter")
    panel.wait_for("[role=alert]", "24 letters")
    wrong = unpaired.companion.pairing_code()
    panel.type("label=Code", wrong[:-1] + ("A" if wrong[-1] != "A" else "B"))
    panel.click("button", "Pair")
    panel.wait_for("[role=alert]", "does not fit")
    pair(panel, unpaired.companion)
    panel.wait_for("[data-view=no_chart]")
    panel.close()
    panel.open()
    panel.wait_for("[data-view=no_chart]")
    assert panel.evaluate("return location.host;") == HOST


def test_the_button_and_its_key_open_the_sidebar(room: Room) -> None:
    """By way of the background page, which Firefox has ended by then or not."""
    ways: list[Callable[[], None]] = [room.panel.click_button, lambda: room.panel.shortcut("K")]
    for opened in ways:
        room.panel.close()
        opened()
        room.panel.wait_until_loaded()
        room.panel.wait_for("[data-view=no_chart]")


def test_the_packed_zip_installs_without_a_warning(launch: Launch, tmp_path: Path) -> None:
    firefox = launch()
    panel = Sidebar(firefox, firefox.install(pack(tmp_path)[1]))
    panel.open()
    panel.wait_for("h1", "Pair this browser")
    said = firefox.chrome(
        """const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        return ExtensionParent.DebugUtils.getExtensionManifestWarnings(arguments[0]);""",
        EXTENSION_ID,
    )
    assert said == []
    firefox.close()


def test_the_first_chart_is_confirmed_then_shown(room: Room) -> None:
    room.chart.click("a", CATHERINE.name)
    room.panel.click("button", "Yes, this is the client")
    room.panel.wait_for("main.rest")
    room.panel.wait_for("h1", tail(CATHERINE))
    room.go_home()
    room.chart.click("a", CATHERINE.name)
    room.panel.wait_for("main.rest")  # linked now: not asked again
    assert room.panel.count("main.rest .row") >= 3


def test_another_chart_blanks_and_shows_the_other(room: Room) -> None:
    room.show(DOMINIC)
    room.go_home()
    room.show(CATHERINE)
    words = room.panel.evaluate("return [...document.querySelectorAll('.row .say')].map((one) => one.textContent);")
    assert words
    room.panel.evaluate(
        """window.blanked = false;
        new MutationObserver(() => { window.blanked ||= document.querySelector("[data-view=blank]") !== null; })
          .observe(document.body, { subtree: true, childList: true });"""
    )
    room.chart.click("a", DOMINIC.name)
    room.panel.wait_for("h1", tail(DOMINIC))
    assert room.panel.evaluate("return window.blanked;")
    source = room.panel.source()
    assert tail(CATHERINE) not in source
    assert not [line for line in words if line.strip() and line in source]


def test_a_client_without_notes_and_a_page_without_chart(room: Room) -> None:
    room.chart.click("a", ROWAN.name)
    room.panel.wait_for("[data-view=unknown_client]")
    room.firefox.go_to("about:blank")
    room.panel.wait_for("[data-view=no_chart]")


def test_the_shade_takes_the_words_out_of_the_page(room: Room) -> None:
    room.show(CATHERINE)
    keys: list[Callable[[], None]] = [lambda: room.panel.press("Escape"), lambda: room.panel.shortcut("H")]
    for cover in keys:
        cover()
        room.panel.wait_until_gone("main.rest")
        assert room.panel.count("[data-view=shade]") == 1
        assert room.panel.text().strip() == ""
        assert tail(CATHERINE) not in room.panel.source()
        cover()
        room.panel.wait_for("main.rest")


def test_locked_and_unlocked(room: Room) -> None:
    room.show(CATHERINE)
    room.companion.lock()
    room.panel.wait_for("[data-view=locked]")
    assert tail(CATHERINE) not in room.panel.source()
    room.companion.unlock()
    room.panel.wait_for("main.rest")


def test_a_companion_that_is_killed_takes_its_words_along_and_comes_back(room: Room) -> None:
    room.show(CATHERINE)
    room.companion.kill()
    room.panel.wait_for("[data-view=not_running]", patience=2)
    assert tail(CATHERINE) not in room.panel.source()
    room.companion.start()
    room.panel.wait_for("main.rest", patience=30)


def test_a_note_opens_at_its_quote_and_back(room: Room) -> None:
    room.show(CATHERINE)
    row = room.panel.evaluate("return document.querySelector('main.rest .row[data-row]').dataset.row;")
    focused = "return document.activeElement.dataset.row ?? '';"
    ways: list[Callable[[], None]] = [lambda: room.panel.press("Escape"), lambda: room.panel.click("button.back")]
    for back in ways:
        room.panel.click(f"[data-row='{row}']")
        room.panel.wait_for("mark")
        seen = room.panel.evaluate(
            """const [mark, text] = ["mark", ".text"].map((one) => document.querySelector(one).getBoundingClientRect());
            return mark.top < text.bottom && mark.bottom > text.top && mark.top < innerHeight;"""
        )
        assert seen
        start, end = map(int, row.split(":")[1:])
        assert len(room.panel.evaluate("return document.querySelector('mark').textContent;")) == end - start
        back()
        room.panel.wait_for("main.rest")
        assert room.panel.evaluate(focused) == row


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_at_252_pixels_nothing_is_wider_than_the_sidebar(room: Room, theme: str, shots: Path | None) -> None:
    room.panel.resize(252)
    room.panel.theme(theme)
    assert room.panel.evaluate(SIDEWAYS) == []
    room.show(CATHERINE)
    assert room.panel.evaluate(SIDEWAYS) == []
    assert room.panel.evaluate("return document.documentElement.scrollHeight - innerHeight;") <= 0
    if shots:
        room.panel.screenshot(shots / f"firefox-{theme}.png")
    room.panel.click("main.rest .row")
    room.panel.wait_for("mark")
    assert room.panel.evaluate(SIDEWAYS) == []
    room.panel.theme("light")


def test_the_panel_can_reach_nothing_but_loopback(room: Room) -> None:
    for address in ("https://example.com/", "http://127.0.0.2/", "http://localhost/", "ws://127.0.0.1/"):
        refused = room.panel.evaluate(
            """const told = new Promise((heard) =>
              addEventListener("securitypolicyviolation", (event) => heard(event.violatedDirective), { once: true }));
            if (arguments[0].startsWith("ws:")) { try { new WebSocket(arguments[0]); } catch { /* told below */ } }
            else fetch(arguments[0]).catch(() => undefined);
            return await Promise.race([told, new Promise((late) => setTimeout(late, 5000, "reached"))]);""",
            address,
        )
        assert refused == "connect-src", address
