"""Serves the demo EHR, an invented practice's chart pages, to the browser: what the panel stands beside in a demo.

It is a stand-in for somebody else's web application. It knows who the invented clients are and nothing of Eyeline, and
no note is in it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from companion.record import Client

FOLDER = Path(__file__).with_name("chart")
ROOM = "/demo-ehr/"
FILES = {
    "chart.js": "text/javascript; charset=utf-8",
    "chart.css": "text/css; charset=utf-8",
}
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class ChartServer:
    """The running demo EHR. `url` is its client list; `client_url` one client's chart."""

    url: str
    _server: ThreadingHTTPServer

    def client_url(self, client: Client) -> str:
        return f"{self.url}clients/{client.record_number}/overview"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def serve_chart(clients: Sequence[Client], port: int = 0) -> ChartServer:
    """Starts the demo EHR on loopback, by default on a port that is free, and returns at once."""
    people = [
        {
            "name": client.name,
            "birth_date": client.birth_date.isoformat() if client.birth_date else None,
            "record_number": client.record_number,
            "pronouns": client.pronouns,
        }
        for client in clients
    ]
    pages = {f"{ROOM}{name}": ((FOLDER / name).read_bytes(), kind) for name, kind in FILES.items()}
    pages[f"{ROOM}clients.json"] = (json.dumps(people).encode("utf-8"), "application/json")
    index = ((FOLDER / "index.html").read_bytes(), "text/html; charset=utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(pages, index))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), name="demo-ehr", daemon=True).start()
    return ChartServer(f"http://127.0.0.1:{server.server_port}{ROOM}", server)


def _handler(pages: dict[str, tuple[bytes, str]], index: tuple[bytes, str]) -> type[BaseHTTPRequestHandler]:
    """Answers from memory alone: the named files, and the one page for every other path in the EHR's room."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?", 1)[0]
            if self.headers.get(
                "Host"
            ) != f"127.0.0.1:{cast(ThreadingHTTPServer, self.server).server_port}" or not path.startswith(ROOM):
                self.send_error(404)
                return
            body, kind = pages.get(path, index)
            self.send_response(200)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **SECURITY}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """A path names a client's record number, so nothing is logged."""

    return Handler
