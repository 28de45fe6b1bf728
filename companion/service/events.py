"""What panels must hear without asking: lock, unlock, revocation, newly read notes; and the window alone, how a backup
went, and that it was started once more. One long-poll carries it."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from typing import Literal

EventKind = Literal["locked", "unlocked", "revoked", "notes_read", "backup", "come_to_front"]

KEPT = 256
WAITS = 25.0
"""Seconds a long-poll is held."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One event. `pairing` set: only that browser hears it. `client_id`: whose notes were read."""

    seq: int
    kind: EventKind
    client_id: str | None = None
    pairing: str | None = None


class Events:
    """An ordered log that threads write and long-polls wait on."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._log: deque[Heard] = deque(maxlen=KEPT)
        self._seq = 0
        self._closed = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @property
    def seq(self) -> int:
        return self._seq

    def tell(self, kind: EventKind, *, client_id: str | None = None, pairing: str | None = None) -> None:
        """From any thread."""
        with self._guard:
            self._seq += 1
            self._log.append(Heard(self._seq, kind, client_id, pairing))
        self._ring()

    def close(self) -> None:
        """The service ends: nobody is kept waiting any more."""
        self._closed = True
        self._ring()

    def _ring(self) -> None:
        with self._guard:
            waiting = list(self._waiting)
        for loop, bell in waiting:
            loop.call_soon_threadsafe(bell.set)

    def since(self, seq: int, pairing: str) -> list[Heard]:
        with self._guard:
            return [e for e in self._log if e.seq > seq and e.pairing in (None, pairing)]

    async def wait(self, seq: int, pairing: str, seconds: float = WAITS) -> list[Heard]:
        """What happened after `seq`; waits for the first event, at most `seconds`."""
        bell = (asyncio.get_running_loop(), asyncio.Event())
        with self._guard:
            self._waiting.add(bell)
        try:
            found = self.since(seq, pairing)
            if not found and not self._closed:
                try:
                    await asyncio.wait_for(bell[1].wait(), seconds)
                except TimeoutError:
                    return []
                found = self.since(seq, pairing)
            return found
        finally:
            with self._guard:
                self._waiting.discard(bell)
