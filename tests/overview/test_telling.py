"""What is quoted beside the sentence that names a thing: the sentences that go on telling it, and no others."""

from __future__ import annotations

import pytest

from companion.overview.goals import find_goals
from companion.overview.sessions import sessions_of
from companion.overview.telling import telling
from companion.overview.themes import A_NOTE, find_themes
from tests.overview.notes import note, readings

OWN = "Nightmares again."


def quoted(text: str, *, free: str = "all", at_most: int = 200) -> str:
    """The quote around `OWN`; `free`: words of the sentences that may be taken."""
    (reading,) = readings(note(text, "2024-03-08"))
    start = text.index(OWN)
    places = {s.start for s in reading.sentences if free == "all" or reading.text(s) in free}
    before = set(places)
    found = telling(reading, start, start + len(OWN), places, at_most)
    assert found.quote == text[found.start : found.end]
    assert before - places == {s.start for s in reading.sentences if found.start <= s.start < found.end} - {start}
    return found.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{OWN} Awake at four.", f"{OWN} Awake at four."),
        (f"Slept badly. {OWN} Awake at four. Tired.", f"Slept badly. {OWN} Awake at four."),
        (f"Slept badly.\n{OWN}", f"Slept badly.\n{OWN}"),
        (f"Slept badly.\n\n{OWN}", OWN),
        (f"S: Slept badly.\nO: {OWN}", OWN),
        (OWN, OWN),
    ],
)
def test_a_telling_stays_in_its_paragraph_and_part(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_what_is_not_free_or_has_no_room_is_left() -> None:
    assert quoted(f"Slept badly. {OWN} Awake at four.", free="Slept badly.") == f"Slept badly. {OWN}"
    assert quoted(f"Slept badly. {OWN} Awake at four.", free="") == OWN
    assert quoted(f"Slept badly. {OWN} {'Awake ' * 40}.") == f"Slept badly. {OWN}"
    assert quoted(f"Slept badly. {OWN}", at_most=len(OWN) + 5) == OWN


def test_a_theme_quotes_what_goes_on_with_it_and_not_what_another_theme_quotes() -> None:
    nights = [f"Nightmares on {n} nights. Up at {n} with tea." for n in "one two three four five six".split()]
    told = [f"{night} Drank {day} beers after.\n\nRang aunt {day}." for day, night in enumerate(nights, 1)]
    found = readings(*(note(text, f"2024-03-{day:02}") for day, text in enumerate(told, 1)))
    themes = {theme.key: [m.quote for m in theme.mentions] for theme in find_themes(found, sessions_of(found))}
    assert {quote for quotes in themes.values() for quote in quotes} >= set(nights)
    assert not any("Nightmares" in quote and "beers" in quote for quotes in themes.values() for quote in quotes)
    for quotes in themes.values():
        assert all(len(quote) <= A_NOTE and "\n\n" not in quote for quote in quotes)


def test_a_goal_is_quoted_with_what_goes_on_and_read_by_its_own_sentence() -> None:
    plan = note("Goals\n1. Walk to the harbour every day by June\n", "2024-03-01", "plan")
    later = note("Walked to the harbour twice. Worse night after it.\n\nAte well.", "2024-03-08")
    found = readings(plan, later)
    (goal,) = find_goals(found, sessions_of(found))
    (mention,) = goal.mentions
    assert mention.mention.quote == "Walked to the harbour twice. Worse night after it."
    assert mention.kind != "setback"
