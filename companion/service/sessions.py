"""Sessions of panels and of the command line: their keys, which requests they have used up, whose chart is open."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from companion.errors import NotFound, Refused
from companion.service.sealing import NONCE, derive, port_bytes, proof, to_text

Peer = Literal["panel", "launch"]

UNUSED_FOR = 60.0
"""Seconds in which a new session must be used once."""
IDLE_FOR = 12 * 3600.0
UNPROVEN_AT_MOST = 32
"""Sessions begun and not used yet. Anybody on this machine can begin one, so a new one pushes out the oldest of these,
and never one that has proven its key."""
FOR_EACH_PAIRING = 16
"""Sessions in use under one pairing; the one left alone longest makes room."""
WINDOW = 64
"""Counters this far behind the newest are still accepted, once each."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A handle to the one client whose chart a panel shows. Read and replaced whole, never field by field."""

    word: str
    client_id: str


@dataclass(slots=True)
class Session:
    """One panel's session."""

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
    scope: Scope | None = None
    lost: str | None = None
    """The client whose scope was closed because they may not be shown any more: the panel has to hear of it."""

    def accept(self, counter: object) -> int:
        """Takes a request's counter once (a sliding window, as in RFC 4303 section 3.4.3). Raises Refused."""
        if not isinstance(counter, int) or isinstance(counter, bool) or counter < 1 or counter > 2**53:
            raise Refused("Refused.")
        if counter > self.newest:
            ahead = counter - self.newest
            self.seen = 1 if ahead >= WINDOW else ((self.seen << ahead) | 1) & ((1 << WINDOW) - 1)
            self.newest = counter
            return counter
        behind = self.newest - counter
        if behind >= WINDOW or self.seen >> behind & 1:
            raise Refused("Refused.")
        self.seen |= 1 << behind
        return counter

    def open_scope(self, client_id: str) -> str:
        """The handle to this client: the one that is open, if it is this client's, else a fresh one, and the one before
        it opens nothing any more."""
        held = self.scope
        if held is None or held.client_id != client_id:
            held = Scope(secrets.token_urlsafe(16), client_id)
            self.scope, self.lost = held, None
        return held.word

    def close_scope(self) -> None:
        self.scope = None

    def client_of(self, word: str) -> str:
        """The client a scope stands for. Raises NotFound when another chart has been opened since."""
        held = self.scope
        if held is None or not secrets.compare_digest(word.encode(), held.word.encode()):
            raise NotFound("Another chart has been opened since. Nothing is shown for the one before.")
        return held.client_id


class Sessions:
    """All sessions of this run. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._ended: set[str] = set()
        self._guard = threading.Lock()

    def begin(
        self, pairing: str, peer: Peer, origin: str, key: bytes, nonce: bytes, *, port: int
    ) -> tuple[Session, bytes, bytes]:
        """A new session, our nonce, and the proof that we hold the pairing key and listen on `port`: who squats another
        port and hands everything on to us is not believed there."""
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
            if pairing in self._ended:
                raise Refused("Refused.")
            self._make_room([s for s in self._sessions.values() if not s.used], UNPROVEN_AT_MOST)
            self._sessions[session.id] = session
        proven = proof(derive(key, b"", "eyeline/1 proof"), "companion", nonce, ours, name, port_bytes(port))
        return session, ours, proven

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
            if not session.used:
                mine = [s for s in self._sessions.values() if s.used and s.pairing == session.pairing]
                self._make_room(mine, FOR_EACH_PAIRING)
            session.used, session.touched = True, self._clock()
        return taken

    def lives(self, session: Session) -> bool:
        """Whether it may still be answered: it was not revoked while its request was under way."""
        with self._guard:
            return session.id in self._sessions and session.pairing not in self._ended

    def end(self, pairing: str) -> None:
        """Ends all sessions of a pairing, and those being begun: it was revoked."""
        with self._guard:
            self._ended.add(pairing)
            self._sessions = {i: s for i, s in self._sessions.items() if s.pairing != pairing}

    def close_scopes(self, client_id: str | None = None) -> None:
        """The vault was locked, or this client deleted or not to be read: no scope opens anything of theirs."""
        with self._guard:
            for session in self._sessions.values():
                if client_id is None or (session.scope is not None and session.scope.client_id == client_id):
                    session.lost = client_id
                    session.close_scope()

    def _make_room(self, among: Sequence[Session], at_most: int) -> None:
        for old in sorted(among, key=lambda s: s.touched)[: max(0, len(among) - at_most + 1)]:
            del self._sessions[old.id]

    def _sweep(self) -> None:
        now = self._clock()
        self._sessions = {
            i: s for i, s in self._sessions.items() if now - s.touched <= (IDLE_FOR if s.used else UNUSED_FOR)
        }
