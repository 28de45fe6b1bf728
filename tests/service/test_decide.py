"""Decisions: put over what was found, taken back by one more, kept through re-reading and a restart, never mixed in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.decisions import Decided, Decision, Decisions
from companion.decisions.decision import checked
from companion.demo.sample import samples
from companion.errors import BadRequest
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.panel import Panel
from tests.service.conftest import Service
from tests.service.test_panel_routes import confirmed


@pytest.fixture
def opened(service: Service) -> tuple[Panel, dict[str, Any]]:
    panel = service.panel()
    return panel, confirmed(panel, service.clients[0])["result"]


def decide(panel: Panel, scope: str, finding: tuple[str, str], what: str, value: str | None) -> dict[str, Any]:
    about, key = finding
    said = panel.ask("/v1/decide", scope=scope, about=about, key=key, what=what, value=value)
    result: dict[str, Any] = said["result"]
    return result


def keys(rows: list[dict[str, Any]]) -> list[str]:
    return [row["key"] for row in rows]


def test_a_hidden_theme_is_out_of_sight_and_comes_back(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, before = shown["scope"], shown["overview"]
    first = before["themes"][0]["key"]
    hidden = decide(panel, scope, ("theme", first), "hide", "yes")
    assert hidden["before"] is None
    assert keys(hidden["overview"]["themes"]) == keys(before["themes"])[1:]
    assert hidden["overview"]["themes_hidden"] == 1
    assert keys(panel.ask("/v1/themes", scope=scope)["result"]["hidden"]) == [first]
    assert panel.ask("/v1/theme", scope=scope, key=first)["result"]["hidden"] is True
    back = decide(panel, scope, ("theme", first), "hide", hidden["before"])
    assert (back["before"], back["overview"]) == ("yes", before)


def test_a_pinned_theme_leads_and_hiding_it_is_stronger(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, before = shown["scope"], keys(shown["overview"]["themes"])
    pinned = decide(panel, scope, ("theme", before[3]), "pin", "yes")["overview"]["themes"]
    assert keys(pinned) == [before[3], *before[:3], *before[4:]]
    assert [row["pinned"] for row in pinned] == [True] + [False] * (len(before) - 1)
    gone = decide(panel, scope, ("theme", before[3]), "hide", "yes")["overview"]
    assert before[3] not in keys(gone["themes"])


def test_a_name_is_the_therapists_and_the_found_label_stays(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, theme, goal = shown["scope"], shown["overview"]["themes"][0], shown["overview"]["goals"][0]
    row = decide(panel, scope, ("theme", theme["key"]), "name", "  Dad's\n care ")["overview"]["themes"][0]
    assert (row["label"], row["named"]) == ("Dad's care", True)
    detail = panel.ask("/v1/theme", scope=scope, key=theme["key"])["result"]
    assert (detail["label"], detail["found_label"]) == ("Dad's care", theme["label"])
    again = decide(panel, scope, ("theme", theme["key"]), "name", "Care")
    assert again["before"] == "Dad's care"
    row = decide(panel, scope, ("goal", goal["key"]), "name", "Limits")["overview"]["goals"][0]
    assert (row["short"], row["named"], row["text"]) == ("Limits", True, goal["text"])


def test_a_goal_is_closed_and_reopened_by_the_therapist(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, first = shown["scope"], shown["overview"]["goals"][0]["key"]
    met = decide(panel, scope, ("goal", first), "status", "achieved")["overview"]
    assert first not in keys(met["goals"])
    assert met["goals_open"] == shown["overview"]["goals_open"] - 1
    detail = panel.ask("/v1/goal", scope=scope, key=first)["result"]
    assert (detail["status"], detail["found_status"]) == ("achieved", "active")
    closed = panel.ask("/v1/goals", scope=scope)["result"]["goals"][-1]
    assert closed["status"] != "active"
    reopened = decide(panel, scope, ("goal", closed["key"]), "status", "active")["overview"]
    assert closed["key"] in keys(reopened["goals"])


def test_what_came_of_a_follow_up(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope = shown["scope"]
    rows = panel.ask("/v1/follow_ups", scope=scope)["result"]["follow_ups"]
    waiting = next(row for row in rows if row["outcome"] is None)
    said = decide(panel, scope, ("follow_up", waiting["key"]), "outcome", "partly")
    assert said["overview"]["follow_ups_open"] == shown["overview"]["follow_ups_open"] - 1
    rows = panel.ask("/v1/follow_ups", scope=scope)["result"]["follow_ups"]
    row = next(row for row in rows if row["key"] == waiting["key"])
    assert (row["outcome"], row["decided"], row["reported"]) == ("partly", True, None)


@pytest.mark.parametrize(
    ("about", "what", "value"),
    [
        ("theme", "hide", "no"),
        ("theme", "status", "achieved"),
        ("theme", "name", "   "),
        ("theme", "name", "x" * 61),
        ("theme", "outcome", None),
        ("goal", "status", "met"),
        ("goal", "hide", "yes"),
        ("follow_up", "outcome", "yes"),
        ("follow_up", "name", "x"),
    ],
)
def test_nothing_else_can_be_decided(
    service: Service, opened: tuple[Panel, dict[str, Any]], about: str, what: str, value: str | None
) -> None:
    panel, shown = opened
    key = shown["overview"]["themes"][0]["key"]
    said = panel.ask("/v1/decide", scope=shown["scope"], about=about, key=key, what=what, value=value)
    assert said["error"]["kind"] == "bad_request"
    assert said["error"]["say"].endswith(".")
    assert service.running.workspace.vault.open_client(service.clients[0].id).decisions() == {}


@pytest.mark.parametrize(
    ("about", "what", "value"), [("theme", "pin", "yes"), ("goal", "name", "x"), ("follow_up", "outcome", "done")]
)
def test_nothing_is_kept_about_what_was_not_found(
    service: Service, opened: tuple[Panel, dict[str, Any]], about: str, what: str, value: str
) -> None:
    panel, shown = opened
    said = panel.ask("/v1/decide", scope=shown["scope"], about=about, key="no such", what=what, value=value)
    assert said["error"]["kind"] == "not_found"
    assert service.running.workspace.vault.open_client(service.clients[0].id).decisions() == {}


def test_decisions_survive_rereading_and_a_restart_and_are_never_mixed_in(tmp_path: Path) -> None:
    folder, sample = tmp_path / "vault", samples()[0]
    vault, recovery = Vault.create(folder, "four words are good")
    with vault:
        workspace, client = Workspace(vault, Embedder()), sample.add_to(vault)
        list(workspace.import_path(client.id, sample.notes, "record"))
        findings = workspace.findings(client.id)
        theme, goal, task = findings.themes()[1].theme, findings.goals()[0], findings.follow_ups()[0]
        for decision in (
            Decision("theme", theme.key, "name", "Lying-awake"),
            Decision("goal", goal.key, "status", "discontinued"),
            Decision("follow_up", task.key, "outcome", "not_done"),
        ):
            assert workspace.decide(client.id, decision).before is None
        saved = vault.open_client(client.id).overview()
        for file in vault.open_client(client.id).files()[:3]:
            vault.open_client(client.id).remove_file(file.sha256)
        list(workspace.import_path(client.id, sample.notes, "record"))
        assert workspace.refresh_overview(client.id).overview.themes[1].label == theme.label
        assert "Lying-awake" not in (saved or "") + (vault.open_client(client.id).overview() or "")
    with Vault.open(folder) as vault:
        vault.unlock_with_recovery_key(recovery)
        findings = Workspace(vault, Embedder()).findings(client.id)
        assert findings.theme(theme.key).theme.label == "Lying-awake"
        assert findings.goal(goal.key).status == "discontinued"
        decided = next(one for one in findings.follow_ups() if one.key == task.key)
        assert (decided.follow_up.outcome, decided.decided) == ("not_done", True)


def test_another_clients_decisions_are_another_clients(service: Service) -> None:
    panel = service.panel()
    shown = confirmed(panel, service.clients[0])["result"]
    decide(panel, shown["scope"], ("theme", "curated:alcohol"), "hide", "yes")
    other = confirmed(panel, service.clients[1])["result"]["overview"]
    assert "curated:alcohol" in keys(other["themes"])
    assert other["themes_hidden"] == 0


@given(name=st.text(min_size=1, max_size=200))
def test_a_name_is_one_line_of_at_most_sixty_characters(name: str) -> None:
    try:
        kept = checked("theme", "name", name, date.today())
    except BadRequest:
        assert not 1 <= len(" ".join(name.split())) <= 60
    else:
        assert isinstance(kept, str)
        assert 1 <= len(kept) <= 60
        assert kept.split() == name.split()


def test_with_no_decision_nothing_is_changed(service: Service) -> None:
    saved = service.running.workspace.overview(service.clients[0].id)
    found = saved.overview
    decided = Decided(found, {card.id: card for card in saved.cards}, Decisions({}), date.today())
    assert [one.theme for one in decided.themes()] == list(found.themes)
    assert not any(one.pinned or one.hidden or one.named for one in decided.themes())
    assert {one.found for one in decided.goals()} == set(found.goals)
    assert [one.risk for one in decided.risk()] == list(found.risk)
    assert decided.safety().line == found.safety
