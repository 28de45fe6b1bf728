"""The door: making, opening, locking, the ways in, clients, links, pairings, settings."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Pairing, Vault
from companion.vault.open_files import MOST_OPEN

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Made


def test_a_new_vault_opens_by_passphrase_and_by_recovery_key(tmp_path: Path, example: Example) -> None:
    vault, recovery = Vault.create(tmp_path / "v", example.passphrase)
    with vault:
        assert not vault.locked
        client = vault.add_client(name="Ada", record_number="A-0001", birth_date=date(1980, 5, 17), pronouns="she/her")
        vault.lock()
        assert vault.locked
        vault.unlock(example.passphrase)
        assert vault.clients() == [client]
        vault.lock()
        vault.unlock_with_recovery_key(recovery.lower().replace("-", " "))
        assert vault.client(client.id) == client
    with Vault.open(tmp_path / "v") as again:
        assert again.locked
        with pytest.raises(errors.WrongPassphrase):
            again.unlock("four words are bad")
        assert again.locked
        again.unlock(example.passphrase)
        assert again.clients() == [client]


def test_the_same_words_typed_in_another_unicode_form_open(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path, "vier Wörter genügen")
    with vault:
        vault.lock()
        vault.unlock("vier Wo\u0308rter genu\u0308gen")


def test_a_short_passphrase_makes_no_vault(tmp_path: Path) -> None:
    with pytest.raises(errors.BadRequest):
        Vault.create(tmp_path, "elevenchars")
    assert not Vault.exists(tmp_path)
    vault, _ = Vault.create(tmp_path, "twelve chars")
    vault.close()


def test_a_vault_is_never_made_over_another(made: Made, example: Example) -> None:
    with pytest.raises(errors.BadRequest):
        Vault.create(made.folder, example.passphrase)
    with pytest.raises(errors.BadRequest):
        Vault.temporary(made.folder)
    (made.folder / "keys.json").unlink()
    with pytest.raises(errors.BadRequest):
        Vault.create(made.folder, example.passphrase)
    with pytest.raises(errors.NotFound):
        Vault.open(made.folder)


def test_a_change_of_passphrase_keeps_the_other_way_in(made: Made, example: Example) -> None:
    with Vault.open(made.folder) as vault:
        with pytest.raises(errors.WrongPassphrase):
            vault.ways_in.change_passphrase("not the old one", "another four words")
        vault.ways_in.change_passphrase(example.passphrase, "another four words")
        with pytest.raises(errors.WrongPassphrase):
            vault.unlock(example.passphrase)
        vault.unlock_with_recovery_key(made.recovery)
        vault.lock()
        vault.unlock("another four words")


def test_the_recovery_key_sets_a_new_passphrase_and_can_be_renewed(made: Made) -> None:
    with Vault.open(made.folder) as vault:
        vault.ways_in.reset_passphrase(made.recovery, "another four words")
        renewed = vault.ways_in.renew_recovery_key("another four words")
        with pytest.raises(errors.WrongPassphrase):
            vault.unlock_with_recovery_key(made.recovery)
        vault.unlock_with_recovery_key(renewed)


def test_after_a_lock_nothing_answers(vault: Vault, made: Made) -> None:
    file, charts = vault.open_client(made.ada), vault.charts
    vault.lock()
    calls: list[Callable[[], object]] = [
        vault.clients,
        lambda: vault.charts,
        charts.links,
        vault.pairings,
        lambda: vault.audit,
        file.notes,
        file.files,
        file.passages,
        file.overview,
        file.decisions,
        lambda: file.vectors("m"),
        lambda: file.note("note-0"),
        lambda: vault.open_client(made.ada),
        lambda: vault.write_audit("open", made.ada),
        lambda: vault.setting("theme"),
        lambda: vault.add_client(name="Cy"),
    ]
    for call in calls:
        with pytest.raises(errors.Locked):
            call()
    vault.unlock_with_recovery_key(made.recovery)
    with pytest.raises(errors.Locked):
        file.notes()
    assert len(vault.open_client(made.ada).notes()) == 2


def test_a_lock_closes_the_caseload_for_whoever_still_holds_it(vault: Vault, made: Made) -> None:
    inside = vault._open()
    vault.lock()
    with pytest.raises(errors.Locked):
        inside.caseload.clients()
    with pytest.raises(errors.Locked):
        inside.files.get(made.ada)
    assert not (made.folder / "caseload.db-wal").exists()


def test_a_deleted_clients_handle_says_so(vault: Vault, made: Made, example: Example) -> None:
    file = vault.open_client(made.ada)
    vault.delete_client(made.ada)
    with pytest.raises(errors.NotFound, match="deleted"):
        file.notes()
    with pytest.raises(errors.NotFound, match="deleted"):
        example.add(file, 9)
    assert vault.open_client(made.bea).note_count() == 1


def test_a_lock_waits_for_writers_and_refuses_the_next_write(vault: Vault, made: Made, example: Example) -> None:
    file, acknowledged, started = vault.open_client(made.ada), [1], threading.Event()

    def write() -> None:
        number = 10
        try:
            while True:
                example.add(file, number)
                acknowledged.append(number)
                started.set()
                number += 1
        except errors.Locked:
            pass

    writer = threading.Thread(target=write)
    writer.start()
    assert started.wait(10)
    vault.lock()
    writer.join(10)
    assert not writer.is_alive()
    vault.unlock_with_recovery_key(made.recovery)
    assert vault.open_client(made.ada).note_count() == 2 + len(acknowledged) - 1


def test_a_closed_vault_stays_closed(made: Made, example: Example) -> None:
    vault = made.unlocked()
    vault.close()
    vault.close()
    with pytest.raises(errors.Locked, match="closed"):
        vault.unlock(example.passphrase)
    assert vault.locked


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, example: Example) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.EyelineError):
        Vault.create(tmp_path / "file" / "vault", example.passphrase)


def test_a_temporary_vault_has_no_keys_on_disk_and_leaves_nothing(tmp_path: Path, example: Example) -> None:
    vault = Vault.temporary(tmp_path)
    client = vault.add_client(name="Ada", invented=True)
    assert example.add(vault.open_client(client.id), 0)
    assert not Vault.exists(tmp_path)
    with pytest.raises(errors.BadRequest):
        vault.unlock(example.passphrase)
    vault.close()
    assert [file.name for file in tmp_path.rglob("*")] == ["vault.lock"]


def test_only_this_user_can_read_the_folder(vault: Vault, made: Made, example: Example) -> None:
    example.add(vault.open_client(made.ada), 9)
    vault.set_setting("theme", "dark")
    for path in made.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700


def test_more_clients_than_connections(vault: Vault, example: Example) -> None:
    ids = [vault.add_client(name=f"Client {n:02}").id for n in range(MOST_OPEN + 8)]
    handles = [vault.open_client(client_id) for client_id in ids]
    for number, handle in enumerate(handles):
        assert example.add(handle, number)
    assert [handle.notes()[0].id for handle in handles] == [f"note-{n}" for n in range(len(ids))]
    assert sum(handle._file is not None for handle in handles) <= MOST_OPEN
    assert vault.open_client(ids[0]) is handles[0]


def test_many_threads_over_more_clients_than_connections(vault: Vault, example: Example) -> None:
    ids = [vault.add_client(name=f"Client {n:02}").id for n in range(MOST_OPEN + 8)]
    failures: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for turn in range(len(ids)):
                handle = vault.open_client(ids[(first * 5 + turn) % len(ids)])
                example.add(handle, first)
                vault.write_audit("open", handle.client_id)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert all(vault.open_client(client_id).note_count() == 6 for client_id in ids)
    assert len(vault.audit.rows()) == 6 * len(ids)


def test_pairings_and_settings_last(vault: Vault, made: Made) -> None:
    pairing = Pairing("p1", "Chrome", "chrome-extension://abc", b"k" * 32, date(2026, 1, 2))
    vault.add_pairing(pairing)
    with pytest.raises(errors.BadRequest):
        vault.add_pairing(pairing)
    vault.set_setting("theme", "dark")
    vault.set_setting("theme", "light")
    assert "kkk" not in repr(pairing)
    vault.lock()
    vault.unlock_with_recovery_key(made.recovery)
    assert vault.pairings() == [pairing]
    assert (vault.setting("theme"), vault.setting("size")) == ("light", None)
    vault.remove_pairing("p1")
    assert vault.pairings() == []


def test_a_client_that_is_not_there(vault: Vault) -> None:
    for call in (vault.client, vault.open_client, vault.delete_client):
        with pytest.raises(errors.NotFound):
            call("0" * 32)
