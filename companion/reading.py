"""Reads what was brought in, in the background: loads the model, then embeds passage after passage, client by client.

Nothing is kept here: what is left to do is what has no vector yet, so a kill at any point loses at most one batch."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from companion.errors import EyelineError, Locked
from companion.workspace import Workspace

log = logging.getLogger(__name__)


class Reading:
    """One thread. `add` after an import, `wake` after an unlock; `told` is called with a client's id when its notes are
    read."""

    def __init__(self, workspace: Workspace, told: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._told = told
        self._left: dict[str, int] = {}
        self._work = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)

    @property
    def passages_waiting(self) -> int:
        """Passages brought in that no search can find yet."""
        return sum(self._left.values())

    def start(self) -> None:
        self._thread.start()
        self.wake()

    def add(self, client_id: str) -> None:
        """Notes of this client were brought in."""
        self._left[client_id] = self._workspace.waiting(client_id)
        self.wake()

    def wake(self) -> None:
        self._work.set()

    def stop(self) -> None:
        """Ends after the batch under way."""
        self._stop.set()
        self._work.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def _run(self) -> None:
        self._workspace.embedder.load()
        while not self._stop.is_set():
            self._work.wait()
            self._work.clear()
            try:
                self._read_all()
            except Locked:
                self._left.clear()
            except EyelineError as error:
                log.warning("reading stopped: %s", error.kind)

    def _read_all(self) -> None:
        workspace = self._workspace
        if workspace.vault.locked:
            return
        for client in workspace.vault.clients():
            self._left[client.id] = workspace.waiting(client.id)
        for client_id in [i for i, count in self._left.items() if count]:
            while self._left[client_id] and not self._stop.is_set():
                self._left[client_id] = workspace.read_some(client_id)
            self._told(client_id)
