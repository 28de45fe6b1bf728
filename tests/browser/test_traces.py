"""Three hundred generated ways through an EHR, in which the time with the wrong client in the panel is nothing.

One trace alone: `pytest "tests/browser/test_traces.py::test_trace[137]"`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from companion.demo.browser import open_side_panel
from tests.browser.conftest import Launch, pair
from tests.browser.ehrs.server import Ehr
from tests.browser.traces.drive import Drive
from tests.browser.traces.people import CLIENTS, EVERYBODY
from tests.browser.traces.site import Call, Habitual
from tests.browser.traces.trace import FOUND, Trace, trace
from tests.browser.traces.truth import judge, timeline
from tests.companion_process import CompanionProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TRACES = tuple(map(trace, range(300)))
SHORT = 80
"""Traces that every run of the tests takes; the rest are the long form."""
MORE = tuple(pytest.param(told, marks=pytest.mark.long) for told in TRACES[SHORT:])
TOLD_WITHIN = 100.0
WATCH = (Path(__file__).parent / "traces" / "watch.js").read_text(encoding="utf-8")
POINT = {
    "name": ("client’s name", ".full"),
    "record_number": ("record number", ".file"),
    "birth_date": ("birth date", ".born"),
}


@dataclass
class Scene:
    """A taught and watched panel beside the EHR of all traces."""

    context: BrowserContext
    page: Page
    panel: Page
    ehr: Ehr
    call: Ehr
    stayed: list[tuple[float, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CompanionProcess]:
    """A companion that knows the clients of the traces."""
    folder = tmp_path_factory.mktemp("traces")
    process = CompanionProcess(folder / "data")
    process.start()
    try:
        for client in CLIENTS:
            process.bring_in(client.bring_in(folder))
        process.wait_until_read()
        yield process
    finally:
        process.stop()


@pytest.fixture(scope="module")
def scene(launch: Launch, caseload: CompanionProcess) -> Iterator[Scene]:
    ehr, call = Ehr("traces", Habitual(), 0), Ehr("call", Call(), 0)
    context = launch()
    page = context.pages[0]
    page.goto(ehr.home_url)
    panel = open_side_panel(context, page)
    pair(panel, caseload)
    _teach(panel, page)
    _confirm_everybody(panel, page)
    watched = [{"key": client.key, "words": client.tell_tale} for client in CLIENTS]
    panel.evaluate(WATCH, watched)
    yield Scene(context, page, panel, ehr, call)
    context.close()
    ehr.close()
    call.close()


def _teach(panel: Page, page: Page) -> None:
    """Once, by pointing, on the panel's own screen."""
    page.evaluate("localStorage.setItem('how', JSON.stringify({ routing: 'path' }))")
    page.evaluate("open('anneke')")
    page.reload()
    panel.get_by_role("button", name="Use Eyeline on this site").click()
    for label, place in POINT.values():
        panel.get_by_role("button", name=f"Point at the {label}").click()
        expect(panel.get_by_text("Click it on the page")).to_be_visible()
        page.locator(place).click()
        expect(panel.get_by_text("Click it on the page")).to_have_count(0)
    panel.get_by_role("button", name="Use these").click()


def _confirm_everybody(panel: Page, page: Page) -> None:
    """Each client once by the address with all that a banner says, and once by name and birth date alone."""
    for how in ({"routing": "path"}, {"routing": "bare", "fields": ["name", "birth_date"]}):
        page.evaluate("(how) => localStorage.setItem('how', JSON.stringify(how))", how)
        page.goto(page.url.split("/clients")[0] + "/home")
        for client in CLIENTS:
            page.evaluate("(key) => open(key)", client.key)
            panel.get_by_role("button", name="Yes, this is the client").click()
            expect(panel.locator("header h1")).to_contain_text(client.record[-4:])


@pytest.mark.parametrize("told", [*TRACES[:SHORT], *MORE, *FOUND], ids=lambda told: str(told.seed))
def test_trace(scene: Scene, told: Trace) -> None:
    """At no time is a client in the panel who is not the page's, and at the end the one who is."""
    drive = Drive(scene.context, scene.panel, scene.ehr, scene.call, told, {"0": scene.page})
    drive.run()
    may = timeline(drive.entries, drive.fronts, told.habits.fields, drive.keeps)
    verdict = judge(drive.log["seen"], drive.log["told"], drive.ended, may)
    wrong = verdict.wrong
    left = [one for one in drive.log["told"] if one["left"]]
    notes = json.dumps({"pages": drive.entries, "panel": drive.log}) if wrong or left else ""
    assert not wrong and not left, f"{told}\n{[str(one) for one in wrong]}\nleft when told: {left}\n{notes}"
    assert drive.shown[0], f"{EVERYBODY[told.first].name} was not shown at first\n{told}"
    assert drive.shown[1] or not told.vouched, f"{EVERYBODY[told.last].name} was not shown at last\n{told}"
    scene.stayed.extend(verdict.stayed)


def test_how_soon_the_panel_is_told(scene: Scene) -> None:
    """How long the client before stays until the browser has told the panel of a change, by what told it."""
    if len(scene.stayed) < 100:
        pytest.skip("needs the traces before it")
    for why in sorted({told for _, told in scene.stayed}):
        times = sorted(ms for ms, told in scene.stayed if told == why)
        p95 = times[int(len(times) * 0.95)]
        said = f"told by {why} {len(times)} times: p50 {median(times):.1f}, p95 {p95:.1f}, at most {times[-1]:.1f} ms"
        sys.stdout.write(f"\n{said}")
        assert p95 <= TOLD_WITHIN, said
