"""One client's file opens with that client's key alone, and damage anywhere is told, never read past."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import ClientFile, Vault
from companion.vault.client_file import open_encrypted

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vault.conftest import Example, Made

pytestmark = pytest.mark.trust


def test_another_clients_key_opens_nothing(vault: Vault, made: Made) -> None:
    caseload = vault._open().caseload
    for client, key in ((made.ada, caseload.key(made.bea)), (made.bea, caseload.key(made.ada))):
        with pytest.raises(errors.Damaged):
            open_encrypted(made.file(client), client, key)
        with pytest.raises(errors.Damaged):
            open_encrypted(made.file(client), client, secrets.token_bytes(32))


def test_swapped_files_are_refused(made: Made) -> None:
    ada, bea = made.file(made.ada), made.file(made.bea)
    aside = ada.rename(ada.with_suffix(".aside"))
    bea.rename(ada)
    aside.rename(bea)
    with made.unlocked() as vault:
        for client_id in (made.ada, made.bea):
            with pytest.raises(errors.Damaged):
                vault.open_client(client_id)


def test_a_file_whose_key_was_swapped_too_says_whose_it_is(made: Made) -> None:
    """As a bug of ours in the caseload might leave it: key and file fit, the client does not."""
    test_swapped_files_are_refused(made)
    with made.unlocked() as vault:
        caseload = vault._open().caseload
        keys = {client: caseload.key(client) for client in (made.ada, made.bea)}
        with caseload.file.writing() as connection:
            connection.execute("UPDATE clients SET key = ? WHERE id = ?", (keys[made.bea], made.ada))
            connection.execute("UPDATE clients SET key = ? WHERE id = ?", (keys[made.ada], made.bea))
        for client_id in (made.ada, made.bea):
            with pytest.raises(errors.Damaged, match="belongs to another client"):
                vault.open_client(client_id)


def test_a_handle_sees_its_own_client(vault: Vault, made: Made) -> None:
    ada, bea = vault.open_client(made.ada), vault.open_client(made.bea)
    assert {note.id for note in ada.notes()} == {"note-0", "note-1"}
    assert {note.id for note in bea.notes()} == {"note-2"}
    for handle, foreign in ((ada, "note-2"), (bea, "note-0")):
        with pytest.raises(errors.NotFound):
            handle.note(foreign)
    assert bea.overview() is None
    assert bea.decisions() == {}


def test_a_missing_file_is_never_made_anew(made: Made) -> None:
    made.file(made.ada).unlink()
    with made.unlocked() as vault:
        with pytest.raises(errors.Damaged, match="missing"):
            vault.open_client(made.ada)
        assert len(vault.open_client(made.bea).notes()) == 1
    assert not made.file(made.ada).exists()


def test_each_damaged_page_of_a_client_file_is_told(made: Made, example: Example) -> None:
    path = made.file(made.ada)
    sound = path.read_bytes()
    with made.unlocked() as vault:
        expected = _everything(vault.open_client(made.ada), example)
        for page in range(len(sound) // 4096):
            vault._open().files.close(made.ada, errors.Locked())
            broken = bytearray(sound)
            broken[page * 4096 + page * 997 % 4096] ^= 1 << page % 8
            path.write_bytes(broken)
            assert _told(vault, made.ada, example, expected), page
        vault._open().files.close(made.ada, errors.Locked())
        path.write_bytes(sound)
        assert _everything(vault.open_client(made.ada), example) == expected


def _told(vault: Vault, client_id: str, example: Example, expected: object) -> bool:
    """Whether the damage is said; that nothing wrong is read is asserted."""
    try:
        file = vault.open_client(client_id)
        problems = file.problems()
        assert _everything(file, example) == expected
    except errors.Damaged:
        return True
    return problems != []


def _everything(file: ClientFile, example: Example) -> object:
    ids, matrix = file.vectors(example.model)
    return (file.notes(), file.passages(), ids, matrix.tobytes(), file.overview(), file.decisions(), file.files())


def test_each_damaged_page_of_the_caseload_is_told(made: Made) -> None:
    path = made.folder / "caseload.db"
    sound = path.read_bytes()
    for page in range(len(sound) // 4096):
        broken = bytearray(sound)
        broken[page * 4096 + 2000] ^= 4
        path.write_bytes(broken)
        try:
            with made.unlocked() as vault:
                problems = vault._open().caseload.file.problems()
                assert problems, page
        except errors.Damaged as error:
            assert "caseload.db" in error.say
            assert error.__cause__ is None
    path.write_bytes(sound)
    with made.unlocked() as vault:
        assert len(vault.clients()) == 2


@pytest.mark.parametrize("content", [b"", b"short", b"\0" * 8192, b"SQLite format 3\0" + b"\0" * 8176])
def test_what_is_no_database_of_ours_is_damaged(made: Made, content: bytes) -> None:
    for path in (made.file(made.ada), made.folder / "caseload.db"):
        path.write_bytes(content)
        with pytest.raises(errors.Damaged):
            _open_all(made)


def _open_all(made: Made) -> None:
    with made.unlocked() as vault:
        vault.open_client(made.ada)


def test_a_cut_off_file_is_damaged(made: Made, example: Example) -> None:
    path: Path = made.file(made.ada)
    path.write_bytes(path.read_bytes()[:-8192])
    with made.unlocked() as vault:
        assert _told(vault, made.ada, example, None)
