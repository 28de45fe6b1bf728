"""The shape of both kinds of file, as forward-only steps. Append a function; never change one that was released.

`PRAGMA user_version` of a file counts the steps it has had. Each step and its count are one transaction, so a kill in
the middle leaves the file at the step before. A file with more steps than this Eyeline knows is refused unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from companion.errors import Damaged
from companion.vault.audit_chain import FIRST, mark_of

Migration = Callable[[Any], None]


def refuse_strange(connection: Any, known: int, *, new: bool) -> None:
    """Raise `Damaged` for a file from a newer Eyeline, or an emptied one, before anything is written to it."""
    version = _version(connection)
    if version > known:
        raise Damaged("This vault was written by a newer Eyeline. Nothing was changed; update Eyeline to open it.")
    if version == 0 and not new:
        # To SQLite a file of no bytes is a sound, empty database: a lost caseload would look like a first day.
        raise Damaged("A file of this vault has been emptied. Nothing was changed; restore it from a backup.")


def migrate(connection: Any, steps: Sequence[Migration]) -> None:
    """Take the steps the file has not had yet."""
    for number in range(_version(connection) + 1, len(steps) + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            steps[number - 1](connection)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: Any) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _run(connection: Any, statements: str) -> None:
    # Not executescript(): that commits the transaction the step runs in.
    for statement in statements.split(";"):
        if statement.strip():
            connection.execute(statement)


def m001_caseload(connection: Any) -> None:
    """Clients with their keys, chart links, pairings, settings, audit. `leaving` names files still to be removed."""
    _run(
        connection,
        """
        CREATE TABLE clients (
            id TEXT PRIMARY KEY, key BLOB NOT NULL CHECK (length(key) = 32), name TEXT NOT NULL, record_number TEXT,
            birth_date TEXT, pronouns TEXT, invented INTEGER NOT NULL, added_at TEXT NOT NULL
        );
        CREATE TABLE leaving (client_id TEXT PRIMARY KEY);
        CREATE TABLE links (
            site TEXT NOT NULL, address_id TEXT NOT NULL, linked_on TEXT NOT NULL,
            client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            PRIMARY KEY (site, address_id)
        );
        CREATE TABLE pairings (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, origin TEXT NOT NULL, key BLOB NOT NULL, paired_on TEXT NOT NULL
        );
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE audit (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, action TEXT NOT NULL, client_id TEXT,
            note_ids TEXT NOT NULL
        );
        CREATE INDEX audit_of_client ON audit (client_id)
        """,
    )


def m001_client_file(connection: Any) -> None:
    """Whose file it is, files, notes, passages by place, vectors by model, the overview, the therapist's decisions."""
    _run(
        connection,
        """
        CREATE TABLE owner (client_id TEXT NOT NULL);
        CREATE TABLE files (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, imported_at TEXT NOT NULL);
        CREATE TABLE notes (
            id TEXT PRIMARY KEY, file TEXT NOT NULL REFERENCES files (sha256) ON DELETE CASCADE,
            source_name TEXT NOT NULL, kind TEXT NOT NULL, format TEXT NOT NULL, note_class TEXT NOT NULL,
            filed_on TEXT, session_date TEXT, text TEXT NOT NULL
        );
        CREATE INDEX notes_of_file ON notes (file);
        CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT, note_id TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
            "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, section TEXT NOT NULL, speaker TEXT NOT NULL,
            carried_forward INTEGER NOT NULL, UNIQUE (note_id, "start", "end")
        );
        CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL);
        CREATE TABLE vectors (
            id INTEGER PRIMARY KEY, model INTEGER NOT NULL REFERENCES models (id),
            passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE, vector BLOB NOT NULL,
            UNIQUE (passage_id, model)
        );
        CREATE INDEX vectors_of_model ON vectors (model, passage_id);
        CREATE TABLE overview (only INTEGER PRIMARY KEY CHECK (only = 1), json TEXT NOT NULL);
        CREATE TABLE decisions (key TEXT PRIMARY KEY, value TEXT NOT NULL, decided_at TEXT NOT NULL)
        """,
    )


def m002_caseload(connection: Any) -> None:
    """A chart is remembered under several keys, and a key may be several clients'; what a confirmed chart gave to its
    client can be taken back; charts that are not a client's. `namesakes` holds hashes: no name outlives its client."""
    _run(
        connection,
        """
        CREATE TABLE chart_links (
            site TEXT NOT NULL, key TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            name TEXT NOT NULL, gave_record TEXT, gave_birth TEXT, linked_on TEXT NOT NULL,
            PRIMARY KEY (site, key, client_id)
        );
        INSERT INTO chart_links (site, key, client_id, name, linked_on)
            SELECT site, address_id, client_id, '', linked_on FROM links;
        DROP TABLE links;
        CREATE TABLE chart_rejections (
            site TEXT NOT NULL, key TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            rejected_on TEXT NOT NULL, PRIMARY KEY (site, key, client_id)
        );
        CREATE TABLE namesakes (mark TEXT PRIMARY KEY)
        """,
    )


def m002_client_file(connection: Any) -> None:
    """What each sentence of a note means, for the themes: one row for a note and model, gone with its note."""
    _run(
        connection,
        """
        CREATE TABLE sentence_vectors (
            note_id TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE, model TEXT NOT NULL,
            places BLOB NOT NULL, vectors BLOB NOT NULL, PRIMARY KEY (note_id, model)
        )
        """,
    )


def m003_client_file(connection: Any) -> None:
    """What held before each decision, so that the list of them tells it and gives it back."""
    connection.execute("ALTER TABLE decisions ADD COLUMN before TEXT")


def m003_caseload(connection: Any) -> None:
    """The audit's rows are chained, and the database itself changes and removes none. `deleted` remembers by ids what
    an older backup may not bring back: a client (`note_id` empty) or one note."""
    connection.execute("ALTER TABLE audit ADD COLUMN mark BLOB")
    before = FIRST
    for row in connection.execute("SELECT seq, at, action, client_id, note_ids FROM audit ORDER BY seq").fetchall():
        before = mark_of(before, row)
        connection.execute("UPDATE audit SET mark = ? WHERE seq = ?", (before, row[0]))
    for act in ("UPDATE", "DELETE"):
        connection.execute(
            f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
        )
    connection.execute(
        "CREATE TABLE deleted (client_id TEXT NOT NULL, note_id TEXT NOT NULL, deleted_at TEXT NOT NULL,"
        " PRIMARY KEY (client_id, note_id))"
    )


def m004_caseload(connection: Any) -> None:
    """While a client's key is renewed, the key that their file is going to have (`client_renewal.py`)."""
    connection.execute("ALTER TABLE clients ADD COLUMN next_key BLOB CHECK (next_key IS NULL OR length(next_key) = 32)")


CASELOAD: tuple[Migration, ...] = (m001_caseload, m002_caseload, m003_caseload, m004_caseload)
CLIENT_FILE: tuple[Migration, ...] = (m001_client_file, m002_client_file, m003_client_file)
