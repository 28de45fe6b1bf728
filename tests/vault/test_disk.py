"""What stands on the disk: no words, no vectors, and after a deletion no key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from companion.vault import Pairing, SentenceVectors, Vault
from companion.vault.cipher import _connect
from tests.vault.pages import decrypted, decrypted_wal, found_in

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Made

pytestmark = pytest.mark.trust


def test_nothing_readable_is_on_disk(made: Made, example: Example) -> None:
    marker = example.marker
    secrets = [marker.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]
    vault = made.unlocked()
    file = vault.open_client(made.ada)
    for number in range(20, 40):
        example.add(file, number)
    example.embed(file)
    meant = np.random.default_rng(7).random((1, 384)).astype("<f2")
    file.save_sentences(example.model, "note-20", SentenceVectors(((0, 9),), meant.astype(np.float32)))
    file.save_overview(f'"{marker}"')
    file.decide("theme:x", f'"{marker}"')
    vault.set_setting("name", marker)
    vault.add_client(name=marker, record_number=marker)
    vault.write_audit("open", made.ada, ["note-0"])
    ids, _ = file.vectors(example.model)
    secrets += [example.vector(i)[:64] for i in ids]
    secrets += [meant.tobytes()[:64], b"SQLite format 3", b"CREATE TABLE"]
    wal = made.file(made.ada).with_suffix(".db-wal")
    assert wal.stat().st_size > 0
    assert found_in(secrets, made.folder) == set()
    assert file._file is not None
    file._file.checkpoint()
    vault._open().caseload.file.checkpoint()
    assert wal.stat().st_size == 0
    assert found_in(secrets, made.folder) == set()
    vault.close()
    assert not wal.exists()
    assert found_in(secrets, made.folder) == set()
    (made.folder / "control").write_text(f"... {marker} ...")
    assert found_in(secrets, made.folder) == {"control"}


def test_the_page_reader_of_these_tests_sees_what_the_key_opens(vault: Vault, made: Made, example: Example) -> None:
    key = vault._open().caseload.key(made.ada)
    vault.open_client(made.ada).park()
    assert example.marker.encode() in decrypted(made.file(made.ada), key)


def test_a_deleted_client_leaves_no_key_and_no_name(made: Made, example: Example) -> None:
    with made.unlocked() as vault:
        gone, vault_key = vault._open().caseload.key(made.ada), vault._open().key
        kept = vault._open().caseload.key(made.bea)
        caseload = made.folder / "caseload.db"
        wal = caseload.with_suffix(".db-wal")
        assert gone in decrypted(caseload, vault_key) + decrypted_wal(wal, vault_key)
        vault.set_setting("theme", "dark")
        vault.delete_client(made.ada)
        everything = decrypted(caseload, vault_key) + decrypted_wal(wal, vault_key)
        assert kept in everything
        assert gone not in everything
        assert f"Ada {example.marker}".encode() not in everything
        assert [path.name for path in made.folder.rglob("*") if made.ada in path.name] == []
    assert gone not in decrypted(caseload, vault_key)


def test_a_deletion_under_a_reader_is_finished_at_the_next_unlock(made: Made) -> None:
    """A program that reads the caseload (a backup) keeps the log from being cleared, and the key may stand in there."""
    with made.unlocked() as vault:
        inside = vault._open()
        gone, vault_key = inside.caseload.key(made.ada), inside.key
        vault.set_setting("theme", "dark")
        reader = _connect(made.folder / "caseload.db", vault_key)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM clients").fetchone()
        inside.caseload.file.rows("PRAGMA busy_timeout = 0")
        vault.delete_client(made.ada)
        assert not made.file(made.ada).exists()
        assert inside.caseload.leaving() == [made.ada]
        reader.close()
        vault.lock()
        vault.unlock_with_recovery_key(made.recovery)
        assert vault._open().caseload.leaving() == []
        caseload = made.folder / "caseload.db"
        assert gone not in decrypted(caseload, vault_key) + decrypted_wal(caseload.with_suffix(".db-wal"), vault_key)


def test_a_removed_pairing_leaves_no_key(vault: Vault, made: Made) -> None:
    vault_key, pairing = (
        vault._open().key,
        Pairing("p1", "Chrome", "chrome-extension://a", b"pair" * 8, date(2026, 1, 2)),
    )
    caseload = made.folder / "caseload.db"
    vault.add_pairing(pairing)
    assert pairing.key in decrypted_wal(caseload.with_suffix(".db-wal"), vault_key)
    vault.remove_pairing(pairing.id)
    assert pairing.key not in decrypted(caseload, vault_key)
    assert pairing.key not in decrypted_wal(caseload.with_suffix(".db-wal"), vault_key)


def test_removed_words_are_blanked_under_the_encryption_too(made: Made, example: Example) -> None:
    with made.unlocked() as vault:
        key = vault._open().caseload.key(made.bea)
        file = vault.open_client(made.bea)
        file.remove_file(example.sha256(2))
        assert example.marker.encode() not in decrypted(made.file(made.bea), key)


def test_a_deleted_note_leaves_no_word_and_no_vector(made: Made, example: Example) -> None:
    with made.unlocked() as vault:
        key, vault_key = vault._open().caseload.key(made.ada), vault._open().key
        file = vault.open_client(made.ada)
        file.save_sentences(example.model, "note-0", SentenceVectors(((0, 9),), np.full((1, 384), 0.25, np.float32)))
        vectors = [example.vector(p.id)[:64] for p in file.passages() if p.note_id == "note-0" and p.id is not None]
        gone = [b"note 0: she slept", np.full(32, 0.25, "<f2").tobytes(), *vectors]
        path = made.file(made.ada)
        whole = decrypted(path, key) + decrypted_wal(path.with_suffix(".db-wal"), key)
        assert all(each in whole for each in gone)
        vault.delete_note(made.ada, "note-0")
        whole = decrypted(path, key) + decrypted_wal(path.with_suffix(".db-wal"), key)
        assert [each for each in gone if each in whole] == []
        assert b"note 1: she slept" in whole
        caseload = made.folder / "caseload.db"
        assert b"she slept" not in decrypted(caseload, vault_key)
