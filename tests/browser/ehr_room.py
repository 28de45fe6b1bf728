"""A therapist's screen beside any EHR: the real side panel taught, by pointing, where the client's banner stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from companion.demo.browser import open_side_panel
from companion.demo.sample import samples
from tests.browser.conftest import Launch, pair
from tests.browser.ehrs import Ehr, Person, serve_ehr
from tests.companion_process import CompanionProcess

FIELDS = {"name": "client’s name", "record_number": "record number", "birth_date": "birth date"}

CATHERINE, DOMINIC = (Person(s.name, s.birth_date, s.record_number) for s in samples()[:2])
"""Whose notes the companion has read."""

Places = dict[str, Locator]


def _history(page: Page) -> Places:
    facts = page.get_by_label("patient banner").locator("span")
    return {"name": facts.first, "record_number": facts.nth(2)}


def _hash_tabs(page: Page) -> Places:
    pane = page.locator(".pane.active")
    return {"name": pane.locator(".pt-name"), "birth_date": pane.locator(".pt-dob")}


def _server_rendered(page: Page) -> Places:
    header = "#ctl00_PatientHeader_lbl"
    return {"name": page.locator(f"{header}Name"), "birth_date": page.locator(f"{header}DOB")}


def _shadow(page: Page) -> Places:
    bar = page.locator("pl-client-bar").locator("span, b")
    return {"name": bar.nth(1), "birth_date": bar.nth(3), "record_number": bar.nth(5)}


def _medplum(page: Page) -> Places:
    values = page.locator(".InfoBar_root .InfoBar_value")
    return {"name": values.nth(0), "birth_date": values.nth(1), "record_number": values.nth(3)}


BANNERS: dict[str, Callable[[Page], Places]] = {
    "history": _history,
    "hash_tabs": _hash_tabs,
    "server_rendered": _server_rendered,
    "shadow": _shadow,
    "medplum": _medplum,
}
"""Where each EHR shows its client, as a person at the screen would point."""


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

    def teach(self, places: Places) -> None:
        for field, at in places.items():
            self.point(field, at)
        use = self.panel.get_by_role("button", name="Use these")
        expect(use).to_be_enabled()
        use.click()

    def switch_on_and_teach(self) -> None:
        self.panel.get_by_role("button", name="Use Eyeline on this site").click()
        expect(self.view("teach")).to_be_visible()
        places = BANNERS[self.ehr.name](self.chart)
        expect(places["name"]).to_be_visible()
        self.teach(places)

    def confirm(self) -> None:
        yes = self.panel.get_by_role("button", name="Yes, this is the client")
        expect(yes).to_be_visible()
        yes.click()
        expect(self.panel.locator("main.rest")).to_be_visible()

    def shown(self, person: Person) -> Locator:
        """The head of the panel, saying this client's record number's tail."""
        return self.panel.locator("header h1", has_text=tail(person))

    def expect_shown(self, person: Person) -> None:
        """That client and nobody else."""
        expect(self.shown(person)).to_be_visible()
        other = DOMINIC if person == CATHERINE else CATHERINE
        assert tail(other) not in self.text()

    def expect_nobody(self) -> None:
        expect(self.panel.locator("header h1")).to_have_count(0)
        assert not [person for person in (CATHERINE, DOMINIC) if tail(person) in self.text()]

    def text(self) -> str:
        return str(self.panel.evaluate("document.body.textContent"))


def tail(person: Person) -> str:
    return "".join(c for c in person.record_number or "" if c.isalnum())[-4:]


def open_room(launch: Launch, companion: CompanionProcess, kind: str) -> EhrRoom:
    """A browser paired and nothing taught, beside the EHR of this make."""
    ehr = serve_ehr(kind, [CATHERINE, DOMINIC])
    context = launch()
    chart = context.pages[0]
    chart.goto(ehr.home_url)
    panel = open_side_panel(context, chart)
    pair(panel, companion)
    return EhrRoom(context, chart, panel, ehr)


def taught_room(launch: Launch, companion: CompanionProcess, kind: str) -> EhrRoom:
    """The same, taught, and both clients' charts confirmed."""
    room = open_room(launch, companion, kind)
    room.go(CATHERINE)
    room.switch_on_and_teach()
    room.confirm()
    room.go(DOMINIC)
    room.confirm()
    return room


def close_room(room: EhrRoom) -> None:
    room.context.close()
    room.ehr.close()
