"""Passages: places in a text that a person can read at a glance."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import LONGEST, Document, Passage, fingerprint, split

SOAP = """SOAP  3/4/24  50 min
S: Slept badly. Said "I can't. I won't." and left it there. Dr. Moss called at 7 p.m. about the dose.
O: Tired, alert.
P: HW: walk daily. RTC 2 wks.

Signed, X"""

CUES = """WEBVTT

NOTE made up

00:00:01.000 --> 00:00:04.000
<v Therapist>And then?

00:00:05.000 --> 00:00:09.000
<v Ana>Then I went home.
I slept.
"""


def of(text: str, layout: str = "prose") -> list[Passage]:
    return split([Document("d", text, layout)])  # type: ignore[arg-type]


@given(st.text(max_size=3000), st.sampled_from(["prose", "cues", "rows"]))
def test_every_passage_stands_where_it_says(text: str, layout: str) -> None:
    passages = of(text, layout)
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert passage.end - passage.start <= LONGEST or layout == "rows"
    assert all(a.end <= b.start for a, b in itertools.pairwise(passages))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_no_word_of_prose_is_left_out(text: str) -> None:
    kept = "".join(passage.text for passage in of(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_sections_and_sentences() -> None:
    found = [(p.section, p.text) for p in of(SOAP)]
    assert ("O", "O: Tired, alert.") in found
    said = next(text for section, text in found if section == "S")
    assert said.startswith("S: Slept badly.")
    assert any("Dr. Moss called at 7 p.m. about the dose." in text for _, text in found)
    assert ("", "Signed, X") in found


def test_a_quotation_is_not_cut() -> None:
    long = 'He said "' + "One thing. Another thing. " * 9 + 'The end." Then he left. ' + "More words follow here. " * 8
    for passage in of(long):
        if '"' in passage.text:
            assert passage.text.count('"') == 2


def test_a_passage_stays_inside_its_cue_and_knows_its_speaker() -> None:
    found = [(p.speaker, p.text) for p in of(CUES, "cues")]
    assert found == [("Therapist", "And then?"), ("Ana", "Then I went home."), ("Ana", "I slept.")]


def test_rows_of_a_table_stand_alone() -> None:
    assert [p.text for p in of("date,total\n2024-01-01,5\n", "rows")] == ["date,total", "2024-01-01,5"]


def test_copied_words_are_marked_in_the_later_document_alone() -> None:
    first, second = "RISK: None known.\n\nRISK: None known.", "risk:  none KNOWN.\n\nNew words."
    flags = [(p.document, p.carried_forward) for p in split([Document("1", first), Document("2", second)])]
    assert flags == [("1", False), ("1", False), ("2", True), ("2", False)]


@pytest.mark.parametrize("text", ["", "\n\n \t", "\ufeff"])
def test_nothing_gives_nothing_or_itself(text: str) -> None:
    assert [p.text for p in of(text)] in ([], ["\ufeff"])


def test_fingerprints_fold_case_and_space_alone() -> None:
    assert fingerprint(" No  SI.\n") == fingerprint("no si.")
    assert fingerprint("No SI") != fingerprint("No S.I")
