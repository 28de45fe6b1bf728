"""A companion with one client, and an EHR that knows her too; nothing is registered yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from companion.ehr.registration import HooksFrom, Registration
from companion.ehr.signature import Signatures
from companion.ehr_desk import ACCESSES
from companion.record import Client
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.ehr.ehr_server import EhrServer, Raw, patient
from tests.importing import import_file
from tests.panel import Panel
from tests.service.conftest import serving

NOTE = b"S: Slept badly again, dreamt of the marmalade umbrella.\nP: HW: write the dream down. RTC 1 wk.\n"
WORDS = ("Catherine", "Lindqvist", "1982-04-17", "MRN-1001", "marmalade", "umbrella", "dream")
"""What no door of an EHR may ever say."""


class Desk:
    """A running companion and how its user, a browser and a panel come to it."""

    client: Client

    def __init__(self, running: Running, ehr: EhrServer) -> None:
        self.running, self.ehr = running, ehr
        self.own = f"http://127.0.0.1:{running.port}"
        self.said: list[httpx.Response] = []
        self.browser = httpx.Client(trust_env=False, timeout=30, event_hooks={"response": [self._hears]})
        self._panel: Panel | None = None

    def begin_anew(self) -> None:
        """Nothing registered, nothing handed over, one client with one note, and an EHR that knows her."""
        vault, ehrs = self.running.workspace.vault, self.running.ehrs
        self.ehr.holds(patient())
        self.running.pulls.drop()
        for registration in ehrs.registrations:
            ehrs.remove(registration.issuer)
        ehrs.launches.forget()
        ehrs.signatures = Signatures()
        vault.set_setting(ACCESSES, None)
        for client in vault.clients():
            vault.delete_client(client.id)
        born = date(1982, 4, 17)
        self.client = vault.add_client(name="Catherine Lindqvist", record_number="MRN-1001", birth_date=born)
        import_file(self.running.workspace, self.client.id, "001_2024-05-06_progress.txt", NOTE, "record")
        self.said.clear()

    def _hears(self, said: httpx.Response) -> None:
        said.read()
        if said.url.port == self.running.port:
            self.said.append(said)

    def register(self, **more: Any) -> Registration:
        return self.running.ehrs.add(Registration(self.ehr.issuer, "eyeline-test", **more))

    def with_hooks(self, keys: str = "", origins: tuple[str, ...] = (), issuer: str = "https://ehr.example") -> None:
        self.register(hooks=HooksFrom(issuer, keys, origins))

    def goes(self, url: str, **headers: str) -> httpx.Response:
        """One step of a browser's tab, no redirect followed."""
        return self.browser.get(url, headers={"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", **headers})

    def begin(self, launch: str | None = "to-cat") -> httpx.Response:
        given = {"iss": self.ehr.issuer} | ({"launch": launch} if launch is not None else {})
        return self.goes(str(httpx.URL(f"{self.own}/ehr/launch", params=given)), **{"sec-fetch-site": "cross-site"})

    def back(self, launch: str | None = "to-cat") -> str:
        """The address to which the EHR's login sends the browser."""
        return self.goes(self.begin(launch).headers["location"]).headers["location"]

    def launched(self, launch: str | None = "to-cat") -> str:
        """The word of a launch that went well."""
        said = self.goes(self.back(launch), **{"sec-fetch-site": "cross-site"})
        assert said.status_code == 303, said.text
        word = said.headers["location"].removeprefix("/ehr/launched/")
        landed = self.goes(f"{self.own}{said.headers['location']}")
        assert "Eyeline has it: look at the panel." in landed.text
        return str(word)

    @property
    def panel(self) -> Panel:
        if self._panel is None:
            self._panel = Panel(self.running.port)
            self._panel.pair(self.running.desk.show_code(self.running.port))
            self._panel.begin()
        return self._panel

    def on_tab(self, word: str, path: str = "/v1/chart/open", **more: Any) -> Raw:
        """What the panel is told beside the launch's own tab."""
        return self.panel.ask(path, site=self.own, address_id=word, **more)

    def on_page(self, path: str = "/v1/chart/open", /, **said: Any) -> Raw:
        """What the panel is told beside a page of the EHR."""
        told = {"name": "Catherine Lindqvist", "birth_date": "1982-04-17", "record_number": "MRN-1001", **said}
        return self.panel.ask(path, **({"site": urlsplit(self.ehr.base)._replace(path="").geturl()} | told))

    def confirmed(self) -> str:
        """A launch that the therapist has said is the client's; its word."""
        word = self.launched()
        assert self.on_tab(word, "/v1/chart/confirm", client_id=self.client.id)["result"]["state"] == "overview"
        return word


@pytest.fixture(scope="session")
def ehr_process() -> Iterator[EhrServer]:
    server = EhrServer()
    yield server
    server.stop()


@contextmanager
def made(folder: Path, ehr: EhrServer) -> Iterator[Desk]:
    with Vault.temporary(folder) as vault, serving(Workspace(vault, Embedder())) as running:
        desk = Desk(running, ehr)
        yield desk
        desk.browser.close()
        if desk._panel is not None:
            desk._panel.http.close()


class Desks:
    """One companion for a module's tests; a new one after a test that has locked it."""

    def __init__(self, folder: Path, ehr: EhrServer) -> None:
        self._folder, self._ehr = folder, ehr
        self._opened = ExitStack()
        self._desk: Desk | None = None
        self._count = 0

    def ready(self) -> Desk:
        if self._desk is None or self._desk.running.workspace.vault.locked:
            self.close()
            self._count += 1
            self._desk = self._opened.enter_context(made(self._folder / str(self._count), self._ehr))
        self._desk.begin_anew()
        return self._desk

    def close(self) -> None:
        self._opened.close()


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory, ehr_process: EhrServer) -> Iterator[Desks]:
    kept = Desks(tmp_path_factory.mktemp("desks"), ehr_process)
    yield kept
    kept.close()


@pytest.fixture
def desk(desks: Desks) -> Iterator[Desk]:
    ready = desks.ready()
    yield ready
    for said in ready.said:  # of all answers of all doors in all tests
        told = f"{said.text} {said.headers}"
        assert not [word for word in WORDS if word in told], said.url.path
