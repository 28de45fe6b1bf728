"""From the outside of the running service: no header, origin, route or frame that is not ours gets an answer."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from companion.errors import Refused
from companion.service.sealing import to_text, unseal
from tests.panel import ORIGIN
from tests.raw_http import raw
from tests.service.test_guard import ORIGINS, PATHS, hosts, is_refused
from tests.service.test_panel_routes import confirmed
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.service.conftest import Service
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust

UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
MORE_ORIGINS = [
    *(
        f"{scheme}://{host}"
        for scheme in ("http", "https", "ws", "ftp")
        for host in ("127.0.0.1", "localhost", "[::1]")
    ),
    *(f"https://{name}.example" for name in ("ehr", "simplepractice", "chrome-extension", "eyeline", "127.0.0.1")),
    *(f"{ORIGIN}{end}" for end in ("/", " ", "%00", ".evil.example", ":80", "?", "#", "\\", ",null", "@evil.example")),
    *(
        f"{begin}{ORIGIN}"
        for begin in ("https://evil.example/", "null,", "view-source:", "blob:", "filesystem:", "data:")
    ),
    *(
        "chrome-extension://",
        "moz-extension://",
        "chrome-extension:///",
        "CHROME-EXTENSION://a",
        "chrome-untrusted://a",
    ),
    *("data:text/html,x", "blob:null", "file:///etc/passwd", "resource://a", "app://a", "capacitor://localhost", "*"),
    *("undefined", "true", "https://127.0.0.1.evil.example", "http://0.0.0.0"),
]
MORE_HOSTS = [
    *("127.0.0.1:{port}\t", "127.0.0.1 :{port}", "127.0.0.1:+{port}", "127.0.0.1:{port}#", "127.0.0.1:{port}?a"),
    *("[::]:{port}", "[::ffff:127.0.0.1]:{port}", "0x7f000001:{port}", "0177.0.0.1:{port}", "127.0.0.1%00:{port}"),
    *("LOCALHOST:{port}", "rebind.example:{port}", "127.0.0.1.nip.example:{port}", "127.0.0.1\\@evil:{port}"),
    *("\u0661\u0662\u0667.0.0.1:{port}", "10.0.0.1:{port}", "192.168.1.2:{port}"),
]


def every_way(port: int) -> Iterator[tuple[str, str, str, str]]:
    """Host, origin, path and method of requests of which none is ours: one of host and origin is always wrong."""
    good = f"127.0.0.1:{port}"
    named = {*hosts(port), *(host.format(port=port) for host in MORE_HOSTS), good}
    origins = {*ORIGINS, *MORE_ORIGINS, ORIGIN}
    for host, origin, path, method in itertools.product(sorted(named), sorted(origins), PATHS, ("POST", "GET")):
        if host.strip() != good or (origin.strip() != ORIGIN and method == "POST"):
            yield host, origin, path, method


@sizes(short=1500, long=1_000_000)
def test_no_host_and_origin_but_ours_gets_an_answer(service: Service, size: int, tally: Tally) -> None:
    ran: list[str] = []
    for name in ("find", "begin"):
        service.running.sessions.__dict__[name] = lambda *_, name=name: ran.append(name)
    ways = list(every_way(service.port))
    assert len({way[0] for way in ways}) >= 40
    assert len({way[1] for way in ways}) >= 60
    tried = random.Random(size).sample(ways, min(size, len(ways)))
    let_in = 0
    for host, origin, path, method in tried:
        upgrade = (
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" if method == "GET" else ""
        )
        lines = f"Host: {host}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\n{upgrade}"
        let_in += not is_refused(raw(service.port, f"{method} {path} HTTP/1.1\r\n{lines}"))
    assert ran == []
    tally("requests with a foreign host or origin, upgrades among them, on every route", len(tried), let_in)


@sizes(short=100, long=10_000)
def test_no_frame_but_the_next_one_is_taken(service: Service, size: int, tally: Tally) -> None:
    """Replayed, held back too long, sent to another route, with any bit of it flipped."""
    panel, client = service.panel(), service.clients[0]
    scope, chance = confirmed(panel, client)["result"]["scope"], random.Random(size)
    taken = 0
    for number in range(size):
        path = chance.choice(("/v1/themes", "/v1/people", "/v1/status", "/v1/risk"))
        frame = panel.sealed(path, {} if path == "/v1/status" else {"scope": scope})
        kind = number % 4
        if kind == 0:
            at = chance.randrange(len(frame))
            broken = frame[:at] + chr(ord(frame[at]) ^ (1 << chance.randrange(7))) + frame[at + 1 :]
            said = panel.post(path, broken.encode("utf-8", "replace").decode("utf-8"))
        elif kind == 1:
            assert panel.post(path, frame).status_code == 200
            said = panel.post(path, frame)
        elif kind == 2:
            said = panel.post("/v1/goals", frame)
        else:
            for _ in range(70):
                panel.counter += 1
            assert "result" in panel.ask("/v1/status")
            said = panel.post(path, frame)
        taken += _is_answer(said.text, panel.down)
    tally("sealed frames replayed, late, misdirected or with a flipped bit", size, taken)


def _is_answer(text: str, key: bytes) -> bool:
    try:
        return "result" in unseal(key, text).body
    except (Refused, ValueError):
        return False


@sizes(short=25, long=2_000)
def test_no_pairing_code_is_guessed(service: Service, size: int, tally: Tally) -> None:
    """Five guesses for each code that is shown, and one when it has ended; from another extension each time."""
    chance, paired, ended = random.Random(size), 0, 0
    known = len(service.running.workspace.vault.pairings())
    http = service.stranger().http
    for number in range(size):
        if number % 6 == 0:
            service.running.desk.show_code(service.port)
        http.headers["origin"] = f"chrome-extension://{number:032}"
        begun = http.post("/v1/pair/start", json={"nonce": to_text(chance.randbytes(16))})
        ended += begun.status_code == 403
        attempt = begun.json().get("attempt", to_text(chance.randbytes(16)))
        asked = {"attempt": attempt, "name": "x", "proof": to_text(chance.randbytes(32))}
        paired += http.post("/v1/pair/finish", json=asked).status_code != 403
    assert ended >= size // 6 - 1
    paired += len(service.running.workspace.vault.pairings()) - known
    tally("guesses at a pairing code, five for each that was shown", size, paired)
