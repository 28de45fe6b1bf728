"""Every key anew: old ones open nothing, every note stays, and a kill at any step is finished at the next unlock."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault, recovery_key, restore
from companion.vault.caseload import Caseload
from companion.vault.client_file import open_encrypted
from companion.vault.keys import Keys
from tests.trust.conftest import tally
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.trust.sizes import Tally
    from tests.vault.conftest import Example, Killed, Made

__all__ = ["tally"]

pytestmark = pytest.mark.trust


def renewed(vault: Vault, words: str) -> None:
    """The vault key, wrapped by `words` again: what `renew_keys` does, without the passphrase's slow hash."""
    keys = vault._real_keys()

    def wrap(key: bytes) -> None:
        keys.put("recovery", recovery_key.to_secret(words), key)
        keys.drop("passphrase")

    vault._renew(vault._open().key, wrap)


def all_of_it(vault: Vault, words: str) -> None:
    renewed(vault, words)
    list(vault.client_renewal.each())


def test_old_keys_open_nothing_and_nothing_is_lost(made: Made, example: Example) -> None:
    old_keys = (made.folder / "keys.json").read_bytes()
    with made.unlocked() as vault:
        inside = vault._open()
        before, client_keys = inside.key, {each: inside.caseload.key(each) for each in (made.ada, made.bea)}
        notes = {each: vault.open_client(each).notes() for each in client_keys}
        with pytest.raises(errors.WrongPassphrase):
            vault.renew_keys("not the passphrase")
        words = vault.renew_keys(example.passphrase)
        assert vault.client_renewal.waiting == 2
        assert {each: vault.open_client(each).notes() for each in client_keys} == notes
        handle = vault.open_client(made.ada)
        assert sorted(vault.client_renewal.each()) == sorted(client_keys)
        assert vault.client_renewal.waiting == 0
        assert handle.notes() == notes[made.ada], "a handle that was held goes on"
        assert {each: vault.open_client(each).notes() for each in client_keys} == notes
        assert vault.audit.problem() is None
    for each, key in client_keys.items():
        with pytest.raises(errors.Damaged):
            open_encrypted(made.file(each), each, key)
    with pytest.raises(errors.Damaged):
        Caseload(made.folder, before)
    with Vault.open(made.folder) as vault:
        with pytest.raises(errors.WrongPassphrase):
            vault.unlock_with_recovery_key(made.recovery)
        vault.unlock_with_recovery_key(words)
        vault.lock()
        vault.unlock(example.passphrase)
    (made.folder / "keys.json").write_bytes(old_keys)
    with Vault.open(made.folder) as vault, pytest.raises(errors.Damaged):
        vault.unlock(example.passphrase)
    assert sorted(path.name for path in made.folder.rglob("*") if path.is_file()) == sorted(
        ["keys.json", "caseload.db", "vault.lock", f"{made.ada}.db", f"{made.bea}.db"]
    )


def test_no_old_key_is_left_in_the_caseload(made: Made) -> None:
    with made.unlocked() as vault:
        before = [vault._open().caseload.key(each) for each in (made.ada, made.bea)]
        all_of_it(vault, made.recovery)
        rows = vault._open().caseload.file.rows("SELECT key, next_key FROM clients")
    assert not {key for key, _ in rows} & set(before)
    assert {next_key for _, next_key in rows} == {None}


def test_backups_of_before_hold_the_audit_still_and_open_with_the_keys_of_their_day(made: Made, tmp_path: Path) -> None:
    (disk := tmp_path / "disk").mkdir()
    with made.unlocked() as vault:
        vault.write_audit("open", made.ada)
        path = vault.backups.make(disk, datetime(2026, 1, 1, tzinfo=UTC)).path
        words = recovery_key.to_words(recovery_key.new_secret())
        renewed(vault, words)
        assert len(list(vault.backups.heads())) == 1
        next(vault.client_renewal.each())
        halfway = vault.backups.make(disk, datetime(2026, 1, 2, tzinfo=UTC)).path
        vault.delete_note(made.ada, "note-0")
        assert len(list(vault.backups.heads())) == 2
        assert vault.audit.problem(list(vault.backups.heads())) is None
    with pytest.raises(errors.WrongPassphrase):
        restore(path, tmp_path / "no", recovery_words=words)
    assert restore(path, tmp_path / "old", recovery_words=made.recovery).left_out == 1
    assert restore(halfway, tmp_path / "new", recovery_words=words).left_out == 1
    with Vault.open(tmp_path / "new") as vault:
        vault.unlock_with_recovery_key(words)
        assert vault.client_renewal.waiting == 1
        assert len(list(vault.client_renewal.each())) == 1
        assert [note.id for note in vault.open_client(made.ada).notes()] == ["note-1"]


def test_a_damaged_file_waits_and_holds_up_nobody(made: Made) -> None:
    content = bytearray(made.file(made.ada).read_bytes())
    content[100] ^= 1
    made.file(made.ada).write_bytes(content)
    with made.unlocked() as vault:
        renewed(vault, made.recovery)
        assert list(vault.client_renewal.each()) == [made.bea]
        assert vault.client_renewal.waiting == 1
    assert made.file(made.ada).read_bytes() == bytes(content), "what is left of it is not touched"


def test_a_file_that_another_program_reads_waits(made: Made) -> None:
    with made.unlocked() as vault:
        renewed(vault, made.recovery)
        reader = open_encrypted(made.file(made.ada), made.ada, vault._open().caseload.key(made.ada))
        with reader.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO overview (only, json) VALUES (1, '{}')")
        assert list(vault.client_renewal.each()) == [made.bea]
        reader.close()
        assert list(vault.client_renewal.each()) == [made.ada]
        assert vault.open_client(made.ada).overview() == "{}"


def test_a_lock_ends_it_and_the_next_unlock_goes_on(made: Made) -> None:
    with made.unlocked() as vault:
        renewed(vault, made.recovery)
        under_way = vault.client_renewal.each()
        next(under_way)
        vault.lock()
        with pytest.raises(errors.Locked):
            next(under_way)
        vault.unlock_with_recovery_key(made.recovery)
        assert vault.client_renewal.waiting == 1
        assert len(list(vault.client_renewal.each())) == 1


def test_notes_come_in_while_keys_are_renewed_again_and_again(made: Made, example: Example) -> None:
    with made.unlocked() as vault:

        def bring_in() -> None:
            for number in range(10, 40):
                example.add(vault.open_client((made.ada, made.bea)[number % 2]), number)

        thread = threading.Thread(target=bring_in)
        thread.start()
        rounds = 0
        while thread.is_alive() or not rounds:
            vault._open().caseload.choose_next_keys()
            rounds += len(list(vault.client_renewal.each()))
        thread.join()
        assert {note.id for note in vault.open_client(made.ada).notes()} >= {f"note-{n}" for n in range(10, 40, 2)}
        assert {note.id for note in vault.open_client(made.bea).notes()} >= {f"note-{n}" for n in range(11, 40, 2)}
        assert rounds > 2
    with made.unlocked() as vault:
        assert [len(vault.open_client(each).notes()) for each in (made.ada, made.bea)] == [17, 16]


def test_a_renewal_that_cannot_be_written_changes_nothing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    with made.unlocked() as vault:
        before = vault._open().key

        def full(_keys: Keys) -> None:
            raise errors.EyelineError("keys.json could not be written (No space left on device). Nothing was changed.")

        with monkeypatch.context() as failing:
            failing.setattr(Keys, "save", full)
            with pytest.raises(errors.EyelineError, match="Nothing was changed"):
                renewed(vault, made.recovery)
        assert vault._open().key == before
        assert vault.client_renewal.waiting == 0
        assert not list(made.folder.glob("*.renewed*"))
    with made.unlocked() as vault:
        assert len(vault.clients()) == 2


def test_the_sample_vault_has_no_keys_to_renew(tmp_path: Path) -> None:
    with Vault.temporary(tmp_path) as vault, pytest.raises(errors.BadRequest):
        vault.renew_keys("four words are good")


def copies(made: Made, tmp_path: Path, steps: range) -> Iterator[tuple[int, Made]]:
    for step in steps:
        folder = tmp_path / f"step-{step}"
        shutil.copytree(made.folder, folder)
        yield step, type(made)(folder, made.recovery, made.ada, made.bea)
        shutil.rmtree(folder)


@sizes(short=16, long=600)
def test_killed_at_any_step_it_goes_on_at_the_next_unlock(
    made: Made, tmp_path: Path, killed_at: Killed, size: int, tally: Tally
) -> None:
    whole, wrong, killed, ended = 6_000, 0, 0, False
    for step, copy in copies(made, tmp_path, range(1, 20_000, whole // size)):
        ended = not killed_at(step, copy.unlocked, lambda vault: all_of_it(vault, made.recovery))
        killed += not ended
        for _ in range(2):  # at the first unlock as it was left, at the second when all is done
            with copy.unlocked() as vault:
                notes = [[note.id for note in vault.open_client(each).notes()] for each in (made.ada, made.bea)]
                wrong += notes != [["note-0", "note-1"], ["note-2"]]
                wrong += vault.audit.problem() is not None
                list(vault.client_renewal.each())
                wrong += vault.client_renewal.waiting
                wrong += sum(bool(vault.open_client(each).problems()) for each in (made.ada, made.bea))
        wrong += len(list(copy.folder.rglob("*.renewed*")))
        if ended:
            break
    assert ended
    tally("kill -9 at a step of renewing every key", killed, wrong)
