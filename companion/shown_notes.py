"""Which notes are shown: the one door through which a client's notes go to a panel, the window or a search.

The record always; psychotherapy and SUD counseling notes each while its switch is on. What is found, counted and
searched is made of the notes that are shown and of no others, so that whatever is derived from a note goes with it.
Keeping, reading for search, backups and exports have all notes, as before: docs/decisions/0016-note-classes.md.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from companion.errors import NotFound
from companion.record import Note, NoteCard, NoteClass
from companion.vault import ClientFile, PassageRow, SentenceVectors, Vault

SWITCHED: tuple[NoteClass, ...] = ("psychotherapy", "sud_counseling")
"""The record has no switch: it is what a chart is."""
SETTING = "hidden_note_classes"

_Classes: TypeAlias = frozenset[NoteClass]
_SHAPE: TypeAdapter[_Classes] = TypeAdapter(_Classes)


def hidden_classes(vault: Vault) -> frozenset[NoteClass]:
    """The classes whose switch is off; none until the therapist says so. What another version kept and this one cannot
    read switches everything off that has a switch."""
    try:
        return _SHAPE.validate_json(vault.setting(SETTING) or "[]") & frozenset(SWITCHED)
    except ValidationError:
        return frozenset(SWITCHED)


def hide_classes(vault: Vault, hidden: Collection[NoteClass]) -> None:
    """These from now on, and no others. The record cannot be hidden."""
    vault.set_setting(SETTING, _SHAPE.dump_json(frozenset(hidden) & frozenset(SWITCHED)).decode("utf-8"))


class ShownNotes:
    """One client's notes as far as they are shown, by the switches of the moment it was made. `without`: the hidden
    classes of which there are notes, in order; `hidden_count`: how many notes those are."""

    def __init__(self, file: ClientFile, hidden: Collection[NoteClass]) -> None:
        self._file = file
        hidden_cards = [card for card in file.cards() if card.note_class in hidden] if hidden else []
        self._hidden = frozenset(card.id for card in hidden_cards)
        self._classes = frozenset(hidden)
        self.without: tuple[NoteClass, ...] = tuple(sorted({card.note_class for card in hidden_cards}))
        self.hidden_count = len(hidden_cards)

    def notes(self) -> list[Note]:
        """In the file's order."""
        return [note for note in self._file.notes() if note.note_class not in self._classes]

    def note(self, note_id: str) -> Note:
        """Raises NotFound for one that is not there, or not shown."""
        note = self._file.note(note_id)
        if note.note_class in self._classes:
            raise NotFound("That note is of a class that is not shown now. Show it in Eyeline's settings to read it.")
        return note

    def count(self) -> int:
        """Cheap: an overview made over another number is out of date."""
        return self._file.note_count() - self.hidden_count

    def cards(self) -> list[NoteCard]:
        """In the file's order."""
        return [card for card in self._file.cards() if card.note_class not in self._classes]

    def passages(self) -> list[PassageRow]:
        """In the order of the notes, and within a note by place."""
        return [row for row in self._file.passages() if row.note_id not in self._hidden]

    def vectors(self, model: str) -> tuple[list[int], npt.NDArray[np.float32]]:
        """Of all passages, by their ids: whoever goes by `passages` meets those of the shown ones alone."""
        return self._file.vectors(model)

    def sentences(self, model: str) -> dict[str, SentenceVectors]:
        """What is held of that model, by note."""
        return {note_id: one for note_id, one in self._file.sentences(model).items() if note_id not in self._hidden}

    def waiting_notes(self, model: str) -> frozenset[str]:
        """The notes of which some passage has no vector of that model."""
        return self._file.waiting_notes(model) - self._hidden


def shown_notes(vault: Vault, client_id: str) -> ShownNotes:
    """By the switches as they are now. Raises NotFound, Locked, Damaged."""
    return ShownNotes(vault.open_client(client_id), hidden_classes(vault))
