"""The doors of a registered EHR: what a browser may open (SMART App Launch), and what may ask for a card (CDS Hooks).

Until an EHR is registered there is none of them, and a request for one is refused like any other. The guard has checked
the Host; here is what else each row of docs/protocol.md asks. No answer of these doors holds a client's word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from companion.ehr.registration import Registration
from companion.errors import EyelineError
from companion.service.body import read_body
from companion.service.ehr_hooks import SERVICES_AT, HookAsked, answer_hook
from companion.service.ehr_pages import Page, answer_page
from companion.service.state import Running

ROOM = "/ehr/"
CARDS_AT_MOST = 1024 * 1024
"""Bytes of a hook's request: a patient sent along has a few kilobytes."""
QUERY_AT_MOST = 8 * 1024
TABS_AT_ONCE = 8
"""Tabs that wait for an EHR at once: any page can open one, and a slow EHR must not keep the panel waiting."""
FIELDS_AT_MOST = 20

Values = Mapping[bytes, list[bytes]]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class EhrDoors:
    """ASGI answers for the paths of EHRs."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._tabs = 0

    def known(self, path: str) -> bool:
        """Whether a path would be a door's; there may be nobody to open it to."""
        return path.startswith(ROOM) or path == SERVICES_AT or path.startswith(f"{SERVICES_AT}/")

    async def answer(self, scope: Scope, values: Values, receive: Receive, send: Send) -> bool:
        """Answers, or returns False where the request is to be refused."""
        registrations = await run_in_threadpool(lambda: self._running.ehrs.registrations)
        if scope["path"].startswith(ROOM):
            said = await self._page(scope, values) if registrations else None
        else:
            said = await self._hook(scope, values, receive, registrations)
        if said is None:
            return False
        told = {**said.headers, "content-length": str(len(said.body)), "cache-control": "no-store"}
        headers = [(name.encode("ascii"), value.encode("ascii")) for name, value in told.items()]
        await send({"type": "http.response.start", "status": said.status, "headers": headers})
        await send({"type": "http.response.body", "body": said.body})
        return True

    async def _page(self, scope: Scope, values: Values) -> _Answer | None:
        """A tab of a browser that goes to us: never a frame, a picture or a script, never with a body."""
        sent = values.get(b"content-length", [b"0"]) == [b"0"] and b"transfer-encoding" not in values
        goes = values.get(b"sec-fetch-mode", [b"navigate"]) == [b"navigate"]
        whole = values.get(b"sec-fetch-dest", [b"document"]) == [b"document"]
        query = _query(scope["query_string"])
        if scope["method"] != "GET" or b"origin" in values or query is None or not (sent and goes and whole):
            return None
        if self._tabs >= TABS_AT_ONCE:
            return None
        self._tabs += 1
        try:
            page: Page | None = await run_in_threadpool(answer_page, self._running, scope["path"], query)
        finally:
            self._tabs -= 1
        return None if page is None else _Answer(page.status, page.body, page.headers)

    async def _hook(
        self, scope: Scope, values: Values, receive: Receive, registrations: tuple[Registration, ...]
    ) -> _Answer | None:
        asking = [one for one in registrations if one.hooks]
        origin = _origin(values, asking)
        if not asking or origin is None or scope["query_string"]:
            return None
        allows = _cors(origin)
        if scope["method"] == "OPTIONS":
            may = {"access-control-allow-methods": "GET, POST", "access-control-max-age": "600"}
            may["access-control-allow-headers"] = "authorization, content-type"
            asks = origin and b"access-control-request-method" in values
            return _Answer(204, b"", {**allows, **may}) if asks else None
        if scope["method"] == "POST" and not _is_json(values):
            return None
        body = await read_body(receive, CARDS_AT_MOST)
        if body is None:
            return _Answer(413, _json({"error": {"kind": "too_large", "say": "That is too large."}}), allows)
        signed = values.get(b"authorization", [b""])
        authorization = signed[0].decode("ascii", "replace") if len(signed) == 1 else ""
        asked = HookAsked(scope["method"], scope["path"], authorization, origin, body)
        try:
            said = await run_in_threadpool(answer_hook, self._running, asked)
        except EyelineError as error:
            proves = {"www-authenticate": "Bearer"} if error.status == 401 else {}
            told = _json({"error": {"kind": error.kind, "say": error.say}})
            return _Answer(error.status, told, {**allows, **proves, "content-type": "application/json"})
        return _Answer(200, _json(said), {**allows, "content-type": "application/json"})


def _origin(values: Values, asking: list[Registration]) -> str | None:
    """The registered page that asks, or empty where no page does; None for any other page."""
    said = values.get(b"origin", [])
    if not said:
        site = values.get(b"sec-fetch-site", [b"none"])
        return "" if site == [b"none"] else None
    known = {origin for one in asking if one.hooks for origin in one.hooks.origins}
    origin = said[0].decode("ascii", "replace")
    return origin if len(said) == 1 and origin in known else None


def _cors(origin: str) -> dict[str, str]:
    return {"access-control-allow-origin": origin, "vary": "Origin"} if origin else {}


def _is_json(values: Values) -> bool:
    return values.get(b"content-type", [b""])[0].split(b";")[0].strip().lower() == b"application/json"


def _query(said: bytes) -> dict[str, str] | None:
    """Each field once; None where one comes twice, or they are too many or too long."""
    if len(said) > QUERY_AT_MOST:
        return None
    try:
        fields = parse_qsl(said.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_AT_MOST, errors="strict")
    except ValueError:
        return None
    return dict(fields) if len(dict(fields)) == len(fields) else None


def _json(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode("utf-8")
