"""What the window alone may ask about the clients: no chart is open, so each request names its client by their id."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from companion.decisions import About, What
from companion.record import Assertion, NoteKind
from companion.scheduled_backups import DAYS
from companion.service.requests import Id, Key, Request, Short, SplitValue, Value, Words
from companion.vault import ConsentState


class ClientListRequest(Request):
    pass


class ClientRequest(Request):
    client_id: Id


class CaseloadNoteRequest(Request):
    """A note of any client, named by the client's own id: for the window, which has no chart open."""

    client_id: Id
    note_id: Id


class ClientFindingRequest(Request):
    """A theme or a goal of this client, by the key that a reply gave it."""

    client_id: Id
    key: Key


class RecordConsentRequest(Request):
    """`on`: the day on which the client said so."""

    client_id: Id
    state: ConsentState
    on: date | None = None


class ClientDecideRequest(Request):
    """As `DecideRequest`, where no chart is open."""

    client_id: Id
    about: About
    key: Key
    what: What
    value: Value | SplitValue | None


WIPE_WORDS = "delete everything"
"""What is typed before everything is deleted."""


class AboutEyelineRequest(Request):
    pass


class BringToFrontRequest(Request):
    pass


class InFrontRequest(Request):
    pass


class AtLoginRequest(Request):
    """Whether the window is to start with the login."""

    start: bool


class BackupStateRequest(Request):
    pass


class BackupScheduleRequest(Request):
    """`folder` None: no more by themselves."""

    folder: Annotated[str, Field(min_length=1, max_length=4096)] | None
    days: Annotated[int, Field(ge=1, le=90)] = DAYS


class SampleRequest(Request):
    pass


class SearchedNotes(Request):
    """Of one client or of all, from a day, until a day, in notes of these kinds (none: all); with words that assert
    this of a risk; that name this person, said by name or relation (empty: anybody)."""

    client_id: Id | None = None
    since: date | None = None
    until: date | None = None
    kinds: Annotated[tuple[NoteKind, ...], Field(max_length=7)] = ()
    assertion: Assertion | None = None
    person: Annotated[str, Field(max_length=60)] = ""


class CaseloadSearchRequest(SearchedNotes):
    words: Words
    top: Annotated[int, Field(ge=1, le=50)] = 10


class SavedSearchesRequest(Request):
    pass


class SaveSearchRequest(SearchedNotes):
    words: Annotated[str, Field(min_length=1, max_length=400)]


class ForgetSearchRequest(Request):
    search: Id


class WipeRequest(Request):
    """`typed` must be the words that say so."""

    typed: Short


class NoteClassesRequest(Request):
    pass


class ShowNoteClassesRequest(Request):
    """Which classes are shown from now on, beside the record."""

    psychotherapy: bool
    sud_counseling: bool
