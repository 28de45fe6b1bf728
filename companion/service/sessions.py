"""Sessions of panels and of the command line: their keys, which requests they have used up, whose chart is open."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from companion.errors import NotFound, Refused
from companion.service.sealing import NONCE, derive, proof, to_text

Peer = Literal["panel", "launch"]

UNUSED_FOR = 60.0
"""Seconds in which a new session must be used once."""
IDLE_FOR = 12 * 3600.0
SESSIONS_AT_MOST = 64
WINDOW = 64
"""Counters this far behind the newest are still accepted, once each."""


@dataclass(slots=True)
class Session:
    """One panel's session. `scope` is the handle to the client whose chart it shows."""

    id: str
    pairing: str
    peer: Peer
    origin: str
    up: bytes = field(repr=False)
    down: bytes = field(repr=False)
    touched: float
    used: bool = False
    newest: int = 0
    seen: int = 0
    scope: str | None = None
    client_id: str | None = None

    def accept(self, counter: object) -> int:
        """Takes a request's counter once (a sliding window, as in RFC 4303 section 3.4.3). Raises Refused."""
        if not isinstance(counter, int) or isinstance(counter, bool) or counter < 1 or counter > 2**53:
            raise Refused("Refused.")
        if counter > self.newest:
            self.seen = ((self.seen << (counter - self.newest)) | 1) & ((1 << WINDOW) - 1)
            if counter - self.newest >= WINDOW:
                self.seen = 1
            self.newest = counter
            return counter
        behind = self.newest - counter
        if behind >= WINDOW or self.seen >> behind & 1:
            raise Refused("Refused.")
        self.seen |= 1 << behind
        return counter

    def open_scope(self, client_id: str) -> str:
        """A fresh handle to this client; the one before it opens nothing any more."""
        self.scope, self.client_id = secrets.token_urlsafe(16), client_id
        return self.scope

    def close_scope(self) -> None:
        self.scope = self.client_id = None

    def client_of(self, scope: str) -> str:
        """The client a scope stands for. Raises NotFound when another chart has been opened since."""
        if self.client_id is None or self.scope is None or not secrets.compare_digest(scope, self.scope):
            raise NotFound("Another chart has been opened since. Nothing is shown for the one before.")
        return self.client_id


class Sessions:
    """All sessions of this run. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._guard = threading.Lock()

    def begin(self, pairing: str, peer: Peer, origin: str, key: bytes, nonce: bytes) -> tuple[Session, bytes, bytes]:
        """A new session, our nonce, and the proof that we hold the pairing key."""
        ours, name = secrets.token_bytes(NONCE), secrets.token_bytes(NONCE)
        salt = nonce + ours
        session = Session(
            id=to_text(name),
            pairing=pairing,
            peer=peer,
            origin=origin,
            up=derive(key, salt, "eyeline/1 up"),
            down=derive(key, salt, "eyeline/1 down"),
            touched=self._clock(),
        )
        with self._guard:
            self._sweep()
            if len(self._sessions) >= SESSIONS_AT_MOST:
                raise Refused("Refused.")
            self._sessions[session.id] = session
        return session, ours, proof(derive(key, b"", "eyeline/1 proof"), "companion", nonce, ours, name)

    def find(self, session_id: str) -> Session:
        """Raises Refused for one that is not there, ended, or left alone too long."""
        with self._guard:
            self._sweep()
            session = self._sessions.get(session_id)
        if session is None:
            raise Refused("Refused.")
        return session

    def touch(self, session: Session, counter: object) -> int:
        """Marks an authenticated request: its counter is used up."""
        with self._guard:
            taken = session.accept(counter)
            session.used, session.touched = True, self._clock()
        return taken

    def end(self, pairing: str) -> None:
        """Ends all sessions of a pairing: it was revoked."""
        with self._guard:
            self._sessions = {i: s for i, s in self._sessions.items() if s.pairing != pairing}

    def close_scopes(self) -> None:
        """The vault was locked: no scope opens anything."""
        with self._guard:
            for session in self._sessions.values():
                session.close_scope()

    def _sweep(self) -> None:
        now = self._clock()
        self._sessions = {
            i: s for i, s in self._sessions.items() if now - s.touched <= (IDLE_FOR if s.used else UNUSED_FOR)
        }
