"""The first run over the wire: a vault that is still to be made, its passphrase, its recovery key, and not twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from companion.errors import BadRequest, Busy, Locked, NotFound
from companion.record import Client
from companion.service import launch_routes, panel_routes, requests, window_routes
from companion.service.replies import NoteReply
from companion.service.sessions import Session
from companion.service.state import Running
from companion.vault import Vault
from companion.vault.keyring_secret import KeyringRefused
from companion.workspace import Workspace
from index import Embedder

NOBODY = cast(Session, None)  # these routes ask nothing of the session: the table says who may call them
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    vault = Vault.unmade(tmp_path / "data")
    yield Running(Workspace(vault, Embedder()), 1, b"k" * 32)
    vault.close()


def create(running: Running, passphrase: str) -> str:
    return window_routes.create_vault(running, NOBODY, requests.CreateVaultRequest(passphrase=passphrase)).recovery_key


def test_window_first_run_makes_a_vault_once(running: Running, tmp_path: Path) -> None:
    state = window_routes.vault_state(running, NOBODY, requests.VaultStateRequest())
    assert (state.made, state.locked) == (False, True)
    with pytest.raises(BadRequest):
        create(running, "short")
    assert not Vault.exists(tmp_path / "data")
    recovery_key = create(running, PASSPHRASE)
    state = window_routes.vault_state(running, NOBODY, requests.VaultStateRequest())
    assert (state.made, state.locked, state.in_keyring) == (True, False, False)
    with pytest.raises(BadRequest, match="already"):
        create(running, PASSPHRASE)
    running.lock()
    launch_routes.unlock(running, NOBODY, requests.UnlockRequest(recovery_key=recovery_key))
    assert not running.workspace.vault.locked


def test_window_first_run_is_locked_for_everybody_else(running: Running) -> None:
    with pytest.raises(Locked):
        launch_routes.clients(running, NOBODY, requests.ClientsRequest())
    assert panel_routes.status(running, NOBODY, requests.StatusRequest()).locked
    with pytest.raises(BadRequest, match="Choose a passphrase"):
        launch_routes.unlock(running, NOBODY, requests.UnlockRequest(passphrase=PASSPHRASE))


def test_window_first_run_that_was_left_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = Vault.unmade(folder)
    with pytest.raises(Busy):
        Vault.unmade(folder)
    first.close()
    assert not Vault.exists(folder)
    second, _ = Vault.create(folder, PASSPHRASE)
    second.close()
    with pytest.raises(BadRequest):
        Vault.unmade(folder)


def test_window_first_run_that_failed_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    vault = Vault.unmade(folder)
    (folder / "caseload.db").write_bytes(b"what a crash left")
    vault.make(PASSPHRASE)
    assert vault.clients() == []
    vault.close()


def test_window_keyring_that_keeps_nothing_is_refused(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    create(running, PASSPHRASE)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(KeyringRefused):
        window_routes.keyring(running, NOBODY, requests.KeyringRequest(keep=True))
    assert not window_routes.keyring(running, NOBODY, requests.KeyringRequest(keep=False)).in_keyring


def test_window_note_names_its_client_and_leaves_its_row_first(
    made: tuple[Running, list[Client]], monkeypatch: pytest.MonkeyPatch
) -> None:
    running, (client, other) = made
    vault = running.workspace.vault
    (note_id,) = running.workspace.cards(client.id)
    asked = requests.CaseloadNoteRequest(client_id=client.id, note_id=note_id)
    said = window_routes.caseload_note(running, NOBODY, asked)
    assert said.client_id == client.id
    assert isinstance(said.reply, NoteReply)
    assert said.reply.text == "Kim Muster slept badly."
    row = vault.audit.rows(client.id)[-1]
    assert (row.action, list(row.note_ids)) == ("note", [note_id])
    with pytest.raises(NotFound):
        mixed = requests.CaseloadNoteRequest(client_id=other.id, note_id=note_id)
        window_routes.caseload_note(running, NOBODY, mixed)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(vault, "write_audit", full)
    with pytest.raises(OSError, match="disk full"):
        window_routes.caseload_note(running, NOBODY, asked)
