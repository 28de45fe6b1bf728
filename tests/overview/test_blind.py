"""Sentences written before the rules were run on them: people by context, totals that are none, risk told sideways."""

from __future__ import annotations

import pytest

from tests.overview.blind_sentences import lines, people_verdicts, risk_figures, score_verdict, status_verdict


@pytest.mark.parametrize(("held", "floor"), [(False, 0.92), (True, 0.88)])
def test_a_measures_figure_is_a_total_only_where_it_is_one(held: bool, floor: float) -> None:
    told = [score_verdict(line) for line in lines("scores") if line.held is held]
    assert sum(right for right, _ in told) / len(told) >= floor, [about for right, about in told if not right]


@pytest.mark.parametrize(("held", "floor"), [(False, 0.86), (True, 0.85)])
def test_a_relation_is_told_by_what_stands_around_a_name(held: bool, floor: float) -> None:
    told = [verdict for line in lines("people") if line.held is held for verdict in people_verdicts(line)]
    assert sum(right for right, _ in told) / len(told) >= floor, [about for right, about in told if not right]


@pytest.mark.parametrize(("held", "floor"), [(False, 0.96), (True, 0.8)])
def test_a_review_leaves_a_goal_as_its_words_say(held: bool, floor: float) -> None:
    told = [status_verdict(line) for line in lines("statuses") if line.held is held]
    assert sum(right for right, _ in told) / len(told) >= floor, [about for right, about in told if not right]


@pytest.mark.parametrize(("held", "present", "false_present"), [(False, 0.78, 0.06), (True, 0.45, 0.17)])
def test_risk_told_sideways_is_present_and_what_looks_like_it_is_not(
    held: bool, present: float, false_present: float
) -> None:
    found = risk_figures([line for line in lines("risk") if line.held is held])
    assert found["present"] >= present, found
    assert found["false_present"] <= false_present, found
