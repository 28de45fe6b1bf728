"""The real extension in Firefox's real sidebar, beside the demo chart, paired with a real companion."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from companion.demo.browser import EXTENSION
from companion.demo.chart_server import ChartServer, serve_chart
from companion.demo.sample import Sample, samples
from companion.record import Client
from tests.companion_process import CompanionProcess
from tests.firefox.document import PAGE, Document, Sidebar
from tests.firefox.marionette import Firefox

EXTENSION_ID = "eyeline@eyeline.invalid"
HOST = "6a1e5b0c-2f43-4d7e-9c58-0b7f3d2a9e11"
"""Firefox makes up the host of an extension's pages at install; a test wants to know it."""

Launch = Callable[[], Firefox]


@dataclass(frozen=True)
class Room:
    """A therapist's screen: the real sidebar at the left, the chart beside it."""

    firefox: Firefox
    chart: Document
    panel: Sidebar
    companion: CompanionProcess
    home: str

    def show(self, sample: Sample) -> None:
        """Opens the client's chart, and confirms it where this is the first time."""
        self.chart.click("a", sample.name)
        self.panel.wait_for("[data-view=which_client], main.rest")
        if self.panel.count("[data-view=which_client]"):
            self.panel.click("button", "Yes, this is the client")
        self.panel.wait_for("main.rest")
        self.panel.wait_for("h1", tail(sample))

    def go_home(self) -> None:
        self.firefox.go_to(self.home)
        self.panel.wait_for("[data-view=no_chart]")


def tail(sample: Sample) -> str:
    return "".join(c for c in sample.record_number if c.isalnum())[-4:]


def pair(panel: Sidebar, companion: CompanionProcess) -> None:
    panel.type("label=Code", companion.pairing_code())
    panel.click("button", "Pair")


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Starts Firefox with a profile of its own and no extension."""
    binary = shutil.which("firefox-esr")
    if binary is None:
        if os.environ.get("CI"):
            pytest.fail("Debian's firefox-esr is not installed, and CI is set")
        pytest.skip("Debian's firefox-esr is not installed")
    fixed = {"extensions.webextensions.uuids": json.dumps({EXTENSION_ID: HOST})}
    with ExitStack() as opened:

        def start() -> Firefox:
            firefox = Firefox(binary, tmp_path_factory.mktemp("firefox"), fixed)
            opened.callback(firefox.close)
            return firefox

        yield start


@pytest.fixture(scope="session")
def firefox_chart() -> Iterator[ChartServer]:
    """The demo EHR with three clients; the companion knows the first two."""
    people = [Client("", s.name, s.record_number, s.birth_date, s.pronouns, invented=True) for s in samples()[:3]]
    server = serve_chart(people)
    yield server
    server.close()


@pytest.fixture
def unpaired(launch: Launch, firefox_chart: ChartServer, companion: CompanionProcess) -> Iterator[Room]:
    """A browser of its own that has never been paired."""
    room = open_room(launch(), firefox_chart.url, companion)
    yield room
    room.firefox.close()


@pytest.fixture(scope="session")
def paired(launch: Launch, firefox_chart: ChartServer, companion: CompanionProcess) -> Room:
    room = open_room(launch(), firefox_chart.url, companion)
    pair(room.panel, companion)
    return room


@pytest.fixture
def room(paired: Room) -> Room:
    """The shared paired browser, no chart open."""
    paired.go_home()
    return paired


def open_room(firefox: Firefox, home: str, companion: CompanionProcess) -> Room:
    """The extension installed as about:debugging does, `home` in the tab, the sidebar open, nothing paired."""
    panel = Sidebar(firefox, firefox.install(EXTENSION))
    firefox.go_to(home)
    panel.open()
    return Room(firefox, Document(firefox, PAGE), panel, companion, home)


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where screenshots go, if EYELINE_SHOTS names a folder."""
    folder = os.environ.get("EYELINE_SHOTS")
    return Path(folder) if folder else None
