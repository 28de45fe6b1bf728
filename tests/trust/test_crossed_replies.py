"""Many panels at once that go from client to client and hang up in the middle: no reply reaches another's panel."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from companion.record import Client
from companion.service.sealing import unseal
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.importing import import_file
from tests.own_loop import in_own_loop
from tests.panel import Panel
from tests.service.conftest import Service, serving
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust
CLIENTS, PANELS = 40, 50
SITE = "https://ehr.example"
NOTE = "SOAP 5/6/24\nS: She spoke of MARK. Her sister Ann-MARK called. Denies SI.\nP: HW: walk with MARK daily."


def mark(number: int) -> str:
    """A word that stands in one client's notes alone."""
    return f"quill{number:03}feather"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Service]:
    """Forty clients with a note each, all of them the same but for one word."""
    with Vault.temporary(tmp_path) as vault:
        workspace, clients = Workspace(vault, Embedder()), []
        for number in range(CLIENTS):
            client = vault.add_client(name=f"Client {mark(number)}", record_number=f"R-{number:05}")
            note = NOTE.replace("MARK", mark(number))
            import_file(workspace, client.id, "001_2024-05-06_progress.txt", note.encode(), "record")
            workspace.refresh_overview(client.id)
            clients.append(client)
        with serving(workspace) as running:
            made = Service(running, clients)
            yield made
            for panel in made.panels:
                panel.http.close()


class Visitor:
    """One panel's way from chart to chart."""

    def __init__(self, panel: Panel, clients: list[Client], chance: random.Random, http: httpx.AsyncClient) -> None:
        self._panel = panel
        self._clients = clients
        self._chance = chance
        self._http = http
        self.heard = self.hung_up = self.own = self.foreign = 0
        self._scope = ""
        self._whose = 0

    async def visit(self, requests: int) -> None:
        for _ in range(requests):
            if not self._scope or self._chance.random() < 0.2:
                await self._open(self._chance.randrange(len(self._clients)))
            else:
                path = self._chance.choice(("/v1/themes", "/v1/goals", "/v1/people", "/v1/risk", "/v1/follow_ups"))
                self._look(await self._ask(path, {"scope": self._scope}), self._whose)

    async def _open(self, number: int) -> None:
        self._scope = ""
        client = self._clients[number]
        page = {"site": SITE, "name": client.name, "record_number": client.record_number}
        said = await self._ask("/v1/chart/open", page)
        self._look(said, number)
        if said and "result" in said and said["result"]["state"] == "overview":
            self._scope, self._whose = said["result"]["scope"], number

    async def _ask(self, path: str, params: dict[str, Any]) -> dict[str, Any] | None:
        """None where it hung up first, or the companion closed a connection that had long been idle."""
        frame, patience = self._panel.sealed(path, params), None
        if self._chance.random() < 0.3:
            patience = self._chance.random() * 0.05
        headers = {"content-type": "application/jose"}
        with suppress(TimeoutError, httpx.ReadError):
            said = await asyncio.wait_for(self._http.post(path, content=frame, headers=headers), patience)
            return dict(unseal(self._panel.down, said.text).body)
        self.hung_up += 1
        return None

    def _look(self, said: dict[str, Any] | None, whose: int) -> None:
        if said is None:
            return
        self.heard += 1
        words = str(said)
        others = [number for number in range(len(self._clients)) if number != whose and mark(number) in words]
        named = said.get("client") in (None, self._clients[whose].id)
        self.own += f"walk with {mark(whose)}" in words
        self.foreign += bool(others) or not named


@sizes(short=500, long=100_000)
def test_no_reply_is_anothers(caseload: Service, size: int, tally: Tally) -> None:
    first = caseload.panel()
    for client in caseload.clients:
        page = {"site": SITE, "name": client.name, "record_number": client.record_number}
        first.ask("/v1/chart/confirm", **page, client_id=client.id)
    panels = [caseload.stranger() for _ in range(PANELS)]
    for number, panel in enumerate(panels):
        if number % 10 == 0:  # a pairing holds sixteen sessions
            panel.pair(caseload.running.desk.show_code(caseload.port))
        panel.pairing, panel.key = panels[number - number % 10].pairing, panels[number - number % 10].key
        panel.begin()
        panel.ask("/v1/status")  # a session that is not used makes room for others

    async def all_at_once() -> list[Visitor]:
        limits = httpx.Limits(max_connections=PANELS)
        base, headers = f"http://127.0.0.1:{caseload.port}", {"origin": first.origin}
        async with httpx.AsyncClient(
            base_url=base, headers=headers, trust_env=False, limits=limits, timeout=60
        ) as http:
            visitors = [Visitor(panel, caseload.clients, random.Random(n), http) for n, panel in enumerate(panels)]
            await asyncio.gather(*(visitor.visit(size // PANELS) for visitor in visitors))
        return visitors

    visitors = in_own_loop(all_at_once())
    heard, hung_up = sum(one.heard for one in visitors), sum(one.hung_up for one in visitors)
    assert heard > size // 4
    assert hung_up > size // 50
    assert sum(one.own for one in visitors) > size // 20, "replies have to hold words"
    tally(
        f"requests of {PANELS} panels over {CLIENTS} clients ({hung_up:,} hung up)",
        size,
        sum(v.foreign for v in visitors),
    )
