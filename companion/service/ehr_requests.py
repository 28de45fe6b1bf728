"""What the command line and the window alone may ask about EHRs. Every field is bounded."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from companion.record import NoteClass
from companion.service.requests import Id, Request

Address = Annotated[str, Field(min_length=1, max_length=2000)]


class EhrLookRequest(Request):
    """Contacts the issuer's host to read how it lets apps in: asked before an EHR is registered."""

    issuer: Address
    keep_access: bool = False


class EhrHooks(Request):
    """`keys` is a JWKS as JSON; empty: the keys are fetched from the registered hosts."""

    issuer: Address
    keys: Annotated[str, Field(max_length=40_000)] = ""
    origins: Annotated[tuple[Address, ...], Field(max_length=8)] = ()


class EhrAddRequest(Request):
    """`hosts` are those, besides the issuer's own, that the therapist confirmed."""

    issuer: Address
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    hosts: Annotated[tuple[Address, ...], Field(max_length=8)] = ()
    pages: Annotated[tuple[Address, ...], Field(max_length=8)] = ()
    keep_access: bool = False
    hooks: EhrHooks | None = None


class EhrListRequest(Request):
    pass


class EhrRemoveRequest(Request):
    issuer: Address


class EhrLaunchedRequest(Request):
    """The word of a launch's tab; none: the last that an EHR opened."""

    launch: Id | None = None


class EhrPullRequest(Request):
    """Contacts the EHR in which this client's chart was opened and confirmed. `everything`: not just what is new."""

    client_id: Id
    issuer: Address | None = None
    everything: bool = False


class EhrPullStatusRequest(Request):
    pass


class EhrKeepRequest(Request):
    """Keeps what was fetched and looked at."""

    note_class: NoteClass = "psychotherapy"
