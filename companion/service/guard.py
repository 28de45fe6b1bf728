"""Refuses before any route runs: Host, Origin, Sec-Fetch-Site, method, content type, size, path. Default deny.

A page can reach a loopback port in three ways: a request without preflight, a DNS name that flips to 127.0.0.1, and a
WebSocket. Host must be our literal address, once; Origin, where a browser sends one, must be an extension's or our own
window's; `cross-site` and `same-site` are other pages. Starlette's TrustedHostMiddleware ignores the port and reads
the first of two Hosts, so the raw headers are read here. The path comes from the raw scope, never from `request.url`
(CVE-2026-48710).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from companion.service.body import read_body
from companion.service.ehr_doors import EhrDoors
from companion.service.pages import Pages

BODY_AT_MOST = 64 * 1024
"""Bytes of an extension's request; a route may be given more (routes.py)."""
FROM_LAUNCH_AT_MOST = 1024 * 1024
HEADERS_AT_MOST = 16 * 1024

_EXTENSIONS = ("chrome-extension://", "moz-extension://")
_TYPES = {b"application/jose", b"application/json"}
_REFUSED = json.dumps({"error": {"kind": "refused", "say": "Refused."}}).encode("ascii")


class Guard:
    """ASGI middleware around the whole application. `paths` are the only paths there are, each with the bytes that an
    extension may send there; `pages` are what may be read with GET; `doors` there are none but for a registered EHR."""

    def __init__(self, app: ASGIApp, *, port: int, paths: Mapping[str, int], pages: Pages, doors: EhrDoors) -> None:
        self._app = app
        self._host = f"127.0.0.1:{port}".encode("ascii")
        self._window = f"http://127.0.0.1:{port}"
        self._paths = dict(paths)
        self._pages = pages
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        values = {name: [v for n, v in headers if n == name] for name, _ in headers}
        if self._doors.known(scope["path"]):
            own = values.get(b"host") == [self._host] and _fits(headers)
            if not (own and await self._doors.answer(scope, values, receive, send)):
                await _refuse(send)
            return
        if not self._comes_to_us(headers, values):
            await _refuse(send)
            return
        if scope["method"] == "GET" and self._pages.may_get(scope, values, self._window):
            await self._pages.send(scope["path"], send)
            return
        await self._ask(scope, self._origin(scope, values), receive, send)

    async def _ask(self, scope: Scope, origin: str | None, receive: Receive, send: Send) -> None:
        if origin is None:
            await _refuse(send)
            return
        at_most = self._paths[scope["path"]] if origin.startswith(_EXTENSIONS) else FROM_LAUNCH_AT_MOST
        body = await read_body(receive, at_most)
        if body is None:
            await _refuse(send)
            return
        scope["eyeline.origin"] = origin
        await self._app(scope, _replay(body, receive), send)

    def _comes_to_us(self, headers: list[tuple[bytes, bytes]], values: Mapping[bytes, list[bytes]]) -> bool:
        """Our literal address, once, and no other site's page behind it."""
        site = values.get(b"sec-fetch-site", [b"none"])
        if len(site) != 1 or site[0] not in (b"none", b"same-origin"):
            return False
        return values.get(b"host") == [self._host] and _fits(headers)

    def _origin(self, scope: Scope, values: Mapping[bytes, list[bytes]]) -> str | None:
        """The caller's origin (empty: no browser), or None where the request is to be refused."""
        if scope["method"] != "POST" or scope["path"] not in self._paths or scope["query_string"]:
            return None
        if values.get(b"content-type", [b""])[0].split(b";")[0].strip() not in _TYPES:
            return None
        return self._known(values.get(b"origin", [b""]))

    def _known(self, origins: list[bytes]) -> str | None:
        if len(origins) != 1 or not origins[0].isascii():
            return None
        origin = origins[0].decode("ascii")
        return origin if origin in ("", self._window) or origin.startswith(_EXTENSIONS) else None


def _fits(headers: list[tuple[bytes, bytes]]) -> bool:
    return sum(len(n) + len(v) for n, v in headers) <= HEADERS_AT_MOST


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hands on the body that was read, then whatever comes after it (the disconnect)."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_REFUSED)).encode("ascii"))]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSED})
