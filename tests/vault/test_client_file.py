"""One client's file: order, places, one transaction for a file, vectors by model, decisions apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from companion import errors
from companion.vault import ClientFile, PassageRow

if TYPE_CHECKING:
    from tests.vault.conftest import Example


def test_a_note_comes_back_as_it_went_in(ada: ClientFile, example: Example) -> None:
    note = replace(example.note(7, "Ünïcødé 🙂 and\r\nlines\x00 all"), filed_on=None, note_class="psychotherapy")
    assert ada.add_file(sha256="77", name="a.txt", notes=[note], passages=[])
    assert ada.note(note.id) == note
    with pytest.raises(errors.NotFound):
        ada.note("note-404")


def test_notes_stand_by_session_then_filing_then_name(ada: ClientFile, example: Example) -> None:
    base, day = example.note(50), date(2020, 1, 1)
    notes = [
        replace(base, id="undated", session_date=None, filed_on=date(2001, 1, 1)),
        replace(base, id="unknown", session_date=None, filed_on=None),
        replace(base, id="late", session_date=day, filed_on=date(2020, 3, 1), source_name="a"),
        replace(base, id="b", session_date=day, filed_on=day, source_name="b"),
        replace(base, id="a", session_date=day, filed_on=day, source_name="a"),
    ]
    passages = [PassageRow(None, note.id, at, at + 4, "", "", False) for note in notes for at in (8, 0)]
    assert ada.add_file(sha256="50", name="export", notes=notes, passages=passages)
    order = ["a", "b", "late", "note-0", "note-1", "undated", "unknown"]
    assert [note.id for note in ada.notes()] == order
    places = [(p.note_id, p.start) for p in ada.passages()]
    assert places == sorted(places, key=lambda place: (order.index(place[0]), place[1]))


def test_the_same_file_twice_adds_nothing(ada: ClientFile, example: Example) -> None:
    before = (ada.notes(), ada.passages(), ada.files())
    assert ada.has_file(example.sha256(0))
    assert example.add(ada, 0) is False
    assert (ada.notes(), ada.passages(), ada.files()) == before
    assert [(file.name, file.notes) for file in ada.files()] == [("2024-01-01.txt", 1), ("2024-01-02.txt", 1)]


def test_equal_words_in_two_places_are_two_passages(ada: ClientFile, example: Example) -> None:
    count = len(ada.passages())
    twin = example.note(8, "Sleep poor. Sleep poor. Sleep poor. Sleep poor. ")
    ada.add_file(sha256="88", name="b.txt", notes=[twin], passages=example.passages(twin))
    assert len(ada.passages()) == count + 4


def test_a_file_is_added_whole_or_not_at_all(ada: ClientFile, example: Example) -> None:
    note = example.note(9)
    good = example.passages(note)
    taken = replace(example.note(0), text=note.text)
    bad = [
        ([note], [*good, replace(good[0])]),  # the same place twice
        ([note], [*good, replace(good[0], note_id="note-404")]),
        ([note], [replace(good[0], end=len(note.text) + 1)]),
        ([note], [replace(good[0], start=-1)]),
        ([note, taken], good),  # a note id of another file
    ]
    before = (ada.notes(), ada.passages(), ada.files())
    for notes, passages in bad:
        with pytest.raises(errors.BadRequest):
            ada.add_file(sha256="99", name="c.txt", notes=notes, passages=passages)
        assert (ada.notes(), ada.passages(), ada.files()) == before
    assert ada.add_file(sha256="99", name="c.txt", notes=[note], passages=good)


def test_a_full_disk_undoes_the_whole_file(ada: ClientFile, example: Example) -> None:
    before = (ada.notes(), ada.passages(), ada.files())
    assert ada._file is not None
    pages = ada._file.rows("PRAGMA page_count")[0][0]
    note = example.note(9, "A long session. " * 20_000)
    many = [PassageRow(None, note.id, at, at + 40, "", "", False) for at in range(0, 40_000, 40)]
    for room in (0, 1, 5, 80):  # fails at the file's row, in the note, in the passages
        ada._file.row(f"PRAGMA max_page_count = {pages + room}")
        with pytest.raises(errors.EyelineError, match="disk is full"):
            ada.add_file(sha256="99", name="c.txt", notes=[note], passages=many)
        assert (ada.notes(), ada.passages(), ada.files()) == before
    ada._file.row("PRAGMA max_page_count = 4294967294")
    assert ada.add_file(sha256="99", name="c.txt", notes=[note], passages=many)
    assert ada.problems() == []


def test_text_that_is_no_text_is_refused_without_quoting_it(ada: ClientFile, example: Example) -> None:
    note = replace(example.note(9), text="denies SI \udc80")
    with pytest.raises(errors.Unreadable) as caught:
        ada.add_file(sha256="99", name="c.txt", notes=[note], passages=[])
    assert "denies" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert not ada.has_file("99")


def test_a_file_brought_in_wrongly_can_be_taken_back(ada: ClientFile, example: Example) -> None:
    ada.remove_file(example.sha256(0))
    assert [note.id for note in ada.notes()] == ["note-1"]
    assert {passage.note_id for passage in ada.passages()} == {"note-1"}
    assert len(ada.vectors(example.model)[0]) == 4
    assert ada.overview() is None
    assert ada.decisions() != {}
    with pytest.raises(errors.NotFound):
        ada.remove_file(example.sha256(0))
    assert example.add(ada, 0)


def test_vectors_wait_are_saved_and_come_back_in_order(ada: ClientFile, example: Example) -> None:
    assert ada.waiting_count(example.model) == 0
    example.add(ada, 9)
    assert (ada.waiting_count(example.model), ada.waiting_count("other")) == (4, 12)
    first = ada.waiting(example.model, 3)
    assert [passage.note_id for passage in first] == ["note-9"] * 3
    ids = [passage.id for passage in first if passage.id is not None]
    ada.save_vectors(example.model, [(i, example.vector(i)) for i in reversed(ids)])
    assert ada.waiting_count(example.model) == 1
    found, matrix = ada.vectors(example.model)
    assert found == sorted(found)
    assert (matrix.dtype, matrix.shape) == (np.dtype(np.float32), (11, 384))
    assert [row.tobytes() for row in matrix] == [example.vector(i) for i in found]
    assert ada.vectors("other")[1].size == 0


def test_a_vector_can_be_replaced_and_what_was_made_forgotten(ada: ClientFile, example: Example) -> None:
    ids, _ = ada.vectors(example.model)
    ada.save_vectors(example.model, [(ids[0], example.vector(999))])
    assert ada.vectors(example.model)[1][0].tobytes() == example.vector(999)
    ada.save_vectors("short", [(i, b"\0" * 8) for i in ids])
    assert ada.vectors("short")[1].shape == (len(ids), 2)
    notes = ada.note_count()
    ada.forget_reading()
    assert ada.waiting_count(example.model) == len(ids)
    assert ada.vectors("short")[1].size == 0
    assert (ada.overview(), ada.sentences(example.model), ada.note_count()) == (None, {}, notes)


def test_vectors_that_cannot_be_a_matrix_are_refused_whole(ada: ClientFile, example: Example) -> None:
    ids, matrix = ada.vectors(example.model)
    for rows in (
        [(ids[0], b"\0" * 8)],
        [(ids[0], b"123")],
        [(ids[0], b"")],
        [(ids[0], b"1234"), (ids[1], b"12345678")],
    ):
        with pytest.raises(errors.BadRequest):
            ada.save_vectors(example.model, rows)
    with pytest.raises(errors.NotFound):
        ada.save_vectors(example.model, [(ids[0], b"\0" * 1536), (10_000, b"\0" * 1536)])
    assert np.array_equal(ada.vectors(example.model)[1], matrix)
    ada.save_vectors(example.model, [])


def test_carried_forward_can_be_set_later(ada: ClientFile) -> None:
    ids = [passage.id for passage in ada.passages() if passage.id is not None]
    ada.set_carried_forward(ids[:2])
    assert [passage.id for passage in ada.passages() if passage.carried_forward] == ids[:2]
    ada.set_carried_forward(ids, False)
    assert not any(passage.carried_forward for passage in ada.passages())


def test_the_overview_is_replaced_and_decisions_stay(ada: ClientFile, example: Example) -> None:
    ada.decide("goal:1", '{"status": "achieved"}')
    ada.save_overview("{}")
    ada.save_overview('{"notes_read": 2}')
    example.add(ada, 9)
    assert ada.overview() == '{"notes_read": 2}'
    assert ada.decisions()["goal:1"] == '{"status": "achieved"}'
    ada.decide("goal:1", None)
    assert "goal:1" not in ada.decisions()
    with pytest.raises(ValueError, match="Expecting"):
        ada.decide("goal:2", "not json")


def test_a_decision_tells_its_time_and_what_held_before_it(ada: ClientFile) -> None:
    ada.decide("theme:hide:a", '"yes"')
    ada.decide("goal:name:b", '"One"')
    ada.decide("goal:name:b", '"Two"')
    goal, theme, *rest = ada.kept_decisions()
    assert (goal.name, goal.value, goal.before) == ("goal:name:b", '"Two"', '"One"')
    assert (theme.name, theme.before) == ("theme:hide:a", None)
    assert theme.decided_at < goal.decided_at <= datetime.now(UTC)
    ada.decide("theme:hide:a", '"yes"')
    assert ada.kept_decisions() == [goal, theme, *rest]
    ada.decide("goal:name:b", None)
    ada.decide("goal:name:b", '"Three"')
    assert [one.before for one in ada.kept_decisions()[:2]] == [None, None]


def test_a_closed_handle_says_so(ada: ClientFile) -> None:
    ada.close()
    with pytest.raises(errors.Locked):
        ada.notes()
