"""Who is in the same browser or on the same computer as the panel, in a real Chromium: a page, a name that flips to
this computer, another extension, a program that squats a port and hands on all it hears. None gets a word, a key or a
change."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Worker, expect

import companion.service.guard as guarding
from companion.demo.browser import EXTENSION, FLAGS, open_side_panel
from companion.record import Client
from companion.service.sealing import to_text
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.browser.dns import answering, may_be_asked, with_own_dns
from tests.conftest import SANDBOX
from tests.importing import import_file
from tests.panel import Panel
from tests.service.conftest import serving
from tests.service.test_guard import PATHS
from tests.trust.conftest import tally
from tests.trust.sizes import Tally, sizes

__all__ = ["tally"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.trust,
    pytest.mark.skipif(not may_be_asked(), reason="Chromium is given a DNS of its own as root, on Linux"),
]

WORD = "quillfeather"
"""Stands in the notes and the client's name, and nowhere else."""
NOTE = f"SOAP 5/6/24\nS: She spoke of {WORD}. Her sister Ann called. Denies SI.\nP: HW: walk with {WORD} daily."
ELSEWHERE = "127.0.0.2"
"""Where the attacker's own pages are: on the companion's port, which is free there."""
HOSTILE = Path(__file__).with_name("hostile_extension")
ATTACKS = Path(__file__).with_name("attacks.js").read_text(encoding="utf-8").replace("export async", "async")
EVERY = [*PATHS, "/", "/panel.css", "/ehr/launch", "/cds-services"]


def some(size: int) -> list[str]:
    """Paths of all rooms."""
    return EVERY[:: len(EVERY) // size][:size]


class Pages(BaseHTTPRequestHandler):
    """An empty page at every address."""

    def do_GET(self) -> None:
        body = b"<!doctype html><title>a page</title><body></body>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def listening(address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(address, handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@dataclass
class Scene:
    """The companion with one client, who is shown to a paired panel elsewhere; `ran` names what got past the guard,
    `refused` counts what did not."""

    running: Running
    client: Client
    context: BrowserContext
    names: dict[str, list[str]]
    ran: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def at(self) -> str:
        return f"http://127.0.0.1:{self.running.port}"

    def kept(self) -> tuple[object, ...]:
        """All that an attack could have changed."""
        vault = self.running.workspace.vault
        file = vault.open_client(self.client.id)
        return (
            vault.clients(),
            vault.pairings(),
            vault.locked,
            vault.audit.rows(),
            file.notes(),
            file.kept_decisions(),
            self.running.lock_after(),
        )

    def secrets(self) -> list[str]:
        """What nobody may read, as it would be written: a client's word, and every key."""
        vault = self.running.workspace.vault
        keys = [self.running.launch_key, *(pairing.key for pairing in vault.pairings())]
        return [WORD, self.client.id, *(to_text(key) for key in keys), *(key.hex() for key in keys)]

    def leaked(self, read: list[list[str]]) -> list[list[str]]:
        return [one for one in read if any(secret in one[1] for secret in self.secrets())]


@pytest.fixture(scope="module")
def scene(playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("attackers")
    names = {"evil.test": [ELSEWHERE]}
    with ExitStack() as stage:
        vault = stage.enter_context(Vault.temporary(folder / "vault"))
        workspace = Workspace(vault, Embedder())
        client = vault.add_client(name=f"Ada {WORD}", record_number="R-1")
        import_file(workspace, client.id, "001_2024-05-06_progress.txt", NOTE.encode(), "record")
        workspace.refresh_overview(client.id)
        running = stage.enter_context(serving(workspace))
        stage.enter_context(answering(names))
        loaded = f"{EXTENSION},{HOSTILE}"
        context = playwright.chromium.launch_persistent_context(
            folder / "profile",
            headless=True,
            executable_path=with_own_dns(folder, chromium),
            ignore_default_args=["--disable-extensions"],
            args=[*FLAGS, *SANDBOX, f"--disable-extensions-except={loaded}", f"--load-extension={loaded}"],
        )
        stage.enter_context(closing(context))
        made = Scene(running, client, context, names)
        paired = Panel(running.port, f"chrome-extension://{id_of(worker(context, '/background.js'))}")
        stage.enter_context(closing(paired.http))
        paired.pair(running.desk.show_code(running.port))
        paired.begin()
        page = {"site": "https://ehr.example", "name": client.name, "record_number": client.record_number}
        said = paired.ask("/v1/chart/confirm", **page, client_id=client.id)
        assert WORD in str(said), "there has to be something to read"
        yield made


def worker(context: BrowserContext, name: str) -> Worker:
    """The background of one of the two extensions."""

    def it(one: Worker) -> bool:
        return one.url.endswith(name)

    return next(filter(it, context.service_workers), None) or context.wait_for_event("serviceworker", it)


def id_of(background: Worker) -> str:
    return background.url.split("/")[2]


@pytest.fixture
def watched(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """What gets past the guard is written down, and what it refuses is counted; nothing that is kept may change."""
    scene.ran.clear()
    scene.refused = 0
    refuse = guarding._refuse

    async def counted(send: Any) -> None:
        scene.refused += 1
        await refuse(send)

    monkeypatch.setattr(guarding, "_refuse", counted)
    for thing, name in ((scene.running.sessions, "find"), (scene.running.sessions, "begin")):
        monkeypatch.setattr(thing, name, _written_down(scene, name, getattr(thing, name)))
    before = scene.kept()
    yield scene
    assert scene.kept() == before


def _written_down(scene: Scene, name: str, does: Any) -> Any:
    def noted(*given: Any, **more: Any) -> Any:
        scene.ran.append(name)
        return does(*given, **more)

    return noted


def attack(where: Page | Worker, name: str, **given: Any) -> list[list[str]]:
    """What could be read by one of the functions of attacks.js."""
    read: list[list[str]] = where.evaluate(f"(given) => {{ {ATTACKS}\nreturn {name}(given); }}", given)
    assert read
    return read


@sizes(short=4, long=25)
def test_a_page_reads_nothing_and_changes_nothing(watched: Scene, size: int, tally: Tally) -> None:
    """A site of its own, and a page on another port of this computer."""
    tried, wrong = 0, 0
    with listening((ELSEWHERE, 0), Pages) as site, listening(("127.0.0.1", 0), Pages) as beside:
        for origin in (f"http://evil.test:{site.server_port}", f"http://127.0.0.1:{beside.server_port}"):
            page = watched.context.new_page()
            page.goto(origin)
            read = attack(page, "fromPage", at=watched.at, paths=some(size))
            tried, wrong = tried + len(read), wrong + sum(said not in ("", "0") for _, said in read)
            page.close()
    assert watched.refused > tried // 2, "most of it has to come as far as the companion"
    assert watched.ran == []
    tally("requests of a page in Chromium: forms, images, beacons, fetches, sockets", tried, wrong)


@sizes(short=4, long=25)
def test_a_name_that_flips_to_this_computer_is_refused(watched: Scene, size: int, tally: Tally) -> None:
    """The page is loaded from the attacker's own address; then nobody answers there, and its name leads here."""
    name = f"rebind{size}.test"  # a fresh one: Chromium remembers where the last one led
    watched.names[name] = [ELSEWHERE, "127.0.0.1"]
    page = watched.context.new_page()
    with listening((ELSEWHERE, watched.running.port), Pages):
        page.goto(f"http://{name}:{watched.running.port}/")
        assert page.title() == "a page"
    read = attack(page, "fromPage", at=f"http://{name}:{watched.running.port}", paths=some(size))
    page.close()
    answered = [said for how, said in read if how.startswith(("cors", "get")) and said]
    assert answered, "it has to have flipped"
    assert all(said.startswith("403") for said in answered)
    assert watched.ran == []
    tally("requests under a name that flipped to this computer, in Chromium", len(read), len(watched.leaked(read)))


@sizes(short=4, long=25)
def test_another_extension_reads_nothing_and_changes_nothing(watched: Scene, size: int, tally: Tally) -> None:
    """It may read this computer's ports, knows a pairing's id, and puts our extension's origin on what it sends."""
    hostile, victim = worker(watched.context, "/worker.js"), id_of(worker(watched.context, "/background.js"))
    pairing = watched.running.workspace.vault.pairings()[0].id
    given: dict[str, Any] = {"at": watched.at, "pairing": pairing, "victim": victim}
    read = attack(hostile, "fromExtension", paths=some(size), **given)
    told = [one for one in read if one[0] in ("message", "page", "port", "script") and one[1]]
    assert told == [], "our extension answered another"
    begun = {how for how, said in read if how.endswith("session") and said.startswith("200")}
    assert len(begun) == 2, "a forged origin begins a session, as the panel and as the window, to which it has no key"
    assert not any(said.startswith("200") for how, said in read if how.endswith("jose"))
    tally("requests of another extension, our origin forged in some", len(read), len(watched.leaked(read)))


def test_a_program_that_squats_a_port_and_hands_on_is_not_talked_to(scene: Scene, tally: Tally) -> None:
    """The panel knows a port on which somebody else listens now, who hands everything on to the companion unchanged."""
    heard: list[tuple[str, str]] = []

    class Relay(Pages):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["content-length"]))
            sent = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            with closing(http.client.HTTPConnection("127.0.0.1", scene.running.port, timeout=60)) as onward:
                onward.request("POST", self.path, asked, sent)
                said = onward.getresponse()
                body = said.read()
            heard.append((self.path, f"{asked!r} {body!r}"))
            self.send_response(said.status)
            self.send_header("content-type", said.headers["content-type"])
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with listening(("127.0.0.1", 0), Relay) as relay:
        page = scene.context.new_page()
        page.goto(f"http://127.0.0.1:{relay.server_port}/")
        panel = open_side_panel(scene.context, page)
        panel.get_by_label("Code").fill(scene.running.desk.show_code(relay.server_port))
        panel.get_by_role("button", name="Pair").click()
        expect(panel.locator("[data-view=not_ours]")).to_contain_text("Another program")
        assert {path for path, _ in heard} == {"/v1/pair/start", "/v1/pair/finish", "/v1/session"}
        wrong = scene.leaked([list(one) for one in heard])
        page.close()
    tally("frames that a program on another port handed on: sealed, or with a key", len(heard), len(wrong))
