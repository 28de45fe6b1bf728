"""A companion with one client, and an EHR that knows her too; nothing is registered yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from companion.ehr.registration import HooksFrom, Registration
from companion.record import Client
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.ehr.ehr_server import EhrServer, Raw, patient
from tests.panel import Panel
from tests.service.conftest import serving

NOTE = b"S: Slept badly again, dreamt of the marmalade umbrella.\nP: HW: write the dream down. RTC 1 wk.\n"
WORDS = ("Catherine", "Lindqvist", "1982", "MRN-1001", "marmalade", "umbrella", "dream")
"""What no door of an EHR may ever say."""


class Desk:
    """A running companion and how its user, a browser and a panel come to it."""

    def __init__(self, running: Running, ehr: EhrServer, client: Client) -> None:
        self.running, self.ehr, self.client = running, ehr, client
        self.own = f"http://127.0.0.1:{running.port}"
        self.browser = httpx.Client(trust_env=False, timeout=30)
        self._panel: Panel | None = None

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


@pytest.fixture
def desk(tmp_path: Path, ehr_process: EhrServer) -> Iterator[Desk]:
    ehr_process.holds(patient())
    with Vault.temporary(tmp_path) as vault:
        workspace = Workspace(vault, Embedder())
        born = date(1982, 4, 17)
        client = vault.add_client(name="Catherine Lindqvist", record_number="MRN-1001", birth_date=born)
        workspace.import_file(client.id, "001_2024-05-06_progress.txt", NOTE, "record")
        with serving(workspace) as running:
            made = Desk(running, ehr_process, client)
            yield made
            made.browser.close()
            if made._panel is not None:
                made._panel.http.close()
