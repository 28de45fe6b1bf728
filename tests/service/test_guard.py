"""The guard against the running service, on raw sockets: everything but a loopback POST of an extension or of our own
command line is refused before its route runs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from companion.service.app import bare_app, guarded
from companion.service.guard import BODY_AT_MOST
from companion.service.routes import SEALED
from tests.panel import ORIGIN
from tests.raw_http import raw
from tests.service.conftest import Service

pytestmark = pytest.mark.trust

PATHS = [route.path for route in SEALED] + ["/v1/pair/start", "/v1/pair/finish", "/v1/session"]


def post(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    sent = {"Host": f"127.0.0.1:{port}", "Content-Type": "application/json", "Origin": ORIGIN}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items() if value is not None)
    return raw(port, f"POST {path} HTTP/1.1\r\n{lines}")


def is_refused(said: tuple[int, bytes]) -> bool:
    return said[0] in (400, 403, 404, 0) and (said[1] == b"" or b"client" not in said[1])


@pytest.fixture
def untouched(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Fails when a route ran: neither a session is looked for nor a pairing begun."""
    ran: list[str] = []
    monkeypatch.setattr(service.running.sessions, "find", lambda *_: ran.append("find"))
    monkeypatch.setattr(service.running.desk, "start", lambda *_: ran.append("start"))
    monkeypatch.setattr(service.running.desk, "finish", lambda *_: ran.append("finish"))
    yield service
    assert ran == []


def hosts(port: int) -> list[str]:
    good = f"127.0.0.1:{port}"
    return [
        "localhost", f"localhost:{port}", "127.0.0.1", "127.0.0.1:80", f"127.0.0.1:{port + 1}", f"127.0.0.1.:{port}",
        f"0.0.0.0:{port}", f"[::1]:{port}", f"127.1:{port}", f"2130706433:{port}", f"127.0.0.2:{port}",
        f"evil.example:{port}", f"{good}.evil.example", f"evil.example/{good}", f"{good}@evil.example", f"{good} ",
        f"{good}/", f"{good},evil.example", f"http://{good}", "", "*", f"127.0.0.1:0{port}", f"127.000.000.001:{port}",
    ]  # fmt: skip


def test_only_the_exact_host_passes(untouched: Service) -> None:
    for path in PATHS:
        for host in hosts(untouched.port):
            if host.strip() == f"127.0.0.1:{untouched.port}":
                continue
            assert is_refused(post(untouched.port, path, Host=host)), (path, host)


def test_two_hosts_are_refused_in_any_order(untouched: Service) -> None:
    good, bad = f"Host: 127.0.0.1:{untouched.port}\r\n", "Host: evil.example\r\n"
    rest = f"Content-Type: application/json\r\nOrigin: {ORIGIN}\r\n"
    for path in PATHS:
        for pair in (good + bad, bad + good, good + good):
            assert is_refused(raw(untouched.port, f"POST {path} HTTP/1.1\r\n{pair}{rest}"))


ORIGINS = [
    "null", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost", "https://evil.example", "file://",
    "about:blank", "https://chrome-extension.evil.example",
    "http://chrome-extension://abcdefghijklmnop", "chrome-extension:abc",
    "safari-web-extension://abc", "ms-browser-extension://abc", "https://secure.simplepractice.com",
]  # fmt: skip


def test_pages_are_refused_by_their_origin(untouched: Service) -> None:
    for path in PATHS:
        for origin in ORIGINS:
            assert is_refused(post(untouched.port, path, Origin=origin)), (path, origin)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none, cross-site", "", "NONE"])
def test_other_sites_are_refused(untouched: Service, site: str) -> None:
    for path in PATHS:
        assert is_refused(post(untouched.port, path, Sec_Fetch_Site=site))


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_bodies_that_a_form_can_send_are_refused(untouched: Service, kind: str) -> None:
    for path in PATHS:
        assert is_refused(post(untouched.port, path, Content_Type=kind))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_but_post(untouched: Service, method: str) -> None:
    lines = f"Host: 127.0.0.1:{untouched.port}\r\nContent-Type: application/json\r\nOrigin: {ORIGIN}\r\n"
    for path in PATHS:
        assert is_refused(raw(untouched.port, f"{method} {path} HTTP/1.1\r\n{lines}"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/openapi.json",
        "/v1",
        "/v1/",
        "/v1/status/",
        "/v1/status?a=1",
        "//v1/status",
        "/v1/../v1/status",
        "/V1/STATUS",
        "/v1/%73tatus2",
        "http://evil/v1/status",
    ],
)
def test_only_paths_that_exist(untouched: Service, path: str) -> None:
    assert is_refused(post(untouched.port, path))


def test_an_upgrade_is_refused(untouched: Service) -> None:
    lines = f"Host: 127.0.0.1:{untouched.port}\r\nOrigin: {ORIGIN}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    for path in PATHS:
        status, _ = raw(untouched.port, f"GET {path} HTTP/1.1\r\n{lines}{key}", "")
        assert status in (0, 400, 403)


def test_a_body_over_the_limit_is_refused(untouched: Service) -> None:
    lines = f"Host: 127.0.0.1:{untouched.port}\r\nContent-Type: application/json\r\nOrigin: {ORIGIN}\r\n"
    body = json.dumps({"nonce": "A" * BODY_AT_MOST})
    assert is_refused(raw(untouched.port, f"POST /v1/pair/start HTTP/1.1\r\n{lines}", body))


def test_every_route_has_the_guard_itself(service: Service) -> None:
    """Were the middleware forgotten, each route would still refuse: it depends on what only the guard writes."""
    app = bare_app(service.running)
    assert app.routes
    for route in app.routes:
        assert isinstance(route, APIRoute), f"{route} is not one of ours"
        assert route.methods == {"POST"}
        calls = [dependency.call for dependency in route.dependant.dependencies]
        assert guarded in calls, f"{route.path} has no guard"


def test_the_command_line_alone_may_unlock_and_pair(service: Service) -> None:
    panel = service.panel()
    for route in SEALED:
        if "panel" not in route.peers:
            said = panel.post(route.path, panel.sealed(route.path, {}))
            assert (said.status_code, said.json()["error"]["kind"]) == (403, "refused"), route.path


def test_an_extension_cannot_come_as_the_command_line(service: Service) -> None:
    said = service.stranger().http.post("/v1/session", json={"pairing": "launch", "nonce": "A" * 22})
    assert said.status_code == 403
