"""What a panel may ask, one function each: validated params in, a reply out. No bytes and no HTTP here."""

from __future__ import annotations

from companion.matching import Match
from companion.record import ChartIdentity, Client
from companion.service import present, replies, requests
from companion.service.sessions import Session
from companion.service.state import Running


def status(running: Running, _session: Session, _params: requests.StatusRequest) -> replies.StatusReply:
    return replies.StatusReply(
        version=running.version,
        locked=running.workspace.vault.locked,
        passages_waiting=running.reading.passages_waiting,
    )


def open_chart(running: Running, session: Session, params: requests.ChartRequest) -> replies.ChartReply:
    """Another chart closes the scope of the one before, whatever comes of it."""
    session.close_scope()
    found = running.workspace.open_chart(_identity(params))
    if found.verdict == "sure":
        return _shown(running, session, found.candidates[0])
    return _asked(found)


def confirm_chart(running: Running, session: Session, params: requests.ConfirmRequest) -> replies.ChartReply:
    session.close_scope()
    return _shown(running, session, running.workspace.confirm_chart(_identity(params), params.client_id))


def note(running: Running, session: Session, params: requests.NoteRequest) -> replies.NoteReply:
    return present.note_reply(running.workspace.note(session.client_of(params.scope), params.note_id))


def search(running: Running, session: Session, params: requests.SearchRequest) -> replies.SearchReply:
    client_id = session.client_of(params.scope)
    answer = running.workspace.search(client_id, params.words, params.top)
    return present.search_reply(answer, running.workspace.cards(client_id))


def echoes(running: Running, session: Session, params: requests.EchoesRequest) -> replies.SearchReply:
    client_id = session.client_of(params.scope)
    answer = running.workspace.echoes(client_id, params.words)
    return present.search_reply(answer, running.workspace.cards(client_id))


async def listen(running: Running, session: Session, params: requests.ListenRequest) -> replies.ListenReply:
    heard = await running.events.wait(params.since, session.pairing)
    mine = [e for e in heard if e.client_id in (None, session.client_id)]
    events = [replies.Event(seq=e.seq, kind=e.kind, client=e.client_id) for e in mine]
    return replies.ListenReply(seq=max([params.since, *(e.seq for e in heard)]), events=events)


def _identity(params: requests.ChartRequest) -> ChartIdentity:
    return ChartIdentity(params.site, params.address_id, params.record_number, params.name, params.birth_date)


def _shown(running: Running, session: Session, client: Client) -> replies.ChartReply:
    saved = running.workspace.overview(client.id)
    waiting = running.workspace.waiting(client.id)
    overview = present.overview_reply(client, saved, waiting)
    return replies.ChartReply(state="overview", scope=session.open_scope(client.id), overview=overview)


def _asked(found: Match) -> replies.ChartReply:
    state = "which_client" if found.verdict == "ask" and found.candidates else "unknown_client"
    cards = [present.client_card(c) for c in found.candidates]
    return replies.ChartReply(state=state, candidates=cards, why=found.why)
