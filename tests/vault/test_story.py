"""Any order of acts, against a model: each client's handle gives that client's notes and nobody else's, always."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from companion.record import Note
from companion.vault import PassageRow, Vault


class Story(RuleBasedStateMachine):
    """The model is one dictionary: client id to what was brought in, number to text."""

    clients = Bundle("clients")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.vault, self.recovery = Vault.create(Path(self.folder.name) / "vault", "four words are good")
        self.notes: dict[str, dict[int, str]] = {}
        self.seen = 0

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
        text = f"{client} {number} and the same words as everyone"
        note = Note(f"n{number}", "a", "progress", "SOAP", "record", None, date(2024, 1, 1), text)
        passage = PassageRow(None, note.id, 0, len(text), "", "", False)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        added = self.vault.open_client(client).add_file(sha256=sha256, name="a", notes=[note], passages=[passage])
        assert added == (number not in self.notes[client])
        self.notes[client][number] = text

    @rule(client=clients, number=st.integers(0, 5))
    def take_back(self, client: str, number: int) -> None:
        if (text := self.notes[client].pop(number, None)) is not None:
            self.vault.open_client(client).remove_file(hashlib.sha256(text.encode()).hexdigest())

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

    @rule()
    def start_again(self) -> None:
        self.vault.close()
        self.vault = Vault.open(Path(self.folder.name) / "vault")
        self.vault.unlock_with_recovery_key(self.recovery)

    @invariant()
    def each_handle_shows_its_own(self) -> None:
        assert {client.id for client in self.vault.clients()} == set(self.notes)
        for client, notes in self.notes.items():
            file = self.vault.open_client(client)
            assert {note.text for note in file.notes()} == set(notes.values())
            places = {passage.id: passage.note_id for passage in file.passages()}
            assert sorted(places.values()) == sorted(f"n{number}" for number in notes)
            ids, matrix = file.vectors("m")
            own = [hashlib.sha256(f"{client}{places[i]}".encode()).digest() for i in ids]
            assert [row.tobytes() for row in matrix] == own
        assert len(self.vault.audit.rows()) == self.seen

    def teardown(self) -> None:
        self.vault.close()
        self.folder.cleanup()


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=20, stateful_step_count=30, deadline=None, database=None, derandomize=True)
