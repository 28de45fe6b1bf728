"""A panel without a browser: the extension's side of docs/protocol.md, written anew so that mistakes show."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import httpx

from companion.service.sealing import NONCE, derive, port_bytes, proof, seal, to_bytes, to_text, unseal

ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


class Panel:
    """One panel with its own session. `ask` is the whole protocol in one call."""

    def __init__(self, port: int, origin: str = ORIGIN) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"origin": origin}, trust_env=False)
        self.origin, self.port = origin, port
        self.pairing, self.key = "", b""
        self.session, self.up, self.down = "", b"", b""
        self.counter = 0

    def pair(self, code: str, name: str = "test browser") -> None:
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
        assert said["proof"] == to_text(
            proof(key, "companion", nonce, ours, to_bytes(self.session, NONCE), port_bytes(self.port))
        )
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
