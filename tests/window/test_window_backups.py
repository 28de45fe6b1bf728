"""Backups by themselves: made when it is time, proven as any other, told calmly where one does not work; the clock is
the test's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import expect

from companion.errors import BadRequest, Locked
from companion.record import Client
from companion.scheduled_backups import TRY_AGAIN, ScheduledBackups, last_backup, schedule
from companion.service import launch_routes, requests, settings_routes, window_requests
from companion.service.sessions import Session
from companion.service.state import LAUNCH, Running
from companion.service.window_replies import BackupStateReply
from companion.vault import Vault, restore
from tests.axe import violations
from tests.window.conftest import Open

NOBODY = cast(Session, None)
PASSPHRASE = "correct horse battery staple"
Made = tuple[Running, list[Client]]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(made: Made) -> Clock:
    """The companion's backups go by it from here on; nothing but the test has them look."""
    running, clock = made[0], Clock()
    running.backups = ScheduledBackups(
        running.workspace.vault, lambda: running.events.tell("backup", pairing=LAUNCH), clock
    )
    return clock


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def put(running: Running, folder: Path | None, days: int = 7) -> BackupStateReply:
    asked = window_requests.BackupScheduleRequest(folder=str(folder) if folder else None, days=days)
    return settings_routes.backup_schedule(running, NOBODY, asked)


def state(running: Running) -> BackupStateReply:
    return settings_routes.backup_state(running, NOBODY, window_requests.BackupStateRequest())


def test_window_backups_are_made_when_it_is_time_and_can_be_restored(
    made: Made, clock: Clock, disk: Path, tmp_path: Path
) -> None:
    running, _ = made
    assert not running.backups.look(), "nothing is set"
    assert put(running, disk, 3).last is None
    seq = running.events.seq
    assert running.backups.look(), "the first at once"
    assert [event.kind for event in running.events.since(seq, LAUNCH)] == ["backup"]
    assert running.events.since(seq, "a panel") == []
    clock.now += timedelta(days=3, minutes=-1)
    assert not running.backups.look()
    clock.now += timedelta(minutes=1)
    assert running.backups.look()
    found = state(running)
    assert found.last is not None
    assert (found.last.proven_at, found.last.clients, found.last.notes, found.last.there) == (clock.now, 2, 2, True)
    assert len(list(disk.glob("*.eyeline"))) == 2, "older ones stay"
    again = restore(Path(found.last.path), tmp_path / "again", passphrase=PASSPHRASE)
    assert (again.clients, again.notes) == (2, 2)
    Path(found.last.path).unlink()
    gone = state(running).last
    assert gone is not None
    assert not gone.there
    assert put(running, None).folder is None
    clock.now += timedelta(days=30)
    assert not running.backups.look()


def test_window_backup_by_hand_counts_and_a_clock_set_back_makes_one_more(made: Made, clock: Clock, disk: Path) -> None:
    running, _ = made
    put(running, disk)
    launch_routes.back_up(running, NOBODY, requests.BackupRequest(folder=str(disk)))
    assert not running.backups.look()
    clock.now -= timedelta(days=400)
    assert running.backups.look()
    assert not running.backups.look()


def test_window_backup_that_does_not_work_is_told_and_tried_again(made: Made, clock: Clock, disk: Path) -> None:
    running, _ = made
    put(running, disk)
    disk.rename(disk.with_name("unplugged"))
    seq = running.events.seq
    assert not running.backups.look()
    told = state(running)
    assert told.failed.startswith("There is no folder")
    assert told.last is None
    assert [event.kind for event in running.events.since(seq, LAUNCH)] == ["backup"]
    disk.with_name("unplugged").rename(disk)
    clock.now += TRY_AGAIN - timedelta(seconds=1)
    assert not running.backups.look()
    clock.now += timedelta(seconds=1)
    assert running.backups.look()
    assert state(running).failed == ""


def test_window_backup_waits_for_an_unlocked_vault(made: Made, clock: Clock, disk: Path) -> None:
    running, _ = made
    put(running, disk)
    running.lock()
    assert not running.backups.look()
    with pytest.raises(Locked):
        state(running)
    running.unlock(PASSPHRASE, None, None)
    assert state(running).failed == "", "a lock is no failure"
    assert running.backups.look()


def test_window_backup_folder_that_cannot_be_used_changes_nothing(made: Made, clock: Clock, disk: Path) -> None:
    running, _ = made
    put(running, disk, 14)
    with pytest.raises(BadRequest, match="There is no folder"):
        put(running, disk / "nowhere")
    with pytest.raises(BadRequest, match="another disk"):
        put(running, running.workspace.vault.folder)
    kept = schedule(running.workspace.vault)
    assert kept is not None
    assert (kept.folder, kept.days) == (disk, 14)


def test_window_backup_under_way_does_not_undo_what_is_set_meanwhile(
    made: Made, clock: Clock, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, _ = made
    put(running, disk)
    backups = type(running.workspace.vault.backups)
    make = backups.make

    def meanwhile(self: object, *told: object) -> object:
        put(running, None)
        return make(self, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(backups, "make", meanwhile)
    assert running.backups.look()
    assert state(running).folder is None


def test_window_backups_of_a_vault_without_a_passphrase_are_refused(tmp_path: Path, disk: Path) -> None:
    with Vault.temporary(tmp_path / "data") as vault:
        backups = ScheduledBackups(vault, lambda: None)
        with pytest.raises(BadRequest):
            backups.set(disk, 7)
        assert not backups.look()
        vault.set_setting("last_backup", '{"from": "another version"}')
        assert last_backup(vault) is None


@pytest.mark.browser
def test_window_backups_are_set_and_told_in_settings(open_page: Open, made: Made, clock: Clock, disk: Path) -> None:
    running, _ = made
    page = open_page(running.port, running.launch_key, disk)
    expect(page.locator(".client").first).to_be_visible()
    page.keyboard.press("Control+4")
    card = page.get_by_role("region", name="Backup")
    expect(card).to_contain_text("none yet")
    page.get_by_role("button", name="Choose a folder for backups by itself").click()
    expect(card).to_contain_text(f"into {disk}")
    assert running.backups.look()
    expect(card).to_contain_text("2 clients, 2 notes, read back and compared")
    with page.expect_response("**/v1/backup/schedule"):
        page.get_by_role("combobox", name="How often").select_option("1")
    expect(page.get_by_role("combobox", name="How often")).to_be_enabled()
    disk.rename(disk.with_name("unplugged"))
    clock.now += timedelta(days=1)
    assert not running.backups.look()
    expect(card).to_contain_text("The last try by itself did not work: There is no folder")
    expect(card).to_contain_text("not there now")
    assert violations(page) == []
    page.keyboard.press("Control+1")
    expect(page.get_by_text("The last backup did not work: see Settings")).to_be_visible()
    page.keyboard.press("Control+4")
    page.get_by_role("button", name="No more by itself").click()
    expect(card).to_contain_text("not set")
