"""A file that comes in to be kept: the note in it, and what makes it the same file as another."""

from __future__ import annotations

import secrets
from hashlib import sha256

from companion.errors import Unreadable
from companion.importers import read_note
from companion.record import Note, NoteClass


def note_in(name: str, data: bytes, note_class: NoteClass) -> Note:
    """The note in a file. Whatever a parser raises over a hostile file is that file's refusal and nobody else's; what
    it says may hold words of the file, so only its type is told."""
    try:
        return read_note(name, data, note_id=secrets.token_hex(12), note_class=note_class)
    except Unreadable:
        raise
    except Exception as error:
        say = f"It could not be read ({type(error).__name__}). Open it, save it again, or leave it out."
        raise Unreadable(say) from None


def same_file(note: Note, data: bytes) -> str:
    """What makes a file the same file: its bytes, the day it was filed and its kind. "No show." two weeks running is
    two notes; the same file under another name is one."""
    told = f"{note.filed_on}|{note.kind}|".encode("ascii")
    return sha256(told + data).hexdigest()
