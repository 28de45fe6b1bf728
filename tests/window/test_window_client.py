"""A client's page and the page before a session, over their routes: exact words, one client's alone, a row before each
reply, decisions with their undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, cast

import pytest

from companion.caseload_list import listed_clients
from companion.errors import BadRequest, NotFound
from companion.overview.instruments import instruments
from companion.overview.rulebook import rules
from companion.overview.score_bands import score_scale
from companion.record import Client
from companion.service import client_routes, detail_routes, requests, window_requests
from companion.service.about import About
from companion.service.detail_replies import DecisionsReply, GoalReply, RiskReply, ThemeReply
from companion.service.present_brief import WORDS, quoted
from companion.service.sessions import Session
from companion.service.state import Running
from companion.service.window_replies import BriefReply, ClientPageReply, DecidedPageReply
from tests.importing import import_file
from tests.window.conftest import Case

NOBODY = cast(Session, None)  # these routes ask nothing of the session: the table says who may call them


def page_of(case: Case, client: Client) -> ClientPageReply:
    said = client_routes.page(case.running, NOBODY, window_requests.ClientRequest(client_id=client.id))
    assert said.client_id == client.id
    assert isinstance(said.reply, ClientPageReply)
    return said.reply


def decide(case: Case, **asked: Any) -> DecidedPageReply:
    params = window_requests.ClientDecideRequest(client_id=case.sample.id, **asked)
    said = client_routes.decide(case.running, NOBODY, params)
    assert said.client_id == case.sample.id
    assert isinstance(said.reply, DecidedPageReply)
    return said.reply


def sources_in(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, dict):
        if {"note_id", "start", "end", "quote"} <= told.keys():
            yield told
        for inner in told.values():
            yield from sources_in(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from sources_in(inner)


def test_window_client_page_quotes_the_notes_exactly(case: Case) -> None:
    notes = {note.id: note for note in case.running.workspace.vault.open_client(case.sample.id).notes()}
    page = page_of(case, case.sample)
    quotes = list(sources_in(page.model_dump()))
    assert len(quotes) > 100
    for one in quotes:
        assert notes[one["note_id"]].text[one["start"] : one["end"]] == one["quote"]
        assert notes[one["note_id"]].session_date == one["date"]
    assert [note.note_id for note in page.notes] == [n.id for n in sorted(notes.values(), key=_day, reverse=True)]


def _day(note: Any) -> date:
    return note.session_date or date.min


def test_window_client_page_counts_every_mention_of_a_theme(case: Case) -> None:
    page = page_of(case, case.sample)
    overview = case.running.workspace.overview(case.sample.id).overview
    found = {theme.key: theme for theme in overview.themes}
    assert page.themes
    for line in page.themes:
        assert sum(mark.count for mark in line.marks) == len(found[line.key].mentions)
        assert [mark.date for mark in line.marks] == sorted({mark.date for mark in line.marks})
        assert line.first.date == line.marks[0].date
        assert line.latest.date == line.marks[-1].date
    assert page.sessions == [session.date for session in overview.sessions]
    for goal in page.goals:
        assert [mark.date for mark in goal.marks] == sorted(mark.date for mark in goal.marks)
    assert {mark.kind for goal in page.goals for mark in goal.marks} >= {"progress", "setback"}


def test_window_score_bands_cover_their_range_and_say_where_they_are_from(case: Case) -> None:
    known = {one.name for one in instruments()}
    assert set(rules("score_bands")["instruments"]) <= known
    for name in known:
        scale = score_scale(name)
        assert bool(scale.bands) == bool(scale.source)
        ends = [edge for band in scale.bands for edge in (band.low, band.high)]
        if ends:
            assert (ends[0], ends[-1]) == (scale.low, scale.high), name
            assert all(after == before + 1 for before, after in zip(ends[1:-1:2], ends[2::2], strict=True)), name
    with pytest.raises(KeyError):
        score_scale("no such measure")
    (gad,) = [plot for plot in page_of(case, case.sample).scores if plot.instrument == "GAD-7"]
    assert [band.name for band in gad.bands] == ["minimal", "mild", "moderate", "severe"]
    assert "Spitzer" in gad.bands_source
    assert all(gad.low <= mark.total <= gad.high for mark in gad.marks)


def test_window_brief_answers_in_thirty_seconds_of_words(case: Case) -> None:
    for client in (case.sample, case.long):
        said = client_routes.brief(case.running, NOBODY, window_requests.ClientRequest(client_id=client.id))
        assert said.client_id == client.id
        assert isinstance(said.reply, BriefReply)
        brief = said.reply
        taken = [source.quote for source in brief.left_off] + [row.source.quote for row in brief.follow_ups]
        taken += [goal.short for goal in brief.goals] + [theme.label for theme in brief.themes]
        safety = brief.safety.source.quote if brief.safety.source else ""
        firsts = [part[0] for part in (brief.left_off, brief.follow_ups, brief.goals, brief.themes) if part]
        count = len(" ".join([*taken, safety]).split())
        assert count <= WORDS or len(firsts) == len(taken), "past the limit only with the first of each question"
        assert len(brief.follow_ups) <= brief.follow_ups_open
        assert all(theme.source.date == brief.last_session for theme in brief.themes)
        row = case.running.workspace.vault.audit.rows(client.id)[-1]
        assert (row.action, list(row.note_ids)) == ("brief", quoted(brief))
        assert set(row.note_ids) >= {one["note_id"] for one in sources_in(brief.model_dump())}


Ask = Callable[[Running, str, str], About]


def _one(route: Any) -> Ask:
    return lambda running, client_id, _: route(running, NOBODY, window_requests.ClientRequest(client_id=client_id))


def _keyed(route: Any) -> Ask:
    return lambda running, client_id, key: route(
        running, NOBODY, window_requests.ClientFindingRequest(client_id=client_id, key=key)
    )


LOOKS: dict[str, Ask] = {
    "page": _one(client_routes.page),
    "brief": _one(client_routes.brief),
    "risk": _one(client_routes.risk),
    "theme": _keyed(client_routes.theme),
    "goal": _keyed(client_routes.goal),
}


@pytest.mark.parametrize("action", LOOKS)
def test_window_client_reply_leaves_its_row_first(case: Case, action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = case.running.workspace.vault
    page = page_of(case, case.sample)
    key = {"theme": page.themes[0].key, "goal": page.goals[0].key}.get(action, "")
    said = LOOKS[action](case.running, case.sample.id, key)
    assert said.client_id == case.sample.id
    assert isinstance(said.reply, ClientPageReply | BriefReply | RiskReply | ThemeReply | GoalReply)
    row = vault.audit.rows(case.sample.id)[-1]
    assert row.action == action
    assert set(row.note_ids) >= {one["note_id"] for one in sources_in(said.reply.model_dump())}
    with pytest.raises(NotFound):
        LOOKS[action](case.running, "nobody", key)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(vault, "write_audit", full)
    with pytest.raises(OSError, match="disk full"):
        LOOKS[action](case.running, case.sample.id, key)


def test_window_client_key_of_another_client_opens_nothing(case: Case) -> None:
    key = page_of(case, case.sample).goals[0].key
    with pytest.raises(NotFound):
        LOOKS["goal"](case.running, case.long.id, key)


def test_window_decides_and_takes_back(case: Case) -> None:
    before = page_of(case, case.sample)
    first, second = before.themes[:2]
    merged = decide(case, about="theme", key=second.key, what="merge", value=first.key)
    assert second.key not in [line.key for line in merged.page.themes]
    joined = next(line for line in merged.page.themes if line.key == first.key)
    assert [one.key for one in joined.joined] == [second.key]
    asked = requests.ClientDecisionsRequest(client_id=case.sample.id)
    listed = detail_routes.decisions_about(case.running, NOBODY, asked).reply
    assert isinstance(listed, DecisionsReply)
    assert [(row.about, row.what, row.day) for row in listed.decisions] == [("theme", "merge", date.today())]
    back = decide(case, about="theme", key=merged.key, what="merge", value=merged.before)
    assert back.page == before
    added = decide(case, about="goal", key="new", what="add", value="Call the sister once a week")
    assert "Call the sister once a week" in [goal.text for goal in added.page.goals]
    assert decide(case, about="goal", key=added.key, what="add", value=None).page == before
    with pytest.raises(BadRequest):
        decide(case, about="theme", key=first.key, what="outcome", value="done")
    with pytest.raises(NotFound):
        decide(case, about="theme", key="no such theme", what="hide", value="yes")


def test_window_client_list_says_when_they_last_came_and_hides_nobody(made: tuple[Running, list[Client]]) -> None:
    running, (kim, lee) = made
    vault = running.workspace.vault
    said = client_routes.client_list(running, NOBODY, window_requests.ClientListRequest())
    assert [(row.client.name, row.last_session, row.notes) for row in said.clients] == [
        ("Kim Muster", date(2024, 1, 2), 1),
        ("Lee Muster", date(2024, 1, 2), 1),
    ]
    assert vault.audit.rows()[-1].action == "clients"
    import_file(running.workspace, kim.id, "2024-03-04_contact.txt", b"A call about the invoice.", "record")
    import_file(running.workspace, kim.id, "2042-03-04_progress.txt", b"A mistyped year.", "record")
    rows = {row.client.id: row for row in listed_clients(vault, date(2024, 6, 1))}
    assert (rows[kim.id].last_session, rows[kim.id].notes) == (date(2024, 1, 2), 3), "a call is no session"
    file = vault.open_client(lee.id)
    file.park()
    next(iter(vault._clients.glob(f"{lee.id}.db"))).write_bytes(b"not a database")
    rows = {row.client.id: row for row in listed_clients(vault, date(2024, 6, 1))}
    assert rows[lee.id].damaged
    assert not rows[kim.id].damaged
