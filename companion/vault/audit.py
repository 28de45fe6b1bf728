"""Who saw what: one row for every reply that carries client words, written before the reply goes out. Ids only."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from companion.errors import BadRequest
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
        with self._file.writing() as connection:
            connection.execute(
                "INSERT INTO audit (at, action, client_id, note_ids) VALUES (?, ?, ?, ?)",
                (datetime.now(UTC).isoformat(), action, client_id, json.dumps(list(note_ids))),
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
