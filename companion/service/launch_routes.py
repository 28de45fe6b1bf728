"""What the command line and the window alone may ask: unlock, lock, pairing, clients, bringing notes in."""

from __future__ import annotations

from pathlib import Path

from companion.errors import BadRequest
from companion.record import Client
from companion.service import panel_routes, present, replies, requests
from companion.service.pairing import LIVES
from companion.service.sessions import Session
from companion.service.state import Running


def unlock(running: Running, session: Session, params: requests.UnlockRequest) -> replies.StatusReply:
    running.unlock(params.passphrase)
    return panel_routes.status(running, session, requests.StatusRequest())


def lock(running: Running, session: Session, _params: requests.LockRequest) -> replies.StatusReply:
    running.lock()
    return panel_routes.status(running, session, requests.StatusRequest())


def pairing_code(running: Running, _session: Session, _params: requests.PairingCodeRequest) -> replies.PairingCodeReply:
    """Raises Locked: a pairing is kept in the vault."""
    running.workspace.vault.pairings()
    return replies.PairingCodeReply(code=running.desk.show_code(running.port), seconds=LIVES)


def pairing_list(running: Running, _session: Session, _params: requests.PairingListRequest) -> replies.PairingListReply:
    browsers = [
        replies.PairedBrowser(id=p.id, name=p.name, origin=p.origin, paired_on=p.paired_on.isoformat())
        for p in running.workspace.vault.pairings()
    ]
    return replies.PairingListReply(browsers=browsers)


def revoke(running: Running, session: Session, params: requests.RevokeRequest) -> replies.PairingListReply:
    running.revoke(params.pairing)
    return pairing_list(running, session, requests.PairingListRequest())


def clients(running: Running, _session: Session, _params: requests.ClientsRequest) -> replies.ClientsReply:
    return replies.ClientsReply(clients=[present.client_card(c) for c in running.workspace.vault.clients()])


def bring_in(running: Running, _session: Session, params: requests.ImportRequest) -> replies.ImportReply:
    client = _client(running, params)
    verdicts = list(running.workspace.import_path(client.id, Path(params.path), params.note_class))
    running.reading.add(client.id)
    running.events.tell("notes_read", client_id=client.id)
    files = [replies.FileVerdict(name=v.name, verdict=v.verdict, notes=v.notes, why=v.why) for v in verdicts]
    return replies.ImportReply(client=present.client_card(client), files=files)


def _client(running: Running, params: requests.ImportRequest) -> Client:
    vault = running.workspace.vault
    if params.client_id is not None:
        return vault.client(params.client_id)
    if not params.new_client:
        raise BadRequest("Say who the notes are about: a client, or a new client's name.")
    return vault.add_client(name=params.new_client, record_number=params.record_number, birth_date=params.birth_date)
