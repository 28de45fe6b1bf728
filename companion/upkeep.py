"""What a vault needs by itself while it is open, in the background: keys that wait to be renewed, the audit's anchor in
the keyring, and once a day a full check of every file, one client at a time and four fifths of the time at rest.

What a check finds is kept in the caseload until a later one finds the file sound, so that a restart forgets nothing.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from companion.errors import BadRequest, Damaged, Locked, NotFound
from companion.workspace import Workspace

log = logging.getLogger(__name__)

LOOKS_EVERY = 600.0
"""Seconds: as many may pass until the anchor is moved on."""
CHECK_EVERY = timedelta(days=1)
_RESTS = 4.0
"""Times as long as the check of one file took."""
_CHECKED_AT = "checked_at"
_DAMAGED = "damaged_clients"
"""Settings of the caseload: ISO time, UTC; ids as JSON."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Upkeep:
    """One thread. `wake` after an unlock; `told` is called with the id of a client whose file was found damaged."""

    def __init__(
        self, workspace: Workspace, told: Callable[[str], None], clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._workspace = workspace
        self._told = told
        self._clock = clock
        self._problems: dict[str, str] = {}
        self._work = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    @property
    def problem(self) -> str:
        """What is wrong with what belongs to no single client, as a sentence; else empty."""
        return " ".join(self._problems.values())

    def damaged(self) -> frozenset[str]:
        """The clients whose file the last check found damaged, by id. Raises Locked."""
        return frozenset(json.loads(self._workspace.vault.setting(_DAMAGED) or "[]"))

    def refuse_damaged(self, client_id: str) -> None:
        """On doubt nothing is shown. Raises Damaged, Locked."""
        if client_id in self.damaged():
            raise Damaged("The daily check found this client's file damaged. Restore it from a backup to see it again.")

    def start(self) -> None:
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        self._work.set()

    def stop(self) -> None:
        self._stop.set()
        self._work.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def turn(self) -> None:
        """All that is due now. Raises Locked."""
        for _ in self._workspace.vault.client_renewal.each():
            if self._stop.is_set():
                return
        self._move_anchor()
        if self._is_due():
            self._check_all()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._work.wait(LOOKS_EVERY)
            self._work.clear()
            try:
                if not self._workspace.vault.locked:
                    self.turn()
            except Locked:
                continue
            except Exception as error:  # the next look tries again
                log.error("upkeep failed: %s", type(error).__name__)

    def _move_anchor(self) -> None:
        with suppress(BadRequest):  # the sample's vault has no keyring
            self._say(
                "audit", not self._workspace.vault.anchor.move(), "The audit was cut off or made anew: see Audit."
            )

    def _is_due(self) -> bool:
        """Also where the last check lies in the future: the clock was wrong then, or is now."""
        kept = self._workspace.vault.setting(_CHECKED_AT)
        since = CHECK_EVERY if kept is None else self._clock() - datetime.fromisoformat(kept)
        return not timedelta(0) <= since < CHECK_EVERY

    def _check_all(self) -> None:
        vault = self._workspace.vault
        unsound = "The list of clients fails its check. Restore a backup before anything else."
        self._say("caseload", bool(vault.caseload_problems()), unsound)
        for client in vault.clients():
            started = time.perf_counter()
            self._keep(client.id, self._is_damaged(client.id))
            if self._stop.wait((time.perf_counter() - started) * _RESTS):
                return
        vault.set_setting(_CHECKED_AT, self._clock().isoformat())

    def _is_damaged(self, client_id: str) -> bool:
        try:
            return bool(self._workspace.vault.consents.file_despite(client_id).problems())
        except NotFound:  # deleted meanwhile
            return False
        except Damaged:
            return True

    def _keep(self, client_id: str, damaged: bool) -> None:
        before = self.damaged()
        now = before | {client_id} if damaged else before - {client_id}
        if now != before:
            self._workspace.vault.set_setting(_DAMAGED, json.dumps(sorted(now)))
        if now > before:
            log.error("a client's file is damaged")
            self._told(client_id)

    def _say(self, what: str, wrong: bool, sentence: str) -> None:
        self._problems.pop(what, None)
        if wrong:
            self._problems[what] = sentence
