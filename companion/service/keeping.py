"""Backups, deletions, the audit and the record in the clear: each by an explicit act, from the window and the command
line alone. The functions take a workspace, so that a command does the same where no companion runs."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from companion.ehr_desk import forget_client
from companion.errors import BadRequest, NotFound
from companion.export import export_record
from companion.scheduled_backups import make_backup
from companion.service import key_requests, launch_replies, requests
from companion.vault import Backup, Vault
from companion.workspace import Workspace


def back_up(workspace: Workspace, params: requests.BackupRequest) -> launch_replies.BackupReply:
    return backup_reply(make_backup(workspace.vault, Path(params.folder), datetime.now(UTC)))


def backup_reply(made: Backup) -> launch_replies.BackupReply:
    return launch_replies.BackupReply(path=str(made.path), clients=made.clients, notes=made.notes)


def change_passphrase(vault: Vault, params: key_requests.ChangePassphraseRequest) -> None:
    """Locked or open. Raises WrongPassphrase, and BadRequest for a new one that is too short."""
    if params.recovery_key is not None:
        vault.ways_in.reset_passphrase(params.recovery_key, params.new)
    else:
        vault.ways_in.change_passphrase(params.passphrase or "", params.new)


def renew_keys(workspace: Workspace, params: key_requests.RenewKeysRequest) -> launch_replies.RenewKeysReply:
    """Where no companion runs: all of it, before it returns."""
    words = workspace.vault.renew_keys(params.passphrase)
    for _ in workspace.vault.client_renewal.each():
        pass
    return launch_replies.RenewKeysReply(recovery_key=words, clients_waiting=workspace.vault.client_renewal.waiting)


def delete_client(workspace: Workspace, params: requests.DeleteClientRequest) -> launch_replies.DeletedReply:
    forget_client(workspace.vault, params.client_id)
    workspace.delete_client(params.client_id)
    return launch_replies.DeletedReply()


def delete_note(workspace: Workspace, params: requests.DeleteNoteRequest) -> launch_replies.DeletedReply:
    """Raises NotFound unless exactly one note is meant."""
    notes = workspace.vault.open_client(params.client_id).notes()
    meant = [note for note in notes if params.note in (note.id, note.source_name)]
    if len(meant) != 1:
        raise NotFound(f"{'Several notes have' if meant else 'No note has'} that name. Nothing was deleted.")
    workspace.delete_note(params.client_id, meant[0].id)
    return launch_replies.DeletedReply()


def audit(workspace: Workspace, params: requests.AuditRequest) -> launch_replies.AuditReply:
    """The rows newest first; `problem` is a sentence where the chain, held against every backup, is not whole."""
    vault = workspace.vault
    rows = vault.audit.rows(params.client_id)[::-1][: params.at_most]
    names = {client.id: client.name for client in vault.clients()}
    heads, anchor = [], None
    with suppress(BadRequest):  # the sample's vault has no backups
        heads, anchor = list(vault.backups.heads()), vault.anchor.head()
    return launch_replies.AuditReply(
        problem=vault.audit.problem([*heads, *([anchor] if anchor else [])]) or "",
        held_against=len(heads),
        anchored=anchor is not None,
        rows=[
            launch_replies.AuditLine(
                at=row.at.isoformat(),
                action=row.action,
                client=names.get(row.client_id or "", ""),
                client_id=row.client_id or "",
                notes=len(row.note_ids),
            )
            for row in rows
        ],
    )


def export(workspace: Workspace, params: requests.ExportRequest) -> launch_replies.ExportReply:
    made = export_record(workspace, params.client_id, params.note_class, Path(params.folder))
    return launch_replies.ExportReply(files=[str(path) for path in made])
