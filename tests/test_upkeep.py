"""What a vault needs by itself: damage is found on a schedule and told where it matters, the anchor moves on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from companion.errors import Damaged, Locked
from companion.service import client_routes, requests, window_requests, window_routes
from companion.service.sessions import Session
from companion.upkeep import Upkeep
from companion.vault import Vault, keyring_secret
from companion.workspace import Workspace
from index import Embedder
from tests.service.conftest import service
from tests.service.test_panel_routes import chart, confirmed
from tests.vault.keyrings import MemoryKeyring

if TYPE_CHECKING:
    from tests.service.conftest import Service

__all__ = ["service"]
pytestmark = pytest.mark.trust
NOBODY = cast(Session, None)
PAGE = 4096


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def break_last_page(vault: Vault, client_id: str) -> None:
    """One bit, in a page that opening the client does not read; twice is whole again. The file is closed for it."""
    with vault._open().files.exchanging(client_id):
        path = vault.folder / "clients" / f"{client_id}.db"
        content = bytearray(path.read_bytes())
        content[-PAGE // 2] ^= 1
        path.write_bytes(content)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """Of one client."""
    with Vault.temporary(tmp_path) as made:
        made.add_client(name="Ada Invented")
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def upkeep(vault: Vault, clock: Clock) -> Upkeep:
    return Upkeep(Workspace(vault, Embedder()), lambda _: None, clock)


def test_damage_is_found_a_day_later_and_told_to_panel_and_window(service: Service, clock: Clock) -> None:
    running, (client, other) = service.running, service.clients
    told = list[str]()
    running.upkeep = Upkeep(running.workspace, told.append, clock)
    panel, others = service.panel(), service.panel()
    scope = confirmed(panel, client)["result"]["scope"]
    running.upkeep.turn()
    break_last_page(running.workspace.vault, client.id)
    clock.now += timedelta(hours=23)
    running.upkeep.turn()
    assert told == [], "it is not time yet"
    clock.now += timedelta(hours=1)
    running.upkeep.turn()
    assert told == [client.id]
    said = panel.ask("/v1/chart/open", **chart(client))["error"]
    assert (said["kind"], "backup" in said["say"]) == ("damaged", True)
    assert "error" in panel.ask("/v1/themes", scope=scope), "what was open is closed"
    assert confirmed(others, other)["result"]["state"] == "overview"
    state = window_routes.vault_state(running, NOBODY, requests.VaultStateRequest())
    assert [card.id for card in state.damaged] == [client.id]
    listed = client_routes.client_list(running, NOBODY, window_requests.ClientListRequest()).clients
    assert {row.client.id: row.damaged for row in listed} == {client.id: True, other.id: False}
    again = Upkeep(running.workspace, told.append, clock)
    with pytest.raises(Damaged):
        again.refuse_damaged(client.id)
    clock.now += timedelta(days=1)
    again.turn()
    assert told == [client.id], "told once"


def test_a_file_that_is_sound_again_is_shown_again(vault: Vault, upkeep: Upkeep, clock: Clock) -> None:
    (client,) = vault.clients()
    break_last_page(vault, client.id)
    upkeep.turn()
    with pytest.raises(Damaged):
        upkeep.refuse_damaged(client.id)
    break_last_page(vault, client.id)
    clock.now += timedelta(days=1)
    upkeep.turn()
    assert upkeep.damaged() == frozenset()
    upkeep.refuse_damaged(client.id)


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(seconds=-1), timedelta(days=400)])
def test_a_clock_that_jumps_puts_no_check_off(vault: Vault, upkeep: Upkeep, clock: Clock, jump: timedelta) -> None:
    (client,) = vault.clients()
    upkeep.turn()
    break_last_page(vault, client.id)
    clock.now += jump
    upkeep.turn()
    assert upkeep.damaged() == {client.id}


def test_a_check_that_a_lock_breaks_off_begins_anew(vault: Vault, upkeep: Upkeep, clock: Clock) -> None:
    upkeep.turn()
    clock.now += timedelta(days=1)
    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(Vault, "caseload_problems", lambda vault: vault.lock())
        with pytest.raises(Locked):
            upkeep.turn()
    with pytest.raises(Locked):
        upkeep.damaged()


def test_a_caseload_that_fails_its_check_is_told(vault: Vault, upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vault, "caseload_problems", lambda _: ["HMAC verification failed for page 3"])
    upkeep.turn()
    assert upkeep.problem == "The list of clients fails its check. Restore a backup before anything else."


def test_the_anchor_moves_on_and_a_cut_off_audit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = MemoryKeyring()
    monkeypatch.setattr(keyring_secret, "_backend", lambda: backend)
    vault, _ = Vault.create(tmp_path, "four words are good")
    with vault:
        upkeep = Upkeep(Workspace(vault, Embedder()), lambda _: None)
        upkeep.turn()
        assert vault.anchor.head() is None, "the keyring was not chosen"
        vault.ways_in.keep_in_keyring()
        for _ in range(3):
            vault.write_audit("open", None)
            upkeep.turn()
            assert vault.anchor.head() == vault.audit.head()
        with vault._open().caseload.file.writing() as connection:
            connection.execute("DROP TRIGGER audit_no_delete")
            connection.execute("DELETE FROM audit WHERE seq = 3")
        upkeep.turn()
        assert "cut off" in upkeep.problem
        vault.write_audit("open", None)
        upkeep.turn()
        assert "cut off" in upkeep.problem, "a row in its place is another"
        backend.fault = "gone"
        upkeep.turn()
        assert upkeep.problem == "", "a keyring that does not answer says nothing"
        backend.fault = ""
        vault.ways_in.forget_keyring()
        assert backend.stored == {}
