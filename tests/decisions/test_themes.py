"""Themes merged and split: which mentions go where, that none is lost, and that each decision is taken back alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.decisions import Decided, Decision, Decisions, SplitOff
from companion.errors import BadRequest, EyelineError, NotFound
from companion.record import Trend
from tests.decisions.found import decide, made, mention, places, theme, themes, told


def merge(key: str, into: str | None) -> Decision:
    return Decision("theme", key, "merge", into)


def split(decided: Decided, of: str, notes: str, label: str = "Own", key: str = "new") -> Decision:
    chosen = tuple(place for place in places(decided, of) if place.note_id in notes)
    return Decision("theme", key, "split", SplitOff(of, label, chosen))


def test_a_merged_themes_mentions_join_the_other_each_once_in_the_order_of_the_notes() -> None:
    found = themes(sleep="abd", nights="bce")
    twice = theme("nights", *found.overview.themes[1].mentions, found.overview.themes[0].mentions[0])
    found = replace(found, overview=replace(found.overview, themes=(found.overview.themes[0], twice)))
    shown = decide(found, merge("nights", "sleep")).themes()
    assert [one.theme.key for one in shown] == ["sleep"]
    assert [m.note_id for m in shown[0].theme.mentions] == ["a", "b", "b", "c", "d", "e"]
    assert (shown[0].theme.session_count, sum(shown[0].theme.shape)) == (5, 6)
    assert [(one.key, one.label) for one in shown[0].joined] == [("nights", "Nights")]


def test_several_join_one_and_each_leaves_alone() -> None:
    found = themes(a="p", b="q", c="r", d="s")
    all_in = decide(found, merge("b", "a"), merge("c", "b"), merge("d", "a"))
    assert told(all_in) == {"a": "pqrs"}
    assert told(decide(all_in, merge("b", None))) == {"a": "ps", "b": "qr"}
    assert told(decide(all_in, merge("b", None), merge("c", None), merge("d", None))) == told(found)


def test_merging_again_changes_nothing() -> None:
    once = decide(themes(a="p", b="q"), merge("b", "a"))
    again, kept = made(once, merge("b", "a"))
    assert (again.themes(), kept.before) == (once.themes(), "a")


def test_what_joined_a_theme_that_is_not_found_stands_alone_or_with_what_that_one_joined() -> None:
    merged = decide(themes(a="p", b="q", c="r"), merge("c", "b"), merge("b", "a"))
    without_b = replace(merged, overview=themes(a="p", c="r").overview)
    assert told(without_b) == {"a": "pr"}
    without_both = replace(merged, overview=themes(c="r").overview)
    assert told(without_both) == {"c": "r"}
    assert told(replace(without_both, overview=merged.overview)) == {"a": "pqr"}


@pytest.mark.parametrize(
    ("trends", "shown"),
    [
        (("resolved", "resolved"), "resolved"),
        (("resolved", "rising"), "rising"),
        (("fading", "steady"), "fading"),
    ],
)
def test_a_merged_theme_moves_as_those_do_that_go_on(trends: tuple[Trend, Trend], shown: str) -> None:
    found = themes(a="pqr", b="q")
    moved = tuple(replace(one, trend=trend) for one, trend in zip(found.overview.themes, trends, strict=True))
    found = replace(found, overview=replace(found.overview, themes=moved))
    assert decide(found, merge("b", "a")).themes()[0].theme.trend == shown


def test_split_off_mentions_are_a_theme_of_their_own_behind_the_first() -> None:
    found = themes(work="abcd", sleep="ab")
    shown, kept = made(found, split(found, "work", "bd", label="  The\nboss "))
    assert told(shown) == {"work": "ac", kept.key: "bd", "sleep": "ab"}
    own = shown.themes()[1]
    assert (own.theme.label, own.named, own.split_from, own.theme.session_count) == ("The boss", True, "work", 2)
    assert kept.key != "new"
    taken_back, undone = made(shown, Decision("theme", kept.key, "split", None))
    assert taken_back.themes() == found.themes()
    again, kept_again = made(taken_back, Decision("theme", kept.key, "split", undone.before))
    assert (again.themes(), kept_again.key) == (shown.themes(), kept.key)


def test_a_split_theme_is_named_pinned_hidden_merged_and_split_like_any_other() -> None:
    found = themes(work="abcd", sleep="ef")
    shown, kept = made(found, split(found, "work", "abc"))
    own = kept.key
    named = decide(shown, Decision("theme", own, "name", "Boss"), Decision("theme", own, "pin", "yes")).themes()[0]
    assert (named.theme.key, named.theme.label, named.found_label, named.pinned) == (own, "Boss", "Own", True)
    second, kept = made(shown, split(shown, own, "a"))
    assert told(second) == {"work": "d", own: "bc", kept.key: "a", "sleep": "ef"}
    assert told(decide(second, merge(own, "sleep"))) == {"work": "d", kept.key: "a", "sleep": "bcef"}
    assert told(decide(second, merge(own, "sleep"), Decision("theme", kept.key, "split", None))) == {
        "work": "d",
        "sleep": "abcef",
    }


def test_what_joined_a_theme_can_be_split_off_it() -> None:
    merged = decide(themes(a="pq", b="rs"), merge("b", "a"))
    shown, kept = made(merged, split(merged, "a", "qr"))
    assert told(shown) == {"a": "ps", kept.key: "qr"}
    assert told(decide(shown, merge("b", None))) == {"a": "p", kept.key: "q", "b": "rs"}


def test_a_split_out_of_what_another_split_brought_waits_for_it() -> None:
    found = themes(a="pq", b="rs")
    first, own = made(found, split(found, "b", "r"))
    joined = decide(first, merge(own.key, "a"))
    second, other = made(joined, split(joined, "a", "qr"))
    assert told(second) == {"a": "p", other.key: "qr", "b": "s"}


def test_a_split_survives_a_new_reading_and_sleeps_without_its_mentions() -> None:
    found = themes(work="abcd")
    shown, kept = made(found, split(found, "work", "bc"))
    moved = theme("work", mention("a", 0), mention("b", 2, 20), mention("d", 0), mention("e", 0))
    later = replace(shown, overview=replace(found.overview, themes=(moved,)))
    assert told(later) == {"work": "ade", kept.key: "b"}
    gone = theme("work", mention("a", 0), mention("d", 0))
    assert told(replace(shown, overview=replace(found.overview, themes=(gone,)))) == {"work": "ad"}


def test_the_rest_of_a_theme_is_resolved_when_its_mentions_have_ended() -> None:
    found = themes(work="abcdefg", other="abcdefg")
    shown, kept = made(found, split(found, "work", "efg"))
    trends = {one.theme.key: one.theme.trend for one in shown.themes()}
    assert trends == {"work": "resolved", kept.key: "steady", "other": "steady"}


def test_pinned_and_hidden_hold_for_the_theme_that_others_joined() -> None:
    pinned = decide(themes(a="p", b="q", c="r"), Decision("theme", "b", "pin", "yes"), merge("b", "c"))
    assert [one.pinned for one in pinned.themes()] == [False, False]
    assert [one.pinned for one in decide(pinned, merge("b", None)).themes()] == [True, False, False]
    hidden = decide(pinned, Decision("theme", "c", "hide", "yes")).themes()
    assert [(one.theme.key, one.hidden) for one in hidden] == [("a", False), ("c", True)]


def test_a_knot_that_no_decision_can_make_loses_nothing() -> None:
    knot = {"theme:merge:a": "b", "theme:merge:b": "a", "theme:merge:c": "a"}
    assert told(replace(themes(a="p", b="q", c="r"), decisions=Decisions(knot))) == {"a": "p", "b": "q", "c": "r"}


def refusals() -> list[tuple[Decision, type[EyelineError], str]]:
    found = themes(a="pq", b="r")
    own = split(found, "a", "p")
    foreign = SplitOff("a", "Own", tuple(places(found, "b")))
    return [
        (merge("a", "a"), BadRequest, "with itself"),
        (merge("a", "z"), NotFound, "to join"),
        (merge("z", "a"), NotFound, "not among"),
        (merge("a", ""), BadRequest, "which theme"),
        (merge("c", "a"), BadRequest, "part of this one already"),
        (Decision("theme", "a", "merge", own.value), BadRequest, "which theme"),
        (Decision("theme", "new", "split", "Own"), BadRequest, "which quotes"),
        (Decision("theme", "new", "split", SplitOff("a", "Own", ())), BadRequest, "1 to 500"),
        (Decision("theme", "new", "split", SplitOff("z", "Own", tuple(places(found, "a")))), NotFound, "not among"),
        (Decision("theme", "new", "split", foreign), BadRequest, "not among this theme's"),
        (split(found, "a", "p", label=" "), BadRequest, "1 to 60"),
        (split(found, "a", "pq"), BadRequest, "leave nothing"),
        (split(found, "a", "p", key="a"), BadRequest, "under the key new"),
        (Decision("theme", "own:x", "split", None), NotFound, "not made by you"),
        (Decision("theme", "a", "text", "x"), BadRequest, "A theme has no text to decide."),
    ]


@pytest.mark.parametrize(("asked", "kind", "say"), refusals())
def test_what_cannot_be_decided_is_answered_with_a_sentence(
    asked: Decision, kind: type[EyelineError], say: str
) -> None:
    found = decide(themes(a="pq", b="r", c="s"), merge("a", "c"))
    with pytest.raises(kind, match=say) as refused:
        decide(found, asked)
    assert refused.value.say.endswith(".")


def test_what_is_not_found_any_more_can_be_taken_back_and_not_decided() -> None:
    merged = decide(themes(a="p", b="q"), merge("b", "a"), Decision("theme", "b", "pin", "yes"))
    later = replace(merged, overview=themes(a="p").overview)
    with pytest.raises(NotFound):
        decide(later, Decision("theme", "b", "hide", "yes"))
    assert "theme:pin:b" not in decide(later, Decision("theme", "b", "pin", None)).decisions.values
