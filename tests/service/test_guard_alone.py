"""The guard in one process with an application that says what reached it: each rule by a request that breaks that one
alone, and each limit by one byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from companion.service.ehr_doors import EhrDoors
from companion.service.guard import BODY_AT_MOST, FROM_LAUNCH_AT_MOST, HEADERS_AT_MOST, Guard
from companion.service.pages import Pages
from companion.service.state import Running
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.own_loop import in_own_loop

pytestmark = pytest.mark.trust

PORT = 17913
WINDOW, PANEL = f"http://127.0.0.1:{PORT}", "chrome-extension://abc"
PATH, BIG, DOOR = "/v1/status", "/v1/big", "/ehr/launch"
BIG_AT_MOST = 70_000


@dataclass
class Stage:
    """`reached` has the origin and the body of each request that came through, and what came after its body."""

    guard: Guard
    reached: list[tuple[object, bytes, str]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self.reached.append(("lifespan", b"", ""))
            return
        whole = await receive()
        assert not whole["more_body"]
        after = await receive()
        self.reached.append((scope["eyeline.origin"], whole["body"], after["type"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def ask(self, body: bytes | list[bytes] = b"{}", **changed: Any) -> tuple[int, bytes]:
        """Status and body of the panel's own request, but for what is `changed` in its headers, path or method."""
        headers = {"host": f"127.0.0.1:{PORT}", "origin": PANEL, "content-type": "application/jose"}
        more = changed.pop("more_headers", [])
        scope: dict[str, Any] = {"type": "http", "method": "POST", "path": PATH, "query_string": b""}
        scope |= {name: changed.pop(name) for name in list(changed) if name in scope}
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value is not None]
        scope["headers"] = [*pairs, *more]
        parts = [body] if isinstance(body, bytes) else body
        sent: list[Message] = [
            {"type": "http.request", "body": part, "more_body": at < len(parts) - 1} for at, part in enumerate(parts)
        ]
        sent.append({"type": "http.disconnect"})
        said: list[Message] = []

        async def receive() -> Message:
            return sent.pop(0)

        async def send(message: Message) -> None:
            said.append(message)

        in_own_loop(self.guard(scope, receive, send))
        if said[0]["type"] == "websocket.close":
            return int(said[0]["code"]), b""
        return int(said[0]["status"]), b"".join(one.get("body", b"") for one in said[1:])


class OpenDoors(EhrDoors):
    """As if an EHR were registered, whose every call is answered."""

    def known(self, path: str) -> bool:
        return path == DOOR

    async def answer(self, scope: Scope, values: Any, receive: Receive, send: Send) -> bool:
        del values, receive  # whoever comes is answered, but for one address
        if scope["query_string"]:
            return False
        await send({"type": "http.response.start", "status": 204, "headers": []})
        return True


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Vault.temporary(tmp_path_factory.mktemp("guard")) as vault:
        doors = OpenDoors(Running(Workspace(vault, Embedder()), PORT, bytes(32)))
        paths = {PATH: BODY_AT_MOST, BIG: BIG_AT_MOST}
        stage = Stage.__new__(Stage)
        Stage.__init__(stage, Guard(stage, port=PORT, paths=paths, pages=Pages(), doors=doors))
        yield stage


@pytest.fixture
def stage(made: Stage) -> Stage:
    made.reached.clear()
    return made


@pytest.mark.parametrize("origin", [PANEL, "moz-extension://b", WINDOW, None])
@pytest.mark.parametrize("site", ["none", "same-origin", None])
@pytest.mark.parametrize("kind", ["application/jose", "application/json", "application/json; charset=utf-8"])
def test_what_is_ours_comes_through_whole(stage: Stage, origin: str | None, site: str | None, kind: str) -> None:
    said = stage.ask([b'{"a"', b": 1}"], origin=origin, sec_fetch_site=site, content_type=kind)
    assert (said[0], stage.reached) == (200, [(origin or "", b'{"a": 1}', "http.disconnect")])


@pytest.mark.parametrize(
    "changed",
    [
        {"host": f"127.0.0.1:{PORT + 1}"},
        {"host": None},
        {"more_headers": [(b"host", b"evil.example")]},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "none", "more_headers": [(b"sec-fetch-site", b"cross-site")]},
        {"sec_fetch_site": "none", "more_headers": [(b"sec-fetch-site", b"none")]},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "chrome-extension://\u00e9"},
        {"more_headers": [(b"origin", PANEL.encode())]},
        {"content_type": "text/plain"},
        {"content_type": "text/plain; application/json"},
        {"content_type": None},
        {"method": "PUT"},
        {"method": "GET"},
        {"path": "/v1/other"},
        {"query_string": b"a=1"},
        {"path": DOOR, "method": "GET", "host": "evil.example"},
        {"path": DOOR, "method": "GET", "more_headers": [(b"host", b"evil.example")]},
        {"path": DOOR, "method": "GET", "x": "a" * HEADERS_AT_MOST},
        {"path": DOOR, "method": "GET", "query_string": b"not=theirs"},
    ],
)
def test_one_thing_that_is_wrong_is_enough(stage: Stage, changed: dict[str, Any]) -> None:
    status, body = stage.ask(**changed)
    assert (status, stage.reached) == (403, [])
    assert body == b'{"error": {"kind": "refused", "say": "Refused."}}'


@pytest.mark.parametrize(
    ("path", "origin", "at_most"),
    [(PATH, PANEL, BODY_AT_MOST), (BIG, PANEL, BIG_AT_MOST), (PATH, WINDOW, FROM_LAUNCH_AT_MOST)],
)
def test_a_body_may_be_as_long_as_its_limit_and_not_one_byte_longer(
    stage: Stage, path: str, origin: str, at_most: int
) -> None:
    assert stage.ask(b"a" * at_most, path=path, origin=origin)[0] == 200
    assert stage.ask(b"a" * (at_most + 1), path=path, origin=origin)[0] == 403
    assert stage.ask([b"a" * at_most, b"a"], path=path, origin=origin)[0] == 403
    assert len(stage.reached) == 1


def test_the_limits_are_those_of_the_protocol() -> None:
    assert (BODY_AT_MOST, FROM_LAUNCH_AT_MOST, HEADERS_AT_MOST) == (65_536, 1_048_576, 16_384)


def test_headers_are_counted_with_their_names(stage: Stage) -> None:
    own = sum(map(len, ("host", f"127.0.0.1:{PORT}", "origin", PANEL, "content-type", "application/jose", "x")))
    assert stage.ask(x="a" * (HEADERS_AT_MOST - own))[0] == 200
    assert stage.ask(x="a" * (HEADERS_AT_MOST - own + 1))[0] == 403
    long_name = (b"x" * (HEADERS_AT_MOST - own + 2), b"")
    assert stage.ask(more_headers=[long_name])[0] == 403


def test_a_page_is_read_with_get_and_nothing_else_is(stage: Stage) -> None:
    assert stage.ask(method="GET", path="/", origin=None)[0] == 200
    assert stage.ask(method="GET", path="/", origin=WINDOW)[0] == 200
    assert stage.ask(method="POST", path="/", origin=None)[0] == 403
    assert stage.ask(method="GET", path="/", origin=PANEL)[0] == 403
    assert stage.reached == []


def test_a_door_is_asked_by_any_site_under_our_own_host(stage: Stage) -> None:
    said = stage.ask(path=DOOR, method="GET", origin=None, sec_fetch_site="cross-site")
    assert (said[0], stage.reached) == (204, [])


def test_a_web_socket_is_closed_and_a_start_is_handed_on(stage: Stage) -> None:
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    in_own_loop(stage.guard({"type": "websocket", "path": PATH, "headers": []}, receive, send))
    assert said == [{"type": "websocket.close", "code": 1008}]
    in_own_loop(stage.guard({"type": "lifespan"}, receive, send))
    assert stage.reached == [("lifespan", b"", "")]


def test_a_body_that_breaks_off_is_refused(stage: Stage) -> None:
    said: list[Message] = []
    sent: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return sent.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": headers}
    in_own_loop(stage.guard(scope, receive, send))
    assert (said[0]["status"], stage.reached) == (403, [])
