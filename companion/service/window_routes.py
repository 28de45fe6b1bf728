"""What the window alone needs: the first run, staying open after login, a note that a search of the caseload found."""

from __future__ import annotations

from companion.service import present, requests
from companion.service.about import About
from companion.service.launch_replies import CreateVaultReply, VaultStateReply
from companion.service.sessions import Session
from companion.service.state import Running


def vault_state(running: Running, _session: Session, _params: requests.VaultStateRequest) -> VaultStateReply:
    vault = running.workspace.vault
    return VaultStateReply(
        made=vault.made,
        locked=vault.locked,
        in_keyring=vault.in_keyring,
        passages_waiting=running.reading.passages_waiting,
        reading_failed=running.reading.failed,
    )


def create_vault(running: Running, _session: Session, params: requests.CreateVaultRequest) -> CreateVaultReply:
    """Raises BadRequest for a passphrase that is too short, and where there is a vault already."""
    return CreateVaultReply(recovery_key=running.make_vault(params.passphrase))


def keyring(running: Running, session: Session, params: requests.KeyringRequest) -> VaultStateReply:
    """Raises KeyringRefused where the system's keyring cannot be trusted; nothing is changed then."""
    if params.keep:
        running.workspace.vault.ways_in.keep_in_keyring()
    else:
        running.workspace.vault.ways_in.forget_keyring()
    return vault_state(running, session, requests.VaultStateRequest())


def caseload_note(running: Running, _session: Session, params: requests.CaseloadNoteRequest) -> About:
    """The whole note; its audit row is written before it goes out."""
    return About(params.client_id, present.note_reply(running.workspace.note(params.client_id, params.note_id)))
