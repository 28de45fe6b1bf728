"""What the window may ask about the clients, one function each: their list, a client's page, what is decided there.

No chart is open in the window: a request names its client by their id, and only the key of this launch may ask. Each
reply goes out under its client's name, after its audit row."""

from __future__ import annotations

from datetime import date

from companion.caseload_list import listed_clients
from companion.decisions import Decision
from companion.service import (
    detail_replies,
    present,
    present_brief,
    present_detail,
    present_page,
    window_replies,
    window_requests,
)
from companion.service.about import About
from companion.service.panel_routes import decided_value
from companion.service.sessions import Session
from companion.service.state import Running
from companion.vault import Consent


def client_list(
    running: Running, _session: Session, _params: window_requests.ClientListRequest
) -> window_replies.ClientListReply:
    listed = listed_clients(running.workspace.vault, date.today(), running.upkeep.damaged())
    return window_replies.ClientListReply(clients=[present_page.listed_row(one) for one in listed])


def page(running: Running, _session: Session, params: window_requests.ClientRequest) -> About:
    return About(params.client_id, _page(running, params.client_id))


def consent(running: Running, _session: Session, params: window_requests.ClientRequest) -> About:
    vault = running.workspace.vault
    said, client = vault.consents.of(params.client_id), vault.client(params.client_id)
    reply = window_replies.ConsentReply(client=present.client_card(client), state=said.state, on=said.on)
    return About(params.client_id, reply)


def record_consent(running: Running, session: Session, params: window_requests.RecordConsentRequest) -> About:
    """From a no on nothing of theirs is read, and every panel that shows them goes blank."""
    running.record_consent(params.client_id, Consent(params.state, params.on))
    return consent(running, session, window_requests.ClientRequest(client_id=params.client_id))


def brief(running: Running, _session: Session, params: window_requests.ClientRequest) -> About:
    """The row names the notes whose words are on the page, and is written before they go out."""
    workspace, client_id = running.workspace, params.client_id
    client, findings = workspace.vault.client(client_id), workspace.findings(client_id)
    reply = present_brief.brief_reply(client, findings.decided, len(workspace.waiting_notes(client_id)))
    findings.seen("brief", present_brief.quoted(reply))
    return About(client_id, reply)


def theme(running: Running, _session: Session, params: window_requests.ClientFindingRequest) -> About:
    findings = running.workspace.findings(params.client_id)
    return About(params.client_id, present_detail.theme_reply(findings.theme(params.key), findings.cards))


def goal(running: Running, _session: Session, params: window_requests.ClientFindingRequest) -> About:
    findings = running.workspace.findings(params.client_id)
    return About(params.client_id, present_detail.goal_reply(findings.goal(params.key), findings.cards))


def risk(running: Running, _session: Session, params: window_requests.ClientRequest) -> About:
    findings = running.workspace.findings(params.client_id)
    rows = [present_detail.risk_row(one, findings.cards) for one in findings.risk()]
    return About(params.client_id, detail_replies.RiskReply(risk=rows))


def decide(running: Running, _session: Session, params: window_requests.ClientDecideRequest) -> About:
    """As in the panel; the whole page comes back, because a decision shows in many places of it."""
    decision = Decision(params.about, params.key, params.what, decided_value(params.value))
    kept = running.workspace.decide(params.client_id, decision)
    reply = window_replies.DecidedPageReply(
        page=_page(running, params.client_id), key=kept.key, before=present_detail.as_asked(kept.before)
    )
    return About(params.client_id, reply)


def _page(running: Running, client_id: str) -> window_replies.ClientPageReply:
    workspace = running.workspace
    client, findings = workspace.vault.client(client_id), workspace.findings(client_id)
    decided, people = findings.page()
    return present_page.page_reply(client, decided, people, len(workspace.waiting_notes(client_id)))
