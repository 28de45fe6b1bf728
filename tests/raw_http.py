"""Requests written by hand: what no browser and no library would send."""

from __future__ import annotations

import socket


def raw(port: int, request: str, body: str | None = "{}") -> tuple[int, bytes]:
    """Status and body of one request as it is written. A connection that is closed without a word is 0."""
    length = "" if body is None else f"Content-Length: {len(body)}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(f"{request}{length}Connection: close\r\n\r\n{body or ''}".encode())
        said = b""
        while part := wire.recv(65536):
            said += part
    head, _, rest = said.partition(b"\r\n\r\n")
    assert b"access-control" not in head.lower()
    return (int(head.split(b" ")[1]) if head else 0), rest
