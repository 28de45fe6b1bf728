"""Pulling what is new from an EHR: fetched because the therapist said so, looked at, and kept when they say so again.

What was fetched is held in memory between the two, for minutes, and dropped at a lock. Nothing but a worker process
reads the resources.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from companion.ehr.patient import identity_of
from companion.ehr.pull import Fetched, Pull
from companion.ehr.tokens import Access
from companion.ehr_desk import EhrDesk
from companion.errors import Busy, EyelineError, NotFound, NotSure
from companion.importers.contents import Contents
from companion.incoming import Arrived, for_client, marks_of
from companion.parsing.pool import POOL
from companion.patients import of_patient
from companion.record import FileVerdict, NoteClass
from companion.workspace import Workspace

HELD = 900.0
"""Seconds for which what was fetched waits to be kept."""
FILE = "ehr.json"

PullState = Literal["fetching", "ready", "failed"]

NOT_THEY = (
    "What the EHR says of that patient does not agree with this client any more, so nothing was kept. Open Eyeline from"
    " their chart and look whose it is."
)
NOTHING = "Nothing was fetched that waits to be kept. Fetch it again."


@dataclass(frozen=True, slots=True)
class PullRow:
    """One kind of resource: notes that are new and those that are here already, with their days; `why` not all came."""

    kind: str
    new: int = 0
    here: int = 0
    first: date | None = None
    last: date | None = None
    why: str = ""


@dataclass(slots=True)
class PullJob:
    """One pull. `left_out` are the resources that do not come in, each with its reason."""

    client_id: str
    host: str
    state: PullState = "fetching"
    fetched: int = 0
    rows: tuple[PullRow, ...] = ()
    left_out: tuple[FileVerdict, ...] = ()
    why: str = ""
    found: tuple[Arrived, ...] = field(default=(), repr=False)
    answer: Fetched | None = field(default=None, repr=False)
    stop: threading.Event = field(default_factory=threading.Event, repr=False)
    done: threading.Event = field(default_factory=threading.Event, repr=False)
    forgotten: threading.Event = field(default_factory=threading.Event, repr=False)


class EhrPulls:
    """One at a time. `kept` is called with a client's id when notes of theirs came in."""

    def __init__(self, workspace: Workspace, desk: EhrDesk, kept: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._desk = desk
        self._kept = kept
        self._job: PullJob | None = None
        self._guard = threading.Lock()

    @property
    def job(self) -> PullJob:
        """Raises NotFound where none was begun."""
        if self._job is None:
            raise NotFound(NOTHING)
        return self._job

    @property
    def under_way(self) -> bool:
        """Whether something is being fetched: an unattended vault waits for it."""
        return self._job is not None and self._job.state == "fetching"

    def start(self, client_id: str, issuer: str | None, *, everything: bool = False) -> PullJob:
        """Begins to fetch, in the background. Raises Busy, NotFound, NoConsent, EhrFailed (no leave to read)."""
        self._workspace.vault.client(client_id)
        self._workspace.vault.consents.check(client_id)
        with self._guard:
            if self.under_way:
                raise Busy("Something is being fetched from an EHR already. Wait until it is here.")
            access = self._desk.access_to(client_id, issuer)
            job = self._job = PullJob(client_id, access.issuer)
            threading.Thread(target=self._run, args=(job, access, everything), name="pull", daemon=True).start()
        return job

    def keep(self, note_class: NoteClass) -> list[FileVerdict]:
        """Keeps what was fetched: a verdict for each resource, each note in a transaction of its own. Raises NotFound
        where nothing waits."""
        with self._guard:
            job, self._job = self._job, None
        if job is None or job.answer is None or job.state != "ready":
            raise NotFound(NOTHING)
        verdicts: list[FileVerdict] = []
        try:
            for one in job.found:
                verdicts += self._workspace.keep(job.client_id, one, note_class)
            self._desk.keep_since(job.answer.access, job.answer.since)
        finally:
            if any(verdict.verdict == "imported" for verdict in verdicts):
                self._workspace.refresh_overview(job.client_id)
                self._kept(job.client_id)
        return [*verdicts, *job.left_out]

    def drop(self) -> None:
        """At a lock, and at the end: nothing of a client stays."""
        job, self._job = self._job, None
        if job is not None:
            job.stop.set()

    def _forget(self, job: PullJob) -> None:
        with self._guard:
            if self._job is job:
                self._job = None
        job.forgotten.set()

    def _run(self, job: PullJob, access: Access, everything: bool) -> None:
        def told(count: int) -> None:
            job.fetched = count

        try:
            answer = Pull(access, told=told, stop=job.stop).run(everything=everything)
            self._look(job, answer)
            forget = threading.Timer(HELD, self._forget, (job,))
            forget.daemon = True
            forget.start()
            job.state = "ready"
        except EyelineError as error:
            job.state, job.why = "failed", error.say
        except Exception as error:  # its words may be a note's
            job.state, job.why = "failed", f"Fetching stopped ({type(error).__name__}). Nothing was kept; try again."
        finally:
            job.done.set()

    def _look(self, job: PullJob, answer: Fetched) -> None:
        """What came, read by a worker and held against the client. Raises NotSure where the patient is another."""
        access, vault = answer.access, self._workspace.vault
        found = self._workspace.open_chart(identity_of(answer.patient, access.issuer, access.patient_id))
        if found.verdict != "sure" or found.candidates[0].id != job.client_id:
            raise NotSure(NOT_THEY)
        contents = POOL.contents_of_set([(FILE, answer.bundle())])
        arrived = Arrived(FILE, of_patient(contents, _called(contents, access)))
        own = for_client(arrived, vault.client(job.client_id), confirmed=True).contents
        job.left_out = tuple(FileVerdict(part.name, "left_out", why=part.why) for part in own.left_out)
        job.found = tuple(Arrived(note.name, Contents((note,))) for note in own.notes)
        job.rows = self._rows(job, answer)
        job.answer = replace(answer, parts=tuple(replace(part, resources=[]) for part in answer.parts))

    def _rows(self, job: PullJob, answer: Fetched) -> tuple[PullRow, ...]:
        file = self._workspace.vault.open_client(job.client_id)
        rows = []
        for part in answer.parts:
            mine = [one for one in job.found if one.name.startswith(f"{part.kind}/")]
            here = sum(any(file.has_file(mark) for mark in marks_of(one.contents.notes[0], one)) for one in mine)
            days = sorted(day for one in mine if (day := one.contents.notes[0].session_date))
            first, last = (days[0], days[-1]) if days else (None, None)
            rows.append(PullRow(part.kind, len(mine) - here, here, first, last, part.why))
        return tuple(rows)


def _called(contents: Contents, access: Access) -> str:
    """What the importer calls the one patient: a FHIR id alone, or with its server where resources name several."""
    names = {note.whose.patient_id for note in contents.notes}
    whole = f"{access.issuer}/Patient/{access.patient_id}"
    return whole if whole in names else access.patient_id
