"""The overview as a whole: evidence for every line, nothing from later, and no text that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.demo.sample import samples
from companion.folder import read_folder
from companion.overview import client_overview
from companion.record import ClientOverview, Mention, Note
from tests.overview.notes import note


def evidence(overview: ClientOverview) -> Iterator[Mention]:
    yield from overview.last_time
    yield from (m for theme in overview.themes for m in theme.mentions)
    for goal in overview.goals:
        yield goal.source
        yield from (m.mention for m in goal.mentions)
    yield from (m for r in overview.risk for m in (r.mention, r.excerpt))
    yield from (s.mention for s in overview.scores)
    for follow_up in overview.follow_ups:
        yield follow_up.assigned
        if follow_up.reported:
            yield follow_up.reported


def check(overview: ClientOverview, notes: list[Note]) -> None:
    texts = {n.id: n.text for n in notes}
    for mention in evidence(overview):
        assert texts[mention.note_id][mention.start : mention.end] == mention.quote
        assert mention.quote
    for goal in overview.goals:
        folded = " ".join(goal.source.quote.split()).lower()
        assert " ".join(goal.text.split()).rstrip(".").lower() in folded
        assert goal.short in goal.text


@pytest.mark.parametrize("as_of", [None, date(2024, 12, 31), date(2024, 9, 20), date(2000, 1, 1)])
def test_every_line_of_the_samples_has_its_place_and_nothing_is_from_later(as_of: date | None) -> None:
    for sample in samples():
        notes = list(read_folder(sample.notes).notes)
        overview = client_overview(notes, as_of=as_of, client_name=sample.name)
        check(overview, notes)
        filed = {n.id: n.filed_on for n in notes}
        shown = {m.note_id for m in evidence(overview)} | {n for p in overview.people for n in p.note_ids}
        if as_of is not None:
            assert all((filed[i] or date.max) <= as_of for i in shown)
            assert overview.notes_read == sum((n.filed_on or date.max) <= as_of for n in notes)


def test_a_late_note_is_unknown_before_it_was_filed() -> None:
    late = note("Passive SI.", "2024-03-01", filed="2024-03-09")
    assert client_overview([late], as_of=date(2024, 3, 5)).risk == ()
    (risk,) = client_overview([late], as_of=date(2024, 3, 9)).risk
    assert risk.date == date(2024, 3, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=600), min_size=1, max_size=4))
def test_any_text_is_read(texts: list[str]) -> None:
    notes = [note(text, f"2024-01-{n + 1:02}", "plan" if n % 2 else "progress") for n, text in enumerate(texts)]
    unique = list({n.id: n for n in notes}.values())
    check(client_overview(unique), unique)


@pytest.mark.parametrize(
    "seed", ["denies ", "SI ", "Goal 1: rest. ", "PHQ-9 = ", "\u202e\u200b😀 not ", "((((", "no, no; "]
)
@pytest.mark.parametrize("length", [20_000, pytest.param(150_000, marks=pytest.mark.long)])
def test_a_long_note_of_near_matches_is_read(seed: str, length: int) -> None:
    text = seed * (length // len(seed))
    for kind in ("progress", "plan"):
        big = note(text, kind=kind)
        check(client_overview([big]), [big])
