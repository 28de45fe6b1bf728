"""`clients/<id>.db`: all that is kept about one client, behind a handle that can see this file and no other.

A handle stays valid until the vault is locked (`Locked`), the client deleted (`NotFound`) or `close` called. Between
calls its connection may be closed to save memory; the next call opens it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

import numpy as np
import numpy.typing as npt
from sqlcipher3 import dbapi2

from companion.errors import BadRequest, Damaged, EyelineError, Locked, NotFound
from companion.record import KeptDecision, Note, NoteCard
from companion.vault import kept_decisions, sentence_vectors, vectors
from companion.vault.cipher import EncryptedFile
from companion.vault.migrations import CLIENT_FILE
from companion.vault.rows import FileRow, NewFile, PassageRow, check_places, insert, to_card, to_note, to_passage
from companion.vault.sentence_vectors import SentenceVectors

_NOTE = "SELECT id, source_name, kind, format, note_class, filed_on, session_date, text FROM notes"
_CARD = "SELECT id, source_name, kind, note_class, session_date FROM notes"
_NOTE_ORDER = "session_date IS NULL, session_date, filed_on IS NULL, filed_on, source_name, notes.id"
_PASSAGE = (
    'SELECT passages.id, note_id, "start", "end", section, speaker, carried_forward'
    " FROM passages JOIN notes ON notes.id = note_id"
)
_WAITING = (
    "NOT EXISTS (SELECT 1 FROM vectors WHERE passage_id = passages.id"
    " AND model = (SELECT id FROM models WHERE name = ?))"
)
_WAITING_NOTES = f"SELECT DISTINCT note_id FROM passages WHERE {_WAITING}"  # noqa: S608 (a constant of ours)


def make(path: Path, client_id: str, key: bytes) -> None:
    """A new, empty file of that client, complete on disk: nothing of it is left in a write-ahead log."""
    file = EncryptedFile(path, key, CLIENT_FILE, create=True)
    try:
        with file.writing() as connection:
            connection.execute("INSERT INTO owner (client_id) VALUES (?)", (client_id,))
        # Here, where a full disk is heard of: closing says nothing, and the log does not follow a file that is renamed.
        if not file.checkpoint():
            raise EyelineError("The client could not be added: the disk is full, or fails. Nothing was changed.")
    finally:
        file.close()


def open_encrypted(path: Path, client_id: str, key: bytes) -> EncryptedFile:
    """Raises `Damaged` unless the file opens with this client's key and says itself that it is this client's."""
    file = EncryptedFile(path, key, CLIENT_FILE)
    if file.rows("SELECT client_id FROM owner") != [(client_id,)]:
        file.close()
        raise Damaged("A client's file belongs to another client and was not opened. Restore it from a backup.")
    return file


class ClientFile:
    """One client's notes, passages, vectors, overview and decisions. Every write is committed when the call returns."""

    def __init__(self, client_id: str, opener: Callable[[ClientFile], EncryptedFile]) -> None:
        """Made by `Vault.open_client`. `opener` opens the file, or raises what the caller is to be told."""
        self.client_id = client_id
        self._opener = opener
        self._file: EncryptedFile | None = None
        self._closed: EyelineError | None = None
        self._lock = RLock()

    def files(self) -> list[FileRow]:
        """In the order they were brought in."""
        with self._open() as file:
            rows = file.rows(
                "SELECT sha256, name, (SELECT count(*) FROM notes WHERE file = sha256), imported_at FROM files"
                " ORDER BY files.rowid"
            )
        return [FileRow(sha256, name, notes, datetime.fromisoformat(at)) for sha256, name, notes, at in rows]

    def has_file(self, sha256: str) -> bool:
        with self._open() as file:
            return file.row("SELECT 1 FROM files WHERE sha256 = ?", (sha256,)) is not None

    def add_file(self, *, sha256: str, name: str, notes: Sequence[Note], passages: Sequence[PassageRow]) -> bool:
        """Everything a file brought, in one transaction; False (and nothing written) if that file is here already.

        Raises `BadRequest` if a passage lies outside its note, or if a note's id is already another file's.
        """
        return self.add_files([NewFile(sha256, name, tuple(notes), tuple(passages))]) == 1

    def add_files(self, files: Sequence[NewFile]) -> int:
        """Those that are not here yet, all in one transaction; how many they were. Raises `BadRequest` as above."""
        for new in files:
            check_places(new.notes, new.passages)
        with self._open() as file:
            to_add = [new for new in files if not self.has_file(new.sha256)]
            try:
                with file.writing() as connection:
                    for new in to_add:
                        insert(connection, new)
            except dbapi2.IntegrityError:
                raise BadRequest("A note or passage of this file is already here. Nothing of it was added.") from None
        return len(to_add)

    def remove_file(self, sha256: str) -> None:
        """Take back a file brought in wrongly: its notes, passages, vectors, and the overview that quotes it."""
        with self._open() as file:
            with file.writing() as connection:
                if connection.execute("DELETE FROM files WHERE sha256 = ?", (sha256,)).rowcount == 0:
                    raise NotFound("That file is not among this client's files.")
                connection.execute("DELETE FROM overview")
            file.checkpoint()

    def remove_note(self, note_id: str) -> None:
        """One note with its passages, vectors and the overview that quotes it; its file, if it was the last of it."""
        with self._open() as file:
            with file.writing() as connection:
                if connection.execute("DELETE FROM notes WHERE id = ?", (note_id,)).rowcount == 0:
                    raise _no_note()
                connection.execute("DELETE FROM files WHERE sha256 NOT IN (SELECT file FROM notes)")
                connection.execute("DELETE FROM overview")
            file.checkpoint()

    def notes(self) -> list[Note]:
        """By session date (undated last), then the day filed, then the source's name."""
        with self._open() as file:
            return [to_note(row) for row in file.rows(f"{_NOTE} ORDER BY {_NOTE_ORDER}")]

    def note(self, note_id: str) -> Note:
        with self._open() as file:
            row = file.row(f"{_NOTE} WHERE id = ?", (note_id,))
        if row is None:
            raise _no_note()
        return to_note(row)

    def note_count(self) -> int:
        """Cheap; an overview made over fewer notes is out of date."""
        with self._open() as file:
            return int((file.row("SELECT count(*) FROM notes") or (0,))[0])

    def cards(self) -> list[NoteCard]:
        """All notes without their words, in note order."""
        with self._open() as file:
            return [to_card(row) for row in file.rows(f"{_CARD} ORDER BY {_NOTE_ORDER}")]

    # Passages and vectors

    def passages(self) -> list[PassageRow]:
        """In note order, and within a note by place."""
        with self._open() as file:
            return [to_passage(row) for row in file.rows(f'{_PASSAGE} ORDER BY {_NOTE_ORDER}, "start", "end"')]

    def set_carried_forward(self, passage_ids: Sequence[int], carried: bool = True) -> None:
        """For what only later files show: that a passage's words stood in an earlier note."""
        with self._open() as file, file.writing() as connection:
            connection.executemany(
                "UPDATE passages SET carried_forward = ? WHERE id = ?", [(carried, i) for i in passage_ids]
            )

    def waiting(self, model: str, limit: int) -> list[PassageRow]:
        """Up to `limit` passages without a vector of that model, oldest id first: what is still to be embedded."""
        with self._open() as file:
            rows = file.rows(f"{_PASSAGE} WHERE {_WAITING} ORDER BY passages.id LIMIT ?", (model, limit))
        return [to_passage(row) for row in rows]

    def waiting_count(self, model: str) -> int:
        with self._open() as file:
            row = file.row(
                "SELECT (SELECT count(*) FROM passages) - (SELECT count(*) FROM vectors"
                " WHERE model = (SELECT id FROM models WHERE name = ?))",
                (model,),
            )
        return int(row[0]) if row else 0

    def waiting_notes(self, model: str) -> frozenset[str]:
        """The notes of which some passage has no vector of that model."""
        if not self.waiting_count(model):
            return frozenset()
        with self._open() as file:
            return frozenset(row[0] for row in file.rows(_WAITING_NOTES, (model,)))

    def save_vectors(self, model: str, rows: Sequence[tuple[int, bytes]]) -> None:
        """(Passage id, float32 little-endian bytes); one transaction, so give batches of a few hundred."""
        with self._open() as file:
            vectors.save(file, model, rows)

    def vectors(self, model: str) -> tuple[list[int], npt.NDArray[np.float32]]:
        """Passage ids and an (n, d) matrix in the same order. The matrix is read-only."""
        with self._open() as file:
            return vectors.load(file, model)

    def forget_reading(self) -> None:
        """All that was made of the notes: vectors, meanings, overview."""
        with self._open() as file:
            vectors.forget_reading(file)

    def save_sentences(self, model: str, note_id: str, found: SentenceVectors) -> None:
        """What the sentences of one note mean, in place of what was held. Raises `NotFound` if the note is gone."""
        with self._open() as file:
            sentence_vectors.save(file, model, note_id, found)

    def sentences(self, model: str) -> dict[str, SentenceVectors]:
        """What is held of that model, by note."""
        with self._open() as file:
            return sentence_vectors.load(file, model)

    # Overview and decisions

    def overview(self) -> str | None:
        """The saved overview's JSON."""
        with self._open() as file:
            row = file.row("SELECT json FROM overview")
        return None if row is None else str(row[0])

    def save_overview(self, overview: str) -> None:
        with self._open() as file, file.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO overview (only, json) VALUES (1, ?)", (overview,))

    def decisions(self) -> dict[str, str]:
        """What the therapist decided, key to JSON. Kept apart from what was found, so that re-reading loses none."""
        with self._open() as file:
            return {one.name: one.value for one in sorted(kept_decisions.load(file), key=lambda one: one.name)}

    def kept_decisions(self) -> list[KeptDecision]:
        """The same with when each was made and what held before it, the newest first."""
        with self._open() as file:
            return kept_decisions.load(file)

    def decide(self, key: str, value: str | None) -> None:
        """`value` is JSON; None takes the decision back."""
        if value is not None:
            json.loads(value)
        with self._open() as file:
            kept_decisions.save(file, key, value)

    # The handle itself

    def copy_to(self, path: Path, key: bytes) -> str:
        """A copy of one moment, and the fingerprint of what is in it (`EncryptedFile.copy_to`)."""
        with self._open() as file:
            return file.copy_to(path, key)

    def problems(self) -> list[str]:
        """What a full check of the file finds; empty when it is sound. About 4 ms for each MiB."""
        with self._open() as file:
            return file.problems()

    def park(self) -> bool:
        """Close the connection until the next call; False if there is none, or a call is under way."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            file, self._file = self._file, None
            if file is not None:
                file.close()
            return file is not None
        finally:
            self._lock.release()

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """The connection closed and nobody let in, for as long as the file is exchanged for another."""
        with self._lock:
            if self._closed is not None:
                raise type(self._closed)(self._closed.say)
            self.park()
            yield

    def close(self, because: EyelineError | None = None) -> None:
        """For good: new calls raise `because` (`Locked` if not given) at once, and the one under way is waited for."""
        self.refuse(because or Locked())
        with self._lock:
            self.park()

    def refuse(self, because: EyelineError) -> None:
        """From now on new calls raise `because`; the one under way goes on."""
        self._closed = self._closed or because

    def touch(self) -> None:
        """Open the file now, so that what is wrong with it is known."""
        with self._open():
            pass

    @contextmanager
    def _open(self) -> Iterator[EncryptedFile]:
        with self._lock:
            if self._closed is not None:
                raise type(self._closed)(self._closed.say)
            if self._file is None:
                self._file = self._opener(self)
            yield self._file


def _no_note() -> NotFound:
    return NotFound("That note is not in this client's file.")
