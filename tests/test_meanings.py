"""What sentences mean is worked out once, kept in the client's file, and makes themes that hold under other words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from companion.demo.sample import samples
from companion.meaning import FreshMeaning, read_sentences
from companion.overview import client_overview, read, to_be_read
from companion.reading import Reading
from companion.record import Client, NoteClass
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.importing import import_file

pytestmark = pytest.mark.model
RECORD: NoteClass = "record"
CATHERINE = samples()[0]


class Counting(Embedder):
    """The real model, which tells how many texts it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def encode_passages(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
        self.asked += len(texts)
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def embedder() -> Counting:
    loaded = Counting()
    loaded.load()
    return loaded


@pytest.fixture
def workspace(tmp_path: Path, embedder: Counting) -> Iterator[Workspace]:
    with Vault.temporary(tmp_path / "vault") as vault:
        yield Workspace(vault, embedder)


@pytest.fixture
def client(workspace: Workspace) -> Client:
    client = workspace.vault.add_client(name=CATHERINE.name)
    assert all(v.verdict == "imported" for v in workspace.import_path(client.id, CATHERINE.notes, RECORD))
    return client


def steps(workspace: Workspace, client: Client) -> list[int]:
    return list(workspace.read_meanings(client.id))


def test_the_themes_of_the_kept_overview_are_those_of_a_fresh_look(workspace: Workspace, client: Client) -> None:
    by_words = workspace.overview(client.id)
    assert by_words.meant_by == ""
    assert steps(workspace, client)
    kept = workspace.overview(client.id)
    assert kept.meant_by == workspace.embedder.name
    notes = workspace.vault.open_client(client.id).notes()
    fresh = client_overview(notes, client_name=client.name, meaning=FreshMeaning(workspace.embedder))
    # kept in half the bytes, and worked out in other batches: at the edge a sentence may fall out
    found, looked = ({t.key: set(t.mentions) for t in o.themes} for o in (kept.overview, fresh))
    assert len(found.keys() & looked.keys()) >= 0.8 * len(looked)
    for key in found.keys() & looked.keys():
        assert len(found[key] & looked[key]) >= 0.8 * len(looked[key])
    assert kept.overview.themes != by_words.overview.themes


def test_what_is_read_is_not_read_again(workspace: Workspace, client: Client, embedder: Counting) -> None:
    steps(workspace, client)
    embedder.asked = 0
    assert steps(workspace, client) == []
    import_file(workspace, client.id, "099_2025-07-08_progress.txt", b"She drove home. Her father waved.", RECORD)
    workspace.refresh_overview(client.id)
    assert workspace.overview(client.id).meant_by == ""
    assert steps(workspace, client) == [2, 0]
    assert embedder.asked == 2
    assert workspace.overview(client.id).meant_by == embedder.name


def test_stopped_anywhere_it_goes_on_from_there(workspace: Workspace, client: Client, embedder: Counting) -> None:
    file = workspace.vault.open_client(client.id)
    notes = file.notes()
    next(read_sentences(file, notes, embedder))
    held = file.sentences(embedder.name).keys()
    assert 0 < len(held) < len(notes)
    left = [p.quote for r in read(notes) if r.note.id not in held for p in to_be_read(r)]
    embedder.asked = 0
    assert sum(read_sentences(file, notes, embedder)) == embedder.asked
    # what two steps have in common is read in both
    assert len(set(left)) <= embedder.asked <= len(left)
    assert file.sentences(embedder.name).keys() == {note.id for note in notes}


def test_a_new_note_goes_by_its_words_until_it_is_read(workspace: Workspace, client: Client) -> None:
    steps(workspace, client)
    before = workspace.overview(client.id).overview.themes
    import_file(workspace, client.id, "099_2025-07-08_progress.txt", b"Her brother Kevin rang twice.", RECORD)
    after = workspace.refresh_overview(client.id).overview.themes
    assert {theme.key for theme in after} >= {theme.key for theme in before[:5]}


def test_a_goal_where_no_meaning_is_looked_for_leaves_nothing_to_read(workspace: Workspace) -> None:
    """A goal under a heading of risk is asked about by the goals, and is none of the sentences that are read."""
    client = workspace.vault.add_client(name="Kim Muster")
    plan = b"TREATMENT PLAN\nRisk: Goal 1: Walk to the bus stop by herself.\nGoal 2: Sleep six hours a night.\n"
    import_file(workspace, client.id, "001_2024-01-02_plan.txt", plan, RECORD)
    import_file(workspace, client.id, "002_2024-01-09_progress.txt", b"She walked to the stop. Slept badly.", RECORD)
    steps(workspace, client)
    assert workspace.overview(client.id).meant_by == workspace.embedder.name


def test_what_is_read_is_told_once_and_looked_at_again_after_an_import(
    workspace: Workspace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading thread looks round every minute: a panel must not be told each time."""
    told: list[str] = []
    looks: list[str] = []
    read_meanings = workspace.read_meanings

    def looked(client_id: str) -> Iterator[int]:
        looks.append(client_id)
        return read_meanings(client_id)

    monkeypatch.setattr(workspace, "read_meanings", looked)
    reading = Reading(workspace, told.append)
    for _ in range(3):
        reading._read_all()
    assert (told, looks) == ([client.id], [client.id])
    import_file(workspace, client.id, "099_2025-07-08_progress.txt", b"She drove home. Her father waved.", RECORD)
    workspace.refresh_overview(client.id)
    reading.add(client.id)
    for _ in range(2):
        reading._read_all()
    assert (told, looks) == ([client.id] * 2, [client.id] * 2)


def test_a_client_without_notes_is_read_in_no_time(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    assert steps(workspace, client) == []


def test_what_sentences_mean_goes_with_their_note(workspace: Workspace, client: Client, embedder: Counting) -> None:
    steps(workspace, client)
    file = workspace.vault.open_client(client.id)
    before = file.sentences(embedder.name).keys()
    file.remove_file(file.files()[0].sha256)
    left = file.sentences(embedder.name).keys()
    assert len(left) == len(before) - 1
    assert left == {note.id for note in file.notes()}
