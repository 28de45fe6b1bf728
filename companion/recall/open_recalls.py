"""The clients whose past words are ready to be searched."""

from __future__ import annotations

import threading
from collections import OrderedDict

from companion.recall.recall import Recall

OPEN_AT_MOST = 8
"""Clients whose vectors are held in memory: a day's. One of 200 notes (4,400 sentences) takes 25 MB with Chroma, and a
quarter of a second to be held again."""


class OpenRecalls:
    """The clients searched lately, at most `OPEN_AT_MOST`: the one left alone longest goes first. Thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: OrderedDict[str, Recall] = OrderedDict()
        self._cleared = 0

    @property
    def era(self) -> int:
        """Grows with every `clear`: what was read before a lock is not kept after it."""
        return self._cleared

    def get(self, client_id: str) -> Recall | None:
        with self._guard:
            if client_id in self._open:
                self._open.move_to_end(client_id)
            return self._open.get(client_id)

    def put(self, client_id: str, recall: Recall, era: int) -> None:
        """Keeps it, unless everything was cleared since `era`."""
        with self._guard:
            if era != self._cleared:
                return
            self._open[client_id] = recall
            surplus = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - OPEN_AT_MOST)]
        for old in surplus:
            old.vectors.drop()

    def forget(self, client_id: str) -> None:
        """What is held of this client is out of date."""
        with self._guard:
            recall = self._open.pop(client_id, None)
        if recall is not None:
            recall.vectors.drop()

    def clear(self) -> None:
        """The vault was locked."""
        with self._guard:
            held = list(self._open.values())
            self._open.clear()
            self._cleared += 1
        for recall in held:
            recall.vectors.drop()
