"""A backup gives back all that was acknowledged, with the recovery key alone, or says that it cannot; what was deleted
since stays deleted."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault, restore
from companion.vault.backups.making import WORK
from companion.vault.caseload import Caseload
from tests.vault.pages import found_in

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Killed, Made

pytestmark = pytest.mark.trust

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where backups go."""
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def holds(vault: Vault) -> dict[str, tuple[list[str], dict[str, str], str | None, int]]:
    """All that a therapist would miss: by client, the notes' words, decisions, overview, vectors."""
    found = {}
    for client in vault.clients():
        file = vault.open_client(client.id)
        words = [f"{note.id} {note.text}" for note in file.notes()]
        found[client.name] = (words, file.decisions(), file.overview(), len(file.vectors("test-model")[0]))
    return found


def back_up(made: Made, disk: Path, now: datetime = NOW) -> Path:
    with made.unlocked() as vault:
        return vault.backups.make(disk, now).path


@pytest.mark.parametrize("way", ["passphrase", "recovery_words"])
def test_a_backup_gives_everything_back_by_either_way_in(
    made: Made, example: Example, disk: Path, tmp_path: Path, way: str
) -> None:
    with made.unlocked() as vault:
        before = holds(vault)
        backup = vault.backups.make(disk, NOW)
        assert (backup.clients, backup.notes) == (2, 3)
    shutil.rmtree(made.folder)
    secret = {"passphrase": example.passphrase, "recovery_words": made.recovery}[way]
    restored = restore(backup.path, tmp_path / "new" / "vault", **{way: secret})
    assert (restored.clients, restored.notes, restored.left_out) == (2, 3, 0)
    with Vault.open(tmp_path / "new" / "vault") as vault:
        assert vault.locked
        vault.unlock(example.passphrase)
        assert holds(vault) == before
        assert vault.audit.rows()[-1].action == "restore"
        assert vault.audit.problem() is None


def test_nothing_in_a_backup_is_readable(made: Made, example: Example, disk: Path) -> None:
    with made.unlocked() as vault:
        vector = example.vector(vault.open_client(made.ada).vectors(example.model)[0][0])
        vault.backups.make(disk, NOW)
    assert found_in([example.marker.encode(), vector[:64], b"SQLite format 3"], disk) == set()
    assert (disk / "eyeline-2026-11-22-200000.eyeline").stat().st_mode & 0o777 == 0o600


def test_the_keyring_of_this_machine_is_no_way_into_a_backup(made: Made, disk: Path) -> None:
    with made.unlocked() as vault:
        keys = vault._real_keys()
        keys.put("keyring", b"s" * 32, vault._open().key)
        keys.save()
        path = vault.backups.make(disk, NOW).path
        assert "keyring" in keys
    with zipfile.ZipFile(path) as packed:
        assert b'"keyring"' not in packed.read("keys.json")
        assert b'"recovery"' in packed.read("keys.json")


def test_a_backup_made_while_notes_come_in_and_clients_come_and_go_is_of_one_piece(
    made: Made, example: Example, disk: Path, tmp_path: Path
) -> None:
    with made.unlocked() as vault:
        stop = threading.Event()

        def work() -> None:
            for number in range(100, 10_000):
                if stop.is_set():
                    return
                new = vault.add_client(name=f"Client {number}")
                example.add(vault.open_client(new.id), number)
                example.add(vault.open_client(made.bea), number)
                if number % 3 == 0:
                    vault.delete_client(new.id)

        writer = threading.Thread(target=work)
        writer.start()
        try:
            paths = [vault.backups.make(disk, NOW + timedelta(seconds=n)).path for n in range(3)]
        finally:
            stop.set()
            writer.join()
    for n, path in enumerate(paths):
        (alone := tmp_path / f"alone-{n}").mkdir()
        shutil.move(path, alone)  # without the list of deletions: as it was on that day
        restore(alone / path.name, tmp_path / f"restored-{n}", recovery_words=made.recovery)
        with Vault.open(tmp_path / f"restored-{n}") as vault:
            vault.unlock_with_recovery_key(made.recovery)
            for client in vault.clients():
                assert vault.open_client(client.id).problems() == []


def test_a_clock_put_back_to_the_second_of_a_backup_takes_none_away(made: Made, disk: Path) -> None:
    paths = [back_up(made, disk) for _ in range(3)]
    assert [path.name for path in paths] == [f"eyeline-2026-11-22-200000{end}.eyeline" for end in ("", "-2", "-3")]
    assert all(path.exists() for path in paths)


def test_what_was_deleted_since_is_not_brought_back(made: Made, disk: Path, tmp_path: Path) -> None:
    path = back_up(made, disk)
    with made.unlocked() as vault:
        vault.delete_client(made.bea)
        vault.delete_note(made.ada, "note-1")
        assert [note.id for note in vault.open_client(made.ada).notes()] == ["note-0"]
    restored = restore(path, tmp_path / "restored", recovery_words=made.recovery)
    assert (restored.clients, restored.notes, restored.left_out) == (1, 1, 2)
    with Vault.open(tmp_path / "restored") as vault:
        vault.unlock_with_recovery_key(made.recovery)
        assert [client.id for client in vault.clients()] == [made.ada]
        assert [note.id for note in vault.open_client(made.ada).notes()] == ["note-0"]
        assert not (tmp_path / "restored" / "clients" / f"{made.bea}.db").exists()
        again = vault.backups.make(disk, NOW + timedelta(days=1)).path
    assert restore(again, tmp_path / "once more", recovery_words=made.recovery).left_out == 0


def test_a_deletion_while_the_disk_is_away_is_told_with_the_next_backup(made: Made, disk: Path, tmp_path: Path) -> None:
    path = back_up(made, disk)
    away = disk.rename(tmp_path / "away")
    with made.unlocked() as vault:
        vault.delete_client(made.bea)
    away.rename(disk)
    back_up(made, disk, NOW + timedelta(days=1))
    assert restore(path, tmp_path / "restored", recovery_words=made.recovery).left_out == 1


def test_a_list_of_deletions_that_is_not_ours_is_not_believed(made: Made, disk: Path, tmp_path: Path) -> None:
    path = back_up(made, disk)
    (listed,) = disk.glob("*.deleted")
    honest = listed.read_text()
    for forged in (honest.replace("[]", f'[["{made.ada}", "", "2026-11-23T00:00:00+00:00"]]'), "{}", "[", honest[:-9]):
        assert forged != honest
        listed.write_text(forged)
        with pytest.raises(errors.Damaged, match="move that file away"):
            restore(path, tmp_path / "restored", recovery_words=made.recovery)
        assert not (tmp_path / "restored").exists()
    listed.unlink()
    assert restore(path, tmp_path / "restored", recovery_words=made.recovery).clients == 2


def test_a_backup_that_was_touched_gives_back_all_or_says_so(
    made: Made, example: Example, disk: Path, tmp_path: Path
) -> None:
    path, chance = back_up(made, disk), random.Random(9)
    with made.unlocked() as vault:
        before = holds(vault)
    sound, refused = path.read_bytes(), 0
    for n in range(60):
        content = bytearray(sound)
        if n % 3 == 0:
            del content[chance.randrange(len(content)) :]
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        target = tmp_path / "restored"
        try:
            restore(path, target, recovery_words=made.recovery)
        except errors.EyelineError as error:
            assert "Nothing was changed" in error.say or "another backup" in error.say
            refused += 1
            assert not target.exists()
        else:  # a bit that says nothing: the time in a zip's directory
            with Vault.open(target) as vault:
                vault.unlock_with_recovery_key(made.recovery)
                assert holds(vault) == before
            shutil.rmtree(target)
    assert refused > 50
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".eyeline")] == []


def test_files_of_another_day_or_vault_are_not_mixed_in(
    made: Made, example: Example, disk: Path, tmp_path: Path
) -> None:
    """Each is sound by itself, and under the right key."""
    older = back_up(made, disk)
    with made.unlocked() as vault:
        example.add(vault.open_client(made.ada), 9)
        newer = vault.backups.make(disk, NOW + timedelta(days=1)).path
    with zipfile.ZipFile(older) as old, zipfile.ZipFile(newer) as new:
        parts = {name: new.read(name) for name in new.namelist()}
        name = f"clients/{made.ada}.db"
        assert parts[name] != old.read(name)
        mixes = [parts | {name: old.read(name)}, parts | {"manifest.json": old.read("manifest.json")}]
        mixes += [{n: c for n, c in parts.items() if n != name}, parts | {"clients/../../evil": b"x"}]
    for n, mix in enumerate(mixes):
        with zipfile.ZipFile(disk / f"{n}.eyeline", "w") as packed:
            for each, content in mix.items():
                packed.writestr(each, content)
        with pytest.raises(errors.Damaged):
            restore(disk / f"{n}.eyeline", tmp_path / "restored", recovery_words=made.recovery)
        assert not (tmp_path / "restored").exists()
    assert not (tmp_path / "evil").exists()


def test_a_place_that_cannot_be_used_is_said(made: Made, example: Example, disk: Path, tmp_path: Path) -> None:
    with made.unlocked() as vault:
        with pytest.raises(errors.BadRequest, match="There is no folder"):
            vault.backups.make(tmp_path / "nowhere", NOW)
        with pytest.raises(errors.BadRequest, match="another disk"):
            vault.backups.make(made.folder / "clients", NOW)
        path = vault.backups.make(disk, NOW).path
    with pytest.raises(errors.NotFound, match="There is no backup"):
        restore(disk / "none.eyeline", tmp_path / "restored", recovery_words=made.recovery)
    with pytest.raises(errors.BadRequest, match="empty folder"):
        restore(path, made.folder, recovery_words=made.recovery)
    with pytest.raises(errors.WrongPassphrase):
        restore(path, tmp_path / "restored", passphrase="not that one")
    (disk / "note.txt").write_text("no zip")
    with pytest.raises(errors.Damaged, match="not a backup"):
        restore(disk / "note.txt", tmp_path / "restored", recovery_words=made.recovery)
    assert not (tmp_path / "restored").exists()


@contextmanager
def full_disk(at: int) -> Iterator[None]:
    """No file may grow beyond `at` bytes: the system says so as it says that a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("at", [0, 8_192, 100_000, 200_000])
def test_a_disk_that_is_full_leaves_the_older_backups_and_nothing_else(made: Made, disk: Path, at: int) -> None:
    older = back_up(made, disk).read_bytes()
    with made.unlocked() as vault:
        before = holds(vault)
        with full_disk(at), pytest.raises(errors.EyelineError):
            vault.backups.make(disk, NOW + timedelta(days=1))
        assert holds(vault) == before
    assert sorted(path.suffix for path in disk.iterdir()) == [".deleted", ".eyeline"]
    assert next(disk.glob("*.eyeline")).read_bytes() == older
    assert list(made.folder.glob(f"{WORK}*")) == []


def test_a_lock_in_the_middle_ends_it_with_a_word(made: Made, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with made.unlocked() as vault:
        key = Caseload.key

        def locked_meanwhile(caseload: Caseload, client_id: str) -> bytes:
            vault.lock()
            return key(caseload, client_id)

        monkeypatch.setattr(Caseload, "key", locked_meanwhile)
        with pytest.raises(errors.Locked):
            vault.backups.make(disk, NOW)
    assert list(disk.iterdir()) == []
    assert list(made.folder.glob(f"{WORK}*")) == []


def test_killed_at_any_step_the_vault_and_the_older_backups_are_whole(
    made: Made, disk: Path, tmp_path: Path, killed_at: Killed
) -> None:
    older = back_up(made, disk)
    with made.unlocked() as vault:
        before = holds(vault)
    kept = 0
    for step in range(1, 40_000, 150):
        at = NOW + timedelta(seconds=step)
        act: Callable[[Vault], object] = lambda vault, at=at: vault.backups.make(disk, at)  # type: ignore[misc]  # noqa: E731
        killed = killed_at(step, made.unlocked, act)
        with made.unlocked() as vault:
            assert holds(vault) == before
        named = disk / f"eyeline-{at:%Y-%m-%d-%H%M%S}.eyeline"
        if named.exists():
            kept += 1
            restore(named, tmp_path / f"restored-{step}", recovery_words=made.recovery)
        if not killed:
            break
    else:
        pytest.fail("the act never ended")
    assert kept
    restore(older, tmp_path / "restored", recovery_words=made.recovery)
    assert list(made.folder.glob(f"{WORK}*")) == [], "the next one clears up"


def test_a_restore_killed_at_any_step_is_whole_or_never_was(
    made: Made, disk: Path, tmp_path: Path, killed_at: Killed
) -> None:
    path = back_up(made, disk)
    target, whole = tmp_path / "restored", 0
    for step in range(1, 40_000, 150):
        act: Callable[[Vault], object] = lambda _: restore(path, target, recovery_words=made.recovery)  # noqa: E731
        killed = killed_at(step, lambda: None, act)  # type: ignore[arg-type, return-value]
        if target.exists():
            whole += 1
            with Vault.open(target) as vault:
                vault.unlock_with_recovery_key(made.recovery)
                assert len(holds(vault)) == 2
            shutil.rmtree(target)
        if not killed:
            break
    else:
        pytest.fail("the act never ended")
    assert whole
