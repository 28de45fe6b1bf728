"""The real extension in a real Chromium, beside the demo chart, paired with a real companion through its own screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from companion.demo.browser import EXTENSION, FLAGS, open_side_panel
from companion.demo.chart_server import ChartServer, serve_chart
from companion.demo.sample import Sample, samples
from companion.record import Client
from tests.companion_process import CompanionProcess
from tests.conftest import SANDBOX

SIZE = {"width": 1280, "height": 800}
Launch = Callable[[], BrowserContext]


@dataclass(frozen=True)
class Room:
    """A therapist's screen: the chart at the left, the real side panel at the right."""

    context: BrowserContext
    chart: Page
    panel: Page
    companion: CompanionProcess

    def view(self, name: str) -> Locator:
        return self.panel.locator(f"[data-view={name}]")

    def click_client(self, sample: Sample) -> None:
        self.chart.get_by_role("link", name=sample.name).click()

    def show(self, sample: Sample) -> None:
        """Opens the client's chart, and confirms it where this is the first time."""
        self.click_client(sample)
        expect(self.panel.locator("[data-view=which_client], main.rest")).to_be_visible()
        if self.view("which_client").is_visible():
            self.panel.get_by_role("button", name="Yes, this is the client").click()
        expect(self.panel.locator("main.rest")).to_be_visible()
        expect(self.panel.get_by_role("heading", level=1)).to_contain_text(tail(sample))

    def go_home(self) -> None:
        self.chart.bring_to_front()
        self.chart.get_by_role("link", name="Harbor Practice").click()
        expect(self.view("no_chart")).to_be_visible()


def tail(sample: Sample) -> str:
    return "".join(c for c in sample.record_number if c.isalnum())[-4:]


def pair(panel: Page, companion: CompanionProcess) -> None:
    panel.get_by_label("Code").fill(companion.pairing_code())
    panel.get_by_role("button", name="Pair").click()


@pytest.fixture(scope="session")
def launch(playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Starts Chromium with the extension and a profile of its own."""
    loaded = [f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"]
    with ExitStack() as opened:

        def start() -> BrowserContext:
            context = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("profile"),
                headless=True,
                executable_path=chromium,
                ignore_default_args=["--disable-extensions"],
                args=[*FLAGS, *SANDBOX, *loaded],
                viewport={"width": SIZE["width"], "height": SIZE["height"]},
            )
            opened.callback(context.close)
            return context

        yield start


@pytest.fixture(scope="session")
def chart_server() -> Iterator[ChartServer]:
    """The demo EHR with three clients; the companion knows the first two."""
    people = [Client("", s.name, s.record_number, s.birth_date, s.pronouns, invented=True) for s in samples()[:3]]
    server = serve_chart(people)
    yield server
    server.close()


@pytest.fixture
def unpaired(launch: Launch, chart_server: ChartServer, companion: CompanionProcess) -> Iterator[Room]:
    """A browser of its own that has never been paired."""
    room = _room(launch(), chart_server, companion)
    yield room
    room.context.close()


@pytest.fixture(scope="session")
def paired(launch: Launch, chart_server: ChartServer, companion: CompanionProcess) -> Room:
    room = _room(launch(), chart_server, companion)
    pair(room.panel, companion)
    return room


@pytest.fixture
def room(paired: Room) -> Room:
    """The shared paired browser, no chart open."""
    paired.go_home()
    return paired


def _room(context: BrowserContext, server: ChartServer, companion: CompanionProcess) -> Room:
    chart = context.pages[0]
    chart.goto(server.url)
    return Room(context, chart, open_side_panel(context, chart), companion)


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where screenshots go, if EYELINE_SHOTS names a folder."""
    folder = os.environ.get("EYELINE_SHOTS")
    return Path(folder) if folder else None
