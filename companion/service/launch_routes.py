"""What the command line and the window alone may ask: unlock, lock, pairing, clients, bringing notes in."""

from __future__ import annotations

from pathlib import Path

from companion.record import Client, FileVerdict
from companion.service import panel_routes, present, replies, requests
from companion.service.pairing import LIVES
from companion.service.sessions import Session
from companion.service.state import Running
from companion.whose_notes import whose


def unlock(running: Running, session: Session, params: requests.UnlockRequest) -> replies.StatusReply:
    running.unlock(params.passphrase, params.recovery_key)
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
    client, new = _client(running, params)
    verdicts: list[FileVerdict] = []
    try:
        verdicts += running.workspace.import_path(client.id, Path(params.path), params.note_class, params.patient_id)
    finally:
        if new and not running.workspace.vault.open_client(client.id).files():
            running.workspace.vault.delete_client(client.id)
    if any(verdict.verdict == "imported" for verdict in verdicts):
        running.reading.add(client.id)
        running.events.tell("notes_read", client_id=client.id)
    files = [replies.FileVerdict(name=v.name, verdict=v.verdict, notes=v.notes, why=v.why) for v in verdicts]
    return replies.ImportReply(client=present.client_card(client), files=files)


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
