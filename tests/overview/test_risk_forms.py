"""Risk forms with boxes, whole questions and items, and figures of death that only one client uses."""

from __future__ import annotations

import pytest

from companion.overview.images import figures
from companion.overview.risk import risk_mentions
from companion.overview.spans import overlaps, united
from tests.overview.notes import note, readings


def told(*texts: str) -> list[tuple[str, str, str]]:
    """Type, assertion and words of what the newest of some notes, a month apart, tells."""
    found = readings(*(note(text, f"2024-{month:02}-03") for month, text in enumerate(texts, start=1)))
    last = found[-1].note.id
    mentions = [risk for risk in risk_mentions(found) if risk.mention.note_id == last]
    return [(risk.type, risk.assertion, risk.mention.quote) for risk in sorted(mentions, key=lambda r: r.mention.start)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x] Passive SI  [ ] HI", [("suicidal_ideation", "present"), ("homicidal_ideation", "denied")]),
        ("☐ SI  ☒ Paranoia", [("suicidal_ideation", "denied"), ("psychosis", "present")]),
        ("__ SI  _x_ HI", [("suicidal_ideation", "denied"), ("homicidal_ideation", "present")]),
        ("[x] Prior suicide attempt (2012)", [("suicidal_ideation", "historical")]),
        ("[x] Denies SI", [("suicidal_ideation", "denied")]),
        ("☒ Suicidal ideation ☐ Intent", [("suicidal_ideation", "present"), ("suicidal_ideation", "denied")]),
        ("Homicidal ideation: [ ] Yes [x] No", [("homicidal_ideation", "denied")]),
        ("Ever tried to kill yourself?  No", [("suicidal_ideation", "denied")]),
        ("Ever tried to kill yourself?  Yes, 2014", [("suicidal_ideation", "historical")]),
        ("Do you hear voices .... Yes", [("psychosis", "present")]),
        ("Has she told him?  No", []),
        (
            "C-SSRS: 1 N 2 N 6 Y (lifetime)",
            [("suicidal_ideation", "denied"), ("suicidal_ideation", "historical")],
        ),
        ("Columbia screener: Q1 yes, Q2 no", [("suicidal_ideation", "present")]),
        ("FHx: uncle suicide. Fa EtOH.", [("suicidal_ideation", "other_person"), ("substance_use", "other_person")]),
        ("Asked about wanting to be dead. He said he did not.", [("suicidal_ideation", "denied")]),
    ],
)
def test_a_form_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(kind, said) for kind, said, _ in told(text)] == expected


def test_a_form_that_nobody_ever_filled_in_says_nothing() -> None:
    assert told("☐ SI  ☐ HI  ☐ Plan") == []


def test_an_empty_box_denies_where_the_form_is_used() -> None:
    assert [said for _, said, _ in told("☒ SI  ☐ HI", "☐ SI  ☐ HI")] == ["denied", "denied"]


def test_a_form_below_the_plan_is_no_part_of_it() -> None:
    assert [said for _, said, _ in told("Plan: weekly.\nRISK SCREEN (complete every visit)\n☐ SI  ☒ HI")] == [
        "denied",
        "present",
    ]


BRIDGE = "On the bridge she imagines jumping and wants to be dead."


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ("The bridge came up again.", ["present"]),
        ("Bridge thoughts have not come since.", ["denied"]),
        ("Asked about the bridge. It is still there.", ["present"]),
        ("If the bridge comes back she will ring me.", ["hypothetical"]),
        ("Had lunch by the bridge.", []),
        ("The viaduct came up again.", []),
    ],
)
def test_a_clients_own_figure_is_known_again(later: str, said: list[str]) -> None:
    assert [found for _, found, _ in told(BRIDGE, later)] == said


def test_a_figure_must_be_new_where_it_is_told() -> None:
    found = readings(note("Walked over the bridge to work.", "2024-01-03"), note(BRIDGE, "2024-02-03"))
    assert "bridge" not in set(figures(found, 1, risk_mentions(found)))
    alone = readings(note(BRIDGE))
    assert "bridge" in set(figures(alone, 0, risk_mentions(alone)))


def test_spans_are_united_and_asked() -> None:
    apart = united([(5, 9), (1, 3), (2, 4)])
    assert apart == [(1, 4), (5, 9)]
    assert overlaps(3, 5, apart)
    assert not overlaps(4, 5, apart)
