"""Any order of acts, against a model: each client's handle gives that client's notes and nobody else's, always."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from companion.record import Note
from companion.vault import PassageRow, Vault, restore

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust

BETWEEN_BACKUPS = 12
"""Steps: each backup is read back and compared, and takes as long as fifty other steps."""


def text_of(client: str, number: int) -> str:
    return f"{client} {number} and the same words as everyone"


def mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Story(RuleBasedStateMachine):
    """The model is one dictionary: client id to what was brought in, number to the note's id. As in Eyeline, no id ever
    comes back: a list of deletions goes by them."""

    clients = Bundle("clients")
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.places = 0
        self.place = Path(self.folder.name) / "vault"
        self.vault, self.recovery = Vault.create(self.place, "four words are good")
        self.notes: dict[str, dict[int, str]] = {}
        self.made = 0
        self.seen = 0
        self.rested = 0

    @initialize(target=clients)
    def first(self) -> str:
        return self.add_client("first")

    @rule(target=clients, name=st.text(min_size=1, max_size=8).filter(lambda s: s.isprintable()))
    def another(self, name: str) -> str:
        return self.add_client(name)

    def add_client(self, name: str) -> str:
        client = self.vault.add_client(name=name)
        self.notes[client.id] = {}
        return client.id

    @rule(client=clients, number=st.integers(0, 5))
    def bring_in(self, client: str, number: int) -> None:
        self.made += 1
        text = text_of(client, number)
        note = Note(f"n{self.made}", "a", "progress", "SOAP", "record", None, date(2024, 1, 1), text)
        passage = PassageRow(None, note.id, 0, len(text), "", "", False)
        added = self.vault.open_client(client).add_file(sha256=mark(text), name="a", notes=[note], passages=[passage])
        assert added == (number not in self.notes[client])
        self.notes[client].setdefault(number, note.id)

    @rule(client=clients, number=st.integers(0, 5))
    def take_back(self, client: str, number: int) -> None:
        if self.notes[client].pop(number, None):
            self.vault.open_client(client).remove_file(mark(text_of(client, number)))

    @rule(client=clients)
    def embed(self, client: str) -> None:
        file = self.vault.open_client(client)
        rows = [(p.id, hashlib.sha256(f"{client}{p.note_id}".encode()).digest()) for p in file.waiting("m", 99)]
        file.save_vectors("m", [(i, vector) for i, vector in rows if i is not None])
        assert file.waiting_count("m") == 0

    @rule(client=clients)
    def see(self, client: str) -> None:
        self.vault.write_audit("open", client)
        self.seen += 1

    @rule(client=clients)
    def park(self, client: str) -> None:
        self.vault.open_client(client).park()

    @rule(client=consumes(clients))
    def delete(self, client: str) -> None:
        self.vault.delete_client(client)
        del self.notes[client]

    @rule()
    def lock_and_unlock(self) -> None:
        self.vault.lock()
        self.vault.unlock_with_recovery_key(self.recovery)

    @rule(client=clients, number=st.integers(0, 5))
    def delete_note(self, client: str, number: int) -> None:
        if note_id := self.notes[client].pop(number, None):
            self.vault.delete_note(client, note_id)

    @rule()
    def crash(self) -> None:
        """The files as a killed process leaves them: what was committed may still stand in the logs."""
        left = self.folder_of_next()
        shutil.copytree(self.place, left)
        self.go_on_in(left)

    @precondition(lambda self: self.rested >= BETWEEN_BACKUPS)
    @rule()
    def back_up_and_restore(self) -> None:
        self.rested = 0
        (disk := self.folder_of_next()).mkdir()
        path = self.vault.backups.make(disk, datetime(2026, 1, 1, tzinfo=UTC)).path
        restored = self.folder_of_next()
        restore(path, restored, recovery_words=self.recovery)
        self.go_on_in(restored)
        self.seen += 1  # the restore; the backup's own row is later than the backup

    def folder_of_next(self) -> Path:
        self.places += 1
        return Path(self.folder.name) / f"place-{self.places}"

    def go_on_in(self, place: Path) -> None:
        self.vault.close()
        shutil.rmtree(self.place)
        self.place = place
        self.vault = Vault.open(place)
        self.vault.unlock_with_recovery_key(self.recovery)

    @rule()
    def start_again(self) -> None:
        self.vault.close()
        self.vault = Vault.open(self.place)
        self.vault.unlock_with_recovery_key(self.recovery)

    @invariant()
    def each_handle_shows_its_own(self) -> None:
        Story.steps += 1
        self.rested += 1
        assert {client.id for client in self.vault.clients()} == set(self.notes)
        for client, notes in self.notes.items():
            file = self.vault.open_client(client)
            assert {note.id: note.text for note in file.notes()} == {
                note_id: text_of(client, number) for number, note_id in notes.items()
            }
            places = {passage.id: passage.note_id for passage in file.passages()}
            assert sorted(places.values()) == sorted(notes.values())
            ids, matrix = file.vectors("m")
            own = [hashlib.sha256(f"{client}{places[i]}".encode()).digest() for i in ids]
            assert [row.tobytes() for row in matrix] == own
        assert len(self.vault.audit.rows()) == self.seen

    def teardown(self) -> None:
        self.vault.close()
        self.folder.cleanup()


@pytest.mark.parametrize(
    ("size", "part"), [(300, 0), *(pytest.param(50_000, part, marks=pytest.mark.long) for part in (1, 2, 3, 4))]
)
def test_each_clients_handle_gives_their_notes_and_nobody_elses(size: int, part: int, tally: Tally) -> None:
    Story.steps = 0
    length = 30 if size < 10_000 else 100
    examples = settings(
        max_examples=size // length * 7 // 5, stateful_step_count=length, deadline=None, database=None, print_blob=True
    )
    run_state_machine_as_test(seed(part)(Story), settings=examples)
    assert Story.steps >= size
    tally(f"steps of a story over clients, notes, locks, crashes, restores (part {part})", Story.steps, 0)
