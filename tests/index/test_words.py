"""Words that meet: endings, shorthand, and how much of a question a run of sentences says."""

from __future__ import annotations

import numpy as np
import pytest

from index import spelled_out, tokens
from index.best import best_of
from index.words import Words

SAID = ["Drank beer with Tom.", "Tom called.", "Beer and wine, no food.", "The garden."]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("drinking", "drinks"),
        ("Walked", "walk"),
        ("Tom's", "tom"),
        ("ct", "client"),
        ("pts", "clients"),
        ("mum", "mother"),
        ("SI", "suicidal ideation"),
        ("f/u", "follow up"),
        ("wks", "weeks"),
        ("ETOH", "alcohol"),
    ],
)
def test_words_meet_across_endings_and_shorthand(a: str, b: str) -> None:
    assert tokens(a) == tokens(b)


def test_short_forms_in_capitals_are_no_names() -> None:
    assert tokens("Ed called") != tokens("ED called")
    assert "homicidal" not in tokens("hi there")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("pSI w/o plan", "passive suicidal ideation without plan"),
        ("hx of NSSI", "history of self-harm"),
        ("said no to her boss", "said no to her boss"),
        ("Ed's SI", "Ed's suicidal ideation"),
    ],
)
def test_shorthand_is_spelled_out(short: str, full: str) -> None:
    assert spelled_out(short).replace("selfharm", "self-harm") == full


def test_how_much_of_a_question_is_said() -> None:
    asked = Words(SAID).asked("beer with tom")
    shares = asked.share(np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4]))
    assert shares[0] == pytest.approx(1)
    assert 0 < shares[1] < 1
    assert 0 < shares[2] < 1
    assert shares[3] == 0
    assert asked.share(np.array([1]), np.array([3]))[0] == pytest.approx(1), "two sentences say it together"


def test_a_word_that_nobody_says_counts_as_unsaid() -> None:
    share = Words(SAID).asked("garden zeppelin").share(np.array([3]), np.array([4]))[0]
    assert 0 < share < 0.6


def test_five_rare_words_are_enough_of_a_minutes_talk() -> None:
    rare = "anchor bridge candle dragon engine"
    texts = [rare, *(f"filler {n}" for n in range(60))]
    talk = " ".join([rare, *(f"unsaid{n}" for n in range(55))])
    assert Words(texts).asked(talk).share(np.array([0]), np.array([1]))[0] > 0.7


def test_one_word_for_another() -> None:
    words = Words(["Denise came.", "Nobody came."])
    first, last = np.array([0, 1]), np.array([1, 2])
    assert words.asked("mother").share(first, last).tolist() == [0, 0]
    assert words.asked("mother", {"mother": ("denise",)}).share(first, last).tolist() == [1, 0]


def test_sentences_that_say_most_of_it() -> None:
    assert Words(SAID).asked("beer tom").sentences(10).tolist() == [0, 1, 2]
    assert Words(SAID).asked("beer tom").sentences(1).tolist() == [0]
    assert Words(SAID).asked("zzz the and").sentences(10).size == 0
    assert Words([]).asked("beer").sentences(10).size == 0


@pytest.mark.parametrize("count", [0, 1, 3, 7, 50, 80])
def test_the_best_of_many_are_those_of_a_sort(count: int) -> None:
    scores = np.random.default_rng(2).integers(0, 9, 50).astype(np.float32)
    assert best_of(scores, count).tolist() == np.argsort(-scores, kind="stable")[:count].tolist()
