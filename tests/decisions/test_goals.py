"""Goals corrected and added: the therapist's words are told from the plan's, and what the plan says is not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from companion.decisions import Decided, DecidedGoal, Decision, What
from companion.errors import BadRequest, EyelineError, NotFound
from tests.decisions.found import TODAY, decide, everything, made, sample


def goal(decided: Decided, key: str) -> DecidedGoal:
    return next(one for one in decided.goals() if one.key == key)


def first(decided: Decided) -> str:
    return decided.goals()[0].key


def say(key: str, what: What, value: str | None) -> Decision:
    return Decision("goal", key, what, value)


def test_a_goals_words_are_corrected_and_the_plans_stay() -> None:
    key = first(sample())
    shown = goal(decide(sample(), say(key, "text", " Sleep\n seven hours. ")), key)
    assert (shown.text, shown.short, shown.decided) == ("Sleep seven hours.", "Sleep seven hours", ("text",))
    assert shown.found == goal(sample(), key).found
    assert shown.source == goal(sample(), key).source
    named = goal(decide(sample(), say(key, "name", "Sleep"), say(key, "text", "Sleep seven hours.")), key)
    assert (named.short, named.named) == ("Sleep", True)


def test_days_are_corrected_and_a_closing_day_waits_for_the_goal_to_close() -> None:
    key = first(sample())
    dated = decide(sample(), say(key, "opened", "2024-01-02"), say(key, "closed", "2024-12-24"))
    assert (goal(dated, key).opened, goal(dated, key).closed) == (date(2024, 1, 2), None)
    closed = decide(dated, say(key, "status", "achieved"))
    assert (goal(closed, key).closed, goal(closed, key).decided) == (date(2024, 12, 24), ("status", "opened", "closed"))
    back = decide(closed, *(say(key, what, None) for what in ("closed", "opened", "status")))
    assert everything(back) == everything(sample())


def test_an_added_goal_is_open_unquoted_and_decided_like_any_other() -> None:
    added, kept = made(sample(), say("new", "add", "Walk  every day"))
    shown = goal(added, kept.key)
    assert (shown.text, shown.status, shown.source, shown.mentions) == ("Walk every day", "active", None, ())
    assert (shown.decided, shown.opened, shown.sessions_ago) == (("add",), None, None)
    met = goal(decide(added, say(kept.key, "status", "achieved"), say(kept.key, "closed", "2025-05-01")), kept.key)
    assert (met.status, met.closed) == ("achieved", date(2025, 5, 1))
    back, undone = made(added, say(kept.key, "add", None))
    assert everything(back) == everything(sample())
    assert everything(decide(back, say(undone.key, "add", "Walk every day"))) == everything(added)


def test_an_added_goal_that_a_plan_holds_later_is_shown_once_as_found_with_what_was_decided() -> None:
    planned = sample().overview.goals[0]
    before = replace(sample(), overview=replace(sample().overview, goals=()))
    added, kept = made(before, say("new", "add", planned.text.upper()))
    named = decide(added, say(kept.key, "name", "Mine"))
    later = replace(named, overview=sample().overview)
    assert len(later.goals()) == len(sample().goals())
    assert (goal(later, kept.key).found, goal(later, kept.key).decided) == (planned, ("name",))


TOMORROW = (TODAY + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("what", "value", "kind", "sentence"),
    [
        ("text", "  ", BadRequest, "not empty and has under 300"),
        ("text", "x" * 300, BadRequest, "not empty and has under 300"),
        ("opened", "yesterday", BadRequest, "year, month and day"),
        ("closed", "2025-02-30", BadRequest, "year, month and day"),
        ("closed", TOMORROW, BadRequest, "still to come"),
        ("closed", "1999-01-01", BadRequest, "opens before it closes"),
        ("status", "met", BadRequest, "active or achieved or discontinued"),
        ("merge", "x", BadRequest, "A goal has no merge"),
        ("add", "Another", BadRequest, "under the key new"),
        ("add", None, NotFound, "not made by you"),
    ],
)
def test_what_cannot_be_decided_is_answered_with_a_sentence(
    what: What, value: str | None, kind: type[EyelineError], sentence: str
) -> None:
    with pytest.raises(kind, match=sentence) as refused:
        decide(sample(), say(first(sample()), what, value))
    assert refused.value.say.endswith(".")


def test_text_just_under_the_limit_is_kept() -> None:
    key = first(sample())
    assert goal(decide(sample(), say(key, "text", "x" * 299)), key).text == "x" * 299
    assert goal(decide(sample(), say(key, "closed", TODAY.isoformat())), key).all_closed == TODAY


def test_a_goal_that_the_notes_hold_is_not_added() -> None:
    with pytest.raises(BadRequest, match="there already"):
        decide(sample(), say("new", "add", sample().goals()[0].text))


def test_a_day_is_not_taken_back_where_the_other_would_contradict_it() -> None:
    key = first(sample())
    dated = decide(sample(), say(key, "opened", "2000-01-01"), say(key, "closed", "2000-01-02"))
    with pytest.raises(BadRequest, match="opens before it closes"):
        decide(dated, say(key, "opened", None))
    assert everything(decide(dated, say(key, "closed", None), say(key, "opened", None))) == everything(sample())
