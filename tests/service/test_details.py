"""One click deeper: themes, goals, people and follow-ups, verbatim, in the order that is promised, audited by note."""

from __future__ import annotations

from typing import Any

import pytest

from companion.known_people import known_people, named_in
from companion.record import KnownPerson, Note, NoteCard, Person
from tests.panel import Panel
from tests.service.conftest import Service
from tests.service.test_panel_routes import confirmed

DETAILS = ("themes", "goals", "people", "follow_ups")


@pytest.fixture
def opened(service: Service) -> tuple[Panel, dict[str, Any]]:
    panel = service.panel()
    return panel, confirmed(panel, service.clients[0])["result"]


def sources_in(reply: Any) -> list[dict[str, Any]]:
    """Every source, however deep it lies."""
    if isinstance(reply, list):
        return [source for one in reply for source in sources_in(one)]
    if not isinstance(reply, dict):
        return []
    return [reply] if "quote" in reply else [source for one in reply.values() for source in sources_in(one)]


def test_every_line_of_every_detail_stands_in_its_note(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    overview, scope = shown["overview"], shown["scope"]
    said = [panel.ask(f"/v1/{what}", scope=scope)["result"] for what in DETAILS]
    said += [panel.ask("/v1/theme", scope=scope, key=row["key"])["result"] for row in overview["themes"]]
    said += [panel.ask("/v1/goal", scope=scope, key=row["key"])["result"] for row in overview["goals"]]
    lines = sources_in(said)
    assert len(lines) > 100
    texts: dict[str, str] = {}
    for line in lines:
        if line["note_id"] not in texts:
            texts[line["note_id"]] = panel.ask("/v1/note", scope=scope, note_id=line["note_id"])["result"]["text"]
        assert texts[line["note_id"]][line["start"] : line["end"]] == line["quote"]


def test_a_theme_is_told_by_session_newest_first(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    row = shown["overview"]["themes"][0]
    theme = panel.ask("/v1/theme", scope=shown["scope"], key=row["key"])["result"]
    days = [session["date"] for session in theme["sessions"]]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == len(days) > 3
    assert all(source["date"] == s["date"] for s in theme["sessions"] for source in s["sources"])
    assert (theme["label"], theme["found_label"], theme["trend"]) == (row["label"], row["label"], row["trend"])
    assert row["latest"] in theme["sessions"][0]["sources"]


def test_goals_are_all_there_the_open_ones_first(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    goals = panel.ask("/v1/goals", scope=shown["scope"])["result"]["goals"]
    states = [goal["status"] for goal in goals]
    assert states == sorted(states, key=lambda status: status != "active")
    assert set(states) >= {"active", "achieved"}
    assert [goal for goal in goals if goal["status"] == "active"] == shown["overview"]["goals"]
    goal = panel.ask("/v1/goal", scope=shown["scope"], key=goals[0]["key"])["result"]
    days = [mention["source"]["date"] for mention in goal["mentions"]]
    assert days == sorted(days, reverse=True)
    assert {mention["kind"] for mention in goal["mentions"]} <= {"progress", "setback", "mention"}


def test_people_come_with_the_newest_sentence_that_names_them(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    people = panel.ask("/v1/people", scope=shown["scope"])["result"]["people"]
    assert len(people) == shown["overview"]["people_count"] > 3
    days = [person["last_mentioned"] for person in people]
    assert days == sorted(days, reverse=True)
    for person in people:
        assert person["name"].split()[-1] in person["source"]["quote"]
    tom = next(person for person in people if person["name"] == "Tom")
    assert (tom["relation"], tom["source"]["date"]) == ("husband", "2025-06-24")


def test_follow_ups_are_newest_first_and_the_open_ones_are_counted(opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    rows = panel.ask("/v1/follow_ups", scope=shown["scope"])["result"]["follow_ups"]
    days = [row["source"]["date"] for row in rows]
    assert days == sorted(days, reverse=True)
    assert len({row["key"] for row in rows}) == len(rows) > 10
    assert all((row["outcome"] is None) == (row["reported"] is None) and not row["decided"] for row in rows)
    assert sum(row["outcome"] is None for row in rows) == shown["overview"]["follow_ups_open"] > 0


def test_each_detail_is_audited_with_the_notes_it_shows(service: Service, opened: tuple[Panel, dict[str, Any]]) -> None:
    panel, shown = opened
    theme, goal = (shown["overview"][what][0]["key"] for what in ("themes", "goals"))
    asked: list[tuple[str, dict[str, Any]]] = [(f"/v1/{what}", {}) for what in DETAILS]
    asked += [("/v1/theme", {"key": theme}), ("/v1/goal", {"key": goal})]
    for path, more in asked:
        before = len(service.running.workspace.vault.audit.rows())
        said = panel.ask(path, scope=shown["scope"], **more)
        (row,) = service.running.workspace.vault.audit.rows()[before:]
        assert (row.action, row.client_id, said["client"]) == (path.removeprefix("/v1/"), *[service.clients[0].id] * 2)
        assert set(row.note_ids) >= {source["note_id"] for source in sources_in(said["result"])}


@pytest.mark.parametrize("path", ["/v1/theme", "/v1/goal"])
def test_what_was_not_found_is_not_found(opened: tuple[Panel, dict[str, Any]], path: str) -> None:
    panel, shown = opened
    assert panel.ask(path, scope=shown["scope"], key="no such")["error"]["kind"] == "not_found"
    assert panel.ask(path, scope="no-such", key="no such")["error"]["kind"] == "not_found"


def test_names_are_known_as_whole_words_however_they_are_written() -> None:
    people = [Person(name, "", ()) for name in ("Ann", "Zoë", "Dr. O'Hara", "Anne-Marie", "Will")]

    def named(words: str) -> list[str]:
        return [person.name for person in named_in(words, people, 2)]

    assert named("annoyed, and Annie too; willing") == []
    assert named("zoe and ANN") == ["Ann", "Zoë"]
    assert named("Ann’s talk with ZOË") == ["Zoë", "Ann"]
    assert named("o’hara wrote") == ["Dr. O'Hara"]
    assert named("anne marie rang, Anne alone did not, then Ann and Zoë") == ["Zoë", "Ann"]
    assert named("Anne and Marie") == []
    assert named("") == []


def test_a_person_told_by_relation_alone_has_a_day_and_no_sentence() -> None:
    texts = {"a": "Zoë came with her, as Zoë does.", "b": "Zoëtrope shown. Her sister rang."}
    notes = {i: Note(i, i, "progress", "narrative", "record", None, None, text) for i, text in texts.items()}
    cards = {i: NoteCard(i, i, "progress", "record", None) for i in notes}
    asked: list[str] = []

    def read(note_id: str) -> Note:
        asked.append(note_id)
        return notes[note_id]

    (both,) = known_people([Person("Zoë", "sister", ("a", "b"))], cards, read)
    (second,) = known_people([Person("Zoë", "sister", ("b",))], cards, read)
    assert both.source is not None
    assert both.source.quote == texts["a"]
    assert second == KnownPerson(Person("Zoë", "sister", ("b",)), None, None)
