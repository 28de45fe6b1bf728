"""A server of SMART Health Links on this computer: answers what a test puts there, and remembers what was asked."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from jwcrypto import jwe, jwk
from jwcrypto.common import base64url_encode

KEY = bytes(range(32))
FHIR = "application/fhir+json"


def sealed(data: bytes, *, key: bytes = KEY, kind: str = FHIR, **header: str) -> str:
    head = {"alg": "dir", "enc": "A256GCM", "cty": kind} | header
    token = jwe.JWE(data, json.dumps(head), algs=["dir", "A256GCM"])
    token.add_recipient(jwk.JWK(kty="oct", k=base64url_encode(key)))
    return str(token.serialize(compact=True))


def pasted(url: str, *, key: bytes = KEY, **more: Any) -> str:
    packed = json.dumps({"url": url, "key": base64url_encode(key)} | more).encode()
    return "shlink:/" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


@dataclass
class Answer:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class LinkServer(ThreadingHTTPServer):
    """`answers` by path; `asked` holds (method, path, body) of every request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str, bytes]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def manifest(self, *files: dict[str, Any], path: str = "/m") -> str:
        """A list of files at `path`; its address."""
        self.answers[path] = Answer(json.dumps({"files": files}).encode())
        return self.base + path


class _Handler(BaseHTTPRequestHandler):
    server: LinkServer

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("content-length") or 0)))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def _answer(self, body: bytes) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((self.command, self.path, body))
        answer = self.server.answers.get(path, Answer(b"", 404))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        try:
            self.wfile.write(answer.body)
        except OSError:
            return  # whoever asked has hung up, as a test may want


@contextmanager
def link_server() -> Iterator[LinkServer]:
    with LinkServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
