"""What the resting panel is told of the notes themselves: what no search finds yet, and whether it is an intake."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from companion.record import NoteCard, NoteKind
from companion.service.present import newest_notes
from companion.service.replies import PROTOCOL
from tests.importing import import_file
from tests.service.conftest import Service
from tests.service.test_panel_routes import confirmed

INTAKE, PROGRESS = "001_2024-01-02_intake.txt", "002_2024-01-09_progress.txt"


def read(service: Service, client_id: str, note_ids: set[str]) -> None:
    """As if these notes had been read by the model."""
    workspace = service.running.workspace
    file = workspace.vault.open_client(client_id)
    rows = [(p.id, bytes(1536)) for p in file.waiting(workspace.embedder.name, 10**6) if p.note_id in note_ids]
    file.save_vectors(workspace.embedder.name, [(i, vector) for i, vector in rows if i is not None])


def test_the_protocol_is_told_locked_or_not(service: Service) -> None:
    panel = service.panel()
    assert panel.ask("/v1/status")["result"]["protocol"] == PROTOCOL
    service.running.lock()
    assert panel.ask("/v1/status")["result"]["protocol"] == PROTOCOL


def test_what_waits_is_told_in_notes_and_whether_the_newest_does(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    notes = service.running.workspace.vault.open_client(client.id).notes()
    ids = [note.id for note in notes]

    def told() -> tuple[int, bool]:
        overview = confirmed(panel, client)["result"]["overview"]
        return overview["notes_waiting"], overview["newest_waiting"]

    assert told() == (len(ids), True)
    read(service, client.id, set(ids[:-1]))
    assert told() == (1, True)
    read(service, client.id, set(ids))
    assert told() == (0, False)
    older = f"{notes[0].session_date:%Y-%m-%d}"
    import_file(service.running.workspace, client.id, f"x_{older}_contact.txt", b"She rang. He did not.", "record")
    assert told() == (1, False)


@pytest.mark.parametrize(
    ("files", "intake"),
    [
        ({}, True),
        ({PROGRESS: b"She came."}, True),
        ({INTAKE: b"She came.", PROGRESS: b"She came again."}, False),
        ({"000_2024-01-01_contact.txt": b"She rang.", INTAKE: b"She came."}, True),
        ({INTAKE: b"She came.", "002_2024-01-02_measure.csv": b"PHQ-9,9"}, True),
    ],
)
def test_an_intake_is_told(service: Service, files: dict[str, bytes], intake: bool) -> None:
    client = service.running.workspace.vault.add_client(
        name="Ida Holm", record_number="77", birth_date=date(1990, 1, 1)
    )
    for name, data in files.items():
        import_file(service.running.workspace, client.id, name, data, "record")
    assert confirmed(service.panel(), client)["result"]["overview"]["intake"] is intake


def test_a_mistyped_year_makes_no_note_the_newest() -> None:
    def card(name: str, day: date | None, kind: NoteKind = "progress") -> NoteCard:
        return NoteCard(name, name, kind, "record", day)

    today = date(2025, 1, 1)
    old, late, undated = card("old", today), card("late", today + timedelta(days=9000), "intake"), card("undated", None)
    assert newest_notes([old, late, undated], today) == [old]
    assert newest_notes([undated], today) == [undated]
    assert newest_notes([], today) == []
