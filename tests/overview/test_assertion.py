"""Assertion: what a sentence says of the words in it. Sentences written for this test."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.overview.assertion import assess
from companion.record import Assertion


def of(sentence: str, others: tuple[str, ...] = ()) -> Assertion:
    """The words in [brackets] are assessed."""
    start, end = sentence.index("["), sentence.index("]") - 1
    return assess(sentence.replace("[", "").replace("]", ""), start, end, others)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Client reports [suicidal ideation] most evenings.", "present"),
        ("Passive [SI] this week, no plan.", "present"),
        ("Denies [SI]/HI.", "denied"),
        ("Denied any [suicidal ideation], plan or intent.", "denied"),
        ("Denies HI, AVH and [SI].", "denied"),
        ("No current [SI].", "denied"),
        ("Neg for [SI].", "denied"),
        ("No h/o [self-harm].", "denied"),
        ("She does not deny [suicidal ideation].", "present"),
        ("H/o [suicide attempt] at 19.", "historical"),
        ("History of [cutting] in high school.", "historical"),
        ("Her brother has [suicidal ideation].", "other_person"),
        ("Family hx: [suicide] (uncle).", "other_person"),
        ("Call 988 if [suicidal thoughts] return.", "hypothetical"),
        ("Denies SI; reports [cutting] twice this week.", "present"),
        ("No SI. He did mention [cutting] on Sunday.", "present"),
    ],
)
def test_what_a_sentence_asserts(sentence: str, verdict: Assertion) -> None:
    assert of(sentence) == verdict


def test_a_name_of_somebody_else_owns_the_words() -> None:
    assert of("Sam talked of [suicide] again.", ("Sam",)) == "other_person"
    assert of("Sam talked of [suicide] again.") == "present"


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 60))
def test_any_text_gets_a_verdict(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    assert assess(text, start, min(len(text), start + length)) in (
        "present", "denied", "historical", "hypothetical", "other_person", "not_risk",
    )  # fmt: skip


def test_a_hostile_note_costs_no_more_than_its_length() -> None:
    """Twice the text takes about twice the time, not four times (a ratio in one run, with room for noise)."""

    def seconds(count: int) -> float:
        text = "denies " * count + "SI"
        started = time.perf_counter()
        for _ in range(20):
            assess(text, len(text) - 2, len(text))
        return time.perf_counter() - started

    seconds(100)
    assert seconds(100_000) < 20 * seconds(1_000) + 0.5
