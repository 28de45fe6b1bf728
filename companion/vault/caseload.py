"""`caseload.db`: the clients and the key of each one's file, pairings, settings; its charts are in charts.py. No
note's words."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from companion.errors import BadRequest, NotFound
from companion.record import Client
from companion.vault.cipher import KEY_BYTES, EncryptedFile, Row
from companion.vault.migrations import CASELOAD

FILE_NAME = "caseload.db"
_CLIENT = "SELECT id, name, record_number, birth_date, pronouns, invented FROM clients"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A browser that may ask. `key` is the pairing key; it is shown nowhere, not even in this object's repr."""

    id: str
    name: str
    origin: str
    key: bytes
    paired_on: date

    def __repr__(self) -> str:
        return f"Pairing(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class Deleted:
    """What no backup may bring back: a client, or, with a `note_id`, one note. `deleted_at` is ISO, UTC."""

    client_id: str
    note_id: str
    deleted_at: str


class Caseload:
    """The open caseload. Every change is committed when the call returns."""

    def __init__(self, folder: Path, vault_key: bytes, *, create: bool = False, name: str = FILE_NAME) -> None:
        self.file = EncryptedFile(folder / name, vault_key, CASELOAD, create=create)

    def close(self) -> None:
        self.file.close()

    # Clients

    def clients(self) -> list[Client]:
        """All, by name."""
        return [_client(row) for row in self.file.rows(f"{_CLIENT} ORDER BY name COLLATE NOCASE, id")]

    def client(self, client_id: str) -> Client:
        row = self.file.row(f"{_CLIENT} WHERE id = ?", (client_id,))
        if row is None:
            raise _no_client()
        return _client(row)

    def key(self, client_id: str) -> bytes:
        """The key of that client's file. Raises `NotFound`."""
        row = self.file.row("SELECT key FROM clients WHERE id = ?", (client_id,))
        if row is None:
            raise _no_client()
        return bytes(row[0])

    def next_key(self, client_id: str) -> bytes | None:
        """The key that their file is going to have, or has already, while it is renewed; else None."""
        row = self.file.row("SELECT next_key FROM clients WHERE id = ?", (client_id,))
        return None if row is None or row[0] is None else bytes(row[0])

    def choose_next_keys(self) -> None:
        """Every client's key is to be renewed. One that waits already keeps its next key: their file may have it."""
        with self.file.writing() as connection:
            for (client_id,) in connection.execute("SELECT id FROM clients WHERE next_key IS NULL").fetchall():
                connection.execute(
                    "UPDATE clients SET next_key = ? WHERE id = ?", (secrets.token_bytes(KEY_BYTES), client_id)
                )

    def waiting_for_keys(self) -> list[str]:
        """The clients whose key is still to be renewed."""
        return [row[0] for row in self.file.rows("SELECT id FROM clients WHERE next_key IS NOT NULL ORDER BY id")]

    def use_next_key(self, client_id: str) -> None:
        """Their file has its next key: the one before opens nothing any more, and is forgotten."""
        with self.file.writing() as connection:
            connection.execute(
                "UPDATE clients SET key = next_key, next_key = NULL WHERE id = ? AND next_key IS NOT NULL", (client_id,)
            )
        self.file.checkpoint()  # the old key must not stand in the log any longer

    def client_ids(self) -> set[str]:
        return {row[0] for row in self.file.rows("SELECT id FROM clients")}

    def add_client(self, client: Client, key: bytes) -> None:
        with self.file.writing() as connection:
            connection.execute(
                "INSERT INTO clients (id, key, name, record_number, birth_date, pronouns, invented, added_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    client.id,
                    key,
                    client.name,
                    client.record_number,
                    client.birth_date.isoformat() if client.birth_date else None,
                    client.pronouns,
                    client.invented,
                    datetime.now(UTC).isoformat(),
                ),
            )

    def remove_client(self, client_id: str) -> None:
        """Destroy the key, and remember in `leaving` that the file is still to be removed. Raises `NotFound`."""
        with self.file.writing() as connection:
            # Overwritten before the row goes; secure_delete would blank it too, but this does not rest on a pragma.
            blanked = connection.execute(
                "UPDATE clients SET key = ?, next_key = ? WHERE id = ?",
                (secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES), client_id),
            )
            if blanked.rowcount == 0:
                raise _no_client()
            connection.execute("DELETE FROM clients WHERE id = ?", (client_id,))
            connection.execute("INSERT INTO leaving (client_id) VALUES (?)", (client_id,))
            _remember(connection, Deleted(client_id, "", datetime.now(UTC).isoformat()))

    def remember_deleted(self, deleted: Deleted) -> None:
        """Before a note is deleted, so that no backup brings it back."""
        with self.file.writing() as connection:
            _remember(connection, deleted)

    def deleted(self) -> list[Deleted]:
        """All that ever was, oldest first."""
        rows = self.file.rows("SELECT client_id, note_id, deleted_at FROM deleted ORDER BY deleted_at, rowid")
        return [Deleted(*row) for row in rows]

    def leaving(self) -> list[str]:
        """Clients whose key is destroyed and whose files may still be there."""
        return [row[0] for row in self.file.rows("SELECT client_id FROM leaving")]

    def gone(self, client_id: str) -> None:
        """Their files are removed too."""
        with self.file.writing() as connection:
            connection.execute("DELETE FROM leaving WHERE client_id = ?", (client_id,))

    # Pairings and settings

    def pairings(self) -> list[Pairing]:
        rows = self.file.rows("SELECT id, name, origin, key, paired_on FROM pairings ORDER BY paired_on, id")
        return [Pairing(i, name, origin, bytes(key), date.fromisoformat(on)) for i, name, origin, key, on in rows]

    def add_pairing(self, pairing: Pairing) -> None:
        try:
            with self.file.writing() as connection:
                connection.execute(
                    "INSERT INTO pairings (id, name, origin, key, paired_on) VALUES (?, ?, ?, ?, ?)",
                    (pairing.id, pairing.name, pairing.origin, pairing.key, pairing.paired_on.isoformat()),
                )
        except dbapi2.IntegrityError:
            raise BadRequest("That pairing is already there. Start the pairing again.") from None

    def remove_pairing(self, pairing_id: str) -> None:
        with self.file.writing() as connection:
            connection.execute("DELETE FROM pairings WHERE id = ?", (pairing_id,))
        self.file.checkpoint()  # the key must not stand in the log any longer

    def setting(self, name: str) -> str | None:
        row = self.file.row("SELECT value FROM settings WHERE name = ?", (name,))
        return None if row is None else str(row[0])

    def settings(self, prefix: str) -> dict[str, str]:
        """All whose name begins so."""
        rows = self.file.rows("SELECT name, value FROM settings WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        return {str(name): str(value) for name, value in rows}

    def set_setting(self, name: str, value: str | None) -> None:
        """None drops it."""
        with self.file.writing() as connection:
            if value is not None:
                connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, value))
                return
            connection.execute("DELETE FROM settings WHERE name = ?", (name,))
        self.file.checkpoint()  # an EHR's token must not stand in the log any longer


def _remember(connection: Any, deleted: Deleted) -> None:
    connection.execute(
        "INSERT INTO deleted (client_id, note_id, deleted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (deleted.client_id, deleted.note_id, deleted.deleted_at),
    )


def _client(row: Row) -> Client:
    client_id, name, record_number, birth_date, pronouns, invented = row
    born = date.fromisoformat(birth_date) if birth_date else None
    return Client(client_id, name, record_number, born, pronouns, bool(invented))


def _no_client() -> NotFound:
    return NotFound("That client is not in this vault.")
