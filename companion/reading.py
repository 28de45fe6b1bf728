"""Reads what was brought in, in the background: loads the model, then embeds passage after passage, client by client.

Nothing is kept here: what is left to do is what has no vector yet, so a kill at any point loses at most one batch. One
client's damaged file, or any other failure, stops nobody else's reading: it is tried again later.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from companion.errors import EyelineError, Locked, NoConsent
from companion.workspace import Workspace
from index import ModelUnusable

log = logging.getLogger(__name__)

TRY_AGAIN = 60.0
"""Seconds after which what failed is tried again."""


class Reading:
    """One thread. `add` after an import, `wake` after an unlock; `told` is called with a client's id when its notes are
    read. `failed` is a sentence when nothing can be read at all (the model is unusable), else empty."""

    def __init__(self, workspace: Workspace, told: Callable[[str], None]) -> None:
        self.failed = ""
        self._workspace = workspace
        self._told = told
        self._left: dict[str, int] = {}
        self._understood: set[str] = set()
        self._guard = threading.Lock()
        self._work = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)

    @property
    def passages_waiting(self) -> int:
        """Passages brought in that no search can find yet."""
        with self._guard:
            return sum(self._left.values())

    def start(self) -> None:
        self._thread.start()
        self.wake()

    def add(self, client_id: str) -> None:
        """Notes of this client were brought in."""
        self._understood.discard(client_id)
        self._count(client_id)
        self.wake()

    def forget(self, client_id: str) -> None:
        """The client is gone."""
        with self._guard:
            self._left.pop(client_id, None)

    def again(self) -> None:
        """Other notes are shown from now on: every overview is looked at once more."""
        self._understood.clear()
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
        while not self._stop.is_set():
            self._work.wait(TRY_AGAIN)
            self._work.clear()
            try:
                self._workspace.embedder.load()
                self.failed = ""
                self._read_all()
            except Locked:
                with self._guard:
                    self._left.clear()
            except ModelUnusable as error:
                self.failed = str(error)
                log.error("the search model cannot be used: %s", error)
            except Exception as error:  # its words may be a note's; the next round tries again
                log.error("reading failed: %s", type(error).__name__)

    def _read_all(self) -> None:
        if self._workspace.vault.locked:
            return
        refused = self._workspace.vault.consents.refused()
        for client in self._workspace.vault.clients():
            if client.id in refused:
                continue
            try:
                self._read(client.id)
            except Locked:
                raise
            except NoConsent:  # said meanwhile
                self.forget(client.id)
            except EyelineError as error:  # a damaged file is one client's trouble
                log.error("a client's notes could not be read: %s", error.kind)
                with self._guard:
                    self._left.pop(client.id, None)

    def _read(self, client_id: str) -> None:
        waited = self._count(client_id)
        while not self._stop.is_set() and waited and self._workspace.read_some(client_id):
            self._count(client_id)
        self._count(client_id)
        if self._find_meanings(client_id) or waited:
            self._told(client_id)

    def _find_meanings(self, client_id: str) -> bool:
        """Whether anything was found out, and the overview made anew with it. Looked at once after each import: an
        overview is long to read, and this thread looks round every minute."""
        if client_id in self._understood:
            return False
        self._understood.add(client_id)  # before, so that what comes in meanwhile is looked at again
        try:
            found = False
            for _ in self._workspace.read_meanings(client_id):
                found = True
                if self._stop.is_set():
                    return False
            return found
        except BaseException:
            self._understood.discard(client_id)
            raise

    def _count(self, client_id: str) -> int:
        left = self._workspace.waiting(client_id)
        with self._guard:
            self._left[client_id] = left
        return left
