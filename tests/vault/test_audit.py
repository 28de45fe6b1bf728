"""The audit row is committed before the reply goes out, holds ids alone, and a reply without it cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault

if TYPE_CHECKING:
    from tests.vault.conftest import Killed, Made


def test_rows_say_who_saw_what_and_when(vault: Vault, made: Made) -> None:
    before = datetime.now(UTC)
    vault.write_audit("chart.open", made.ada)
    vault.write_audit("search", made.bea, ["note-2"])
    vault.write_audit("search-all", None, ["note-0", "note-2"])
    rows = vault.audit_rows()
    assert [(row.seq, row.action, row.client_id, row.note_ids) for row in rows] == [
        (1, "chart.open", made.ada, ()),
        (2, "search", made.bea, ("note-2",)),
        (3, "search-all", None, ("note-0", "note-2")),
    ]
    assert all(before <= row.at <= datetime.now(UTC) for row in rows)
    assert [row.seq for row in vault.audit_rows(made.bea)] == [2]


def test_a_row_that_returned_survives_sigkill(made: Made, killed_at: Killed) -> None:
    def see(vault: Vault) -> None:
        vault.write_audit("open", made.ada)
        (made.folder / "reply").touch()
        vault.write_audit("open", made.bea)

    for step in range(1, 500):
        (made.folder / "reply").unlink(missing_ok=True)
        with made.unlocked() as vault:
            before = len(vault.audit_rows())
        killed = killed_at(step, made.unlocked, see)
        with made.unlocked() as vault:
            rows = [row.client_id for row in vault.audit_rows()[before:]]
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
    written = len(vault.audit_rows())
    file.rows("PRAGMA max_page_count = 4294967294")
    vault.write_audit("open", made.ada)
    assert [row.seq for row in vault.audit_rows()] == list(range(1, written + 2))


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
    assert vault.audit_rows() == []


def test_rows_outlive_their_client(vault: Vault, made: Made) -> None:
    vault.write_audit("open", made.ada, ["note-0"])
    vault.delete_client(made.ada)
    assert [row.client_id for row in vault.audit_rows(made.ada)] == [made.ada]
