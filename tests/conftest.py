"""What tests of every room share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion.demo.sample import samples
from tests.companion_process import CompanionProcess

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from index import Embedder

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background hands down an ignored Ctrl-C; the commands under test must hear theirs.
    signal.signal(signal.SIGINT, signal.default_int_handler)

SANDBOX = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
"""Chromium refuses to run as root with it."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all: two cannot run beside each other."""
    os.environ["PW_CHROMIUM_ATTACH_TO_OTHER"] = "1"  # before it starts: else the side panel is not among its pages
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Debian's Chromium is not installed, and CI is set")
        pytest.skip("Debian's Chromium is not installed")
    return found


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real model, loaded once."""
    from index import Embedder

    loaded = Embedder()
    loaded.load()
    return loaded


@pytest.fixture(scope="session")
def companion(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CompanionProcess]:
    """A real companion that has read the first two sample clients. Leave it running and unlocked."""
    process = CompanionProcess(tmp_path_factory.mktemp("eyeline") / "data")
    process.start()
    for sample in samples()[:2]:
        process.bring_in(sample)
    process.wait_until_read()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def caseload() -> Path:
    """The measuring set beside the project; read, never copied."""
    return _shared("caseload")


@pytest.fixture(scope="session")
def public() -> Path:
    """Public data for import tests; read, never copied."""
    return _shared("public")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the trust suites tried, as a table, where they were asked for."""
    if "trust" not in (terminalreporter.config.option.markexpr or ""):
        return
    rows = [
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", [])
        if name == "trust" and report.when == "call"
    ]
    terminalreporter.section("trust: what was tried, how often, and what was lost, let in or wrong")
    for row in rows:
        terminalreporter.line(row)


def _shared(name: str) -> Path:
    folder = Path(__file__).parents[2] / "shared" / "evaluate" / name
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing and CI is set")
        pytest.skip(f"{folder} is not here")
    return folder
