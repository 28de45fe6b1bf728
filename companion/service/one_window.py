"""The window that is open, if one is: a second start brings it to the front in place of opening another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ANSWERS_IN = 5.0
"""Seconds in which a window that listens says that it is in front."""


class OneWindow:
    """`tell` asks the page that is open. Thread-safe."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._listening = 0
        self._in_front = threading.Event()

    @contextmanager
    def listens(self) -> Iterator[None]:
        """Around the long-poll of a window's page. On the service's own thread alone."""
        self._listening += 1
        try:
            yield
        finally:
            self._listening -= 1

    def raised(self) -> None:
        """The page has brought its window to the front."""
        self._in_front.set()

    def bring_to_front(self) -> bool:
        """False where no window is open, or it does not answer."""
        if not self._listening:
            return False
        self._in_front.clear()
        self._tell()
        return self._in_front.wait(ANSWERS_IN)
