"""What the window alone needs: the first run, staying open after login, a note that a search of the caseload found."""

from __future__ import annotations

from contextlib import suppress

from companion.errors import Locked
from companion.service import keeping, key_requests, present, requests, window_replies, window_requests
from companion.service.about import About
from companion.service.launch_replies import CreateVaultReply, RenewKeysReply, VaultStateReply
from companion.service.sessions import Session
from companion.service.state import Running


def vault_state(running: Running, _session: Session, _params: requests.VaultStateRequest) -> VaultStateReply:
    vault = running.workspace.vault
    damaged, keys_waiting = [], 0
    with suppress(Locked):
        known = running.upkeep.damaged()
        damaged = [present.client_card(client) for client in vault.clients() if client.id in known] if known else []
        keys_waiting = vault.client_renewal.waiting
    return VaultStateReply(
        made=vault.made,
        locked=vault.locked,
        in_keyring=vault.in_keyring,
        pin_tries=vault.pin_tries,
        passages_waiting=running.reading.passages_waiting,
        keys_waiting=keys_waiting,
        reading_failed=running.reading.failed,
        problem=running.upkeep.problem,
        damaged=damaged,
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


def change_passphrase(
    running: Running, session: Session, params: key_requests.ChangePassphraseRequest
) -> VaultStateReply:
    """Raises WrongPassphrase, and BadRequest for a new one that is too short; nothing is changed then."""
    keeping.change_passphrase(running.workspace.vault, params)
    return vault_state(running, session, requests.VaultStateRequest())


def renew_recovery_key(
    running: Running, _session: Session, params: key_requests.RenewRecoveryKeyRequest
) -> CreateVaultReply:
    """The one before opens nothing but older backups from now on."""
    words = running.workspace.vault.ways_in.renew_recovery_key(params.passphrase)
    return CreateVaultReply(recovery_key=words)


def choose_pin(running: Running, session: Session, params: key_requests.ChoosePinRequest) -> VaultStateReply:
    """Raises WrongPassphrase, BadRequest for a PIN that is none, KeyringRefused where no keyring can be trusted."""
    running.workspace.vault.ways_in.pin.choose(params.passphrase, params.pin)
    return vault_state(running, session, requests.VaultStateRequest())


def remove_pin(running: Running, session: Session, _params: key_requests.RemovePinRequest) -> VaultStateReply:
    running.workspace.vault.ways_in.pin.remove()
    return vault_state(running, session, requests.VaultStateRequest())


def renew_keys(running: Running, _session: Session, params: key_requests.RenewKeysRequest) -> RenewKeysReply:
    """Every panel goes blank meanwhile. Raises WrongPassphrase, and Busy while notes come in."""
    words, waiting = running.renew_keys(params.passphrase), 0
    with suppress(Locked):
        waiting = running.workspace.vault.client_renewal.waiting
    return RenewKeysReply(recovery_key=words, clients_waiting=waiting)


def bring_to_front(
    running: Running, _session: Session, _params: window_requests.BringToFrontRequest
) -> window_replies.BroughtToFrontReply:
    return window_replies.BroughtToFrontReply(in_front=running.window.bring_to_front())


def in_front(
    running: Running, _session: Session, _params: window_requests.InFrontRequest
) -> window_replies.BroughtToFrontReply:
    running.window.raised()
    return window_replies.BroughtToFrontReply(in_front=True)


def caseload_note(running: Running, _session: Session, params: window_requests.CaseloadNoteRequest) -> About:
    """The whole note; its audit row is written before it goes out."""
    return About(params.client_id, present.note_reply(running.workspace.note(params.client_id, params.note_id)))
