"""What the command line and the window alone may ask: unlock, lock, pairing, clients, bringing notes in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from companion.errors import EyelineError, Locked
from companion.import_job import Drop, ImportJob, JobStatus
from companion.recall import Among
from companion.record import Client, FileVerdict
from companion.service import keeping, launch_replies, panel_routes, present, replies, requests
from companion.service.launch_replies import (
    CaseloadHit,
    CaseloadSearchReply,
    ClientsReply,
    ImportReply,
    ImportStatusReply,
    PairedBrowser,
    PairingCodeReply,
    PairingListReply,
)
from companion.service.pairing import LIVES
from companion.service.sessions import Session
from companion.service.state import Running
from companion.service.window_requests import CaseloadSearchRequest
from companion.whose_notes import whose


def unlock(running: Running, session: Session, params: requests.UnlockRequest) -> replies.StatusReply:
    running.unlock(params.passphrase, params.recovery_key, params.pin)
    return panel_routes.status(running, session, requests.StatusRequest())


def lock(running: Running, session: Session, _params: requests.LockRequest) -> replies.StatusReply:
    running.lock()
    return panel_routes.status(running, session, requests.StatusRequest())


def lock_after(running: Running, session: Session, params: requests.LockAfterRequest) -> replies.StatusReply:
    running.set_lock_after(params.minutes)
    return panel_routes.status(running, session, requests.StatusRequest())


def pairing_code(running: Running, _session: Session, _params: requests.PairingCodeRequest) -> PairingCodeReply:
    """Raises Locked: a pairing is kept in the vault."""
    running.workspace.vault.pairings()
    return PairingCodeReply(code=running.desk.show_code(running.port), seconds=LIVES)


def pairing_list(running: Running, _session: Session, _params: requests.PairingListRequest) -> PairingListReply:
    browsers = [
        PairedBrowser(id=p.id, name=p.name, origin=p.origin, paired_on=p.paired_on.isoformat())
        for p in running.workspace.vault.pairings()
    ]
    return PairingListReply(browsers=browsers)


def revoke(running: Running, session: Session, params: requests.RevokeRequest) -> PairingListReply:
    running.revoke(params.pairing)
    return pairing_list(running, session, requests.PairingListRequest())


def clients(running: Running, _session: Session, _params: requests.ClientsRequest) -> ClientsReply:
    return ClientsReply(clients=[present.client_card(c) for c in running.workspace.vault.clients()])


def search_caseload(running: Running, _session: Session, params: CaseloadSearchRequest) -> CaseloadSearchReply:
    """Over the notes that are meant, of all clients or of one. Raises NotReady while the model loads."""
    workspace = running.workspace
    kinds, person = frozenset(params.kinds), params.person.strip()
    among = Among(params.client_id, params.since, params.until, kinds, params.assertion, person)
    answer = workspace.search_caseload(params.words, params.top, among)
    clients = {one.client_id: workspace.vault.client(one.client_id) for one in answer.found}
    cards = {client_id: workspace.cards(client_id) for client_id in clients}
    hits = [
        CaseloadHit(
            client=present.client_card(clients[one.client_id]),
            source=present.source(one.echo.mention, cards[one.client_id]),
            score=one.echo.score,
        )
        for one in answer.found
    ]
    left_out = [present.client_card(workspace.vault.client(client_id)) for client_id in answer.left_out]
    return CaseloadSearchReply(nothing_close=answer.nothing_close, hits=hits, left_out=left_out)


def bring_in(running: Running, _session: Session, params: requests.ImportRequest) -> ImportReply:
    """Answered when everything is in."""
    job, client = _started(running, params)
    job.wait()
    status = job.status()
    if status.state == "failed":
        raise EyelineError(status.why)
    return ImportReply(client=present.client_card(client), files=_verdicts(status.verdicts))


def import_start(running: Running, _session: Session, params: requests.ImportRequest) -> ImportStatusReply:
    """Answered at once; `import_status` says how far it is."""
    return status_reply(_started(running, params)[0].status())


def import_status(running: Running, _session: Session, params: requests.ImportStatusRequest) -> ImportStatusReply:
    return status_reply(running.imports.job.status(params.since))


def import_pause(running: Running, _session: Session, _params: requests.ImportPauseRequest) -> ImportStatusReply:
    running.imports.job.pause()
    return status_reply(running.imports.job.status())


def import_resume(running: Running, _session: Session, _params: requests.ImportResumeRequest) -> ImportStatusReply:
    running.imports.job.resume()
    return status_reply(running.imports.job.status())


def import_cancel(running: Running, _session: Session, _params: requests.ImportCancelRequest) -> ImportStatusReply:
    """What is in stays in; answered when the file under way is done with."""
    running.imports.stop()
    return status_reply(running.imports.job.status())


def back_up(running: Running, _session: Session, params: requests.BackupRequest) -> launch_replies.BackupReply:
    return keeping.backup_reply(running.backups.make(Path(params.folder)))


def audit(running: Running, _session: Session, params: requests.AuditRequest) -> launch_replies.AuditReply:
    return keeping.audit(running.workspace, params)


def export(running: Running, _session: Session, params: requests.ExportRequest) -> launch_replies.ExportReply:
    return keeping.export(running.workspace, params)


def delete_client(
    running: Running, _session: Session, params: requests.DeleteClientRequest
) -> launch_replies.DeletedReply:
    running.remove_client(params.client_id)
    return launch_replies.DeletedReply()


def delete_note(running: Running, _session: Session, params: requests.DeleteNoteRequest) -> launch_replies.DeletedReply:
    deleted = keeping.delete_note(running.workspace, params)
    running.reading.add(params.client_id)
    running.events.tell("notes_read", client_id=params.client_id)
    return deleted


def _started(running: Running, params: requests.ImportRequest) -> tuple[ImportJob, Client]:
    client, new = _client(running, params)
    drop = Drop(
        *(Path(params.path), client.id, params.note_class),
        new_client=new,
        confirmed=params.confirmed,
        whole=params.whole,
        only=frozenset(params.only),
        patient_id=params.patient_id,
    )
    return started(running, drop), client


def started(running: Running, drop: Drop) -> ImportJob:
    """Panels hear when it is in, and it is read. A client who was made for it goes again where it cannot begin."""

    def ended(came_in: bool) -> None:
        if came_in:
            with suppress(Locked):  # after the next unlock it is read without being told
                running.reading.add(drop.client_id)
            running.events.tell("notes_read", client_id=drop.client_id)

    try:
        return running.imports.start(drop, ended)
    except EyelineError:
        if drop.new_client:
            running.workspace.vault.delete_client(drop.client_id)
        raise


def status_reply(status: JobStatus) -> ImportStatusReply:
    return ImportStatusReply(
        state=status.state,
        files=status.files,
        files_done=status.files_done,
        notes=status.notes,
        current=status.current,
        seconds_left=status.seconds_left,
        verdicts=_verdicts(status.verdicts),
        why=status.why,
    )


def _verdicts(verdicts: Sequence[FileVerdict]) -> list[launch_replies.FileVerdict]:
    return [launch_replies.FileVerdict(name=v.name, verdict=v.verdict, notes=v.notes, why=v.why) for v in verdicts]


def _client(running: Running, params: requests.ImportRequest) -> tuple[Client, bool]:
    """Who it is, and whether they are new."""
    vault = running.workspace.vault
    if params.client_id is not None:
        return vault.client(params.client_id), False
    name = (params.new_client or "").strip()
    known = whose(vault.clients(), name, params.record_number, params.birth_date)
    if known is not None:
        return known, False
    return vault.add_client(name=name, record_number=params.record_number, birth_date=params.birth_date), True
