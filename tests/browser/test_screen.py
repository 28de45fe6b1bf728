"""On a screen, with a real keyboard: the browser's own keys, and its own question."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from companion.demo.browser import EXTENSION, FLAGS, open_side_panel
from tests.browser.conftest import pair
from tests.companion_process import CompanionProcess

pytestmark = pytest.mark.browser

GUARDED = 700
"""Chromium takes no answer to a question that has just come up or was just typed at (500 ms), and tells nobody when it
does: the one wait here that is for time."""

Press = Callable[[str], None]


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A display of its own (X says its number when it is ready)."""
    for tool in ("Xvfb", "xdotool", "openssl"):
        if shutil.which(tool) is None:
            if os.environ.get("CI"):
                pytest.fail(f"{tool} is not installed, and CI is set")
            pytest.skip(f"{tool} is not installed")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def press(screen: str) -> Press:
    def key(name: str) -> None:
        subprocess.run(["xdotool", "key", name], env={**os.environ, "DISPLAY": screen}, check=True)

    return key


@pytest.fixture(scope="module")
def https_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of another origin with a secure address; its certificate is its own."""
    folder = tmp_path_factory.mktemp("https")
    made = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ehr.test", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", "req", "-x509", *made, *files], check=True, capture_output=True)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>x</title><h1>An EHR</h1>")

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet under pytest."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"https://ehr.test:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def headed(playwright: Playwright, screen: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's Chromium is not installed")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    loaded = [f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"]
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        headless=False,
        executable_path=chromium,
        env={**os.environ, "DISPLAY": screen},
        ignore_default_args=["--disable-extensions"],
        ignore_https_errors=True,
        args=[*FLAGS, *root, *loaded, "--disable-gpu", "--host-resolver-rules=MAP ehr.test 127.0.0.1"],
        no_viewport=True,
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def panel(headed: BrowserContext, https_page: str, companion: CompanionProcess) -> Page:
    chart = headed.pages[0]
    chart.goto(https_page)
    panel = open_side_panel(headed, chart)
    pair(panel, companion)
    return panel


def test_a_site_is_switched_on_with_one_click_and_the_browsers_question(panel: Page, press: Press) -> None:
    """Only now does Chromium let Eyeline read that one site."""
    expect(panel.locator("[data-view=new_site]")).to_contain_text("ehr.test")
    allowed = "chrome.permissions.contains({ origins: ['https://ehr.test/*'] })"
    assert panel.evaluate(allowed) is False
    use = panel.get_by_role("button", name="Use Eyeline on this site")
    use.click()
    asked = panel.locator("[data-view=teach]")
    refused = panel.get_by_text("did not let Eyeline read")
    for _ in range(10):
        panel.evaluate(f"new Promise((later) => setTimeout(later, {GUARDED}))")
        press("Tab")  # it stands on Deny
        press("Return")
        panel.evaluate("new Promise(requestAnimationFrame)")
        if asked.is_visible():
            break
        if refused.is_visible():
            use.click()
    expect(asked).to_be_visible()
    assert panel.evaluate(allowed) is True
    assert panel.evaluate("chrome.permissions.getAll().then((all) => all.origins)") == [
        "http://127.0.0.1/*",
        "https://ehr.test/*",
    ]


def test_the_shades_real_key(panel: Page, press: Press) -> None:
    press("alt+shift+h")
    expect(panel.locator("[data-view=shade]")).to_be_attached()
    press("alt+shift+h")
    expect(panel.locator("[data-view=shade]")).to_have_count(0)


def test_the_key_to_the_panel_readies_its_first_row(panel: Page, press: Press) -> None:
    press("alt+shift+e")
    panel.wait_for_function("document.activeElement?.matches('button')")
