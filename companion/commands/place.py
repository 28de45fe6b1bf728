"""Where an import happens: in the companion that runs on a data folder, or here, with the vault opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from companion.commands.data_folder import opened_vault
from companion.commands.importing import FarJob, follow, print_verdict
from companion.commands.running import Companion
from companion.errors import BadRequest, NotFound
from companion.import_job import Drop, Imports
from companion.incoming import Arrived, for_client
from companion.record import Client, FileVerdict, NoteClass
from companion.service import launch_replies, requests
from companion.settings import Settings
from companion.vault import Vault
from companion.whose_notes import whose
from companion.workspace import Workspace
from index import Embedder

Who = tuple[str, str | None, date | None]
"""A client's name, record number, birth date."""
Brought = tuple[list[FileVerdict], str]
"""A verdict for each file, and the state that the job ended in."""


@dataclass(frozen=True, slots=True)
class Which:
    """What of the files is meant: all, or those named in `only`; of several patients one; and whether the therapist has
    looked at what asks to be looked at first."""

    confirmed: bool
    only: tuple[str, ...] = ()
    patient_id: str | None = None
    whole: bool = False
    """No file is split at its date headings."""


class Far:
    """A companion runs on this data folder: it brings in."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion

    def bring_in(self, path: Path, who: Who, note_class: NoteClass, which: Which) -> Brought:
        asked = _request(path, who, note_class, which)
        self._companion.ask("/v1/import/start", asked, launch_replies.ImportStatusReply)
        status, verdicts = follow(lambda: FarJob(self._companion), print_verdict)
        if status.why:
            raise BadRequest(status.why)
        return verdicts, status.state


class Here:
    """No companion runs: this process has the vault open, brings the notes in and reads them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def bring_in(self, path: Path, who: Who, note_class: NoteClass, which: Which) -> Brought:
        _request(path, who, note_class, which)
        client, new = _client(self._workspace.vault, who)
        drop = Drop(
            *(path, client.id, note_class),
            new_client=new,
            confirmed=which.confirmed,
            whole=which.whole,
            only=frozenset(which.only),
            patient_id=which.patient_id,
        )
        status, verdicts = follow(lambda: Imports(self._workspace).start(drop, told=print_verdict), lambda _: None)
        if status.why:
            raise BadRequest(status.why)
        if status.state == "done" and (not new or any(v.verdict == "imported" for v in verdicts)):
            self._read(client.id)
        return verdicts, status.state

    def keep(self, arrived: Arrived, who: Who, note_class: NoteClass) -> Brought:
        """What a link held, as files are kept."""
        client, new = _client(self._workspace.vault, who)
        verdicts = self._workspace.keep(client.id, for_client(arrived, client, confirmed=True), note_class)
        for verdict in verdicts:
            print_verdict(verdict)
        if any(verdict.verdict == "imported" for verdict in verdicts):
            self._workspace.refresh_overview(client.id)
            self._read(client.id)
        elif new:
            self._workspace.vault.delete_client(client.id)
        return verdicts, "done"

    def _read(self, client_id: str) -> None:
        left = self._workspace.waiting(client_id)
        while left:
            print(f"reading: {left} passages left", file=sys.stderr, flush=True)
            left = self._workspace.read_some(client_id)


@contextmanager
def place_of(settings: Settings) -> Iterator[Far | Here]:
    """The running companion, or, where none runs, this process with the vault opened."""
    try:
        companion = Companion(settings.data_folder)
    except NotFound:
        with opened_vault(settings.data_folder) as vault:
            workspace = Workspace(vault, Embedder(settings.model_folder))
            yield Here(workspace)
            workspace.lock()
        return
    with companion:
        yield Far(companion)


def _request(path: Path, who: Who, note_class: NoteClass, which: Which) -> requests.ImportRequest:
    """Raises BadRequest in words."""
    try:
        return requests.ImportRequest(
            path=str(path.resolve()),
            new_client=who[0],
            record_number=who[1],
            birth_date=who[2],
            note_class=note_class,
            confirmed=which.confirmed,
            whole=which.whole,
            only=list(which.only),
            patient_id=which.patient_id,
        )
    except ValidationError as error:
        words = {"path": "path", "new_client": "client's name", "record_number": "record number"}
        words |= {"only": "folder", "patient_id": "patient's id"}
        wrong = words.get(str(error.errors()[0]["loc"][0]), "request")
        raise BadRequest(f"The {wrong} is too long or not plain text. Shorten or correct it.") from None


def _client(vault: Vault, who: Who) -> tuple[Client, bool]:
    """Who it is, and whether they are new."""
    name, record_number, birth_date = who[0].strip(), who[1], who[2]
    known = whose(vault.clients(), name, record_number, birth_date)
    if known is not None:
        return known, False
    return vault.add_client(name=name, record_number=record_number, birth_date=birth_date), True
