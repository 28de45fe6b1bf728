"""One SQLCipher file, open: the only place that gives a database its key and its pragmas.

Every file is AES-256-CBC with an HMAC-SHA512 for each 4 KiB page (SQLCipher 4), opened with a raw 256-bit key, so no
passphrase stretching happens here and opening costs about a millisecond. A wrong key and a damaged page look the same
to SQLCipher; both are `errors.Damaged`, because the keys here come out of authenticated wraps.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from sqlcipher3 import dbapi2

from companion.errors import Damaged, EyelineError, Locked, Unreadable
from companion.vault.migrations import Migration, migrate, refuse_strange

KEY_BYTES = 32
_PRAGMAS = (
    "journal_mode = WAL",
    # FULL: WAL with NORMAL may roll back an acknowledged commit on power loss.
    "synchronous = FULL",
    # macOS: fsync alone leaves data in the drive's cache. No effect elsewhere.
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cache_size = -4096",  # KiB, for each open file
)

Row = tuple[Any, ...]
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


class EncryptedFile:
    """A database that several threads may use, one at a time. After `close` every call raises what that was given."""

    def __init__(self, path: Path, key: bytes, migrations: Sequence[Migration], *, create: bool = False) -> None:
        """Open `path`, or make it with `create`. Raises `Damaged` if missing, damaged, not under this key, or newer."""
        self.path = path
        self._lock = RLock()
        self._closed: EyelineError | None = None
        if create:
            # Made by us first, so that it is never, even for a moment, readable by other users (SQLite would use 0644);
            # SQLite gives -wal and -shm the mode of the file they belong to.
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            except OSError as error:
                raise EyelineError(f"{path.name} could not be made ({error.strerror}). Nothing was changed.") from None
        self._connection = _connect(path, key)
        try:
            with _sentences(path):
                refuse_strange(self._connection, len(migrations), new=create)
                for pragma in _PRAGMAS:
                    self._connection.execute(f"PRAGMA {pragma}").fetchone()
                migrate(self._connection, migrations)
        except BaseException:
            self._connection.close()
            raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query."""
        with self._using() as connection:
            found: list[Row] = connection.execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of one query, or None."""
        with self._using() as connection:
            found: Row | None = connection.execute(sql, values).fetchone()
            return found

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """One transaction: committed and on the disk when the block ends, wholly undone when it (or the commit) fails.

        `sqlcipher3.dbapi2.IntegrityError` passes through, for the caller to put into words.
        """
        with self._using() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # After some failures (a full disk) SQLite has rolled back by itself and says so here.
                with suppress(dbapi2.Error):
                    connection.execute("ROLLBACK")
                raise

    def checkpoint(self) -> bool:
        """Bring every committed page into the file and cut the write-ahead log to nothing; False if a reader of another
        process (a backup program) holds on to it, or if the disk fails. What was committed stays so either way, and the
        log is cut at the next checkpoint or close: no failure here may be told as one of the act before it."""
        with self._using() as connection:
            try:
                busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except dbapi2.OperationalError:
                return False
            return not busy

    def copy_to(self, path: Path, key: bytes) -> str:
        """A copy under `key`, this one's or another, of one moment, and its `fingerprint` (SQLite's own backup: a copy
        of the file's bytes would miss what still stands in the log)."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with self._using() as connection:
            copy = _connect_empty(path, key)
            try:
                connection.backup(copy)
            finally:
                copy.close()
            return self.fingerprint()

    def fingerprint(self) -> str:
        """A hash of every row of every table: two files that have the same hold the same."""
        hashed = sha256()
        with self._using() as connection:
            for (table,) in connection.execute(_TABLES).fetchall():
                hashed.update(f"{table}\n".encode())
                for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 (a name of ours)
                    for value in row:
                        content = value if isinstance(value, bytes) else repr(value).encode()
                        hashed.update(f"{type(value).__name__} {len(content)} ".encode() + content)
        return hashed.hexdigest()

    def problems(self) -> list[str]:
        """What a full check finds, empty when sound: every page's HMAC, then SQLite's own structure check. The log is
        brought in first: a page that a power loss tore in the middle of that is whole in the log, and no damage."""
        self.checkpoint()
        with self._using() as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            return found or [str(row[0]) for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]

    def close(self, because: EyelineError | None = None) -> None:
        """Wait for the call under way, then drop connection and key. The last connection's close empties the WAL."""
        self._closed = self._closed or because or Locked()
        with self._lock, suppress(dbapi2.Error):
            self._connection.close()

    @contextmanager
    def _using(self) -> Iterator[Any]:
        with self._lock:
            if self._closed is not None:
                raise type(self._closed)(self._closed.say)
            with _sentences(self.path):
                yield self._connection


def _connect(path: Path, key: bytes) -> Any:
    connection = _connect_empty(path, key)
    try:
        with _sentences(path):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_empty(path: Path, key: bytes) -> Any:
    if len(key) != KEY_BYTES:
        raise ValueError("a database key is 32 bytes")
    try:
        # mode=rw: a missing file is an error here, never a new empty database.
        connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
    except dbapi2.Error:
        raise Damaged(f"The file {path.name} is missing or cannot be opened. Restore it from a backup.") from None
    try:
        # Plain SQLite ignores `PRAGMA key` without a word and would write everything in the clear.
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise EyelineError("The encryption library (SQLCipher) is missing, so Eyeline will not start.")
        connection.execute("PRAGMA cipher_log_level = NONE").fetchone()
        # Wipes each decrypted page when it is freed, so that a lock leaves none behind. Measured: 256 vectors are saved
        # in 16 instead of 4 ms (embedding them takes seconds); reading costs the same.
        connection.execute("PRAGMA cipher_memory_security = ON").fetchone()
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """SQLite's errors as ours. `from None`: a traceback that is logged must not carry the statement's surroundings."""
    try:
        yield
    except dbapi2.IntegrityError:
        raise
    except UnicodeEncodeError:
        # Python's own error would carry the whole text along.
        raise Unreadable("This text holds characters that are no characters. Save it as UTF-8 and try again.") from None
    except dbapi2.OperationalError as error:
        if "full" in str(error):
            say = "The disk is full, so nothing was saved. Make room and try again."
        elif "readonly" in str(error):
            say = "Eyeline may not write to its folder, so nothing was saved. Check the folder's permissions."
        elif "malformed" in str(error):
            raise _damaged(path) from None
        else:
            say = f"Reading or writing {path.name} failed ({error}). Nothing was changed."
        raise EyelineError(say) from None
    except dbapi2.DatabaseError:
        raise _damaged(path) from None


def _damaged(path: Path) -> Damaged:
    return Damaged(f"The file {path.name} fails its check and was not opened. Nothing was changed; restore a backup.")
