"""Files coming in, in the background: how far it is, how long it takes yet, and pausing, going on and cancelling.

A job stops between two files alone: what was said to be imported is whole, and nothing is there by halves. One job at
a time for each vault.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from companion.errors import Busy, EyelineError, NotFound
from companion.incoming import SaidSoFar, Unit, units_below
from companion.patients import choose, patients_below
from companion.record import FileVerdict, NoteClass
from companion.workspace import Workspace

JobState = Literal["running", "paused", "done", "cancelled", "failed"]
TELLING_FROM = 3
"""Files after which the time left is said: before, it is a guess."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How far a job is. `verdicts` are those from the asked one on; `seconds_left` is None where nothing can be said
    yet; `why` is a sentence where it failed."""

    state: JobState
    client_id: str
    files: int
    files_done: int
    notes: int
    current: str
    seconds_left: float | None
    verdicts: tuple[FileVerdict, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """What is brought in, for whom, and as what; `new_client` goes again if nothing of it is kept."""

    path: Path
    client_id: str
    note_class: NoteClass
    new_client: bool = False
    confirmed: bool = False
    """The therapist has looked at what asks to be looked at first."""
    whole: bool = False
    """No file is split at its date headings."""
    patient_id: str | None = None
    """Of FHIR files with several patients, whose notes are meant."""
    only: frozenset[str] = frozenset()
    """Names of the files below the path that are meant, and what is read together with them; empty means all."""


class ImportJob:
    """Thread-safe. `ended` is called once, when no more is coming, with whether any note came in; `told`, on the job's
    own thread, with each verdict before the next file is begun."""

    def __init__(
        self,
        workspace: Workspace,
        drop: Drop,
        ended: Callable[[bool], None],
        told: Callable[[FileVerdict], None] = lambda _: None,
    ) -> None:
        self.drop = drop
        self._workspace = workspace
        self._ended = ended
        self._told = told
        self._units = [unit for unit in units_below(drop.path) if _is_meant(unit, drop.only)]
        self._sizes = [_size(unit) for unit in self._units]
        self._so_far = SaidSoFar()
        self._verdicts: list[FileVerdict] = []
        self._state: JobState = "running"
        self._why = ""
        self._at = 0
        self._worked = 0.0
        self._since = time.monotonic()
        self._cancelled = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="import", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def pause(self) -> None:
        """After the file under way."""
        self._become("running", "paused")

    def resume(self) -> None:
        self._become("paused", "running")

    def cancel(self) -> None:
        """After the file under way; what is in stays in."""
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()

    def wait(self, seconds: float | None = None) -> bool:
        """Until it has ended, at most `seconds`; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def ended(self) -> bool:
        return self._state in ("done", "cancelled", "failed")

    def status(self, since: int = 0) -> JobStatus:
        """`since`: how many verdicts the caller has had already."""
        with self._changed:
            at = min(self._at, len(self._units))
            current = "" if self.ended or at >= len(self._units) else self._units[at].files[0][0]
            files = [len(unit.files) for unit in self._units]
            notes = sum(verdict.notes for verdict in self._verdicts)
            return JobStatus(
                *(self._state, self.drop.client_id, sum(files), sum(files[:at]), notes, current),
                self._seconds_left(at),
                tuple(self._verdicts[since:]),
                self._why,
            )

    def _seconds_left(self, at: int) -> float | None:
        """By the bytes that are done: the time a file takes goes with its size."""
        if at < TELLING_FROM or self.ended:
            return None
        worked = self._worked + (time.monotonic() - self._since if self._state == "running" else 0.0)
        return worked * sum(self._sizes[at:]) / max(sum(self._sizes[:at]), 1)

    def _run(self) -> None:
        state: JobState = "done"
        try:
            chosen = choose(patients_below(self._units), self.drop.patient_id)
            while self._may_go_on():
                for verdict in self._import_next(chosen):
                    with self._changed:
                        self._verdicts.append(verdict)
                    self._told(verdict)
                with self._changed:
                    self._at += 1
            state = "cancelled" if self._at < len(self._units) else "done"
        except EyelineError as error:  # a lock, a damaged file: what is in stays in
            state, self._why = "failed", error.say
        except Exception as error:  # its words may be a note's
            state, self._why = "failed", f"Bringing in stopped ({type(error).__name__}). What was imported is kept."
        finally:
            self._finish(state)

    def _import_next(self, patient_id: str | None) -> Iterator[FileVerdict]:
        unit, drop = self._units[self._at], self.drop
        return self._workspace.import_unit(
            *(drop.client_id, unit, drop.note_class),
            confirmed=drop.confirmed,
            patient_id=patient_id,
            whole=drop.whole,
            so_far=self._so_far,
        )

    def _finish(self, state: JobState) -> None:
        came_in = any(verdict.verdict == "imported" for verdict in self._verdicts)
        try:
            if came_in:
                self._workspace.refresh_overview(self.drop.client_id)
            elif self.drop.new_client and not self._workspace.vault.open_client(self.drop.client_id).files():
                self._workspace.vault.delete_client(self.drop.client_id)
        except EyelineError as error:
            state, self._why = "failed", self._why or error.say
        finally:
            try:
                self._ended(came_in)  # first: whoever hears of the end finds what is to be read counted
            finally:
                with self._changed:
                    self._state = state

    def _may_go_on(self) -> bool:
        """Waits out a pause; whether there is a next file to bring in."""
        with self._changed:
            while self._state == "paused" and not self._cancelled:
                self._changed.wait()
            return not self._cancelled and self._at < len(self._units)

    def _become(self, before: JobState, after: JobState) -> None:
        with self._changed:
            if self._state != before:
                return
            now = time.monotonic()
            self._worked += now - self._since if before == "running" else 0.0
            self._since = now
            self._state = after
            self._changed.notify_all()


class Imports:
    """A vault's jobs: the one that runs, or ran last."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._job: ImportJob | None = None
        self._guard = threading.Lock()

    @property
    def job(self) -> ImportJob:
        """Raises NotFound where none was started."""
        if self._job is None:
            raise NotFound("Nothing is being brought in. Start with: eyeline import FOLDER")
        return self._job

    def start(
        self,
        drop: Drop,
        ended: Callable[[bool], None] = lambda _: None,
        told: Callable[[FileVerdict], None] = lambda _: None,
    ) -> ImportJob:
        """Raises Busy while another job runs, NotFound where there is nothing at the path."""
        with self._guard:
            if self._job is not None and not self._job.wait(0):
                raise Busy("Files are being brought in already. Wait until they are in, or cancel that first.")
            self._job = ImportJob(self._workspace, drop, ended, told)
            self._job.start()
            return self._job

    @property
    def under_way(self) -> bool:
        """Whether files are coming in."""
        return self._job is not None and not self._job.ended

    def stop(self) -> None:
        """Before the vault is closed: ends after the file under way."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()


def _is_meant(unit: Unit, only: frozenset[str]) -> bool:
    return not only or any(name in only for name, _ in unit.files)


def _size(unit: Unit) -> int:
    """Bytes, and something for a file that cannot be looked at."""
    return sum(_bytes_of(path) for _, path in unit.files)


def _bytes_of(path: Path) -> int:
    try:
        return path.stat().st_size + 1
    except OSError:
        return 1
