"""Whatever is decided, in whatever order: its undo gives back the same, no mention is lost, and none is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from companion.decisions import Decided, Decision, Decisions, Kept, Place, SplitOff, Value, What, to_json
from companion.decisions.people import person_key
from companion.errors import EyelineError, NotFound
from companion.record import Assertion, GoalStatus, Outcome, Person, Theme
from tests.decisions.found import decide, everything, made, mention, sample, theme

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
DAYS = st.dates(date(2023, 1, 1), date(2025, 6, 1)).map(date.isoformat)


@st.composite
def asked(draw: st.DrawFn, decided: Decided) -> Decision:
    """Something that a window would ask about what is shown, or about what it was told before."""
    about = draw(st.sampled_from(("theme", "theme", "goal", "follow_up", "risk", "person")))
    if about == "theme":
        return draw(_of_theme(decided))
    if about == "goal":
        return draw(_of_goal(decided))
    if about == "person":
        return draw(_of_person(decided))
    if about == "risk":
        key = draw(st.sampled_from([one.key for one in decided.risk()]))
        return Decision("risk", key, "assertion", draw(st.sampled_from((None, *get_args(Assertion)))))
    key = draw(st.sampled_from([one.key for one in decided.follow_ups()]))
    return Decision("follow_up", key, "outcome", draw(st.sampled_from((None, *get_args(Outcome)))))


@st.composite
def _of_theme(draw: st.DrawFn, decided: Decided) -> Decision:
    shown = draw(st.sampled_from(decided.themes())).theme
    known = [part.key for part in decided.parts()] + list(decided.decisions.splits())
    key, other = draw(st.sampled_from(known)), draw(st.sampled_from(known))
    if draw(st.booleans()):
        return Decision("theme", key, "merge", draw(st.sampled_from((None, other))))
    what: What = draw(st.sampled_from(("hide", "pin", "name", "split")))
    if what == "split" and key in decided.decisions.splits() and draw(st.booleans()):
        return Decision("theme", key, "split", None)
    if what == "split":
        chosen = draw(st.lists(st.sampled_from([Place.of(m) for m in shown.mentions]), min_size=1, max_size=5))
        return Decision("theme", "new", "split", SplitOff(shown.key, draw(WORDS), tuple(chosen)))
    value: Value | None = draw(WORDS) if what == "name" else "yes"
    return Decision("theme", key, what, draw(st.sampled_from((None, value))))


@st.composite
def _of_goal(draw: st.DrawFn, decided: Decided) -> Decision:
    key = draw(st.sampled_from([one.key for one in decided.goals()] + list(decided.decisions.words("goal", "status"))))
    what: What = draw(st.sampled_from(("name", "text", "status", "opened", "closed", "add")))
    if what == "add" and key in decided.decisions.words("goal", "add"):
        return Decision("goal", key, "add", None)
    if what == "add":
        return Decision("goal", "new", "add", draw(WORDS))
    of = {"status": st.sampled_from(get_args(GoalStatus)), "opened": DAYS, "closed": DAYS}
    value: Value | None = draw(of.get(what, WORDS))
    return Decision("goal", key, what, draw(st.sampled_from((None, value))))


@st.composite
def _of_person(draw: st.DrawFn, decided: Decided) -> Decision:
    known = st.sampled_from(list(decided.found_people().found))
    what: What = draw(st.sampled_from(("name", "relation", "merge", "hide")))
    of = {"merge": known, "hide": st.sampled_from(("yes", "not_a_person"))}
    value: Value | None = draw(of.get(what, WORDS))
    return Decision("person", draw(known), what, draw(st.sampled_from((None, value))))


def check_undo(before: Decided, after: Decided, undo: Decision, kept: Kept) -> None:
    """The undo gives back what was; it is refused only for what slept, which showed nowhere."""
    try:
        back, _ = made(after, undo)
    except NotFound:
        assert everything(before.put(kept.name, None)) == everything(before)
    else:
        assert dict(back.decisions.values) == dict(before.decisions.values)
        assert everything(back) == everything(before)


def taken_apart(shown: Decided) -> list[Place]:
    return sorted({Place.of(m) for one in shown.themes() for m in one.theme.mentions})


def check_people(shown: Decided) -> None:
    """Everybody is there once, under their own name or as part of another; all notes that speak of somebody are
    theirs."""
    people = shown.people()
    keys = [key for one in people for key in (one.key, *(joined.key for joined in one.joined))]
    assert sorted(keys) == sorted(shown.found_people().found)
    notes = {note for one in people for note in one.person.note_ids}
    assert notes == {note for one in shown.overview.people for note in one.note_ids}
    written = {name for one in people for name in one.person.written}
    assert written == {one.name for one in shown.overview.people}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_each_decision_is_undone_by_the_value_before_and_loses_no_mention(data: st.DataObject) -> None:
    decided = sample()
    found = taken_apart(decided)
    quotes = {m for one in decided.overview.themes for m in one.mentions}
    for _ in range(data.draw(st.integers(1, 12))):
        decision = data.draw(asked(decided))
        try:
            after, kept = made(decided, decision)
        except EyelineError as refused:
            assert refused.say.endswith(".")
            continue
        check_undo(decided, after, replace(decision, key=kept.key, value=kept.before), kept)
        assert taken_apart(after) == found
        for one in after.themes():
            assert set(one.theme.mentions) <= quotes
            assert len(set(one.theme.mentions)) == len(one.theme.mentions) > 0
        assert {one.source for one in after.goals()} - {None} == {goal.source for goal in decided.overview.goals}
        check_people(after)
        assert [one.risk.excerpt for one in after.risk()] == [one.excerpt for one in decided.overview.risk]
        decided = after


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_merging_is_the_same_twice_and_taken_back_alone(data: st.DataObject) -> None:
    keys = [one.key for one in sample().overview.themes]
    one, other = data.draw(st.permutations(keys))[:2]
    merged = decide(sample(), Decision("theme", one, "merge", other))
    assert everything(decide(merged, Decision("theme", one, "merge", other))) == everything(merged)
    assert everything(decide(merged, Decision("theme", one, "merge", None))) == everything(sample())
    joined = next(shown for shown in merged.themes() if shown.theme.key == other)
    both = {m for theme in sample().overview.themes if theme.key in (one, other) for m in theme.mentions}
    assert set(joined.theme.mentions) == both


KEYS = ("a", "b", "c", "own:1", "own:2")
PLACES = st.builds(Place, st.sampled_from("pqrs"), st.integers(0, 12), st.integers(13, 25))
SPLITS = st.builds(SplitOff, st.sampled_from(KEYS), st.just("Own"), st.lists(PLACES, max_size=3).map(tuple))


@st.composite
def found_themes(draw: st.DrawFn) -> Sequence[Theme]:
    """Themes of one reading; of another there are others, and their mentions stand a little elsewhere."""
    keys = draw(st.lists(st.sampled_from(("a", "b", "c")), unique=True, min_size=1))
    spots = st.builds(mention, st.sampled_from("pqrs"), st.sampled_from((0, 10, 20)), st.integers(3, 8))
    once = st.lists(spots, min_size=1, max_size=5, unique_by=lambda m: (m.note_id, m.start))
    return [theme(key, *draw(once)) for key in keys]


@settings(max_examples=300, deadline=None)
@given(
    themes=found_themes(),
    joins=st.dictionaries(st.sampled_from(KEYS), st.sampled_from((*KEYS, "gone"))),
    splits=st.dictionaries(st.sampled_from(("own:1", "own:2")), SPLITS),
)
def test_decisions_made_over_another_reading_lose_no_mention(
    themes: Sequence[Theme], joins: dict[str, str], splits: dict[str, SplitOff]
) -> None:
    """Whatever is kept in the file, knots and all: every mention is shown under some theme, and nothing else is."""
    values: dict[str, Value] = {f"theme:merge:{key}": into for key, into in joins.items()}
    values |= {f"theme:split:{key}": split for key, split in splits.items()}
    before = replace(sample(), overview=replace(sample().overview, themes=tuple(themes)))
    after = replace(before, decisions=Decisions(values))
    assert taken_apart(after) == taken_apart(before)
    keys = [one.theme.key for one in after.themes()]
    assert len(keys) == len(set(keys))
    assert {part.key for part in after.parts()} == {
        *keys,
        *(joined.key for one in after.themes() for joined in one.joined),
    }


PEOPLE = st.builds(
    Person,
    st.sampled_from(("Kim", "KIM", "Dr. Kim", "May")),
    st.sampled_from(("", "spouse", "wife")),
    st.lists(st.sampled_from(("n1", "n2", "n3")), unique=True).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(
    found=st.lists(PEOPLE, max_size=4, unique=True),
    before=st.lists(PEOPLE, min_size=1, max_size=3),
    joins=st.lists(st.tuples(PEOPLE, PEOPLE), max_size=3),
)
def test_decisions_about_people_made_over_another_reading_lose_nobody_and_name_nobody_else(
    found: Sequence[Person], before: Sequence[Person], joins: Sequence[tuple[Person, Person]]
) -> None:
    """Whatever is kept, knots and all."""
    values: dict[str, Value] = {f"person:name:{person_key(one)}": one.name for one in before}
    values |= {f"person:merge:{person_key(one)}": person_key(into) for one, into in joins}
    after = replace(sample(), overview=replace(sample().overview, people=tuple(found)), decisions=Decisions(values))
    check_people(after)
    for one in after.people():
        assert one.person.name.split()[-1].casefold() == one.found.name.split()[-1].casefold()


@given(label=WORDS, places=st.sets(PLACES, min_size=1, max_size=4), word=WORDS)
def test_what_is_kept_is_read_as_it_was_written(label: str, places: set[Place], word: str) -> None:
    label, word = " ".join(label.split()), " ".join(word.split())
    assume(label and word)
    values: dict[str, Value] = {"theme:split:a:b": SplitOff("a", label, tuple(sorted(places))), "goal:text:b": word}
    kept = {name: to_json(value) for name, value in values.items()}
    assert dict(Decisions.from_kept(kept).values) == values


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("theme:pin:a", '{"since": 3}'),
        ("goal:text:b", "7"),
        ("goal:status:b", '"paused"'),
        ("goal:opened:b", '"soon"'),
        ("risk:assertion:n:1:2:abuse", '"likely"'),
        ("person:hide:c", '"no"'),
        ("pet:name:c", '"Ann"'),
        ("theme", '"yes"'),
    ],
)
def test_what_another_version_kept_and_this_one_could_not_show_sleeps(name: str, kept: str) -> None:
    assert dict(Decisions.from_kept({name: kept, "theme:pin:z": '"yes"'}).values) == {"theme:pin:z": "yes"}
