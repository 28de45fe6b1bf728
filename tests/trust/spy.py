"""What a program of another user tries: run by test_other_user.py in a process of that user, with the standard library
alone. Reads what to try from stdin, and says what it got."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    asked = json.load(sys.stdin)
    got: list[str] = []
    tried = 0
    inside = [f"/proc/{asked['pid']}/{name}" for name in ("mem", "environ", "maps", "fd", "cwd", "auxv", "stack")]
    for path in [*asked["files"], *inside]:
        for act in (_read, _list, _write, _delete if path in asked["files"] else _read):
            tried += 1
            with contextlib.suppress(OSError):
                act(path)
                got.append(f"{act.__name__} {path}")
    tried += 1
    with contextlib.suppress(PermissionError):
        os.kill(asked["pid"], signal.SIGTERM)
        got.append("kill")
    refused = 0
    for path in asked["paths"]:
        for pairing in ("launch", "A" * 22, ""):
            tried += 1
            status, said = _ask(asked["port"], path, pairing)
            refused += status in (400, 403)
            if path != "/v1/session" and status not in (400, 403):
                got.append(f"{path} {status} {said[:80]}")
            elif path == "/v1/session":
                refused += status == 200  # it begins a session, and has no key to it
    json.dump({"user": os.getuid(), "tried": tried, "refused": refused, "got": got}, sys.stdout)


def _read(path: str) -> None:
    with Path(path).open("rb") as file:
        file.read(1)


def _list(path: str) -> None:
    list(Path(path).iterdir())


def _write(path: str) -> None:
    with Path(path).open("ab"):
        pass


def _delete(path: str) -> None:
    Path(path).unlink()


def _ask(port: int, path: str, pairing: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = json.dumps({"pairing": pairing, "nonce": "A" * 22})
    line.request("POST", path, body, {"content-type": "application/json"})
    said = line.getresponse()
    text = said.read().decode("utf-8", "replace")
    line.close()
    return said.status, text


main()
