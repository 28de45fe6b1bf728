"""Backups that are made by themselves: into one folder, every so many days, while the vault is open. Each is read back
and compared as any other is; the day of the last one, whoever asked for it, is kept in the caseload."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from companion.errors import EyelineError, Locked
from companion.vault import Backup, Vault

log = logging.getLogger(__name__)

SCHEDULE = "backup_schedule"
LAST = "last_backup"
"""Settings of the caseload."""
DAYS = 7
"""Until the therapist says otherwise: a week's sessions are what a lost disk costs at most."""
LOOKS_EVERY = 60.0
"""Seconds."""
TRY_AGAIN = timedelta(hours=1)
"""After one that did not work: its disk may be plugged in by then."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`failed` is a sentence where the last try did not work, else empty; `failed_at` then."""

    folder: Path
    days: int
    failed: str = ""
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last one that was proven, and when: it is read back and compared before it gets its name."""

    path: Path
    proven_at: datetime
    clients: int
    notes: int


_SCHEDULE = TypeAdapter(Schedule)
_LAST = TypeAdapter(LastBackup)


def make_backup(vault: Vault, folder: Path, now: datetime) -> Backup:
    """One more, and its day kept. Raises as `Backups.make` does."""
    made = vault.backups.make(folder, now)
    last = LastBackup(made.path, now, made.clients, made.notes)
    vault.set_setting(LAST, _LAST.dump_json(last).decode("utf-8"))
    return made


def last_backup(vault: Vault) -> LastBackup | None:
    try:
        return _LAST.validate_json(vault.setting(LAST) or "")
    except ValidationError:  # none yet, or another version's
        return None


def schedule(vault: Vault) -> Schedule | None:
    try:
        return _SCHEDULE.validate_json(vault.setting(SCHEDULE) or "")
    except ValidationError:
        return None


class ScheduledBackups:
    """One thread, and one backup at a time. `told` is called when one was made, or was not; `clock` gives the time."""

    def __init__(
        self, vault: Vault, told: Callable[[], None], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._vault = vault
        self._told = told
        self._clock = clock
        self._making = threading.Lock()
        self._setting = threading.Lock()
        self._work = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    @property
    def under_way(self) -> bool:
        return self._making.locked()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._work.set()

    def make(self, folder: Path) -> Backup:
        """Now, because the therapist said so; waits for one under way."""
        with self._making:
            return make_backup(self._vault, folder, self._clock())

    def set(self, folder: Path | None, days: int) -> None:
        """None: no more. The first is made at once. Raises BadRequest for a folder that cannot be used."""
        if folder is not None:
            self._vault.backups.check_place(folder)
        with self._setting:
            self._keep(None if folder is None else Schedule(folder.absolute(), days))
        self._work.set()

    def look(self) -> bool:
        """Makes one if it is time; whether it did. What fails is kept as a sentence, and tried again in an hour."""
        try:
            now, set_to = self._clock(), schedule(self._vault)
            if set_to is None or not _is_due(set_to, last_backup(self._vault), now):
                return False
            try:
                self.make(set_to.folder)
            except EyelineError as error:
                if self._vault.locked:
                    return False
                self._note(set_to, error.say, now)
                return False
            self._note(set_to, "", None)
        except Locked:
            return False
        return True

    def _note(self, set_to: Schedule, failed: str, failed_at: datetime | None) -> None:
        """How it went, unless the therapist has set something else since."""
        with self._setting:
            if schedule(self._vault) == set_to:
                self._keep(replace(set_to, failed=failed, failed_at=failed_at))
        self._told()

    def _keep(self, said: Schedule | None) -> None:
        self._vault.set_setting(SCHEDULE, None if said is None else _SCHEDULE.dump_json(said).decode("utf-8"))

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.look()
            except Exception as error:  # its words may hold a name: the next look tries again
                log.error("the scheduled backup failed: %s", type(error).__name__)
            self._work.wait(LOOKS_EVERY)
            self._work.clear()


def _is_due(said: Schedule, last: LastBackup | None, now: datetime) -> bool:
    """A clock that was set back makes one more, never none."""
    if said.failed_at is not None and said.failed_at <= now < said.failed_at + TRY_AGAIN:
        return False
    if last is None or last.path.parent != said.folder or last.proven_at > now:
        return True
    return now >= last.proven_at + timedelta(days=said.days)
