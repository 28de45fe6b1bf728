"""What the command line and the window alone may ask about EHRs: register, take off, see, pull, keep."""

from __future__ import annotations

from collections.abc import Sequence

from companion.ehr.launches import pages_of
from companion.ehr.registration import HooksFrom, Registration, in_words
from companion.ehr_pulls import PullJob
from companion.record import FileVerdict
from companion.service import ehr_requests as asked
from companion.service import launch_replies, present
from companion.service.ehr_hooks import SERVICES_AT
from companion.service.ehr_pages import LAUNCH_AT
from companion.service.ehr_replies import (
    EhrKeepReply,
    EhrLaunchedReply,
    EhrListReply,
    EhrLookReply,
    EhrPullReply,
    EhrPullRow,
    EhrRow,
)
from companion.service.sessions import Session
from companion.service.state import Running


def look(running: Running, _session: Session, params: asked.EhrLookRequest) -> EhrLookReply:
    """Raises BadRequest for an address that is not safe, before anything is contacted."""
    running.workspace.vault.clients()  # Locked: nothing is contacted for a vault that cannot keep it
    found = running.ehrs.look(params.issuer)
    return EhrLookReply(issuer=found.issuer, hosts=list(found.hosts), asks=in_words(params.keep_access), why=found.why)


def add(running: Running, session: Session, params: asked.EhrAddRequest) -> EhrListReply:
    hooks = params.hooks
    kept = HooksFrom(hooks.issuer, hooks.keys, hooks.origins) if hooks else None
    running.ehrs.add(
        Registration(*(params.issuer, params.client_id, params.hosts, params.pages, params.keep_access, kept))
    )
    return listed(running, session, asked.EhrListRequest())


def remove(running: Running, session: Session, params: asked.EhrRemoveRequest) -> EhrListReply:
    running.ehrs.remove(params.issuer)
    return listed(running, session, asked.EhrListRequest())


def listed(running: Running, _session: Session, _params: asked.EhrListRequest) -> EhrListReply:
    """Raises Locked."""
    running.workspace.vault.clients()
    own = f"http://127.0.0.1:{running.port}"
    rows = [_row(one) for one in running.ehrs.registrations]
    urls = {"launch_url": own + LAUNCH_AT, "redirect_url": running.ehrs.redirect, "hooks_url": own + SERVICES_AT}
    return EhrListReply(ehrs=rows, **urls)


def launched(running: Running, _session: Session, params: asked.EhrLaunchedRequest) -> EhrLaunchedReply:
    """For the window: whom an EHR has handed over."""
    handed = running.ehrs.launches.handed(params.launch)
    if handed is None:
        return EhrLaunchedReply(state="none", issuer="", candidates=[], why="")
    found = running.workspace.open_chart(handed.identity)
    cards = [present.client_card(client) for client in found.candidates]
    return EhrLaunchedReply(state=found.verdict, issuer=handed.registration.issuer, candidates=cards, why=found.why)


def pull(running: Running, _session: Session, params: asked.EhrPullRequest) -> EhrPullReply:
    """Answered at once; `pull_status` says how far it is."""
    return _pulled(running.pulls.start(params.client_id, params.issuer, everything=params.everything))


def pull_status(running: Running, _session: Session, _params: asked.EhrPullStatusRequest) -> EhrPullReply:
    return _pulled(running.pulls.job)


def keep(running: Running, _session: Session, params: asked.EhrKeepRequest) -> EhrKeepReply:
    return EhrKeepReply(files=_verdicts(running.pulls.keep(params.note_class)))


def _row(one: Registration) -> EhrRow:
    return EhrRow(
        issuer=one.issuer,
        client_id=one.client_id,
        hosts=sorted(one.allowed),
        pages=list(pages_of(one)),
        asks=in_words(one.keep_access),
        hooks_issuer=one.hooks.issuer if one.hooks else None,
        hooks_origins=list(one.hooks.origins) if one.hooks else [],
    )


def _pulled(job: PullJob) -> EhrPullReply:
    ready = job.state == "ready"
    rows = [
        EhrPullRow(kind=row.kind, new=row.new, here=row.here, first=row.first, last=row.last, why=row.why)
        for row in (job.rows if ready else ())
    ]
    left = _verdicts(job.left_out if ready else ())
    return EhrPullReply(state=job.state, issuer=job.host, fetched=job.fetched, rows=rows, left_out=left, why=job.why)


def _verdicts(verdicts: Sequence[FileVerdict]) -> list[launch_replies.FileVerdict]:
    return [launch_replies.FileVerdict(name=v.name, verdict=v.verdict, notes=v.notes, why=v.why) for v in verdicts]
