"""What was worked out of a client's file, held in memory until it changes, others push it out, or a lock."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

HELD_AT_MOST = 8
"""For each kind: some MB each where there are hundreds of notes."""


class Held(Generic[K, V]):
    """One value for each name (a client's id, say), and what it was made of. Thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held: OrderedDict[str, tuple[K, V]] = OrderedDict()
        self._cleared = 0

    def get(self, name: str, read: Callable[[], K], make: Callable[[K], V]) -> V:
        """What `make` gives for what `read` gives now: the same object as last time where that was the same. What was
        read before a `clear` is not held after it."""
        with self._guard:
            era, held = self._cleared, self._held.get(name)
        now = read()
        value = held[1] if held is not None and held[0] == now else make(now)
        with self._guard:
            if era == self._cleared:
                self._held[name] = (now, value)
                self._held.move_to_end(name)
                while len(self._held) > HELD_AT_MOST:
                    self._held.popitem(last=False)
        return value

    def clear(self) -> None:
        """The vault was locked."""
        with self._guard:
            self._held.clear()
            self._cleared += 1
