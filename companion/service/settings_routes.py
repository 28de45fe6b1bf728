"""What the window's settings ask: what this Eyeline is, the sample caseload, kept searches, an end to everything."""

from __future__ import annotations

from pathlib import Path

from companion.errors import BadRequest, NotFound
from companion.import_job import Drop
from companion.login_start import start_at_login, starts_at_login
from companion.saved_searches import SavedSearch, forget_search, save_search, saved_searches
from companion.scheduled_backups import DAYS, last_backup, schedule
from companion.service import launch_routes, present, window_replies, window_requests
from companion.service.launch_replies import ClientsReply, VaultStateReply
from companion.service.requests import ClientsRequest, VaultStateRequest
from companion.service.sessions import Session
from companion.service.state import Running
from companion.service.window_routes import vault_state
from companion.shown_notes import SWITCHED, hidden_classes


def about(
    running: Running, _session: Session, _params: window_requests.AboutEyelineRequest
) -> window_replies.AboutEyelineReply:
    """Raises Locked: where the data lies is nobody's business before."""
    clients = running.workspace.vault.clients()
    return window_replies.AboutEyelineReply(
        version=running.version,
        data_folder=str(running.workspace.vault.folder),
        model=running.workspace.embedder.name,
        model_ready=running.workspace.embedder.ready,
        clients=len(clients),
        sample_clients=sum(client.invented for client in clients),
        lock_after=running.lock_after(),
        starts_at_login=starts_at_login(),
    )


def at_login(
    running: Running, session: Session, params: window_requests.AtLoginRequest
) -> window_replies.AboutEyelineReply:
    """Raises Locked, EyelineError where the system's place for it cannot be written to."""
    start_at_login(running.workspace.vault.folder.absolute(), params.start)
    return about(running, session, window_requests.AboutEyelineRequest())


def backup_state(
    running: Running, _session: Session, _params: window_requests.BackupStateRequest
) -> window_replies.BackupStateReply:
    """Raises Locked."""
    set_to, last = schedule(running.workspace.vault), last_backup(running.workspace.vault)
    row = last and window_replies.LastBackupRow(
        path=str(last.path),
        proven_at=last.proven_at,
        clients=last.clients,
        notes=last.notes,
        there=last.path.is_file(),
    )
    return window_replies.BackupStateReply(
        folder=str(set_to.folder) if set_to else None,
        days=set_to.days if set_to else DAYS,
        under_way=running.backups.under_way,
        failed=set_to.failed if set_to else "",
        last=row,
    )


def backup_schedule(
    running: Running, session: Session, params: window_requests.BackupScheduleRequest
) -> window_replies.BackupStateReply:
    """Raises BadRequest for a folder that cannot be used; nothing is changed then."""
    running.backups.set(Path(params.folder) if params.folder else None, params.days)
    return backup_state(running, session, window_requests.BackupStateRequest())


def sample_start(
    running: Running, _session: Session, _params: window_requests.SampleRequest
) -> window_replies.SampleReply:
    """The next sample client who is not here yet; `import_status` says how far it is. Raises NotFound where all are."""
    vault = running.workspace.vault
    here = {client.record_number for client in vault.clients() if client.invented}
    missing = [sample for sample in running.samples if sample.record_number not in here]
    if not missing:
        raise NotFound("The sample caseload is here already.")
    client = missing[0].add_to(vault)
    drop = Drop(missing[0].notes, client.id, "record", new_client=True, confirmed=True)
    job = launch_routes.started(running, drop)
    return window_replies.SampleReply(
        client=present.client_card(client), left=len(missing) - 1, job=launch_routes.status_reply(job.status())
    )


def sample_remove(running: Running, session: Session, _params: window_requests.SampleRequest) -> ClientsReply:
    """Everybody who is invented, and what is kept of them."""
    for client in running.workspace.vault.clients():
        if client.invented:
            running.remove_client(client.id)
    return launch_routes.clients(running, session, ClientsRequest())


def search_list(
    running: Running, _session: Session, _params: window_requests.SavedSearchesRequest
) -> window_replies.SavedSearchesReply:
    return _searches(running, saved_searches(running.workspace.vault))


def search_save(
    running: Running, _session: Session, params: window_requests.SaveSearchRequest
) -> window_replies.SavedSearchesReply:
    days, kinds = (params.since, params.until), tuple(params.kinds)
    asked = SavedSearch("", params.words, params.client_id, *days, kinds, params.assertion, params.person)
    return _searches(running, save_search(running.workspace.vault, asked))


def search_forget(
    running: Running, _session: Session, params: window_requests.ForgetSearchRequest
) -> window_replies.SavedSearchesReply:
    return _searches(running, forget_search(running.workspace.vault, params.search))


def note_classes(
    running: Running, _session: Session, _params: window_requests.NoteClassesRequest
) -> window_replies.NoteClassesReply:
    hidden = hidden_classes(running.workspace.vault)
    return window_replies.NoteClassesReply(
        psychotherapy="psychotherapy" not in hidden, sud_counseling="sud_counseling" not in hidden
    )


def show_note_classes(
    running: Running, session: Session, params: window_requests.ShowNoteClassesRequest
) -> window_replies.NoteClassesReply:
    """Panels hear at once, and ask for their chart again."""
    running.hide_classes([name for name in SWITCHED if not getattr(params, name)])
    return note_classes(running, session, window_requests.NoteClassesRequest())


def wipe(running: Running, session: Session, params: window_requests.WipeRequest) -> VaultStateReply:
    """Everything that Eyeline keeps. Raises BadRequest unless the words were typed, Locked where it is not open."""
    if " ".join(params.typed.split()).casefold() != window_requests.WIPE_WORDS:
        raise BadRequest(f"Nothing was deleted. To delete everything, type: {window_requests.WIPE_WORDS}")
    running.wipe()
    return vault_state(running, session, VaultStateRequest())


def _searches(running: Running, kept: tuple[SavedSearch, ...]) -> window_replies.SavedSearchesReply:
    clients = {client.id: client for client in running.workspace.vault.clients()}
    rows = [
        window_replies.SavedSearchRow(
            id=one.id,
            words=one.words,
            client=present.client_card(clients[one.client_id]) if one.client_id else None,
            since=one.since,
            until=one.until,
            kinds=list(one.kinds),
            assertion=one.assertion,
            person=one.person,
        )
        for one in kept
    ]
    return window_replies.SavedSearchesReply(searches=rows)
