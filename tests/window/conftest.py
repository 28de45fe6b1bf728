"""The window's page in Chromium, with the part of pywebview that it asks: who holds the launch key, and what was chosen
in a dialog. The real pywebview is in test_window_pywebview.py."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from companion.demo.sample import samples
from companion.record import Client
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from scripts.generated import add_client
from tests.conftest import SANDBOX
from tests.ehr.conftest import desk, desks, ehr_process  # noqa: F401 (fixtures)
from tests.importing import import_file
from tests.service.conftest import service, serving  # noqa: F401 (a fixture)

BRIDGE = """(answers) => {
  globalThis.pywebview = {
    _returnValuesCallbacks: {},
    _checkValue(name, answer) { answer(answers[name]); },
    _jsApiCallback() {},
  };
}"""
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, args=SANDBOX)
    yield started
    started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens the window's page of the companion on `port`; fails at the end where the page broke or its policy did."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    broken: list[str] = []

    def opened(port: int, key: bytes, chosen: Path | None = None) -> Page:
        told = base64.urlsafe_b64encode(key).rstrip(b"=").decode("ascii")
        answers = {"launch": {"port": port, "key": told}, "choose_folder": str(chosen) if chosen else None}
        page = context.new_page()
        page.add_init_script(f"({BRIDGE})({json.dumps(answers)})")
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Security Policy" in said.text else None)
        page.goto(f"http://127.0.0.1:{port}/")
        return page

    yield opened
    context.close()
    assert broken == []


@pytest.fixture
def unmade(tmp_path: Path) -> Iterator[Running]:
    """A companion on its first run; the model stays unloaded."""
    vault = Vault.unmade(tmp_path / "data")
    with serving(Workspace(vault, Embedder())) as running:
        yield running
    running.imports.stop()
    vault.close()


@dataclass(frozen=True)
class Case:
    """A companion with the first sample client and one of 300 notes. Take back what you decide."""

    running: Running
    sample: Client
    long: Client


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The model stays unloaded: what is shown here is found by words."""
    with Vault.temporary(tmp_path_factory.mktemp("case")) as vault:
        workspace = Workspace(vault, Embedder())
        sample = samples()[0].add_to(vault)
        list(workspace.import_path(sample.id, samples()[0].notes, "record"))
        long = add_client(workspace, 7, 300, vectors=False)
        with serving(workspace) as running:
            yield Case(running, sample, long)


@pytest.fixture
def made(unmade: Running) -> tuple[Running, list[Client]]:
    """The same with a vault, two clients, and a note of each."""
    unmade.make_vault("correct horse battery staple")
    workspace = unmade.workspace
    clients = [workspace.vault.add_client(name=name) for name in ("Kim Muster", "Lee Muster")]
    for client in clients:
        import_file(workspace, client.id, "2024-01-02_progress.txt", f"{client.name} slept badly.".encode(), "record")
    return unmade, clients
