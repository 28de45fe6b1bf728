"""Opens the demo chart in Debian's Chromium with the extension loaded, and pairs it as a person would: on the
extension's own screen, by typing the code."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright, Worker

EXTENSION = Path(__file__).parents[2] / "extension"

FLAGS = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


_LISTENS = """() => new Promise((heard) => {
  const look = () => (chrome.action.onClicked.hasListeners() ? heard() : setTimeout(look, 10));
  look();
})"""


class BrowserMissing(Exception):
    """No browser that the demo can drive; its words say what is missing."""


@dataclass(slots=True)
class DemoBrowser:
    """A Chromium with a throw-away profile."""

    context: BrowserContext
    chart: Page
    panel: Page
    _playwright: Playwright
    _profile: Path

    def close(self) -> None:
        """Ends the browser, if Ctrl-C or the person at it has not done so already, and deletes its profile."""
        from playwright.sync_api import Error

        try:
            self.context.close()
            self._playwright.stop()
        except Error:
            pass
        finally:
            shutil.rmtree(self._profile, ignore_errors=True)


def show_in_browser(chart_url: str, code: str, *, headless: bool) -> DemoBrowser:
    """The demo chart and the real side panel, paired. Raises BrowserMissing where that cannot be done here."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or not EXTENSION.is_dir():
        raise BrowserMissing("Debian's Chromium is not installed here.")
    if headless:
        raise BrowserMissing("There is no screen here.")
    try:
        return open_browser(chromium, chart_url, code, headless=False)
    except BrowserMissing:
        raise
    except Exception as error:  # Playwright's own, or no such tab: the demo goes on with the steps for a person
        raise BrowserMissing(f"Chromium could not be opened with the extension ({type(error).__name__}).") from None


def open_browser(chromium: str, chart_url: str, code: str, *, headless: bool, flags: Sequence[str] = ()) -> DemoBrowser:
    """See `show_in_browser`; for a screenshot also without a screen, and with more of Chromium's flags."""
    os.environ["PW_CHROMIUM_ATTACH_TO_OTHER"] = "1"  # else Playwright does not see the side panel (its PR 14873)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise BrowserMissing("The package playwright, which the demo drives the browser with, is missing.") from None
    profile = Path(tempfile.mkdtemp(prefix="eyeline-demo-browser-"))
    playwright = sync_playwright().start()
    try:
        context = playwright.chromium.launch_persistent_context(
            profile,
            headless=headless,
            executable_path=chromium,
            ignore_default_args=["--disable-extensions"],
            args=[*_flags(), *flags, f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"],
            no_viewport=True,
        )
        chart = context.pages[0]
        chart.goto(chart_url)
        panel = open_side_panel(context, chart)
        panel.get_by_label("code", exact=False).fill(code)
        panel.get_by_role("button", name="Pair").click()
    except BaseException:
        playwright.stop()  # and with it what it has started
        shutil.rmtree(profile, ignore_errors=True)
        raise
    return DemoBrowser(context, chart, panel, playwright, profile)


def open_side_panel(context: BrowserContext, page: Page) -> Page:
    """The real side panel, opened as a click on the toolbar's button opens it (CDP Extensions.triggerAction)."""
    browser = context.browser
    assert browser is not None
    worker = next(filter(_is_ours, context.service_workers), None) or context.wait_for_event("serviceworker", _is_ours)
    worker.evaluate(_LISTENS)  # a click that comes before the extension listens is lost
    session = browser.new_browser_cdp_session()
    wanted = {"filter": [{"type": "tab", "exclude": False}]}
    targets: list[dict[str, Any]] = session.send("Target.getTargets", wanted)["targetInfos"]
    tab = next(t for t in targets if t["url"] == page.url)
    with context.expect_page() as opened:  # its address is not known yet when it appears
        session.send("Extensions.triggerAction", {"id": worker.url.split("/")[2], "targetId": tab["targetId"]})
    opened.value.wait_for_url("**/panel.html")
    return opened.value


def _is_ours(worker: Worker) -> bool:
    return worker.url.endswith("/background.js")


def _flags() -> list[str]:
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if as_root else [])]
