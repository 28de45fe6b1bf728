"""Whose chart is open, where an EHR has handed a patient over: its word is the first signal, and the page must agree.

The launch's own tab says nothing but the launch's word, so there the EHR's word is all there is. A page of that EHR has
to show the same person; where the two differ nobody is shown, since one of them lies. Once a page has agreed, another
chart is the therapist going on, and the launch is over.
"""

from __future__ import annotations

from dataclasses import replace

from companion.ehr.launches import Launched, Launches
from companion.errors import NotFound, NotSure
from companion.matching import FIRST_TIME, Match, name_words
from companion.record import ChartIdentity, Client
from companion.workspace import Workspace

DISAGREES = (
    "The EHR has handed over another patient than this page shows, so nobody is shown. Open Eyeline from this chart"
    " again; if that does not help, tell the EHR's support."
)
DIFFER = "The page and the patient whom the EHR has handed over lead to different clients."
OVER = "That was opened too long ago. Open Eyeline from the EHR again."


class LaunchedCharts:
    """Charts as the panel asks about them, with what EHRs have handed over. `own` is the origin of our own pages."""

    def __init__(self, workspace: Workspace, launches: Launches, own: str) -> None:
        self._workspace = workspace
        self._launches = launches
        self._own = own

    def open(self, identity: ChartIdentity) -> Match:
        """Whose chart this is. Raises NotFound for a launch's tab whose time is over."""
        page, launched = self._seen(identity)
        if launched is None or page is launched.identity:
            return self._workspace.open_chart(page)
        if not agree(identity, launched.identity):
            return Match("unknown", (), DISAGREES)
        return _joined(self._workspace.open_chart(launched.identity), self._workspace.open_chart(page))

    def confirm(self, identity: ChartIdentity, client_id: str) -> Client:
        """The therapist says whose chart it is: of the page and of what the EHR handed over alike. Raises NotSure."""
        page, launched = self._seen(identity)
        if launched is not None and page is not launched.identity:
            if not agree(identity, launched.identity):
                raise NotSure(DISAGREES)
            self._workspace.confirm_chart(launched.identity, client_id)
        return self._workspace.confirm_chart(page, client_id)

    def reject(self, identity: ChartIdentity, client_id: str) -> Match:
        """The therapist says whose chart it is not."""
        page, launched = self._seen(identity)
        if launched is not None and agree(identity, launched.identity):
            self._workspace.reject_chart(launched.identity, client_id)
        return self._workspace.reject_chart(page, client_id)

    def has_surely(self, identity: ChartIdentity) -> Client | None:
        """The client whom a card may speak of: one whose chart this is for certain, or, where the therapist has not
        been asked yet, the only one who fits, by record number, birth date and name. A card tells the EHR that there
        are notes, and no word of them; the panel asks all the same before it shows any."""
        found = self._workspace.open_chart(identity)
        if found.verdict == "sure":
            return found.candidates[0]
        if found.why != FIRST_TIME or len(found.candidates) != 1 or found.rejected or identity.birth_date is None:
            return None
        (only,) = found.candidates
        numbers = _plain(only.record_number), _plain(identity.record_number)
        same = numbers[0] == numbers[1] != "" and only.birth_date == identity.birth_date
        return only if same and _named(only.name, identity.name) else None

    def _seen(self, identity: ChartIdentity) -> tuple[ChartIdentity, Launched | None]:
        """The chart to be matched, and the launch that speaks for it. On a page of the EHR the page is filled in with
        what the launch knows besides."""
        if identity.site == self._own:
            launched = self._launches.handed(identity.address_id or "")
            if launched is None:
                raise NotFound(OVER)
            return launched.identity, launched
        launched = self._launches.speaking(identity.site)
        if launched is None or not (identity.name or identity.birth_date or identity.record_number):
            return identity, None
        if agree(identity, launched.identity):
            launched.state = "agreed"
            return _filled(identity, launched.identity), launched
        if launched.state == "agreed":
            launched.state = "over"
            return identity, None
        return identity, launched


def agree(page: ChartIdentity, launched: ChartIdentity) -> bool:
    """Nothing that both say differs, and something is the same."""
    pairs = [
        (_plain(page.record_number), _plain(launched.record_number)),
        (page.birth_date, launched.birth_date),
    ]
    both = [(one, other) for one, other in pairs if one and other]
    named = bool(name_words(page.name) and name_words(launched.name))
    if any(one != other for one, other in both) or (named and not _named(page.name, launched.name)):
        return False
    return bool(both) or named


def _named(one: str | None, other: str | None) -> bool:
    """Every word of the shorter name stands in the longer one."""
    words = [set(name_words(name).split()) for name in (one, other)]
    return all(words) and (words[0] <= words[1] or words[1] <= words[0])


def _filled(page: ChartIdentity, launched: ChartIdentity) -> ChartIdentity:
    return replace(
        page,
        record_number=page.record_number or launched.record_number,
        name=page.name or launched.name,
        birth_date=page.birth_date or launched.birth_date,
    )


def _joined(by_launch: Match, by_page: Match) -> Match:
    """What the EHR's word makes certain needs no more of the page than that it fits; what it leaves open is asked."""
    if by_launch.verdict != "sure":
        fits = {client.id for client in by_launch.candidates}
        rejected = {client.id for client in by_launch.rejected}
        if by_page.verdict == "sure" and (by_page.candidates[0].id not in fits or rejected):
            return Match("ask", by_page.candidates, DIFFER, by_page.rejected)
        return by_page
    ours = by_launch.candidates[0].id
    if by_page.verdict == "sure":
        same = by_page.candidates[0].id == ours
        return by_page if same else Match("ask", (*by_launch.candidates, *by_page.candidates), DIFFER)
    if ours in {client.id for client in by_page.rejected}:
        return by_page
    if ours in {client.id for client in by_page.candidates}:
        return Match("sure", by_launch.candidates, "", by_page.rejected)
    return by_page


def _plain(number: str | None) -> str:
    return "".join(c for c in number or "" if c.isalnum()).casefold()
