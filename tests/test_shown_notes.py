"""The one door from a client's file to the screen: with a class switched off, each way through it leaves that out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from companion.errors import NotFound
from companion.record import Note, NoteClass
from companion.shown_notes import ShownNotes, hidden_classes, hide_classes, shown_notes
from companion.vault import ClientFile, PassageRow, SentenceVectors, Vault

CLASSES: dict[str, NoteClass] = {"n1": "record", "n2": "psychotherapy", "n3": "sud_counseling", "n4": "psychotherapy"}


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.temporary(tmp_path) as opened:
        yield opened


@pytest.fixture
def file(vault: Vault) -> ClientFile:
    """Four notes with a passage each, of which the last waits for its vector."""
    file = vault.open_client(vault.add_client(name="Ada Stone").id)
    for note_id, note_class in CLASSES.items():
        note = Note(note_id, "a", "progress", "SOAP", note_class, None, date(2024, 1, 1), f"words of {note_id}")
        passage = PassageRow(None, note_id, 0, 5, "", "", False)
        file.add_file(sha256=note_id * 32, name="a", notes=[note], passages=[passage])
        file.save_sentences("m", note_id, SentenceVectors(((0, 5),), np.ones((1, 2), np.float32)))
    waiting = [one.id for one in file.waiting("m", 9) if one.note_id != "n4"]
    file.save_vectors("m", [(number, bytes(8)) for number in waiting if number is not None])
    return file


@pytest.mark.parametrize("hidden", [(), ("psychotherapy",), ("sud_counseling",), ("psychotherapy", "sud_counseling")])
def test_every_way_leaves_out_what_is_hidden(file: ClientFile, hidden: Collection[NoteClass]) -> None:
    shown, wanted = ShownNotes(file, hidden), [one for one, kept_as in CLASSES.items() if kept_as not in hidden]
    assert [note.id for note in shown.notes()] == wanted
    assert [card.id for card in shown.cards()] == wanted
    assert [row.note_id for row in shown.passages()] == wanted
    assert list(shown.sentences("m")) == wanted
    assert shown.waiting_notes("m") == {"n4"} & set(wanted)
    assert shown.count() == len(wanted)
    assert shown.hidden_count == len(CLASSES) - len(wanted)
    assert shown.without == tuple(sorted(hidden))
    assert len(shown.vectors("m")[0]) == 3
    for note_id in CLASSES:
        if note_id in wanted:
            assert shown.note(note_id).text == f"words of {note_id}"
        else:
            with pytest.raises(NotFound, match="of a class that is not shown"):
                shown.note(note_id)


def test_the_switches_are_the_vaults(vault: Vault, file: ClientFile) -> None:
    hide_classes(vault, ["psychotherapy", "record"])
    assert hidden_classes(vault) == {"psychotherapy"}, "the record cannot be hidden"
    assert shown_notes(vault, file.client_id).count() == 2
