"""What a trace's steps are made of: clicks, loads, tabs, and waiting for the panel."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.ehrs.server import Ehr
from tests.browser.traces.trace import WHOLE_LOADS, Trace
from tests.browser.traces.truth import Entry, Front

FROM_STORAGE = """() => {
  const notes = Object.keys(localStorage).filter((key) => key.startsWith("log "));
  const found = notes.map((key) => JSON.parse(localStorage[key]));
  return found.sort((one, other) => one.at - other.at || one.number - other.number);
}"""
SET = "(set) => { localStorage.clear(); how = set; localStorage.setItem('how', JSON.stringify(set)); }"
ALTER = "(set) => localStorage.setItem('how', JSON.stringify({ ...JSON.parse(localStorage.how), ...set }))"
ESCAPE = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))"
NOT_SLOW = re.compile("^((?!slow=1).)*$")


def now() -> float:
    """The clock that pages and panel read too."""
    return time.time() * 1000


@dataclass
class Hands:
    """`tabs` by the names that their pages note themselves under; `at` is the one in front."""

    context: BrowserContext
    panel: Page
    ehr: Ehr
    call: Ehr
    trace: Trace
    tabs: dict[str, Page]
    at: str = "0"
    fronts: list[Front] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.tabs[self.at]

    # -- the EHR -------------------------------------------------------------------------------------------------------

    @property
    def by_loads(self) -> bool:
        return self.trace.habits.routing in WHOLE_LOADS

    def click(self, key: str, *, wait: bool = True) -> None:
        if self.by_loads:
            self.loads((key,))
        else:
            self.page.evaluate(f"{'' if wait else 'void '}open('{key}')")

    def loads(self, keys: tuple[str, ...], ms: int = 20) -> None:
        """Ends when the last has come."""
        with self.page.expect_navigation(url=NOT_SLOW, wait_until="domcontentloaded"):
            self.page.evaluate("([keys, ms]) => loads(keys, ms)", [keys, ms])
        self.rests()

    def here(self) -> str:
        """Whose chart is open in the tab in front, as its own EHR means it; empty for nobody's."""
        return str(self.page.evaluate("shows()"))

    def way_to(self, key: str) -> str | None:
        way = self.page.evaluate("(key) => direct(key)", key)
        return None if way is None else str(way)

    def come_back(self, way: str | None, key: str) -> None:
        """From another site to a chart of this one."""
        self.page.goto(self.ehr.origin + (way or "/home?back"))
        if way is None:
            self.click(key)
        self.rests()

    def through_history(self, by: int) -> None:
        told = self.count()
        self.page.evaluate("(by) => void setTimeout(() => history.go(by))", by)
        self.watch("told", told, 200)  # there may be nothing in that direction
        self.rests()

    def rests(self) -> None:
        """Until nothing is under way in the page, whichever document is there by then; a page that is not the EHR's
        is left for its home."""
        while True:
            self.page.wait_for_load_state("domcontentloaded")
            try:
                if self.page.evaluate("typeof rests === 'undefined' ? false : rests().then(() => true)"):
                    return
                self.page.goto(self.ehr.home_url)
            except Error as error:
                if "navigation" not in str(error):
                    raise

    def noted(self) -> list[Entry]:
        """What all the EHR's pages have noted in this trace."""
        found: list[Entry] = self.page.evaluate(FROM_STORAGE)
        return found

    # -- tabs and the panel --------------------------------------------------------------------------------------------

    def new_tab(self, tab: str) -> None:
        since = now()
        page = self.tabs.get(tab) or self.context.new_page()
        self.tabs[tab], self.at = page, tab
        page.bring_to_front()
        self.fronts.append(Front(tab, since, now()))
        page.goto(f"{self.ehr.origin}/enter/{tab}")

    def to_front(self, tab: str) -> None:
        since = now()
        self.tabs[tab].bring_to_front()
        self.at = tab
        self.fronts.append(Front(tab, since, now()))

    def shows(self, key: str, ms: int) -> bool:
        return self.watch("shows", key, ms)

    def comes_to_rest(self, key: str, ms: int) -> bool:
        return self.watch("rests", key, ms)

    def watch(self, what: str, *given: Any) -> bool:
        """One of the watch's own calls."""
        return bool(self.panel.evaluate("([what, given]) => watching[what](...given)", [what, list(given)]))

    def count(self) -> int:
        """How often the panel was told of a change so far."""
        return int(self.panel.evaluate("watching.count()"))
