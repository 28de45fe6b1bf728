"""First pairing: one code at a time, five minutes, five wrong tries; the code itself never travels."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from companion.errors import Refused
from companion.service.sealing import NONCE, derive, proof, proven, to_text

LIVES = 300
"""Seconds a code is good for."""
TRIES = 5
ATTEMPTS_AT_MOST = 8
SECRET = 13
"""Random bytes in a code: 104 bits, with the port's 16 bits exactly 24 letters of base32."""


@dataclass(frozen=True, slots=True)
class Paired:
    """A browser that has proven the code. `key` is the pairing key, `proof` what the companion answers."""

    id: str
    name: str
    origin: str
    key: bytes = field(repr=False)
    proof: bytes


@dataclass(slots=True)
class _Code:
    secret: bytes = field(repr=False)
    ends: float
    tries: int = TRIES


@dataclass(frozen=True, slots=True)
class _Attempt:
    theirs: bytes
    ours: bytes
    origin: str


class PairingDesk:
    """Where codes are shown and proven. Thread-safe; nothing of it outlives the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._code: _Code | None = None
        self._attempts: dict[str, _Attempt] = {}

    def show_code(self, port: int) -> str:
        """A new code, `ABCD-EFGH-...`; the one before it is worth nothing from now on."""
        secret = secrets.token_bytes(SECRET)
        with self._guard:
            self._code, self._attempts = _Code(secret, self._clock() + LIVES), {}
        letters = base64.b32encode(port.to_bytes(2, "big") + secret).decode("ascii")
        return "-".join(letters[at : at + 4] for at in range(0, 24, 4))

    def start(self, nonce: bytes, origin: str) -> tuple[str, bytes, bytes]:
        """An attempt's id, our nonce and the proof that we know the code. Raises Refused when no code is shown."""
        with self._guard:
            code = self._living()
            mine = [name for name, begun in self._attempts.items() if begun.origin == origin]
            if len(mine) >= ATTEMPTS_AT_MOST:  # a flood from one origin pushes out no other's
                del self._attempts[mine[0]]
            attempt, ours = to_text(secrets.token_bytes(NONCE)), secrets.token_bytes(NONCE)
            self._attempts[attempt] = _Attempt(nonce, ours, origin)
        return attempt, ours, proof(_code_key(code), "companion", nonce, ours, origin.encode("ascii"))

    def finish(self, attempt: str, origin: str, name: str, given: bytes) -> Paired:
        """Checks the browser's proof and uses the code up. Raises Refused; five wrong ones end the code."""
        with self._guard:
            code = self._living()
            begun = self._attempts.pop(attempt, None)
            if begun is None or begun.origin != origin:
                raise Refused("Refused.")
            key = _code_key(code)
            said = (begun.theirs, begun.ours, origin.encode("ascii"), b"\x00", name.encode("utf-8"))
            if not proven(given, proof(key, "panel", *said)):
                code.tries -= 1
                if code.tries <= 0:
                    self._code = None
                raise Refused("Refused.")
            self._code, self._attempts = None, {}
        pairing = secrets.token_bytes(NONCE)
        lasting = derive(code.secret, begun.theirs + begun.ours, "eyeline/1 pairing")
        return Paired(to_text(pairing), name, origin, lasting, proof(key, "paired", pairing))

    def _living(self) -> _Code:
        if self._code is None or self._clock() > self._code.ends:
            self._code = None
            raise Refused("Refused.")
        return self._code


def _code_key(code: _Code) -> bytes:
    return derive(code.secret, b"", "eyeline/1 code")
