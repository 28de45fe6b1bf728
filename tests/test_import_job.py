"""Bringing in as a job: counts and time left, pause, resume, cancel between files alone, one at a time; and a watch."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.errors import Busy, NotFound
from companion.import_job import Drop, ImportJob, Imports
from companion.record import Client, FileVerdict
from companion.vault import Vault
from companion.watched_folder import WatchedFolder
from companion.workspace import Workspace
from index import Embedder
from tests.importers.test_split import DAYS, export
from tests.importers.writers import pdf_file, zip_file
from tests.importing import import_file

FILES = 12


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Vault.temporary(tmp_path / "vault") as vault:
        yield Workspace(vault, Embedder())


@pytest.fixture
def client(workspace: Workspace) -> Client:
    return workspace.vault.add_client(name="Kim Muster", record_number="20-4471")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notes"
    made.mkdir()
    for n in range(FILES):
        (made / f"{n:03}_2024-01-{n + 1:02}_progress.txt").write_text(f"Note {n}. She slept well.")
    return made


class Gate:
    """Lets a job through one file after the other."""

    def __init__(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        keep = workspace.keep

        def gated(*given: object) -> list[FileVerdict]:
            self.begun.release()
            assert self.go_on.acquire(timeout=60)
            return keep(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(workspace, "keep", gated)

    def let(self, files: int) -> None:
        for _ in range(files):
            assert self.begun.acquire(timeout=60)
            self.go_on.release()


def test_a_job_runs_to_its_end(workspace: Workspace, client: Client, folder: Path) -> None:
    heard: list[bool] = []
    (folder / "bad.docx").write_bytes(b"no")
    job = Imports(workspace).start(Drop(folder, client.id, "record"), heard.append)
    assert job.wait(60)
    status = job.status()
    assert (status.state, status.files, status.files_done, status.notes) == ("done", FILES + 1, FILES + 1, FILES)
    assert (status.current, status.seconds_left, status.why) == ("", None, "")
    assert [v.verdict for v in status.verdicts].count("refused") == 1
    assert job.status(FILES).verdicts == status.verdicts[FILES:]
    assert heard == [True]
    assert len(workspace.overview(client.id).cards) == FILES


def test_pause_resume_and_cancel_stop_between_files(
    workspace: Workspace, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(workspace, monkeypatch)
    imports = Imports(workspace)
    job = imports.start(Drop(folder, client.id, "record"))
    gate.let(4)
    assert gate.begun.acquire(timeout=60)
    status = job.status()
    assert (status.state, status.files_done, status.current) == ("running", 4, "004_2024-01-05_progress.txt")
    assert status.seconds_left is not None
    with pytest.raises(Busy):
        imports.start(Drop(folder, client.id, "record"))
    job.pause()
    gate.go_on.release()  # the file under way is finished
    while job.status().files_done < 5:
        assert not job.wait(0.01)
    assert job.status().state == "paused"
    assert not gate.begun.acquire(timeout=0.2), "nothing is begun while it is paused"
    job.resume()
    assert gate.begun.acquire(timeout=60)
    job.cancel()
    gate.go_on.release()
    assert job.wait(60)
    status = job.status()
    assert (status.state, status.notes) == ("cancelled", 6)
    file = workspace.vault.open_client(client.id)
    assert file.note_count() == 6
    assert {row.note_id for row in file.passages()} == {note.id for note in file.notes()}
    monkeypatch.undo()
    job = imports.start(Drop(folder, client.id, "record"))
    assert job.wait(60)
    assert [v.verdict for v in job.status().verdicts] == ["already_here"] * 6 + ["imported"] * 6


def test_a_paused_job_can_be_cancelled(workspace: Workspace, client: Client, folder: Path) -> None:
    job = ImportJob(workspace, Drop(folder, client.id, "record"), lambda _: None)
    job.pause()
    job.start()
    job.cancel()
    assert job.wait(60)
    assert job.status().state == "cancelled"


def test_a_lock_ends_a_job_with_a_sentence(
    workspace: Workspace, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(workspace, monkeypatch)
    job = Imports(workspace).start(Drop(folder, client.id, "record"))
    gate.let(3)
    assert gate.begun.acquire(timeout=60)
    workspace.lock()
    gate.go_on.release()
    assert job.wait(60)
    assert job.status().state == "failed"
    assert "locked" in job.status().why


def test_a_new_client_of_whom_nothing_came_in_goes_again(workspace: Workspace, client: Client, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no")
    heard: list[bool] = []
    job = Imports(workspace).start(Drop(tmp_path / "bad.pdf", client.id, "record", new_client=True), heard.append)
    assert job.wait(60)
    assert workspace.vault.clients() == []
    assert heard == [False]
    with pytest.raises(NotFound):
        Imports(workspace).start(Drop(tmp_path / "nowhere", client.id, "record"))
    with pytest.raises(NotFound, match="Nothing is being brought in"):
        _ = Imports(workspace).job


def test_what_asks_to_be_looked_at_waits_for_it(workspace: Workspace, client: Client, tmp_path: Path) -> None:
    (tmp_path / "chart.txt").write_text(export("Date of Service: {day}", *DAYS))
    for confirmed, said in ((False, ["left_out"] * 4), (True, ["imported"]), (True, ["already_here"])):
        job = Imports(workspace).start(Drop(tmp_path / "chart.txt", client.id, "record", confirmed=confirmed))
        assert job.wait(60)
        assert [v.verdict for v in job.status().verdicts] == said
    assert workspace.vault.open_client(client.id).notes()[0].source_name.startswith("chart.txt[0:")


def test_another_clients_note_is_set_aside(workspace: Workspace, client: Client) -> None:
    said = import_file(workspace, client.id, "a.txt", b"Client: Ann Ray  MRN: 30-1111\nS: Slept well.", "record")
    assert (said.verdict, "another record number" in said.why) == ("left_out", True)
    assert workspace.vault.open_client(client.id).notes() == []
    assert import_file(workspace, client.id, "a.txt", b"MRN: 20-4471\nS: Slept well.", "record").verdict == "imported"


def test_the_same_note_adds_nothing_wherever_it_comes_from(workspace: Workspace, client: Client) -> None:
    note = "Seen 3/4/2025. She slept well."
    packed = zip_file({"sub/a.txt": note.encode(), "copy of a.txt": note.encode(), "b.pdf": pdf_file("Seen 3/5/2025.")})
    for name, data, verdict, notes in (
        ("z.zip", packed, "imported", 2),
        ("z2.zip", packed, "already_here", 0),
        ("renamed.txt", note.encode(), "already_here", 0),
        ("b.pdf", pdf_file("Seen 3/5/2025."), "already_here", 0),
    ):
        said = import_file(workspace, client.id, name, data, "record")
        assert (said.verdict, said.notes) == (verdict, notes), name
    assert workspace.vault.open_client(client.id).note_count() == 2


def test_only_the_named_files_come_in(workspace: Workspace, client: Client, folder: Path) -> None:
    only = frozenset({"003_2024-01-04_progress.txt"})
    job = Imports(workspace).start(Drop(folder, client.id, "record", only=only))
    assert job.wait(60)
    assert [v.name for v in job.status().verdicts] == list(only)


def test_a_watched_file_is_taken_once_when_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("here before")
    watched = WatchedFolder(tmp_path)
    watched.take_all()
    assert watched.ready() == []
    new = tmp_path / "sub" / "new.txt"
    new.parent.mkdir()
    new.write_text("half")
    assert watched.ready() == [], "it may still be being written"
    new.write_text("half and the rest")
    assert watched.ready() == []
    assert watched.ready() == [new]
    assert watched.ready() == [], "once"
    os.utime(new, ns=(1, 1))
    assert watched.ready() == []
    assert watched.ready() == [new], "changed, so again"


def test_two_birth_dates_in_one_drop_are_not_one_client(workspace: Workspace, client: Client, tmp_path: Path) -> None:
    """Neither in a folder nor in a zip, where no birth date is kept that would tell."""
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.txt").write_text("DOB: 1/2/1980\nSeen 3/4/2025. Slept well.")
    (drop / "b.txt").write_text("DOB: 5/6/1990\nSeen 3/5/2025. Slept badly.")
    (drop / "c.txt").write_text("Seen 3/6/2025. Walked.")
    (drop / "d.zip").write_bytes(zip_file({"e.txt": b"DOB: 5/6/1990\nSeen 3/7/2025. Slept."}))
    said = {v.name: v.verdict for v in workspace.import_path(client.id, drop, "record")}
    assert said == {
        "a.txt": "imported", "b.txt": "left_out", "c.txt": "imported", "d.zip": "left_out", "d.zip/e.txt": "left_out"
    }  # fmt: skip
    job = Imports(workspace).start(Drop(drop, client.id, "record"))
    job.wait()
    assert [v.verdict for v in job.status().verdicts if v.name == "b.txt"] == ["left_out"]
    assert len(workspace.vault.open_client(client.id).notes()) == 2
