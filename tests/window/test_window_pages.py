"""What may be read without a seal: the window's own pages, by our own page or by nobody's, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from companion.service.pages import OWN, POLICY, ROOT, Pages
from companion.service.routes import LAUNCH_ALONE, SEALED
from companion.service.state import Running
from companion.window.bridge import Bridge
from tests.browser.shown import CSP
from tests.panel import Panel
from tests.raw_http import raw
from tests.service.test_guard import hosts, is_refused

PATHS = Pages().paths


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    sent = {"Host": f"127.0.0.1:{port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    return raw(port, f"{method} {path} HTTP/1.1\r\n{lines}", body=None)


def test_window_pages_are_served_to_our_own_page_and_to_nobody_else(unmade: Running) -> None:
    own = f"http://127.0.0.1:{unmade.port}"
    for path in PATHS:
        assert get(unmade.port, path)[0] == 200, path
        assert get(unmade.port, path, Origin=own, Sec_Fetch_Site="same-origin")[0] == 200
        for site in ("cross-site", "same-site", "none, none", ""):
            assert is_refused(get(unmade.port, path, Sec_Fetch_Site=site))
        for origin in ("null", "http://127.0.0.1", "https://evil.example", f"chrome-extension://{'a' * 32}"):
            assert is_refused(get(unmade.port, path, Origin=origin))


def test_window_pages_want_the_exact_host(unmade: Running) -> None:
    good = f"127.0.0.1:{unmade.port}"
    for host in hosts(unmade.port):
        if host.strip() != good:
            assert is_refused(get(unmade.port, "/", Host=host)), host
    two = f"GET / HTTP/1.1\r\nHost: {good}\r\nHost: {good}\r\n"
    assert is_refused(raw(unmade.port, two, body=None))


def test_window_pages_are_the_listed_ones_alone(unmade: Running) -> None:
    port = unmade.port
    for path in (
        "/companion/window/bridge.py",
        "/extension/manifest.json",
        "/extension/panel/panel.html",
        "/index.html",
    ):
        assert is_refused(get(port, path)), path
    for path in (
        "/?a=1",
        "//",
        "/companion/window/pages/../bridge.py",
        "/companion/window/pages/%2e%2e/bridge.py",
        "/.",
    ):
        assert is_refused(get(port, path)), path
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE"):
        assert is_refused(get(port, "/", method))
    assert is_refused(raw(port, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n", "a body"))


def test_window_pages_are_every_file_of_theirs() -> None:
    own = {f"/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / OWN).rglob("*.*")} - {f"/{OWN}index.html"}
    assert own <= set(PATHS)


def test_window_policy_is_the_panels_with_our_port() -> None:
    assert CSP.replace("http://127.0.0.1:*", "'self'") == POLICY
    index = (ROOT / OWN / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*src=)|style=|\son\w+=|https?://", index)


def test_window_modules_import_what_is_served_alone() -> None:
    for path in PATHS:
        if not path.endswith(".js"):
            continue
        text = (ROOT / path[1:]).read_text(encoding="utf-8")
        for name in re.findall(r'^(?:import|export)[^"]*? from "(\.[^"]+)";', text, re.MULTILINE):
            found = (ROOT / path[1:]).parent.joinpath(name).resolve().relative_to(ROOT.resolve()).as_posix()
            assert f"/{found}" in PATHS, (path, name)


def test_window_routes_refuse_a_panel(unmade: Running) -> None:
    unmade.make_vault("correct horse battery staple")
    panel = Panel(unmade.port)
    panel.pair(unmade.desk.show_code(unmade.port))
    panel.begin()
    routes = [route for route in SEALED if route.path.startswith(("/v1/vault/", "/v1/caseload/", "/v1/import"))]
    assert len(routes) == 13
    for route in routes:
        assert route.peers == LAUNCH_ALONE
        said = panel.post(route.path, panel.sealed(route.path, {}))
        assert (said.status_code, said.json()["error"]["kind"]) == (403, "refused"), route.path
    panel.http.close()


def test_window_key_is_handed_to_our_own_page_alone() -> None:
    class Elsewhere:
        url = "https://evil.example/"

        def get_current_url(self) -> str:
            return self.url

        def run_js(self, script: str) -> None: ...

    window = Elsewhere()
    bridge = Bridge(1234, b"k" * 32)
    with pytest.raises(PermissionError):
        bridge.launch()
    bridge._attach(window)  # type: ignore[arg-type]
    for url in ("https://evil.example/", "http://127.0.0.1:1234/other", "http://127.0.0.1:12345/", "about:blank"):
        window.url = url
        with pytest.raises(PermissionError):
            bridge.launch()
    window.url = "http://127.0.0.1:1234/"
    assert bridge.launch()["port"] == 1234


def test_window_key_is_in_no_page_and_no_address() -> None:
    for path in Path(ROOT / OWN).rglob("*.js"):
        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|\beval\b\(", path.read_text()
        )
