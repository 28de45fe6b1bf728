"""The main paths without HTTP: files in, read, overview, search, lock; with the real vault and the real model."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.demo.sample import samples
from companion.errors import Locked, NotFound, NotReady
from companion.reading import Reading
from companion.recall import Recall
from companion.recall.open_recalls import OPEN_AT_MOST
from companion.record import ChartIdentity, Client
from companion.saved_overview import MADE_BY
from companion.vault import Vault
from companion.workspace import READ_AT_ONCE, Workspace
from index import Embedder
from tests.importing import import_file

pytestmark = pytest.mark.model


@pytest.fixture
def workspace(tmp_path: Path, embedder: Embedder) -> Iterator[Workspace]:
    with Vault.temporary(tmp_path / "vault") as vault:
        yield Workspace(vault, embedder)


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def read_all(workspace: Workspace, client: Client) -> None:
    while workspace.read_some(client.id):
        pass


def test_every_file_gets_its_verdict_and_a_bad_one_stops_nobody(workspace: Workspace, tmp_path: Path) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    files = {"001_2024-01-05_progress.txt": b"Slept well.", "002_2024-01-12_progress.txt": b"\xff\x00bad"}
    files |= {
        "003_2024-01-19_progress.txt": b"Walked daily.",
        "picture.png": b"\x89PNG",
        "004.md": b"",
        ".hidden.txt": b"x",
    }
    notes = write(tmp_path / "notes", files)
    verdicts = list(workspace.import_path(client.id, notes, "record"))
    assert {v.name: v.verdict for v in verdicts} == {
        "001_2024-01-05_progress.txt": "imported",
        "002_2024-01-12_progress.txt": "refused",
        "003_2024-01-19_progress.txt": "imported",
        "004.md": "refused",
        "picture.png": "refused",
    }
    assert all(v.why.endswith(".") for v in verdicts if v.verdict == "refused")
    kept = workspace.vault.open_client(client.id).notes()
    assert [n.text for n in kept] == ["Slept well.", "Walked daily."]
    again = list(workspace.import_path(client.id, notes, "record"))
    assert [v.verdict for v in again if v.verdict != "refused"] == ["already_here"] * 2
    assert len(workspace.vault.open_client(client.id).notes()) == 2


def test_links_and_pipes_are_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    outside = write(tmp_path / "outside", {"secret.txt": b"not hers"})
    notes = write(tmp_path / "notes", {"a.txt": b"hers"})
    (notes / "link.txt").symlink_to(outside / "secret.txt")
    (notes / "folder").symlink_to(outside)
    os.mkfifo(notes / "pipe.txt")
    assert [v.name for v in workspace.import_path(client.id, notes, "record")] == ["a.txt"]
    with pytest.raises(NotFound):
        list(workspace.import_path(client.id, tmp_path / "nowhere", "record"))


def test_a_huge_file_is_refused_unread(workspace: Workspace, tmp_path: Path) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    with (tmp_path / "huge.txt").open("wb") as sparse:
        sparse.truncate(2**40)
    (verdict,) = workspace.import_path(client.id, tmp_path / "huge.txt", "record")
    assert (verdict.verdict, "larger than" in verdict.why) == ("refused", True)


def test_a_late_note_belongs_to_its_session(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    late = b"LATE ENTRY - written 3/9/24 for session of 3/7/24. She came."
    import_file(workspace, client.id, "002_2024-03-09_progress.txt", late, "record")
    (note,) = workspace.vault.open_client(client.id).notes()
    assert (note.filed_on, note.session_date) == (date(2024, 3, 9), date(2024, 3, 7))


def test_reading_goes_on_where_it_stopped(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    text = "\n\n".join(f"Line {n} of a long week, and what she made of it." for n in range(READ_AT_ONCE + 20))
    import_file(workspace, client.id, "a.txt", text.encode(), "record")
    assert workspace.waiting(client.id) == READ_AT_ONCE + 20
    assert workspace.read_some(client.id) == 20
    later = Workspace(workspace.vault, workspace.embedder)
    assert later.waiting(client.id) == 20
    assert later.read_some(client.id) == 0
    ids, rows = workspace.vault.open_client(client.id).vectors(workspace.embedder.name)
    assert len(ids) == len(set(ids)) == READ_AT_ONCE + 20
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)


def test_search_gives_this_clients_words_verbatim(workspace: Workspace) -> None:
    clients = []
    for sample in samples()[:2]:
        clients.append(sample.add_to(workspace.vault))
        list(workspace.import_path(clients[-1].id, sample.notes, "record"))
        read_all(workspace, clients[-1])
    for client in clients:
        texts = {note.id: note.text for note in workspace.vault.open_client(client.id).notes()}
        for words in ("drinking in the evening", "a quarrel at home", "denies SI"):
            answer = workspace.search(client.id, words, 10)
            assert len(answer.echoes) == 10
            for echo in answer.echoes:
                mention = echo.mention
                assert texts[mention.note_id][mention.start : mention.end] == mention.quote
            assert len({" ".join(e.mention.quote.lower().split()) for e in answer.echoes}) == 10
    assert len(workspace.echoes(clients[0].id, "work").echoes) == 3


def test_who_is_named_comes_with_the_echoes(workspace: Workspace) -> None:
    sample = samples()[0]
    client = sample.add_to(workspace.vault)
    list(workspace.import_path(client.id, sample.notes, "record"))
    read_all(workspace, client)
    before = len(workspace.vault.audit.rows())
    answer = workspace.echoes(client.id, "Tom again, and KEVIN rang; tomorrow Iris")
    assert [one.person.name for one in answer.people] == ["Kevin", "Iris"]
    (row,) = workspace.vault.audit.rows()[before:]
    assert {card.id for card in answer.cards} == set(row.note_ids)
    for one in answer.people:
        assert one.source is not None
        assert one.source.note_id in row.note_ids
        text = workspace.note(client.id, one.source.note_id).text
        assert text[one.source.start : one.source.end] == one.source.quote
    assert workspace.search(client.id, "Tom").people == ()
    assert workspace.echoes(client.id, "nobody of that name").people == ()


def test_a_kept_page_is_found_when_it_is_read(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    text = "A letter came from her aunt."
    verdict = workspace.keep_page(client.id, text, date(2024, 3, 7), "progress", "psychotherapy")
    assert (verdict.name, verdict.verdict) == ("EHR page 2024-03-07", "imported")
    read_all(workspace, client)
    (echo,) = workspace.search(client.id, "a letter").echoes
    assert echo.mention.quote == text
    assert workspace.keep_page(client.id, text, date(2024, 3, 7), "progress", "record").verdict == "already_here"


def test_an_older_note_that_comes_later_turns_words_into_copies(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    for name in ("002_2024-02-02_progress.txt", "001_2024-01-02_progress.txt"):
        text = f"Plan of {name}.\n\nRISK: none voiced, crisis numbers on file."
        import_file(workspace, client.id, name, text.encode(), "record")
    workspace.refresh_overview(client.id)
    file = workspace.vault.open_client(client.id)
    names = {note.id: note.source_name for note in file.notes()}
    copied = [names[row.note_id] for row in file.passages() if row.carried_forward]
    assert copied == ["002_2024-02-02_progress.txt"]


def test_an_overview_that_a_kill_left_behind_is_made_anew(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    import_file(workspace, client.id, "001_2024-01-02_progress.txt", b"She came.", "record")
    assert workspace.overview(client.id).overview.notes_read == 1
    import_file(workspace, client.id, "002_2024-01-09_progress.txt", b"She came again.", "record")
    assert workspace.overview(client.id).overview.notes_read == 2


def test_new_notes_are_found_at_once_when_they_are_read(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    import_file(workspace, client.id, "a.txt", b"The garden was dry.", "record")
    read_all(workspace, client)
    assert len(workspace.search(client.id, "a letter", 5).echoes) == 1
    import_file(workspace, client.id, "b.txt", b"A letter came from her aunt.", "record")
    read_all(workspace, client)
    assert workspace.search(client.id, "a letter", 5).echoes[0].mention.quote == "A letter came from her aunt."


def test_a_client_left_alone_long_is_found_again(workspace: Workspace) -> None:
    """Only so many clients are held in memory; the one that was let go is read again when it is asked for."""
    clients = [workspace.vault.add_client(name=f"Kim Muster{n}") for n in range(OPEN_AT_MOST + 2)]
    for n, client in enumerate(clients):
        import_file(workspace, client.id, "a.txt", f"The garden of house {n} was dry.".encode(), "record")
        read_all(workspace, client)
        assert len(workspace.search(client.id, "garden").echoes) == 1
    assert workspace._searching._recalls.get(clients[0].id) is None
    assert workspace.search(clients[0].id, "garden").echoes[0].mention.quote == "The garden of house 0 was dry."


def test_the_same_words_of_two_days_are_two_notes_and_a_renamed_copy_is_one(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    names = ["1_2024-03-01_contact.txt", "2_2024-03-08_contact.txt", "copy of 2_2024-03-08_contact.txt"]
    verdicts = [import_file(workspace, client.id, name, b"No show.", "record").verdict for name in names]
    assert verdicts == ["imported", "imported", "already_here"]


def test_an_overview_of_another_shape_or_version_is_made_anew(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    import_file(workspace, client.id, "1_2024-03-01_progress.txt", b"She came.", "record")
    file = workspace.vault.open_client(client.id)
    for kept in ('{"overview": {"no": "such shape"}}', "not json"):
        file.save_overview(kept)
        assert workspace.overview(client.id).overview.notes_read == 1
    good = file.overview() or ""
    file.save_overview(good.replace(f'"made_by":"{MADE_BY}"', '"made_by":"0.0.0"'))
    assert workspace.overview(client.id).made_by == MADE_BY


def test_copies_do_not_crowd_out_what_is_new(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    for n in range(120):
        text = f"Denies SI and HI, no plan or intent.\n\nWeek {n} at the shop."
        import_file(
            workspace, client.id, f"{n:03}_2023-{n // 28 + 1:02}-{n % 28 + 1:02}_progress.txt", text.encode(), "record"
        )
    last = b"She wished she would not wake up."
    import_file(workspace, client.id, "200_2024-01-01_progress.txt", last, "record")
    workspace.refresh_overview(client.id)
    read_all(workspace, client)
    quotes = [e.mention.quote for e in workspace.search(client.id, "suicidal thoughts, wish to die", 5).echoes]
    assert last.decode() in quotes


def test_what_was_read_before_a_lock_is_not_kept_after_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    import_file(workspace, client.id, "a.txt", b"The garden was dry.", "record")
    read_all(workspace, client)
    build = Recall.build

    def as_the_vault_is_locked(*given: Any) -> Recall:
        workspace._searching._recalls.clear()
        return build(*given)

    monkeypatch.setattr(Recall, "build", as_the_vault_is_locked)
    assert workspace.search(client.id, "garden").echoes
    assert workspace._searching._recalls.get(client.id) is None


def test_one_damaged_file_stops_nobody_elses_reading(workspace: Workspace, tmp_path: Path) -> None:
    clients = [workspace.vault.add_client(name=f"Kim Muster{n}") for n in range(3)]
    for client in clients:
        import_file(workspace, client.id, "a.txt", b"The garden was dry.", "record")
    vault = workspace.vault
    for client in clients:
        vault.open_client(client.id).park()
    damaged = tmp_path / "vault" / "clients" / f"{clients[0].id}.db"
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    reading = Reading(workspace, heard.put)
    reading.start()
    try:
        assert {heard.get(timeout=60), heard.get(timeout=60)} == {clients[1].id, clients[2].id}
    finally:
        reading.stop()


def test_a_failure_does_not_end_the_reading(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    import_file(workspace, client.id, "a.txt", b"The garden was dry.", "record")
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    failed = threading.Event()
    read_some = workspace.read_some

    def once(client_id: str) -> int:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("disk")
        return read_some(client_id)

    monkeypatch.setattr(workspace, "read_some", once)
    reading = Reading(workspace, heard.put)
    reading.start()
    try:
        assert failed.wait(60)
        reading.add(client.id)
        assert heard.get(timeout=60) == client.id
    finally:
        reading.stop()


def test_an_unusable_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with Vault.temporary(tmp_path / "vault") as vault:
        reading = Reading(Workspace(vault, Embedder(tmp_path / "model")), lambda _: None)
        reading.start()
        try:
            for _ in range(600):
                if reading.failed:
                    break
                threading.Event().wait(0.05)
            assert "not a sentence-transformers folder" in reading.failed
        finally:
            reading.stop()


def test_lock_drops_everything(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Kim Muster")
    import_file(workspace, client.id, "a.txt", b"The garden was dry.", "record")
    read_all(workspace, client)
    recall = workspace.search(client.id, "garden")
    assert recall.echoes
    workspace.lock()
    assert workspace._searching._recalls.get(client.id) is None
    for act in (
        lambda: workspace.overview(client.id),
        lambda: workspace.search(client.id, "garden"),
        lambda: workspace.open_chart(ChartIdentity("s", name="Kim Muster")),
        lambda: import_file(workspace, client.id, "b.txt", b"x", "record"),
    ):
        with pytest.raises(Locked):
            act()


def test_nothing_is_searched_before_the_model_is_there(tmp_path: Path) -> None:
    with Vault.temporary(tmp_path / "vault") as vault:
        client = vault.add_client(name="Kim Muster")
        with pytest.raises(NotReady):
            Workspace(vault, Embedder()).search(client.id, "x")
