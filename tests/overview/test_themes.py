"""Themes: what returns over sessions, by words a clinician can read; and the stated rule of their trend."""

from __future__ import annotations

import pytest

from companion.overview.sessions import sessions_of
from companion.overview.themes import A_NOTE, AT_MOST, find_themes
from companion.overview.trend import SPANS, shape, trend
from companion.record import Person, Theme, Trend
from tests.overview.notes import note, readings


def themes(*texts: str, people: tuple[Person, ...] = ()) -> dict[str, Theme]:
    read = readings(*(note(text, f"2024-{n // 28 + 1:02}-{n % 28 + 1:02}") for n, text in enumerate(texts)))
    found = find_themes(read, sessions_of(read), people)
    notes = {r.note.id: r.note.text for r in read}
    for theme in found:
        for m in theme.mentions:
            assert notes[m.note_id][m.start : m.end] == m.quote
        for note_id in notes:
            assert sum(m.end - m.start for m in theme.mentions if m.note_id == note_id) <= A_NOTE
        assert len(theme.shape) == SPANS
    assert len(found) <= AT_MOST
    return {theme.key: theme for theme in found}


def test_what_returns_is_a_theme_and_what_is_said_once_is_not() -> None:
    found = themes("Slept badly, nightmares.", "Insomnia again; the funeral was hard.", "Awake at three, nightmares.")
    assert found["curated:sleep"].session_count == 3
    assert "curated:grief" not in found


def test_copied_sentences_do_not_make_a_theme() -> None:
    assert "curated:sleep" not in themes(*["Reports insomnia and nightmares most nights of the week."] * 6)


def test_a_person_who_keeps_coming_up_is_a_theme_with_a_name() -> None:
    ana = (Person("Ana", "sister", ("a", "b")), Person("Kim", "neighbor", ("a",)))
    texts = [f"Ana called on {day}. Her sister was there {day}." for day in ("Monday", "Sunday", "Friday", "Tuesday")]
    found = themes(*texts, "Kim waved.", people=ana)
    assert (found["person:Ana"].label, found["person:Ana"].session_count) == ("Sister, Ana", 4)
    assert "person:Kim" not in found


def test_who_is_met_by_profession_is_no_theme() -> None:
    texts = [f"Dr. Osk asked about {what}. Osk will write." for what in ("sleep", "pills", "work", "pain", "food")]
    assert not themes(*texts, people=(Person("Dr. Osk", "doctor", ("a",)),)).keys() & {"person:Dr. Osk", "person:Osk"}


def test_two_of_one_relation_do_not_share_its_word() -> None:
    """ "Her sister" is the one who comes up more; a sentence about the other is not hers."""
    two = (Person("Ana", "sister", ("a", "b", "c")), Person("Ida", "sister", ("a",)))
    texts = [f"Ana rang {n}. Her sister rang {n} more. Ida wrote {n} words." for n in ("one", "two", "three", "four")]
    found = themes(*texts, "Ida came. Ida left. Ida wrote. Ida slept.", people=two)
    assert all("sister" not in m.quote for m in found["person:Ida"].mentions)
    assert any("sister" in m.quote for m in found["person:Ana"].mentions)


def test_two_that_say_the_same_are_one() -> None:
    kim = (Person("Kim", "brother", ("a",)),)
    texts = [f"Drank {n} beers with her brother. Kim drank {n} more." for n in ("two", "three", "four", "five")]
    assert not {"curated:alcohol", "person:Kim"} <= set(themes(*texts, people=kim))


@pytest.mark.parametrize(
    ("closest", "expected"),
    [
        ([2, 2, 2, 2], "steady"),
        ([2, 2, 2, 2, 2, 2], "steady"),
        ([1, 0, 1, 2, 3, 3], "rising"),
        ([3, 3, 2, 1, 1, 1], "fading"),
        ([3, 3, 2, 2, 0, 0.5], "resolved"),
        ([3, 0, 0, 0, 0], "resolved"),
        ([3, 0, 0, 0, 1], "fading"),
        ([3, 0, 0, 0], "steady"),
        ([], "steady"),
    ],
)
def test_the_rule_of_the_trend(closest: list[float], expected: Trend) -> None:
    """Where a sentence speaks of the theme from 1 on."""
    assert trend(closest, [int(close >= 1) for close in closest]) == expected


def test_the_shape_has_eight_spans_and_loses_nothing() -> None:
    assert shape([1] * 16) == (2,) * 8
    assert sum(shape([3, 0, 1])) == 4
    assert shape([]) == (0,) * 8
