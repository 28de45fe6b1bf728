"""Risk screens of many templates: what is asked and denied in a row, a column, a box, behind a heading or a sign.

`risk_templates.json` was written before the screens' rules, every second passage held; `risk_screens.json` holds lines
that deny and lines that only look like it. `pytest -s` prints the figures.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from companion.overview.risk import risk_mentions
from companion.overview.rulebook import rules
from tests.overview.notes import note, readings
from tests.overview.risk_battery import figures, passages

FOLDER = Path(__file__).parent
SCREENS: dict[str, list[str]] = json.loads((FOLDER / "risk_screens.json").read_text(encoding="utf-8"))
FLOORS = {"found": 0.95, "precision": 0.95, "assertion": 0.92, "present": 0.85}


def said(text: str) -> set[str]:
    return {risk.assertion for risk in risk_mentions(readings(note(text)))}


@pytest.mark.parametrize("held", [False, True])
def test_templates_are_read(held: bool) -> None:
    chosen = [passage for passage in passages("risk_templates.json") if passage.held == held]
    reached = figures(chosen)
    shown = f"{len(chosen)} templates, {'held' if held else 'seen'}: " + ", ".join(
        f"{name} {value:.3f}" for name, value in sorted(reached.items())
    )
    sys.stdout.write(f"\n{shown}\n")
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), shown
    assert reached["false_present"] <= 0.07, shown


def test_what_a_template_denies_is_denied_and_nothing_else() -> None:
    wrong = {line: said(line) for line in SCREENS["deny"] if said(line) != {"denied"}}
    assert not wrong


def test_what_only_looks_like_a_screen_says_nothing() -> None:
    wrong = {line: said(line) for line in SCREENS["silent"] if said(line) - {"not_risk"}}
    assert not wrong


@pytest.mark.parametrize("kind", ["none", "tails", "head_none"])
def test_each_answer_denies_behind_a_heading(kind: str) -> None:
    answer = {"none": "Risk: {}.", "tails": "Risk: none {}.", "head_none": "Risk: {}."}[kind]
    plain = [entry.replace("#", "3").replace("*", "x") for entry in rules("screens")[kind]]
    assert not [entry for entry in plain if said(answer.format(entry)) != {"denied"}]


def test_each_name_is_asked_after() -> None:
    table = rules("screens")
    for kind in dict.fromkeys([*table["exact"], *table["targets"]]):
        for word in [*table["exact"].get(kind, ()), *table["targets"].get(kind, ())]:
            found = risk_mentions(readings(note(f"{word.replace('*', '')}: none.")))
            assert (kind, "denied") in {(risk.type, risk.assertion) for risk in found}, word


def test_each_heading_screens() -> None:
    for heads in rules("screens")["heads"].values():
        assert not [head for head in heads if said(f"{head}: none.") != {"denied"}]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("SI/HI: none. Slept.", "SI/HI: none"),
        ("Mood fair. Risk screen: neg x4. Slept.", "Risk screen: neg x4"),
        ("Safety: no concerns voiced re self or others.", "Safety: no concerns voiced re self or others"),
    ],
)
def test_a_screen_is_quoted_with_its_answer(text: str, quote: str) -> None:
    assert {risk.mention.quote for risk in risk_mentions(readings(note(text)))} == {quote}


@pytest.mark.parametrize("text", ["Goal: no alcohol on weekdays.", "Son: SI denied per school."])
def test_a_goal_and_somebody_else_are_no_denial(text: str) -> None:
    assert "denied" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "SI HI ",
        "no risk no risk ",
        "[ ] SI ",
        "SI: ",
        "risk: ",
        "| SI ",
        "- self ",
        "denies thoughts of ",
        'no plan. "x',
        "#9 ",
        "☐ SI ",
        "☒ SI ☐ Plan\n",
        "C-SSRS: 1 N, 2 N ",
        "Wish to be dead?  No\n",
        "On the bridge he wanted to die. ",
    ],
)
def test_a_hostile_note_is_read_in_linear_time(text: str) -> None:
    started = time.perf_counter()
    risk_mentions(readings(note(text * 1000)))
    once = time.perf_counter() - started
    started = time.perf_counter()
    risk_mentions(readings(note(text * 4000)))
    assert time.perf_counter() - started < 12 * max(once, 0.05)


def test_a_quotation_beside_a_positive_answer_is_ideation() -> None:
    for text in (
        'PHQ-9 11, item 9 = 1: "At night I think of the door."',
        '"I keep looking at the door and then it is morning." No plan, no intent.',
    ):
        found = risk_mentions(readings(note(text)))
        assert any('"' in risk.mention.quote and risk.assertion == "present" for risk in found), text
    assert "present" not in said('"I could use a holiday from the door." Plan: holiday.')
