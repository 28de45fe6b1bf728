"""A note read off the EHR's page: kept as a note of its own, told, never twice, and never by more than it needs."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from companion.service.requests import PAGE_AT_MOST
from tests.panel import Panel
from tests.service.conftest import Service
from tests.service.test_panel_routes import confirmed

TEXT = "S: Piet was late again. She said no to him, twice.\nHomework: say no once more this week."


def keep(panel: Panel, scope: str, text: str = TEXT, day: str | None = "2025-07-01", **more: Any) -> dict[str, Any]:
    told = {"scope": scope, "text": text, "session_date": day, "kind": "progress", "note_class": "record", **more}
    return panel.ask("/v1/note/keep", **told)


def test_it_is_a_note_of_its_own_and_everybody_hears_of_it(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    shown = confirmed(panel, client)["result"]
    since = service.running.events.seq
    said = keep(panel, shown["scope"])
    assert (said["client"], said["result"]["verdict"]) == (client.id, "kept")
    overview = said["result"]["overview"]
    assert overview["last_session"] == "2025-07-01"
    assert overview["notes_read"] == shown["overview"]["notes_read"] + 1
    assert [source["quote"] for source in overview["last_time"]] == ["say no once more this week"]
    (note,) = [n for n in service.running.workspace.vault.open_client(client.id).notes() if n.text == TEXT]
    assert (note.source_name, note.filed_on) == ("EHR page 2025-07-01", date.today())
    assert (note.kind, note.note_class, note.session_date) == ("progress", "record", date(2025, 7, 1))
    events = panel.ask("/v1/listen", since=since)["result"]["events"]
    assert [(event["kind"], event["client"]) for event in events] == [("notes_read", client.id)]
    assert service.running.reading.passages_waiting >= 2


def test_the_same_words_of_the_same_day_add_nothing(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    file = service.running.workspace.vault.open_client(client.id)
    imported = next(note for note in file.notes() if note.kind == "progress" and note.session_date)
    count = file.note_count()
    assert keep(panel, scope)["result"]["verdict"] == "kept"
    for text in (TEXT, TEXT.replace(" ", "  ").replace("\n", "\r\n")):
        assert keep(panel, scope, text)["result"] == {"verdict": "already_here", "why": "", "overview": None}
    assert keep(panel, scope, imported.text, str(imported.session_date))["result"]["verdict"] == "already_here"
    assert file.note_count() == count + 1
    assert keep(panel, scope, day="2025-07-08")["result"]["verdict"] == "kept"


@pytest.mark.parametrize(
    ("text", "day"), [(" \n\t ", None), ("a\x00b", None), (TEXT, str(date.today() + timedelta(days=30)))]
)
def test_what_is_no_note_is_refused_with_a_sentence(service: Service, text: str, day: str | None) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    count = service.running.workspace.vault.open_client(client.id).note_count()
    said = keep(panel, scope, text, day)["result"]
    assert (said["verdict"], said["overview"]) == ("refused", None)
    assert said["why"].endswith(".")
    assert service.running.workspace.vault.open_client(client.id).note_count() == count


def test_a_page_without_a_day_takes_the_day_its_head_tells(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    keep(panel, scope, "Date of service: 7/15/2025\nShe came.", None)
    keep(panel, scope, "She came, it was hot.", None)
    notes = {n.source_name: n for n in service.running.workspace.vault.open_client(client.id).notes()}
    assert notes["EHR page 2025-07-15"].session_date == date(2025, 7, 15)
    assert notes[f"EHR page, kept {date.today()}"].session_date is None


def test_the_longest_note_comes_through_and_nothing_longer(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    scope = confirmed(panel, client)["result"]["scope"]
    assert keep(panel, scope, "\U0001f642 " * (PAGE_AT_MOST // 2))["result"]["verdict"] == "kept"
    assert keep(panel, scope, "x" * (PAGE_AT_MOST + 1))["error"]["kind"] == "bad_request"
    longer = panel.sealed("/v1/note/keep", {"scope": scope, "text": "x" * 600_000})
    assert panel.post("/v1/note/keep", longer).status_code == 403


def test_no_other_route_takes_more_than_before(service: Service) -> None:
    panel = service.panel()
    scope = confirmed(panel, service.clients[0])["result"]["scope"]
    words = panel.sealed("/v1/echoes", {"scope": scope, "words": "x" * 70_000})
    said = panel.post("/v1/echoes", words)
    assert (said.status_code, json.loads(said.text)["error"]["kind"]) == (403, "refused")
