"""A small DNS and a Chromium that asks it: names of ours lead where a test says, and change."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "127.0.0.77"
"""Where it answers: nobody else is there, and port 53 is the one that resolv.conf can name."""


def may_be_asked() -> bool:
    """Whether this test may listen on port 53 and give Chromium a resolv.conf of its own: as root, on Linux."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("unshare") is not None


@contextmanager
def answering(names: Mapping[str, list[str]]) -> Iterator[None]:
    """Answers for `names` with their addresses as they are at the time, to be kept for one second; knows no others."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((ADDRESS, 53))
        thread = threading.Thread(target=_answer, args=(wire, names), daemon=True)
        thread.start()
        yield
        wire.sendto(b"", (ADDRESS, 53))
        thread.join(10)


def with_own_dns(folder: Path, chromium: str) -> Path:
    """A program that starts Chromium where our DNS is the only one; the machine's own settings are not touched."""
    (folder / "resolv.conf").write_text(f"nameserver {ADDRESS}\n", encoding="ascii")
    program = folder / "chromium"
    inner = f'mount --bind {folder}/resolv.conf /etc/resolv.conf && exec {chromium} "$@"'
    program.write_text(f"#!/bin/sh\nexec unshare --mount sh -c '{inner}' sh \"$@\"\n", encoding="ascii")
    program.chmod(0o700)
    return program


def _answer(wire: socket.socket, names: Mapping[str, list[str]]) -> None:
    """RFC 1035, one question at a time; an empty datagram ends it."""
    while True:
        asked, whom = wire.recvfrom(512)
        if not asked:
            return
        labels, at = [], 12
        while asked[at]:
            labels.append(asked[at + 1 : at + 1 + asked[at]].decode("ascii"))
            at += asked[at] + 1
        question, is_address = asked[12 : at + 5], asked[at + 1 : at + 3] == b"\0\1"
        found = names.get(".".join(labels))
        known = b"\x81\x80" if found is not None else b"\x81\x83"
        given = (found or []) if is_address else []
        records = b"".join(b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(one) for one in given)
        counts = b"\0\1" + len(given).to_bytes(2, "big") + b"\0\0\0\0"
        wire.sendto(asked[:2] + known + counts + question + records, whom)
