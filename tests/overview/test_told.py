"""Every family of told risk finds its own sentences and spares those that only sound like it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from companion.overview.risk import risk_mentions
from companion.overview.rulebook import rules
from companion.overview.told import families, says, sets, told_in
from tests.overview.notes import note, readings

FAMILIES: list[dict[str, Any]] = rules("told")["families"]
NUMBERED = list(enumerate(FAMILIES))


def found_by(number: int, text: str) -> list[str]:
    """The words that one family finds in a text; those of a family that is `beside` if they become a mention."""
    *earlier, text = text.split(" | ")
    dated = [note(words, f"2024-01-{day:02}") for day, words in enumerate(earlier, start=1)]
    *_, reading = all_readings = readings(*dated, note(text))
    told = told_in(text, reading.sentences, [families()[number]])
    words = [text[found.start : found.end] for found in told]
    if not (families()[number].beside or families()[number].after):
        return words
    mentioned = {risk.mention.quote for risk in risk_mentions(all_readings)}
    return [found for found in words if found in mentioned]


@pytest.mark.parametrize(("number", "family"), NUMBERED, ids=[f["name"] for f in FAMILIES])
def test_a_family_finds_and_spares(number: int, family: dict[str, Any]) -> None:
    assert family["finds"], "every family has a sentence that it finds"
    for sentence in family["finds"]:
        found = found_by(number, sentence)
        assert found, sentence
        assert says(family["type"], found[0]) is not None
    for sentence in family["spares"]:
        assert not found_by(number, sentence), sentence


def test_every_set_that_is_named_exists_and_is_used() -> None:
    own = rules("told")["sets"]
    text = str(FAMILIES) + str(list(own.values())) + str(rules("risk")["types"])
    named = set(re.findall(r"\{(\w+)\}", text)) | {
        cue for f in FAMILIES for cues in f.get("together", ()) for cue in cues
    }
    assert named <= set(sets())
    assert set(own) <= named
    assert not set(own) & set(rules("risk")["sets"])


def test_names_are_told_apart() -> None:
    names = [family["name"] for family in FAMILIES]
    assert len(set(names)) == len(names)
