"""A therapist's screen beside any EHR: the real side panel taught, by pointing, where the client's banner stands."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.ehrs import Ehr, Person

FIELDS = {"name": "client’s name", "record_number": "record number", "birth_date": "birth date"}


@dataclass(frozen=True)
class EhrRoom:
    """`chart` is the EHR's page, `panel` the side panel beside it."""

    context: BrowserContext
    chart: Page
    panel: Page
    ehr: Ehr

    def view(self, name: str) -> Locator:
        return self.panel.locator(f"[data-view={name}]")

    def go(self, person: Person) -> None:
        self.chart.goto(self.ehr.chart_url(person))

    def switch_on(self) -> None:
        self.panel.get_by_role("button", name="Use Eyeline on this site").click()

    def point(self, field: str, at: Locator) -> None:
        """Presses the field's button in the panel and clicks the place on the page, as a hand would."""
        self.panel.get_by_role("button", name=f"Point at the {FIELDS[field]}").click()
        expect(self.panel.get_by_text("Click it on the page")).to_be_visible()
        at.scroll_into_view_if_needed()
        box = at.bounding_box()
        assert box is not None
        self.chart.mouse.move(box["x"] + min(box["width"], 40) / 2, box["y"] + box["height"] / 2)
        self.chart.mouse.down()
        self.chart.mouse.up()
        expect(self.panel.get_by_text("Click it on the page")).to_have_count(0)

    def teach(self, places: dict[str, Locator]) -> None:
        for field, at in places.items():
            self.point(field, at)
        expect(self.panel.get_by_role("button", name="Use these")).to_be_enabled()
        self.panel.get_by_role("button", name="Use these").click()

    def confirm(self) -> None:
        self.panel.get_by_role("button", name="Yes, this is the client").click()
        expect(self.panel.locator("main.rest")).to_be_visible()

    def shown(self, person: Person) -> Locator:
        """The head of the panel, saying this client's record number's tail."""
        tail = "".join(c for c in person.record_number or "" if c.isalnum())[-4:]
        return self.panel.locator("header h1", has_text=tail)

    def text(self) -> str:
        return str(self.panel.evaluate("document.documentElement.outerHTML"))
