"""PIN and new keys by way of the running service: five tries and no more, panels blank, the files follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from companion.commands.running import Companion
from companion.errors import Busy, EyelineError, WrongPassphrase
from companion.service import key_requests, launch_routes, replies, requests, window_routes
from companion.service.launch import Launch, write_launch
from companion.service.launch_replies import CreateVaultReply, RenewKeysReply, VaultStateReply
from companion.service.sessions import Session
from companion.service.state import Running
from companion.vault import Vault, keyring_secret
from companion.workspace import Workspace
from index import Embedder
from tests.service.conftest import serving
from tests.vault.keyrings import MemoryKeyring

pytestmark = pytest.mark.trust
PASSPHRASE, PIN = "four words are good", "2580"
NOBODY = cast(Session, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vault of one client whose chart a panel may ask for."""
    vault, _ = Vault.create(tmp_path / "data", PASSPHRASE)
    with vault:
        vault.add_client(name="Ada Invented", record_number="A-0001", birth_date=date(1980, 5, 17))
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    backend = MemoryKeyring()
    monkeypatch.setattr(keyring_secret, "_backend", lambda: backend)
    return backend


@contextmanager
def started(folder: Path) -> Iterator[tuple[Running, Companion]]:
    """The service over that vault, locked, and the window's own way to it."""
    with Vault.open(folder) as vault, serving(Workspace(vault, Embedder())) as running:
        write_launch(folder, Launch(running.port, running.launch_key))
        with Companion(folder) as companion:
            yield running, companion


def state(companion: Companion) -> VaultStateReply:
    return companion.ask("/v1/vault/state", requests.VaultStateRequest(), VaultStateReply)


def chosen(companion: Companion) -> VaultStateReply:
    asked = key_requests.ChoosePinRequest(passphrase=PASSPHRASE, pin=PIN)
    return companion.ask("/v1/vault/pin/choose", asked, VaultStateReply)


def unlock(companion: Companion, pin: str) -> None:
    companion.ask("/v1/vault/unlock", requests.UnlockRequest(pin=pin), replies.StatusReply)


def test_guessing_every_pin_gets_five_tries_and_a_restart_none_more(folder: Path, keyring: MemoryKeyring) -> None:
    said: list[str] = []
    with started(folder) as (_, companion):
        assert chosen(companion).pin_tries == 5
    for guesses in (("0147", "0258", "x"), ("0369", "9630", "8520", "7410", PIN, "1470")):
        with started(folder) as (running, companion):
            for guess in guesses:
                with pytest.raises(EyelineError) as told:
                    unlock(companion, guess)
                said.append(told.value.say)
            assert running.workspace.vault.locked
    assert [sentence for sentence in said if "left" in sentence] == [
        f"That is not the PIN. {left} {'tries are' if left > 1 else 'try is'} left." for left in (4, 3, 2, 1)
    ]
    assert sum("wrong too often" in sentence for sentence in said) == 1
    assert keyring.stored == {}
    with started(folder) as (_, companion):
        assert state(companion).pin_tries == 0
        asked = requests.UnlockRequest(passphrase=PASSPHRASE)
        assert not companion.ask("/v1/vault/unlock", asked, replies.StatusReply).locked


def test_a_pin_opens_what_was_locked_and_can_be_taken_away(folder: Path) -> None:
    with started(folder) as (running, companion):
        chosen(companion)
        assert running.workspace.vault.locked
        unlock(companion, PIN)
        assert not running.workspace.vault.locked
        running.lock()
        assert companion.ask("/v1/vault/pin/remove", key_requests.RemovePinRequest(), VaultStateReply).pin_tries == 0
        with pytest.raises(EyelineError, match="No PIN is set"):
            unlock(companion, PIN)


def test_a_keyring_that_is_gone_costs_no_try(folder: Path, keyring: MemoryKeyring) -> None:
    with started(folder) as (_, companion):
        chosen(companion)
        keyring.fault = "gone"
        with pytest.raises(EyelineError, match="Use the passphrase"):
            unlock(companion, PIN)
        assert state(companion).pin_tries == 5


def test_every_key_anew_while_the_companion_runs(folder: Path) -> None:
    with started(folder) as (running, companion):
        companion.ask("/v1/vault/unlock", requests.UnlockRequest(passphrase=PASSPHRASE), replies.StatusReply)
        seq, vault = running.events.seq, running.workspace.vault
        done = companion.ask(
            "/v1/vault/renew_keys", key_requests.RenewKeysRequest(passphrase=PASSPHRASE), RenewKeysReply
        )
        assert [event.kind for event in running.events.since(seq, "any")] == ["locked", "unlocked"]
        assert (done.clients_waiting, state(companion).keys_waiting) == (1, 1)
        running.upkeep.turn()
        assert state(companion).keys_waiting == 0
        running.lock()
        companion.ask("/v1/vault/unlock", requests.UnlockRequest(recovery_key=done.recovery_key), replies.StatusReply)
        assert [client.name for client in vault.clients()] == ["Ada Invented"]


def test_another_passphrase_and_recovery_key_while_it_is_locked(folder: Path) -> None:
    with started(folder) as (_, companion):
        asked = key_requests.RenewRecoveryKeyRequest(passphrase=PASSPHRASE)
        words = companion.ask("/v1/vault/recovery_key", asked, CreateVaultReply).recovery_key
        change = key_requests.ChangePassphraseRequest(recovery_key=words, new="four other words here")
        assert companion.ask("/v1/vault/passphrase", change, VaultStateReply).locked
        with pytest.raises(EyelineError, match="does not open"):
            companion.ask("/v1/vault/unlock", requests.UnlockRequest(passphrase=PASSPHRASE), replies.StatusReply)
        unlocking = requests.UnlockRequest(passphrase="four other words here")
        assert not companion.ask("/v1/vault/unlock", unlocking, replies.StatusReply).locked


def test_keys_are_not_renewed_for_whoever_lacks_the_passphrase_or_while_notes_come_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(folder) as (running, _):
        launch_routes.unlock(running, NOBODY, requests.UnlockRequest(passphrase=PASSPHRASE))
        with pytest.raises(WrongPassphrase):
            window_routes.renew_keys(running, NOBODY, key_requests.RenewKeysRequest(passphrase="not the passphrase"))
        monkeypatch.setattr(type(running.imports), "under_way", True)
        with pytest.raises(Busy):
            window_routes.renew_keys(running, NOBODY, key_requests.RenewKeysRequest(passphrase=PASSPHRASE))
        assert not running.workspace.vault.locked
        assert running.workspace.vault.client_renewal.waiting == 0
