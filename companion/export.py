"""One client's record in the clear, by an explicit act: JSON for a program, HTML for a reader; one note class at a
time, since psychotherapy and SUD counseling notes may not travel with the record."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path
from typing import get_args

from companion.errors import BadRequest, EyelineError, NotFound
from companion.record import Client, Note, NoteClass
from companion.workspace import Workspace

TITLES: dict[NoteClass, str] = {
    "record": "Record",
    "psychotherapy": "Psychotherapy notes, kept apart from the record",
    "sud_counseling": "SUD counseling notes, kept apart from the record",
}
NOTICES: dict[NoteClass, str] = {
    "record": "",
    "psychotherapy": "Psychotherapy notes (45 CFR 164.501): most uses need the client's own authorization.",
    "sud_counseling": "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
}
"""What must go with them; the second is the notice of 42 CFR 2.32(a)(2)."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }}
article {{ border-top: 1px solid #999; break-inside: avoid-page; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{about}</p>
<p><strong>{notice}</strong></p>
{notes}
</body>
</html>
"""


def export_record(workspace: Workspace, client_id: str, note_class: NoteClass, folder: Path) -> list[Path]:
    """Writes the notes of one class, readable by whoever can open the folder; the two files. The audit row comes first.
    Raises NotFound for a client without such notes, BadRequest for a folder that cannot be written to."""
    client = workspace.vault.client(client_id)
    notes = [note for note in workspace.vault.consents.file_despite(client_id).notes() if note.note_class == note_class]
    if not notes:
        raise NotFound(f"No notes of that class are kept of this client ({', '.join(get_args(NoteClass))}).")
    if not folder.is_dir():
        raise BadRequest(f"There is no folder {folder}. Make it, or choose another.")
    workspace.vault.write_audit("export", client_id, [note.id for note in notes])
    contents = {".json": _json(client, note_class, notes), ".html": _html(client, note_class, notes)}
    stem = f"{_file_name(client.name)} {note_class} {date.today()}"
    return [_write(folder / f"{stem}{ending}", content) for ending, content in contents.items()]


def _json(client: Client, note_class: NoteClass, notes: list[Note]) -> str:
    said = {"client": asdict(client), "note_class": note_class, "notice": NOTICES[note_class]}
    return json.dumps(said | {"notes": [asdict(note) for note in notes]}, default=str, indent=1, ensure_ascii=False)


def _html(client: Client, note_class: NoteClass, notes: list[Note]) -> str:
    about = [f"Born {client.birth_date}" if client.birth_date else "", f"Record {client.record_number or 'not known'}"]
    title = f"{client.name}: {TITLES[note_class]}"
    articles = [
        f"<article><h2>{note.session_date or 'No date'}: {escape(note.kind)}</h2>\n"
        f"<p>From {escape(note.source_name)}</p>\n<pre>{escape(note.text)}</pre></article>"
        for note in notes
    ]
    return _PAGE.format(
        title=escape(title),
        about=escape(". ".join(part for part in (*about, f"{len(notes)} notes", f"Exported {date.today()}") if part)),
        notice=escape(NOTICES[note_class]),
        notes="\n".join(articles),
    )


def _file_name(name: str) -> str:
    """A client's name as every system takes it in a file's."""
    return "".join(c if c.isalnum() or c in " -'" else "_" for c in name).strip()[:80] or "client"


def _write(path: Path, content: str) -> Path:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
            stream.write(content)
    except FileExistsError:
        raise BadRequest(f"{path.name} is there already. Move it away, or choose another folder.") from None
    except OSError as error:
        raise EyelineError(
            f"{path.name} could not be written ({error.strerror}). What was written of it stays."
        ) from None
    return path
