"""Files of several patients: nothing is kept until one is named, and then nothing of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from companion.import_job import Drop, Imports
from companion.patients import WhichPatient
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.importers import fhir_fixtures as made
from tests.importers.writers import zip_file
from tests.importing import import_file

PEOPLE = (made.patient("p"), made.patient("q", "Bo", "Quist", "1971-02-03"))
GOALS = (made.goal("g", "p", "Ride the bus"), made.goal("h", "q", "Cook on Sundays"), made.goal("n", "", "Nobody's"))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Vault.temporary(tmp_path / "vault") as vault:
        yield Workspace(vault, Embedder())


@pytest.fixture(params=["folder", "bundle", "zip", "folders"])
def drop(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same two patients in every shape in which they may come, with a text that says nothing of itself."""
    folder = tmp_path / "drop"
    (folder / "a").mkdir(parents=True)
    (folder / "b").mkdir()
    bundle = made.bundle(*PEOPLE, *GOALS)
    files = {
        "folder": {"Patient.ndjson": made.ndjson(*PEOPLE), "Goal.ndjson": made.ndjson(*GOALS)},
        "bundle": {"set.json": bundle},
        "zip": {"export.zip": zip_file({"inside/set.json": bundle})},
        "folders": {"a/1.json": made.bundle(PEOPLE[0], GOALS[0]), "b/2.json": made.bundle(*PEOPLE[1:], *GOALS[1:])},
    }
    for name, data in {**files[request.param], "loose.txt": b"Slept well."}.items():
        (folder / name).write_bytes(data)
    return folder


def kept(workspace: Workspace, client_id: str) -> list[str]:
    return [note.text.split("\n")[0] for note in workspace.vault.open_client(client_id).notes()]


def test_nothing_is_kept_until_one_is_named_and_then_nothing_of_the_others(workspace: Workspace, drop: Path) -> None:
    client = workspace.vault.add_client(name="Bo Quist", birth_date=date(1971, 2, 3))
    for asked in (None, "nobody"):
        with pytest.raises(WhichPatient) as raised:
            list(workspace.import_path(client.id, drop, "record", asked))
        assert [whose.name for whose in raised.value.patients.values()] == ["Ana Reyes", "Bo Quist"]
        assert kept(workspace, client.id) == []
    verdicts = list(workspace.import_path(client.id, drop, "record", "q"))
    assert kept(workspace, client.id) == ["Goal: Cook on Sundays"]
    told = {verdict.name.split(" ")[0]: verdict.why for verdict in verdicts if verdict.why}
    assert "another patient" in told["Goal/g"]
    assert "whose it is" in told["Goal/n"] and "whose it is" in told["loose.txt"]


def test_a_job_asks_too_and_leaves_no_empty_client(workspace: Workspace, drop: Path) -> None:
    imports = Imports(workspace)
    for asked, state, notes in ((None, "failed", 0), ("p", "done", 1)):
        client = workspace.vault.add_client(name="Ana Reyes")
        job = imports.start(Drop(drop, client.id, "record", new_client=True, patient_id=asked))
        job.wait()
        assert (job.status().state, job.status().notes) == (state, notes)
        assert ("--patient" in job.status().why) == (asked is None)
    assert [client.name for client in workspace.vault.clients()] == ["Ana Reyes"]
    assert kept(workspace, client.id) == ["Goal: Ride the bus"]


def test_one_file_of_several_patients_is_refused(workspace: Workspace) -> None:
    client = workspace.vault.add_client(name="Ana Reyes")
    with pytest.raises(WhichPatient):
        import_file(workspace, client.id, "set.json", made.bundle(*PEOPLE, *GOALS), "record")
    assert kept(workspace, client.id) == []


def test_the_patient_who_was_named_and_the_client_must_not_differ(workspace: Workspace, drop: Path) -> None:
    client = workspace.vault.add_client(name="Bo Quist", birth_date=date(1980, 1, 1))
    list(workspace.import_path(client.id, drop, "record", "q"))
    assert kept(workspace, client.id) == []
