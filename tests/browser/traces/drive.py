"""Goes a trace's way in a real browser, and brings home what the pages and the panel have noted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.browser.traces.hands import ALTER, ESCAPE, SET, Hands, now
from tests.browser.traces.people import CLIENTS
from tests.browser.traces.trace import Step
from tests.browser.traces.truth import Entry, Front

SOON = 500
"""Milliseconds that a step waits for the panel to come to rest, where the trace lets it."""
AT_LAST = 6000
KNOWN = {client.key for client in CLIENTS}


@dataclass
class Drive(Hands):
    """One trace. After `run` what was noted is here."""

    keeps: list[tuple[float, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    log: dict[str, Any] = field(default_factory=dict)
    ended: float = 0.0
    shown: tuple[bool, bool] = (False, False)
    """Whether the first and the last client came onto the panel."""

    def run(self) -> None:
        """Tab "0" is that of all traces, in front."""
        self._begin()
        begun = self.shows(self.trace.first, AT_LAST)
        for step in self.trace.steps:
            getattr(self, f"_{step.does}")(step)
            if step.rests:
                self.comes_to_rest(self.here(), SOON)
        self.shown = (begun, self.shows(self.trace.last, AT_LAST if self.trace.vouched else SOON))
        self.log = self.panel.evaluate("watching.take()")
        self.ended = now()
        self.entries = self.noted()

    def _begin(self) -> None:
        """No chart, and nothing left of the trace before, however that has ended."""
        for other in self.context.pages:
            if other not in (self.page, self.panel):
                other.close()
        self.watch("release")
        if self.panel.locator("[data-view=shade]").count():
            self.panel.evaluate(ESCAPE)
        self.page.goto(self.ehr.home_url)
        self.page.evaluate(SET, self.trace.habits.as_json())
        assert self.watch("nobody", 2000), "somebody is shown where there is no chart"
        self.panel.evaluate("watching.take()")
        self.fronts.append(Front("0", now(), now()))
        self.click(self.trace.first)
        if self.trace.habits.routing == "visit" and self.trace.habits.first == "banner":
            self._reload(Step("reload"))  # else the banner is older than an address that names nobody

    # -- from chart to chart -------------------------------------------------------------------------------------------

    def _open(self, step: Step) -> None:
        self.click(step.who[0])

    def _hurry(self, step: Step) -> None:
        """The next is clicked before the one before has come."""
        if self.by_loads:
            with self.ehr.holding():
                self.loads(step.who)
            return
        for key in step.who[:-1]:
            self.click(key, wait=False)
        self.click(step.who[-1])

    def _turn_page(self, _step: Step) -> None:
        self.page.evaluate("turnPage('plan')")

    def _home(self, _step: Step) -> None:
        self.page.evaluate("home()")

    def _back(self, _step: Step) -> None:
        self.through_history(-1)

    def _forward(self, _step: Step) -> None:
        self.through_history(1)

    def _reload(self, _step: Step) -> None:
        self.page.reload(wait_until="domcontentloaded")
        self.rests()

    # -- loads that take their time ------------------------------------------------------------------------------------

    def _slow(self, step: Step) -> None:
        """Meanwhile the page before is still there, and still does what it does."""
        other, last = step.who
        meanwhile = "" if self.by_loads else other
        with self.page.expect_navigation(url=re.compile("slow=1"), wait_until="domcontentloaded"), self.ehr.holding():
            told = self.count()
            self.page.evaluate("([key, meanwhile]) => loadBehind(key, meanwhile)", [last, meanwhile])
            self.watch("told", told, 300)
            self.comes_to_rest(meanwhile, SOON)
        self.rests()

    def _never(self, step: Step) -> None:
        """A load that does not come to an end, and is given up for another."""
        with self.ehr.holding():
            self.loads(step.who, 60)

    def _endless(self, step: Step) -> None:
        """A page that shows its chart and never ends loading."""
        with self.ehr.holding():
            self.page.evaluate(ALTER, {"endless": True})
            with self.page.expect_navigation(wait_until="commit"):
                self.page.evaluate("(key) => loads([key], 0)", step.who[0])
            self.watch("nobody", 300)
        self.page.wait_for_load_state("domcontentloaded")
        self.page.evaluate(ALTER, {"endless": False})
        self.rests()

    # -- tabs and windows ----------------------------------------------------------------------------------------------

    def _tab(self, step: Step) -> None:
        """A second tab with another client, and back to the first."""
        self.new_tab("1")
        self.click(step.who[0])
        self.comes_to_rest(step.who[0], SOON)
        self.to_front("0")

    def _behind(self, step: Step) -> None:
        """While the second tab is in front, the first goes on to another client."""
        self.new_tab("2")
        self.click(step.who[0], wait=False)
        if not self.by_loads:
            self.tabs["0"].evaluate("(key) => open(key)", step.who[1])
        self.rests()
        self.to_front("0")

    def _window(self, step: Step) -> None:
        """A second window with another client: none of this panel's business."""
        with self.context.expect_page() as opened:
            self.panel.evaluate("(url) => void chrome.windows.create({ url })", f"{self.ehr.origin}/enter/w")
        other = opened.value
        other.wait_for_load_state("domcontentloaded")
        if not self.by_loads:
            other.evaluate("(key) => open(key)", step.who[0])
        other.close()

    # -- the panel -----------------------------------------------------------------------------------------------------

    def _shade(self, step: Step) -> None:
        """Covered, nothing is in the panel; the page goes on beneath, and it comes back as it is then."""
        self.panel.evaluate(ESCAPE)
        self.click(step.who[0])
        assert self.panel.evaluate("watching.look()") == [], "words under the shade"
        self.panel.evaluate(ESCAPE)

    def _deep(self, step: Step) -> None:
        """One key deeper, a note of the client's is open when the page goes on."""
        row = self.panel.locator("main.rest .row").first
        if self.here() not in KNOWN or not self.shows(self.here(), SOON) or not row.count():
            return
        row.click()
        self.panel.locator("[data-view=note], [data-view=theme], [data-view=goal]").wait_for()
        self.click(step.who[0])

    def _cancelled(self, step: Step) -> None:
        """The page goes on while the companion's answer is on its way."""
        self.watch("hold")
        self.click(step.who[0])
        self.watch("held", 300)
        self.click(step.who[1])
        self.watch("release")

    # -- beside a call -------------------------------------------------------------------------------------------------

    def _call(self, _step: Step) -> None:
        """A page of no EHR, and back."""
        key = self.here() or self.trace.first
        back = self.way_to(key)
        self.page.goto(self.call.home_url)
        self.watch("nobody", 300)
        self.come_back(back, key)

    def _keep(self, step: Step) -> None:
        """The client is kept beside a call; then another's chart is in front, and before the companion has said a word
        about it there is a call again."""
        key, other = self.here(), step.who[0]
        if key not in KNOWN or not self.shows(key, SOON):
            return
        self.panel.get_by_role("button", name="More").click()
        self.panel.get_by_role("button", name="Keep this client").click()
        self.keeps.append((now(), key))
        back = self.way_to(other)
        self.page.goto(self.call.home_url)
        assert self.shows(key, AT_LAST), "a kept client is not shown beside a call"
        self.watch("hold")
        self.come_back(back, other)
        self.watch("held", 300)
        self.page.goto(self.call.home_url)
        self.watch("release")
        self.watch("nobody", 300)
        self.come_back(back, other)
