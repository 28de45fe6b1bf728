"""What the therapist decided, as rows: of each finding and kind of decision the one that holds, and the one before."""

from __future__ import annotations

from datetime import UTC, datetime

from companion.record import KeptDecision
from companion.vault.cipher import EncryptedFile


def load(file: EncryptedFile) -> list[KeptDecision]:
    """The newest first."""
    rows = file.rows("SELECT key, value, before, decided_at FROM decisions ORDER BY decided_at DESC, key")
    return [KeptDecision(key, value, before, datetime.fromisoformat(at)) for key, value, before, at in rows]


def save(file: EncryptedFile, key: str, value: str | None) -> None:
    """In place of the one before, which is kept beside it; None takes it back. The same again changes nothing: it was
    decided when it was."""
    row = file.row("SELECT value FROM decisions WHERE key = ?", (key,))
    before = None if row is None else str(row[0])
    if value == before:
        return
    with file.writing() as connection:
        connection.execute("DELETE FROM decisions WHERE key = ?", (key,))
        if value is not None:
            connection.execute(
                "INSERT INTO decisions (key, value, before, decided_at) VALUES (?, ?, ?, ?)",
                (key, value, before, datetime.now(UTC).isoformat()),
            )
