"""Serves one fixture EHR on a loopback port of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.browser.ehrs.people import OTHERS, Person
from tests.browser.ehrs.server_rendered import ServerRendered
from tests.browser.ehrs.single_page import SinglePage
from tests.browser.ehrs.site import Site

KINDS = ("history", "hash_tabs", "server_rendered", "shadow", "medplum")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' data:; base-uri 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
HELD_AT_MOST = 30.0


class Ehr:
    """A running fixture EHR. Set `delay_ms` for how long each load of a chart takes, at any time."""

    def __init__(self, kind: str, site: Site, delay_ms: int) -> None:
        self.name = kind
        self.delay_ms = delay_ms
        self._site = site
        self._let_go = threading.Event()
        self._let_go.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name=f"ehr-{kind}", daemon=True).start()

    @property
    def home_url(self) -> str:
        return self.origin + self._site.home

    def chart_url(self, person: Person) -> str:
        """Where the person's chart opens now. Where ids change with the login, ask again after one."""
        return self.origin + self._site.chart_path(person)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """No load of a chart is answered until the block ends: the stale window, held open."""
        self._let_go.clear()
        try:
            yield
        finally:
            self._let_go.set()

    def close(self) -> None:
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self) -> None:
        """The network between the page and its server."""
        time.sleep(self.delay_ms / 1000)
        self._let_go.wait(HELD_AT_MOST)

    @property
    def site(self) -> Site:
        return self._site


def serve_ehr(kind: str, people: Sequence[Person], delay_ms: int = 30) -> Ehr:
    """Starts the EHR of this make, with these people's charts and those of OTHERS, and returns at once."""
    if kind not in KINDS:
        raise ValueError(kind)
    everybody = [*people, *OTHERS]
    site: Site = ServerRendered(everybody) if kind == "server_rendered" else SinglePage(kind, everybody)
    return Ehr(kind, site, delay_ms)


def _handler(ehr: Ehr) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Host") != urlsplit(ehr.origin).netloc:
                self.send_error(404)
                return
            answer = ehr.site.answer(urlsplit(self.path))
            if answer.slow:
                ehr.wait()
            self.send_response(answer.status)
            told = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body)), **HEADERS, **answer.headers}
            for name, value in told.items():
                self.send_header(name, value)
            try:
                self.end_headers()
                self.wfile.write(answer.body)
            except ConnectionError:
                """The browser went elsewhere meanwhile."""

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet under pytest."""

    return Handler
