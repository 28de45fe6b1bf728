"""Merging, splitting, correcting and adding over the wire: every reply tells the same, and each is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from companion.decisions import Decision
from tests.panel import Panel
from tests.service.conftest import Service
from tests.service.test_decide import decide, keys
from tests.service.test_panel_routes import confirmed


@pytest.fixture
def opened(service: Service) -> tuple[Panel, dict[str, Any]]:
    panel = service.panel()
    return panel, confirmed(panel, service.clients[0])["result"]


def ask(panel: Panel, scope: str, path: str, **params: Any) -> dict[str, Any]:
    result: dict[str, Any] = panel.ask(path, scope=scope, **params)["result"]
    return result


def sources(theme: dict[str, Any]) -> list[dict[str, Any]]:
    return [source for session in theme["sessions"] for source in session["sources"]]


def test_two_themes_are_merged_and_told_apart_again(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, before = shown["scope"], shown["overview"]
    one, other = keys(before["themes"])[:2]
    apart = [sources(ask(panel, scope, "/v1/theme", key=key)) for key in (one, other)]
    merged = decide(panel, scope, ("theme", other), "merge", one)
    assert (merged["key"], merged["before"]) == (other, None)
    assert keys(merged["overview"]["themes"]) == [key for key in keys(before["themes"]) if key != other]
    theme = ask(panel, scope, "/v1/theme", key=one)
    assert [joined["key"] for joined in theme["joined"]] == [other]
    assert theme["session_count"] == len([s for s in theme["sessions"] if s["date"]])
    places = [(s["note_id"], s["start"], s["end"]) for s in sources(theme)]
    assert len(set(places)) == len(places)
    assert {tuple(s.items()) for s in sources(theme)} == {tuple(s.items()) for part in apart for s in part}
    assert panel.ask("/v1/theme", scope=scope, key=other)["error"]["kind"] == "not_found"
    back = decide(panel, scope, ("theme", merged["key"]), "merge", merged["before"])
    assert (back["before"], back["overview"]) == (one, before)


def test_mentions_are_split_off_and_come_back(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, first = shown["scope"], shown["overview"]["themes"][0]["key"]
    chosen = sources(ask(panel, scope, "/v1/theme", key=first))[:3]
    mentions = [{name: source[name] for name in ("note_id", "start", "end")} for source in chosen]
    value = {"of": first, "label": "Night watch", "mentions": mentions}
    said = panel.ask("/v1/decide", scope=scope, about="theme", key="new", what="split", value=value)["result"]
    own = said["overview"]["themes"][1]
    assert (own["key"], own["label"], own["named"]) == (said["key"], "Night watch", True)
    theme = ask(panel, scope, "/v1/theme", key=said["key"])
    assert theme["split_from"] == first
    assert sources(theme) == chosen
    back = decide(panel, scope, ("theme", said["key"]), "split", None)
    assert back["overview"] == shown["overview"]
    assert back["before"]["of"] == first
    again = panel.ask("/v1/decide", scope=scope, about="theme", key=back["key"], what="split", value=back["before"])[
        "result"
    ]
    assert again["overview"] == said["overview"]


def test_a_goal_is_corrected_and_each_correction_taken_back(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, row = shown["scope"], shown["overview"]["goals"][0]
    found = ask(panel, scope, "/v1/goal", key=row["key"])
    said = {"text": "Sleep seven hours", "opened": "2024-01-05", "status": "achieved", "closed": "2025-01-06"}
    undo = [(decide(panel, scope, ("goal", row["key"]), what, value), what) for what, value in said.items()]
    goal = ask(panel, scope, "/v1/goal", key=row["key"])
    assert {what: goal[what] for what in said} == said
    assert goal["decided"] == ["text", "status", "opened", "closed"]
    told = ("text", "status", "opened", "closed")
    assert [goal[f"found_{what}"] for what in told] == [found[what] for what in told]
    assert goal["source"] == found["source"]
    for reply, what in reversed(undo):
        last = decide(panel, scope, ("goal", row["key"]), what, reply["before"])["overview"]
    assert last == shown["overview"]


def test_a_goal_is_added_without_a_quote_and_taken_back(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope = shown["scope"]
    said = decide(panel, scope, ("goal", "new"), "add", "Walk every day")
    row = next(one for one in said["overview"]["goals"] if one["key"] == said["key"])
    assert (row["text"], row["source"], row["decided"]) == ("Walk every day", None, ["add"])
    assert said["overview"]["goals_open"] == shown["overview"]["goals_open"] + 1
    goal = ask(panel, scope, "/v1/goal", key=said["key"])
    assert (goal["source"], goal["found_text"], goal["mentions"]) == (None, None, [])
    assert said["key"] in keys(ask(panel, scope, "/v1/goals")["goals"])
    assert decide(panel, scope, ("goal", said["key"]), "add", None)["overview"] == shown["overview"]


def test_the_safety_line_obeys_a_correction_and_says_whose_word_it_is(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    scope, line = shown["scope"], shown["overview"]["safety"]
    assert (line["decided"], line["found_assertion"]) == (False, line["assertion"])
    said = decide(panel, scope, ("risk", line["key"]), "assertion", "not_risk")
    assert said["overview"]["safety"]["key"] != line["key"]
    row = next(one for one in ask(panel, scope, "/v1/risk")["risk"] if one["key"] == line["key"])
    assert (row["assertion"], row["found_assertion"], row["decided"]) == ("not_risk", line["assertion"], True)
    assert row["source"] == line["source"]
    again = decide(panel, scope, ("risk", line["key"]), "assertion", "present")
    assert again["before"] == "not_risk"
    assert again["overview"]["safety"] == {**line, "assertion": "present", "decided": True}
    assert decide(panel, scope, ("risk", line["key"]), "assertion", None)["overview"] == shown["overview"]


def test_every_mention_of_a_risk_is_told_verbatim_newest_first_and_audited(
    service: Service, opened: tuple[Panel, dict[str, Any]]
) -> None:
    panel, shown = opened
    rows = ask(panel, shown["scope"], "/v1/risk")["risk"]
    vault, client = service.running.workspace.vault, service.clients[0]
    notes = {note.id: note.text for note in vault.open_client(client.id).notes()}
    assert len(rows) > 5
    assert all(notes[s["note_id"]][s["start"] : s["end"]] == s["quote"] for s in (row["source"] for row in rows))
    days = [row["date"] for row in rows if row["date"]]
    assert days == sorted(days, reverse=True)
    row = vault.audit.rows()[-1]
    assert (row.action, row.client_id) == ("risk", client.id)
    assert set(row.note_ids) == {one["source"]["note_id"] for one in rows}


@pytest.mark.parametrize(
    ("asked", "say"),
    [
        (("theme", "merge", "no such theme"), "join"),
        (("goal", "closed", "2999-01-01"), "still to come"),
        (("goal", "text", "x" * 300), "under 300"),
        (("goal", "opened", "May"), "year, month and day"),
        (("theme", "split", "a label"), "which quotes"),
        (("theme", "assertion", "denied"), "A theme has no assertion to decide."),
    ],
)
def test_a_bad_value_is_answered_with_a_sentence_and_not_kept(
    service: Service, opened: tuple[Panel, dict[str, Any]], asked: tuple[str, str, str], say: str
) -> None:
    panel, shown = opened
    about, what, value = asked
    key = shown["overview"]["themes" if about == "theme" else "goals"][0]["key"]
    said = panel.ask("/v1/decide", scope=shown["scope"], about=about, key=key, what=what, value=value)["error"]
    assert say in said["say"]
    assert said["say"].endswith(".")
    assert service.running.workspace.vault.open_client(service.clients[0].id).decisions() == {}


def test_a_correction_sleeps_while_its_note_is_not_read_and_stays_with_the_client(service: Service) -> None:
    workspace, (one, other) = service.running.workspace, service.clients
    lead = workspace.findings(one.id).decided.safety().lead
    assert lead is not None
    workspace.decide(one.id, Decision("risk", lead.key, "assertion", "denied"))
    file = workspace.vault.open_client(one.id)
    kept = file.decisions()
    assert workspace.refresh_overview(one.id).overview.safety.risk == lead.risk
    assert workspace.findings(one.id).decided.safety().lead != lead
    for brought in file.files():
        file.remove_file(brought.sha256)
    assert workspace.findings(one.id).risk() == []
    assert file.decisions() == kept
    assert not any(risk.decided for risk in workspace.findings(other.id).risk())
