"""Files brought in without a folder."""

from __future__ import annotations

from companion.incoming import for_client, read_bytes
from companion.patients import choose, patients_in
from companion.record import FileVerdict, NoteClass
from companion.workspace import Workspace


def import_file(workspace: Workspace, client_id: str, name: str, data: bytes, note_class: NoteClass) -> FileVerdict:
    """One file, as if it had been dropped alone and looked at. Raises Unreadable, WhichPatient."""
    arrived = read_bytes(name, data)
    choose(patients_in([arrived.contents]), None)
    read = for_client(arrived, workspace.vault.client(client_id), confirmed=True)
    return workspace.keep(client_id, read, note_class)[0]
