"""A service on a real socket over a real vault, with panels that speak the protocol; the model stays unloaded."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from companion.demo.sample import samples
from companion.record import Client
from companion.service.app import create_app
from companion.service.sealing import NONCE, derive, proof, seal, to_bytes, to_text, unseal
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder

ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


class Panel:
    """The extension's side of docs/protocol.md, written anew here so that a mistake on one side shows."""

    def __init__(self, port: int, origin: str = ORIGIN) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"origin": origin}, trust_env=False)
        self.origin = origin
        self.pairing, self.key = "", b""
        self.session, self.up, self.down = "", b"", b""
        self.counter = 0

    def pair(self, code: str, name: str = "test browser") -> None:
        import base64

        secret = base64.b32decode(code.replace("-", ""))[2:]
        code_key = derive(secret, b"", "eyeline/1 code")
        nonce, origin = secrets.token_bytes(NONCE), self.origin.encode()
        begun = self.http.post("/v1/pair/start", json={"nonce": to_text(nonce)}).raise_for_status().json()
        ours = to_bytes(begun["nonce"], NONCE)
        assert begun["proof"] == to_text(proof(code_key, "companion", nonce, ours, origin))
        given = proof(code_key, "panel", nonce, ours, origin, b"\x00", name.encode())
        asked = {"attempt": begun["attempt"], "name": name, "proof": to_text(given)}
        ended = self.http.post("/v1/pair/finish", json=asked).raise_for_status().json()
        assert ended["proof"] == to_text(proof(code_key, "paired", to_bytes(ended["pairing"], NONCE)))
        self.pairing, self.key = ended["pairing"], derive(secret, nonce + ours, "eyeline/1 pairing")

    def begin(self) -> None:
        nonce = secrets.token_bytes(NONCE)
        asked = {"pairing": self.pairing, "nonce": to_text(nonce)}
        said = self.http.post("/v1/session", json=asked).raise_for_status().json()
        ours, self.session = to_bytes(said["nonce"], NONCE), said["session"]
        key = derive(self.key, b"", "eyeline/1 proof")
        assert said["proof"] == to_text(proof(key, "companion", nonce, ours, to_bytes(self.session, NONCE)))
        self.up = derive(self.key, nonce + ours, "eyeline/1 up")
        self.down = derive(self.key, nonce + ours, "eyeline/1 down")
        self.counter = 0

    def sealed(self, path: str, params: dict[str, Any], **header: Any) -> str:
        self.counter += 1
        named = {"kid": self.session, "n": self.counter, "to": path, **header}
        return seal(self.up, named, {"id": "r1", "params": params})

    def post(self, path: str, body: str) -> httpx.Response:
        return self.http.post(path, content=body, headers={"content-type": "application/jose"}, timeout=60)

    def ask(self, path: str, **params: Any) -> dict[str, Any]:
        """The reply's body: `result` or `error`, and the client it names."""
        said = self.post(path, self.sealed(path, params))
        reply = unseal(self.down, said.text)
        assert reply.header["re"] == self.counter
        assert reply.body["id"] == "r1"
        return reply.body


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
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            running = Running(workspace, listening.getsockname()[1], secrets.token_bytes(32))
            config = uvicorn.Config(create_app(running), log_level="critical", lifespan="off", access_log=False)
            server = uvicorn.Server(config)
            thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
            thread.start()
            made = Service(running, clients)
            yield made
            for panel in made.panels:
                panel.http.close()
            server.should_exit = server.force_exit = True
            thread.join(10)
