"""What a panel may ask one click deeper than the resting panel, one function each. Nothing is changed here."""

from __future__ import annotations

from companion.findings import Findings
from companion.service import detail_replies, present, present_detail, requests
from companion.service.about import About
from companion.service.sessions import Session
from companion.service.state import Running


def themes(running: Running, session: Session, params: requests.ThemesRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    found = findings.themes()
    rows = [present.theme_row(one, findings.cards) for one in found if not one.hidden]
    hidden = [present.theme_row(one, findings.cards) for one in found if one.hidden]
    return About(client_id, detail_replies.ThemesReply(themes=rows, hidden=hidden))


def theme(running: Running, session: Session, params: requests.ThemeRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    return About(client_id, present_detail.theme_reply(findings.theme(params.key), findings.cards))


def goals(running: Running, session: Session, params: requests.GoalsRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    rows = [present.goal_row(one, findings.cards) for one in findings.goals()]
    return About(client_id, detail_replies.GoalsReply(goals=rows))


def goal(running: Running, session: Session, params: requests.GoalRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    return About(client_id, present_detail.goal_reply(findings.goal(params.key), findings.cards))


def people(running: Running, session: Session, params: requests.PeopleRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    rows = [present_detail.person_row(one, known, findings.cards) for one, known in findings.people()]
    shown, hidden = [row for row in rows if not row.hidden], [row for row in rows if row.hidden]
    return About(client_id, detail_replies.PeopleReply(people=shown, hidden=hidden))


def follow_ups(running: Running, session: Session, params: requests.FollowUpsRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    rows = [present_detail.follow_up_row(one, findings.cards) for one in findings.follow_ups()]
    return About(client_id, detail_replies.FollowUpsReply(follow_ups=rows))


def risk(running: Running, session: Session, params: requests.RiskRequest) -> About:
    client_id, findings = _findings(running, session, params.scope)
    rows = [present_detail.risk_row(one, findings.cards) for one in findings.risk()]
    return About(client_id, detail_replies.RiskReply(risk=rows))


def decisions(running: Running, session: Session, params: requests.DecisionsRequest) -> About:
    return _decisions(*_findings(running, session, params.scope))


def decisions_about(running: Running, _session: Session, params: requests.ClientDecisionsRequest) -> About:
    """For the window, where no chart is open."""
    client_id = running.workspace.vault.client(params.client_id).id
    return _decisions(client_id, running.workspace.findings(client_id))


def _decisions(client_id: str, findings: Findings) -> About:
    rows = [present_detail.made_decision_row(one, findings.cards) for one in findings.made_decisions()]
    return About(client_id, detail_replies.DecisionsReply(decisions=rows))


def _findings(running: Running, session: Session, scope: str) -> tuple[str, Findings]:
    client_id = session.client_of(scope)
    return client_id, running.workspace.findings(client_id)
