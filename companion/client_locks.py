"""One lock for each client: nobody else changes a client's file while it is held."""

from __future__ import annotations

import threading


class ClientLocks:
    """Thread-safe. Made as they are asked for; one that is held may be taken again by the thread that holds it."""

    def __init__(self) -> None:
        self._locks: dict[str, threading.RLock] = {}
        self._guard = threading.Lock()

    def of(self, client_id: str) -> threading.RLock:
        with self._guard:
            return self._locks.setdefault(client_id, threading.RLock())
