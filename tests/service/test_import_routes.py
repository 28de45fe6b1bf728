"""Bringing in through the service: started, looked at, paused, cancelled, one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from companion.errors import NotFound
from companion.service import launch_routes, requests
from companion.service.routes import LAUNCH_ALONE, SEALED
from companion.service.sessions import Session
from tests.service.conftest import Service

NOBODY = cast(Session, None)  # these routes ask nothing of the session: the table says who may call them


def test_only_the_launch_key_may_bring_in() -> None:
    routes = [route for route in SEALED if route.path.startswith("/v1/import")]
    assert len(routes) == 6
    assert all(route.peers == LAUNCH_ALONE for route in routes)


def test_a_job_is_started_looked_at_and_ended(service: Service, tmp_path: Path) -> None:
    running = service.running
    with pytest.raises(NotFound):
        launch_routes.import_status(running, NOBODY, requests.ImportStatusRequest())
    notes = tmp_path / "drop"
    notes.mkdir()
    for n in range(6):
        (notes / f"{n:03}_2024-01-{n + 1:02}_progress.txt").write_text(f"Note {n}: she slept.")
    asked = requests.ImportRequest(path=str(notes), new_client="Kim Muster", note_class="record")
    said = launch_routes.import_start(running, NOBODY, asked)
    assert said.files == 6
    launch_routes.import_pause(running, NOBODY, requests.ImportPauseRequest())
    launch_routes.import_resume(running, NOBODY, requests.ImportResumeRequest())
    assert running.imports.job.wait(60)
    said = launch_routes.import_status(running, NOBODY, requests.ImportStatusRequest(since=4))
    assert (said.state, said.files_done, said.notes, len(said.verdicts)) == ("done", 6, 6, 2)
    again = launch_routes.bring_in(running, NOBODY, asked)
    assert [file.verdict for file in again.files] == ["already_here"] * 6
    assert launch_routes.import_cancel(running, NOBODY, requests.ImportCancelRequest()).state == "done"


def test_nobody_is_made_for_what_cannot_be_started(service: Service, tmp_path: Path) -> None:
    before = service.running.workspace.vault.clients()
    with pytest.raises(NotFound):
        asked = requests.ImportRequest(path=str(tmp_path / "nowhere"), new_client="Kim Muster")
        launch_routes.import_start(service.running, NOBODY, asked)
    assert service.running.workspace.vault.clients() == before
