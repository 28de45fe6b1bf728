"""What a goal's later mentions gain from a model of meaning, with one that knows two subjects alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from companion.overview.goals import find_goals
from companion.overview.meaning import Matrix
from companion.overview.sessions import sessions_of
from companion.record import Mention
from tests.overview.notes import note, readings

HORSES = ("horse", "saddle", "mare", "stable", "gallop")
MONEY = ("debt", "bank", "bailiff", "owe")
PLAN = note("Goals\n1. Ride her horse again by spring\n2. Settle the debt with the bank\n", "2024-03-01", "plan")
APART = ("Mucked out the stable.", "Rain all week.", "The bailiff rang twice.", "Ate lamb at her aunt's.")
LATER = note("\n\n".join(APART), "2024-03-08")


class TwoSubjects:
    """Near to horses, near to money, or near to nothing."""

    def __init__(self, unread: str = "nothing at all") -> None:
        self._unread = unread

    def of(self, places: Sequence[Mention]) -> Matrix:
        return np.stack([self._vector(place.quote.lower()) for place in places])

    def of_ours(self, texts: tuple[str, ...]) -> Matrix:
        return np.stack([self._vector(text.lower()) for text in texts])

    def _vector(self, text: str) -> Matrix:
        if self._unread in text:
            return np.zeros(3, np.float32)
        subject = [any(w in text for w in HORSES), any(w in text for w in MONEY), True]
        found = np.array(subject, np.float32) * np.array([1, 1, 0.2], np.float32)
        return np.asarray(found / np.linalg.norm(found), np.float32)


def quotes(meaning: TwoSubjects | None) -> list[list[str]]:
    notes = readings(PLAN, LATER)
    return [[m.mention.quote for m in goal.mentions] for goal in find_goals(notes, sessions_of(notes), meaning)]


def test_a_sentence_that_shares_no_word_is_found_by_what_it_means() -> None:
    assert quotes(None) == [[], []]
    assert quotes(TwoSubjects()) == [["Mucked out the stable."], ["The bailiff rang twice."]]


def test_a_sentence_whose_meaning_is_not_read_yet_goes_by_its_words() -> None:
    assert quotes(TwoSubjects(unread="stable")) == [[], ["The bailiff rang twice."]]


def test_a_client_whose_sentences_are_all_unread_goes_by_words() -> None:
    assert quotes(TwoSubjects(unread="")) == [[], []]
