"""Whose chart is open, where an EHR has handed a patient over: its word is the first signal, and the page must agree.

The launch's own tab says nothing but the launch's word, so there the EHR's word is all there is. A page of that EHR has
to show the same person in two ways; where the two differ nobody is shown, since one of them lies, and where the page
says too little the launch adds nothing to it. Once a page has agreed, another chart or another address is the
therapist going on, and the launch is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from companion.ehr.launches import Launches
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """The chart to be matched; `beside` it what the EHR has handed over where both are the same person; `differs` where
    they are not."""

    page: ChartIdentity
    beside: ChartIdentity | None = None
    differs: bool = False


class LaunchedCharts:
    """Charts as the panel asks about them, with what EHRs have handed over. `own` is the origin of our own pages."""

    def __init__(self, workspace: Workspace, launches: Launches, own: str) -> None:
        self._workspace = workspace
        self._launches = launches
        self._own = own

    def open(self, identity: ChartIdentity) -> Match:
        """Whose chart this is. Raises NotFound for a launch's tab whose time is over, NotSure where page and launch
        differ."""
        seen = self._seen(identity)
        if seen.differs:
            raise NotSure(DISAGREES)
        by_page = self._workspace.open_chart(seen.page)
        return by_page if seen.beside is None else _joined(self._workspace.open_chart(seen.beside), by_page)

    def confirm(self, identity: ChartIdentity, client_id: str) -> Client:
        """The therapist says whose chart it is: of the page and of what the EHR handed over alike. Raises NotSure."""
        seen = self._seen(identity)
        if seen.differs:
            raise NotSure(DISAGREES)
        if seen.beside is not None:
            self._workspace.confirm_chart(seen.beside, client_id)
        return self._workspace.confirm_chart(seen.page, client_id)

    def reject(self, identity: ChartIdentity, client_id: str) -> Match:
        """The therapist says whose chart it is not."""
        seen = self._seen(identity)
        if seen.beside is not None:
            self._workspace.reject_chart(seen.beside, client_id)
        return self._workspace.reject_chart(seen.page, client_id)

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

    def _seen(self, identity: ChartIdentity) -> _Seen:
        if identity.site == self._own:
            launched = self._launches.handed(identity.address_id or "")
            if launched is None:
                raise NotFound(OVER)
            return _Seen(launched.identity)
        launched = self._launches.speaking(identity.site)
        compared = "open" if launched is None else compare(identity, launched.identity)
        if launched is None or compared == "open":
            return _Seen(identity)
        moved = launched.state == "agreed" and identity.address_id != launched.address_id
        if launched.state == "agreed" and (moved or compared == "differs"):
            launched.state = "over"
            return _Seen(identity)
        if compared == "differs":
            return _Seen(identity, differs=True)
        launched.state, launched.address_id = "agreed", identity.address_id
        return _Seen(identity, launched.identity)


def compare(page: ChartIdentity, launched: ChartIdentity) -> Literal["same", "differs", "open"]:
    """`same`: two of record number, birth date and name agree and none differs, as everywhere; less is `open`. A name
    alone is a namesake's too, and the banner of a page may be left over from the chart before."""
    agreeing = 0
    numbers = _plain(page.record_number), _plain(launched.record_number)
    for one, other in (numbers, (page.birth_date, launched.birth_date)):
        if one and other and one != other:
            return "differs"
        agreeing += bool(one and other)
    if name_words(page.name) and name_words(launched.name):
        if not _named(page.name, launched.name):
            return "differs"
        agreeing += 1
    return "same" if agreeing >= 2 else "open"


def _named(one: str | None, other: str | None) -> bool:
    """Every word of the shorter name stands in the longer one."""
    words = [set(name_words(name).split()) for name in (one, other)]
    return all(words) and (words[0] <= words[1] or words[1] <= words[0])


def _joined(by_launch: Match, by_page: Match) -> Match:
    """What the EHR's word makes certain needs no more of the page than that it fits nobody else; what it leaves open is
    asked."""
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
    if by_page.rejected:
        return by_page
    alone = [client.id for client in by_page.candidates] == [ours] and by_page.why == FIRST_TIME
    return Match("sure", by_launch.candidates, "", by_page.rejected) if alone else by_page


def _plain(number: str | None) -> str:
    return "".join(c for c in number or "" if c.isalnum()).casefold()
