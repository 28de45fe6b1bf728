"""What a panel may ask, one function each: validated params in, a reply out. No bytes and no HTTP here."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Literal

from companion.decisions import Decision, Place, SplitOff, Value
from companion.errors import Damaged, EyelineError, Unreadable
from companion.matching import Match
from companion.record import ChartIdentity, Client
from companion.service import present, present_detail, replies, requests
from companion.service.about import About, overview_of
from companion.service.sessions import Session
from companion.service.state import Running


def status(running: Running, _session: Session, _params: requests.StatusRequest) -> replies.StatusReply:
    return replies.StatusReply(
        version=running.version,
        protocol=replies.PROTOCOL,
        locked=running.workspace.vault.locked,
        passages_waiting=running.reading.passages_waiting,
    )


def open_chart(running: Running, session: Session, params: requests.ChartRequest) -> About | replies.ChartReply:
    """Another chart closes the scope of the one before, as does one that nobody is sure of; the same client's chart
    again keeps it."""
    try:
        found = running.charts.open(_identity(params))
    except EyelineError:
        session.close_scope()
        raise
    if found.verdict == "sure":
        return _shown(running, session, found.candidates[0])
    session.close_scope()
    return _asked(found)


def confirm_chart(running: Running, session: Session, params: requests.ConfirmRequest) -> About:
    session.close_scope()
    return _shown(running, session, running.charts.confirm(_identity(params), params.client_id))


def reject_chart(running: Running, session: Session, params: requests.RejectRequest) -> replies.ChartReply:
    """Nobody is shown: whom else the chart agrees with is for the therapist to say."""
    session.close_scope()
    found = running.charts.reject(_identity(params), params.client_id)
    return _asked(replace(found, why=found.why or "This chart is linked to another client too."))


def note(running: Running, session: Session, params: requests.NoteRequest) -> About:
    client_id = session.client_of(params.scope)
    return About(client_id, present.note_reply(running.workspace.note(client_id, params.note_id)))


def search(running: Running, session: Session, params: requests.SearchRequest) -> About:
    client_id = session.client_of(params.scope)
    return About(client_id, present.search_reply(running.workspace.search(client_id, params.words, params.top)))


def echoes(running: Running, session: Session, params: requests.EchoesRequest) -> About:
    client_id = session.client_of(params.scope)
    return About(client_id, present.echoes_reply(running.workspace.echoes(client_id, params.words)))


def decide(running: Running, session: Session, params: requests.DecideRequest) -> About:
    client_id, workspace = session.client_of(params.scope), running.workspace
    kept = workspace.decide(client_id, Decision(params.about, params.key, params.what, decided_value(params.value)))
    overview = overview_of(running, workspace.vault.client(client_id))
    before = present_detail.as_asked(kept.before)
    return About(client_id, replies.DecideReply(overview=overview, key=kept.key, before=before))


def keep_note(running: Running, session: Session, params: requests.KeepNoteRequest) -> About:
    """What is kept is told as a file brought in is."""
    client_id, workspace = session.client_of(params.scope), running.workspace
    try:
        kept = workspace.keep_page(client_id, params.text, params.session_date, params.kind, params.note_class)
    except Unreadable as error:
        return About(client_id, replies.KeepNoteReply(verdict="refused", why=error.say, overview=None))
    if kept.verdict != "imported":
        return About(client_id, replies.KeepNoteReply(verdict="already_here", why="", overview=None))
    running.reading.add(client_id)
    running.events.tell("notes_read", client_id=client_id)
    overview = overview_of(running, workspace.vault.client(client_id))
    return About(client_id, replies.KeepNoteReply(verdict="kept", why="", overview=overview))


async def listen(running: Running, session: Session, params: requests.ListenRequest) -> replies.ListenReply:
    """A panel hears of the client it shows, or has to stop showing; the window has no chart open, and hears of all."""
    with running.window.listens() if session.peer == "launch" else nullcontext():
        heard = await running.events.wait(params.since, session.pairing)
    shown = session.scope.client_id if session.scope else session.lost
    mine = [e for e in heard if session.peer == "launch" or e.client_id in (None, shown)]
    events = [replies.Event(seq=e.seq, kind=e.kind, client=e.client_id) for e in mine]
    return replies.ListenReply(seq=max([params.since, *(e.seq for e in heard)]), events=events)


def decided_value(value: str | requests.SplitValue | None) -> Value | None:
    """What is asked for, as it is decided."""
    if not isinstance(value, requests.SplitValue):
        return value
    return SplitOff(value.of, value.label, tuple(Place(p.note_id, p.start, p.end) for p in value.mentions))


def _identity(params: requests.ChartRequest) -> ChartIdentity:
    return ChartIdentity(params.site, params.address_id, params.record_number, params.name, params.birth_date)


def _shown(running: Running, session: Session, client: Client) -> About:
    if session.scope is not None and session.scope.client_id != client.id:
        session.close_scope()
    try:
        running.upkeep.refuse_damaged(client.id)
    except Damaged:
        session.close_scope()
        raise
    overview = overview_of(running, client)
    scope = session.open_scope(client.id)
    return About(client.id, replies.ChartReply(state="overview", scope=scope, overview=overview))


def _asked(found: Match) -> replies.ChartReply:
    state: Literal["which_client", "unknown_client"] = "which_client" if found.candidates else "unknown_client"
    cards = [present.client_card(c) for c in found.candidates]
    rejected = [present.client_card(c) for c in found.rejected]
    return replies.ChartReply(state=state, candidates=cards, rejected=rejected, why=found.why)
