"""A request's body, read whole within a limit of size and time."""

from __future__ import annotations

import asyncio

from starlette.types import Receive

WITHIN = 10.0
"""Seconds in which a body has to arrive."""


async def read_body(receive: Receive, at_most: int) -> bytes | None:
    """None where it is too large, too slow, or was not sent to its end."""
    try:
        return await asyncio.wait_for(_read(receive, at_most), WITHIN)
    except TimeoutError:
        return None


async def _read(receive: Receive, at_most: int) -> bytes | None:
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > at_most:
            return None
        if not message.get("more_body"):
            return body
