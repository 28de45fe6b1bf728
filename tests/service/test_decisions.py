"""People decided over the wire, and the list of all decisions: each with its day, and each row undoes itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from companion.errors import NotFound
from companion.service import detail_routes, requests
from companion.service.routes import LAUNCH_ALONE, SEALED
from tests.panel import Panel
from tests.service.conftest import Service
from tests.service.test_decide import decide
from tests.service.test_import_routes import NOBODY
from tests.service.test_panel_routes import confirmed


@pytest.fixture
def opened(service: Service) -> tuple[Panel, dict[str, Any]]:
    panel = service.panel()
    return panel, confirmed(panel, service.clients[0])["result"]


def people(panel: Panel, scope: str) -> dict[str, list[dict[str, Any]]]:
    result: dict[str, list[dict[str, Any]]] = panel.ask("/v1/people", scope=scope)["result"]
    return result


def decisions(panel: Panel, scope: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = panel.ask("/v1/decisions", scope=scope)["result"]["decisions"]
    return rows


def named(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["found_name"] == name)


def test_a_person_is_named_told_of_otherwise_merged_and_quoted_by_what_the_notes_say(
    opened: tuple[Panel, dict[str, Any]],
) -> None:
    panel, shown = opened
    scope, before = shown["scope"], people(panel, shown["scope"])
    kevin = named(before["people"], "Kevin")
    decide(panel, scope, ("person", kevin["key"]), "name", "brother Bear")
    decide(panel, scope, ("person", kevin["key"]), "relation", "half-brother")
    row = named(people(panel, scope)["people"], "Kevin")
    changed = {"name": "brother Bear", "relation": "half-brother", "decided": ["name", "relation"]}
    assert row == {**kevin, **changed}
    assert "Kevin" in row["source"]["quote"]
    raj = named(before["people"], "Raj")
    decide(panel, scope, ("person", raj["key"]), "merge", kevin["key"])
    row = named(people(panel, scope)["people"], "Kevin")
    assert [one["key"] for one in row["joined"]] == [raj["key"]]
    assert row["note_count"] >= max(kevin["note_count"], raj["note_count"])
    assert [one["into"] for one in decisions(panel, scope)] == ["brother Bear", "", ""]
    for key, what in ((kevin["key"], "name"), (kevin["key"], "relation"), (raj["key"], "merge")):
        last = decide(panel, scope, ("person", key), what, None)
    assert last["overview"] == shown["overview"]
    assert people(panel, scope) == before


def test_who_is_hidden_or_nobody_is_listed_apart_not_counted_and_not_named(
    service: Service, opened: tuple[Panel, dict[str, Any]]
) -> None:
    panel, shown = opened
    scope, before = shown["scope"], people(panel, shown["scope"])
    assert before["hidden"] == []
    raj, ann, kevin = (named(before["people"], name) for name in ("Raj", "Denise", "Kevin"))
    decide(panel, scope, ("person", kevin["key"]), "name", "Bear")
    decide(panel, scope, ("person", raj["key"]), "hide", "not_a_person")
    said = decide(panel, scope, ("person", ann["key"]), "hide", "yes")
    assert said["overview"]["people_count"] == shown["overview"]["people_count"] - 2
    after = people(panel, scope)
    assert {row["key"] for row in after["people"]} == {row["key"] for row in before["people"]} - {
        raj["key"],
        ann["key"],
    }
    assert {row["key"]: row["hidden"] for row in after["hidden"]} == {raj["key"]: "not_a_person", ann["key"]: "yes"}
    workspace, client = service.running.workspace, service.clients[0]
    searched = {one.name: one for one in workspace.searched(client.id, without=("not_a_person",)).overview.people}
    echoed = {one.name for one in workspace.searched(client.id, without=("yes", "not_a_person")).overview.people}
    assert searched["Bear"].written == ("Kevin",)
    assert {"Raj", "Denise", "Kevin"} & {*searched} == {"Denise"}
    assert not {"Raj", "Denise", "Kevin"} & echoed


def test_the_list_tells_each_decision_newest_first_and_each_row_undoes_itself(
    opened: tuple[Panel, dict[str, Any]],
) -> None:
    panel, shown = opened
    scope, overview = shown["scope"], shown["overview"]
    theme, goal, line = overview["themes"][0], overview["goals"][0], overview["safety"]
    task = panel.ask("/v1/follow_ups", scope=scope)["result"]["follow_ups"][0]
    person = named(people(panel, scope)["people"], "Kevin")
    mentions = [
        {name: source[name] for name in ("note_id", "start", "end")}
        for source in panel.ask("/v1/theme", scope=scope, key=theme["key"])["result"]["sessions"][0]["sources"][:1]
    ]
    value = {"of": theme["key"], "label": "Own", "mentions": mentions}
    split = panel.ask("/v1/decide", scope=scope, about="theme", key="new", what="split", value=value)["result"]["key"]
    said = [
        (("theme", split), "split", value, None, "Own"),
        (("theme", theme["key"]), "name", "Dad", theme["label"], "Dad"),
        (("goal", goal["key"]), "status", "achieved", "active", goal["short"]),
        (("follow_up", task["key"]), "outcome", "partly", task["outcome"], task["source"]["quote"]),
        (("risk", line["key"]), "assertion", "historical", line["assertion"], line["label"]),
        (("person", person["key"]), "relation", "cousin", person["relation"], person["name"]),
    ]
    for finding, what, word, _, _ in said[1:]:
        assert isinstance(word, str)
        decide(panel, scope, finding, what, word)
    rows = decisions(panel, scope)
    told = [((r["about"], r["key"]), r["what"], r["value"], r["found"], r["label"]) for r in rows]
    assert told == said[::-1]
    assert {row["day"] for row in rows} == {date.today().isoformat()}
    assert not any(row["before"] or row["asleep"] for row in rows)
    for row in rows:
        undo = {name: row[name] for name in ("about", "key", "what")}
        last = panel.ask("/v1/decide", scope=scope, value=row["undo"], **undo)["result"]
    assert decisions(panel, scope) == []
    assert last["overview"] == overview


def test_a_row_tells_what_held_before_it_and_ends_while_it_sleeps(
    service: Service, opened: tuple[Panel, dict[str, Any]]
) -> None:
    panel, shown = opened
    scope, theme = shown["scope"], ("theme", shown["overview"]["themes"][0]["key"])
    for name in ("One", "Two", "Two"):
        decide(panel, scope, theme, "name", name)
    (row,) = decisions(panel, scope)
    assert (row["value"], row["before"], row["undo"]) == ("Two", "One", "One")
    decide(panel, scope, theme, "name", row["undo"])
    assert [(one["value"], one["before"]) for one in decisions(panel, scope)] == [("One", "Two")]
    decide(panel, scope, ("person", people(panel, scope)["people"][0]["key"]), "hide", "yes")
    file = service.running.workspace.vault.open_client(service.clients[0].id)
    for brought in file.files():
        file.remove_file(brought.sha256)
    rows = decisions(panel, scope)
    assert [(row["label"], row["source"], row["asleep"], row["undo"]) for row in rows] == [("", None, True, None)] * 2
    for row in rows:
        decide(panel, scope, (row["about"], row["key"]), row["what"], row["undo"])
    assert decisions(panel, scope) == []


def test_the_list_leaves_its_audit_row_and_is_one_clients(
    service: Service, opened: tuple[Panel, dict[str, Any]]
) -> None:
    panel, shown = opened
    vault = service.running.workspace.vault
    decide(panel, shown["scope"], ("risk", shown["overview"]["safety"]["key"]), "assertion", "denied")
    (row,) = decisions(panel, shown["scope"])
    audit = vault.audit.rows()[-1]
    assert (audit.action, audit.client_id) == ("decisions", service.clients[0].id)
    assert audit.note_ids == (row["source"]["note_id"],)
    asked = requests.ClientDecisionsRequest(client_id=service.clients[0].id)
    about = detail_routes.decisions_about(service.running, NOBODY, asked)
    assert (about.client_id, about.reply.model_dump(mode="json")) == (service.clients[0].id, {"decisions": [row]})
    with pytest.raises(NotFound):
        detail_routes.decisions_about(service.running, NOBODY, requests.ClientDecisionsRequest(client_id="nobody"))
    assert "/v1/client/decisions" not in [route.path for route in SEALED if route.peers != LAUNCH_ALONE]
    assert panel.ask("/v1/decisions", scope="no-such")["error"]["kind"] == "not_found"
    other = confirmed(panel, service.clients[1])["result"]["scope"]
    assert decisions(panel, other) == []
