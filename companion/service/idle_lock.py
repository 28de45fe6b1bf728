"""Locks the vault when nobody has asked anything for a while: a therapist who has gone is not there to press a key."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from companion.errors import EyelineError

log = logging.getLogger(__name__)

MINUTES = 30
"""Until the therapist says otherwise. 45 CFR 164.312(a)(2)(iii) asks for a logoff and gives no time; ten is common, and
would lock in the middle of an hour in which eyes stay on the client."""
LONGEST = 240
LOOKS_EVERY = 5.0
"""Seconds; after a sleep too, since a wait goes on where it was."""
SETTING = "lock_after_minutes"


def awake() -> float:
    """Seconds that pass while the computer sleeps too, where the system tells."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class IdleLock:
    """One thread. `used` at every act of somebody; `minutes` gives the time now (0: never), `busy` whether something
    that was asked for is still at work, `lock` does it."""

    def __init__(
        self,
        lock: Callable[[], None],
        minutes: Callable[[], float],
        busy: Callable[[], bool],
        clock: Callable[[], float] = awake,
    ) -> None:
        self._lock = lock
        self._minutes = minutes
        self._busy = busy
        self._clock = clock
        self._last = clock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="idle lock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def used(self) -> None:
        self._last = self._clock()

    def look(self) -> bool:
        """Locks if it is time; whether it did."""
        minutes = self._minutes_now()
        # A clock that went back tells nothing of how long ago the last act was: then it is time too.
        if not minutes or self._busy() or 0 <= self._clock() - self._last < minutes * 60:
            return False
        self._lock()
        return True

    def _minutes_now(self) -> float:
        try:
            return self._minutes()
        except EyelineError:  # a caseload that cannot be read: the vault must not stay open for that
            return MINUTES

    def _run(self) -> None:
        while not self._stop.wait(LOOKS_EVERY):
            try:
                self.look()
            except Exception as error:  # the next look tries again: an end of this thread would be a vault left open
                log.error("locking failed: %s", type(error).__name__)
