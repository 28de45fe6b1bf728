"""Who saw what: one row for every reply that carries client words, written before the reply goes out. Ids only."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from companion.errors import BadRequest
from companion.vault.audit_chain import FIRST, AuditHead, mark_of
from companion.vault.cipher import EncryptedFile

_WORD = re.compile(r"[\w.:/+-]{1,64}", re.ASCII)
_ID = re.compile(r"\S{1,128}")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act. `seq` only grows and is never used twice; `at` is UTC; `client_id` outlives a deleted client."""

    seq: int
    at: datetime
    action: str
    client_id: str | None
    note_ids: tuple[str, ...]


class Audit:
    """The audit table of an open caseload."""

    def __init__(self, file: EncryptedFile) -> None:
        self._file = file

    def write(self, action: str, client_id: str | None, note_ids: Sequence[str] = ()) -> None:
        """Committed when it returns. Raises if it cannot be, and then the reply must not go out."""
        ids = [*note_ids] if client_id is None else [client_id, *note_ids]
        if not _WORD.fullmatch(action) or not all(_ID.fullmatch(each) for each in ids):
            raise BadRequest("An audit row holds an action's name and ids, nothing else.")
        at, listed = datetime.now(UTC).isoformat(), json.dumps(list(note_ids))
        with self._file.writing() as connection:
            last = connection.execute("SELECT seq, mark FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
            before = AuditHead(*last) if last else AuditHead()
            row = (before.seq + 1, at, action, client_id, listed)
            connection.execute(
                "INSERT INTO audit (seq, at, action, client_id, note_ids, mark) VALUES (?, ?, ?, ?, ?, ?)",
                (*row, mark_of(before.mark, row)),
            )

    def rows(self, client_id: str | None = None) -> list[AuditRow]:
        """All rows, or one client's, oldest first."""
        found = self._file.rows(
            "SELECT seq, at, action, client_id, note_ids FROM audit WHERE ?1 IS NULL OR client_id = ?1 ORDER BY seq",
            (client_id,),
        )
        return [
            AuditRow(seq, datetime.fromisoformat(at), action, client, tuple(json.loads(note_ids)))
            for seq, at, action, client, note_ids in found
        ]

    def head(self) -> AuditHead:
        """Where the chain ends now: an anchor, if it is kept elsewhere."""
        last = self._file.row("SELECT seq, mark FROM audit ORDER BY seq DESC LIMIT 1")
        return AuditHead(int(last[0]), bytes(last[1])) if last else AuditHead()

    def holds(self, anchor: AuditHead) -> bool:
        """Whether the anchor's row is there and the same; quick, and says nothing of the rows before it."""
        row = self._file.row("SELECT mark FROM audit WHERE seq = ?", (anchor.seq,))
        return anchor == AuditHead() or (row is not None and bytes(row[0]) == anchor.mark)

    def problem(self, anchors: Sequence[AuditHead] = ()) -> str | None:
        """What is wrong with the chain, as a sentence that says where; None when every row is as it was written, and
        every anchor's row is still there and the same."""
        before, marks = FIRST, {0: FIRST}
        for seq, at, action, client_id, note_ids, mark in self._file.rows(
            "SELECT seq, at, action, client_id, note_ids, mark FROM audit ORDER BY seq"
        ):
            before = mark_of(before, (seq, at, action, client_id, note_ids))
            if seq != len(marks) or mark != before:
                return f"The audit was changed at row {len(marks)}: rows before it are as they were written."
            marks[seq] = before
        for anchor in anchors:
            if anchor.seq not in marks:
                return f"The audit was cut off: it ends at row {len(marks) - 1}, and had {anchor.seq} rows before."
            if marks[anchor.seq] != anchor.mark:
                return f"The audit was made anew: row {anchor.seq} is another than was known."
        return None
