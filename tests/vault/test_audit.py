"""The audit row is committed before the reply goes out, holds ids alone, and a reply without it cannot be."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from companion import errors
from companion.vault import Vault
from companion.vault.audit_chain import FIRST, mark_of

if TYPE_CHECKING:
    from tests.vault.conftest import Killed, Made

pytestmark = pytest.mark.trust


def test_rows_say_who_saw_what_and_when(vault: Vault, made: Made) -> None:
    before = datetime.now(UTC)
    vault.write_audit("chart.open", made.ada)
    vault.write_audit("search", made.bea, ["note-2"])
    vault.write_audit("search-all", None, ["note-0", "note-2"])
    rows = vault.audit.rows()
    assert [(row.seq, row.action, row.client_id, row.note_ids) for row in rows] == [
        (1, "chart.open", made.ada, ()),
        (2, "search", made.bea, ("note-2",)),
        (3, "search-all", None, ("note-0", "note-2")),
    ]
    assert all(before <= row.at <= datetime.now(UTC) for row in rows)
    assert [row.seq for row in vault.audit.rows(made.bea)] == [2]


@pytest.mark.parametrize("stride", [4, pytest.param(1, marks=pytest.mark.long)])
def test_a_row_that_returned_survives_sigkill(made: Made, killed_at: Killed, stride: int) -> None:
    def see(vault: Vault) -> None:
        vault.write_audit("open", made.ada)
        (made.folder / "reply").touch()
        vault.write_audit("open", made.bea)

    for step in range(1, 500, stride):
        (made.folder / "reply").unlink(missing_ok=True)
        with made.unlocked() as vault:
            before = len(vault.audit.rows())
        killed = killed_at(step, made.unlocked, see)
        with made.unlocked() as vault:
            rows = [row.client_id for row in vault.audit.rows()[before:]]
        assert rows in ([], [made.ada], [made.ada, made.bea])
        assert rows or not (made.folder / "reply").exists()
        if not killed:
            assert rows == [made.ada, made.bea]
            return
    pytest.fail("the act never ended")


def test_a_row_that_cannot_be_written_raises(vault: Vault, made: Made) -> None:
    file = vault._open().caseload.file
    file.rows("PRAGMA query_only = ON")
    with pytest.raises(errors.EyelineError):
        vault.write_audit("open", made.ada)
    file.rows("PRAGMA query_only = OFF")
    pages = file.rows("PRAGMA page_count")[0][0]
    file.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(errors.EyelineError, match="disk is full"):
        for _ in range(1_000):
            vault.write_audit("open", made.ada, [f"note-{n}" for n in range(50)])
    written = len(vault.audit.rows())
    file.rows("PRAGMA max_page_count = 4294967294")
    vault.write_audit("open", made.ada)
    assert [row.seq for row in vault.audit.rows()] == list(range(1, written + 2))


@pytest.mark.parametrize(
    ("action", "client_id", "note_ids"),
    [
        ("she slept badly", None, []),
        ("", None, []),
        ("x" * 65, None, []),
        ("open", "Ada Lovelace", []),
        ("open", "", []),
        ("open", None, ["note-1", "denies SI"]),
        ("open", None, ["x" * 129]),
    ],
)
def test_words_are_not_taken(vault: Vault, action: str, client_id: str | None, note_ids: list[str]) -> None:
    with pytest.raises(errors.BadRequest):
        vault.write_audit(action, client_id, note_ids)
    assert vault.audit.rows() == []


def test_rows_outlive_their_client(vault: Vault, made: Made) -> None:
    vault.write_audit("open", made.ada, ["note-0"])
    vault.delete_client(made.ada)
    assert [row.client_id for row in vault.audit.rows(made.ada)] == [made.ada]


def test_a_clock_that_jumps_breaks_neither_the_order_nor_the_chain(
    vault: Vault, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter(["2026-03-01", "1970-01-01", "2199-12-31", "2026-02-28"])

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(next(told)).replace(tzinfo=tz)

    with monkeypatch.context() as wrong:
        wrong.setattr("companion.vault.audit.datetime", Jumping)
        for number in range(4):
            vault.write_audit("note", made.ada, [f"note-{number}"])
    assert [row.note_ids for row in vault.audit.rows()] == [(f"note-{number}",) for number in range(4)]
    assert vault.audit.problem([vault.audit.head()]) is None


def changed(vault: Vault, *statements: str) -> None:
    """What somebody who has the key does to the audit: the triggers that refuse it are theirs to drop."""
    with vault._open().caseload.file.writing() as connection:
        for act in ("update", "delete"):
            connection.execute(f"DROP TRIGGER audit_no_{act}")
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def seen(vault: Vault, made: Made) -> Vault:
    for number in range(10):
        vault.write_audit("note", made.ada, [f"note-{number}"])
    assert vault.audit.problem([vault.audit.head()]) is None
    return vault


@pytest.mark.parametrize("statement", ["UPDATE audit SET note_ids = '[]' WHERE seq = 3", "DELETE FROM audit"])
def test_the_database_itself_changes_and_removes_no_row(seen: Vault, statement: str) -> None:
    before = seen.audit.rows()
    with pytest.raises(Exception, match="the audit only grows"), seen._open().caseload.file.writing() as connection:
        connection.execute(statement)
    assert seen.audit.rows() == before


@pytest.mark.parametrize("row", range(1, 11))
@pytest.mark.parametrize(
    "how",
    [
        "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE seq = {}",
        "UPDATE audit SET action = 'other' WHERE seq = {}",
        "UPDATE audit SET client_id = NULL WHERE seq = {}",
        "UPDATE audit SET note_ids = '[\"note-77\"]' WHERE seq = {}",
        "UPDATE audit SET mark = zeroblob(32) WHERE seq = {}",
    ],
)
def test_a_changed_row_is_found_and_named(seen: Vault, row: int, how: str) -> None:
    changed(seen, how.format(row))
    assert seen.audit.problem() == f"The audit was changed at row {row}: rows before it are as they were written."


@pytest.mark.parametrize("row", range(1, 10))
def test_a_row_taken_out_put_in_or_moved_is_found(seen: Vault, row: int) -> None:
    moved = (
        f"UPDATE audit SET seq = -1 WHERE seq = {row}",
        f"UPDATE audit SET seq = {row} WHERE seq = {row + 1}",
        f"UPDATE audit SET seq = {row + 1} WHERE seq = -1",
    )
    taken_out = (f"DELETE FROM audit WHERE seq = {row}",)
    closed_up = (*taken_out, f"UPDATE audit SET seq = seq - 1 WHERE seq > {row}")
    put_in = (
        f"UPDATE audit SET seq = -seq WHERE seq > {row}",
        "UPDATE audit SET seq = 1 - seq WHERE seq < 0",
        f"INSERT INTO audit SELECT {row + 1}, at, action, client_id, note_ids, mark FROM audit WHERE seq = {row}",
    )
    act = (moved, taken_out, closed_up, put_in)[row % 4]
    changed(seen, *act)
    assert (seen.audit.problem() or "").startswith("The audit was changed at row ")


def test_a_cut_off_end_shows_against_what_was_known_elsewhere(seen: Vault, made: Made) -> None:
    anchor = seen.audit.head()
    changed(seen, "DELETE FROM audit WHERE seq > 6")
    assert seen.audit.problem() is None, "nothing in the rest of a chain says that it went on"
    assert seen.audit.problem([anchor]) == "The audit was cut off: it ends at row 6, and had 10 rows before."
    for number in range(20, 30):
        seen.write_audit("note", made.ada, [f"note-{number}"])
    assert seen.audit.problem([anchor]) == "The audit was made anew: row 10 is another than was known."


def test_the_first_mark_is_the_one_that_vaults_are_kept_with() -> None:
    """Over 32 zero bytes and the row as JSON: another beginning would call every vault that exists tampered with."""
    row = b'[1,"2026-01-01T00:00:00+00:00","open","c1","[]"]'
    assert mark_of(FIRST, (1, "2026-01-01T00:00:00+00:00", "open", "c1", "[]")) == sha256(bytes(32) + row).digest()


def test_each_backup_is_an_anchor(seen: Vault, tmp_path: Path) -> None:
    (disk := tmp_path / "disk").mkdir()
    seen.backups.make(disk, datetime.now(UTC))
    (disk / "broken.eyeline").write_bytes(b"PK")
    assert seen.audit.problem(list(seen.backups.heads())) is None
    changed(seen, "DELETE FROM audit WHERE seq > 4")
    assert seen.audit.problem(list(seen.backups.heads())) is not None
