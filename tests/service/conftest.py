"""A service on a real socket over a real vault, with panels that speak the protocol; the model stays unloaded."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn

from companion.demo.sample import samples
from companion.record import Client
from companion.service.app import create_app
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.panel import ORIGIN, Panel


@dataclass
class Service:
    running: Running
    clients: list[Client]
    panels: list[Panel] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.running.port

    def stranger(self, origin: str = ORIGIN) -> Panel:
        """A panel that is not paired."""
        self.panels.append(Panel(self.port, origin))
        return self.panels[-1]

    def panel(self) -> Panel:
        """A panel, paired and in session."""
        panel = self.stranger()
        panel.pair(self.running.desk.show_code(self.port))
        panel.begin()
        return panel


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Two sample clients in a throw-away vault."""
    with Vault.temporary(tmp_path) as vault:
        workspace = Workspace(vault, Embedder())
        clients = []
        for sample in samples()[:2]:
            clients.append(sample.add_to(vault))
            list(workspace.import_path(clients[-1].id, sample.notes, "record"))
        with serving(workspace) as running:
            made = Service(running, clients)
            yield made
            for panel in made.panels:
                panel.http.close()


@contextmanager
def serving(workspace: Workspace) -> Iterator[Running]:
    """The service over any workspace, on a port of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        running = Running(workspace, listening.getsockname()[1], secrets.token_bytes(32))
        config = uvicorn.Config(create_app(running), log_level="critical", lifespan="off", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        yield running
        running.events.close()
        server.should_exit = server.force_exit = True
        thread.join(10)
