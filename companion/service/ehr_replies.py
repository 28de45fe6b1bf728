"""What crosses the wire about EHRs, to the command line and the window alone."""

from __future__ import annotations

from datetime import date
from typing import Literal

from companion.service.launch_replies import FileVerdict
from companion.service.replies import ClientCard, Reply


class EhrLookReply(Reply):
    """`hosts` are those besides the issuer's own that its login leads over, to be confirmed; `asks` what it is asked to
    let Eyeline read; `why` a sentence where it cannot be opened from inside the EHR, else empty."""

    issuer: str
    hosts: list[str]
    asks: list[str]
    why: str


class EhrRow(Reply):
    issuer: str
    client_id: str
    hosts: list[str]
    pages: list[str]
    asks: list[str]
    hooks_issuer: str | None
    hooks_origins: list[str]


class EhrListReply(Reply):
    """The EHRs, and the three addresses that an EHR is given."""

    ehrs: list[EhrRow]
    launch_url: str
    redirect_url: str
    hooks_url: str


class EhrLaunchedReply(Reply):
    """Whom an EHR handed over, as far as that is a client: `sure`, to be asked (`ask`), `unknown`, or `none` was."""

    state: Literal["sure", "ask", "unknown", "none"]
    issuer: str
    candidates: list[ClientCard]
    why: str


class EhrPullRow(Reply):
    """Notes of one kind of resource: `new`, `here` already, and why not all came, else empty."""

    kind: str
    new: int
    here: int
    first: date | None
    last: date | None
    why: str


class EhrPullReply(Reply):
    """`fetched` resources so far; the rest is there once `state` is `ready`."""

    state: Literal["fetching", "ready", "failed"]
    issuer: str
    fetched: int
    rows: list[EhrPullRow]
    left_out: list[FileVerdict]
    why: str


class EhrKeepReply(Reply):
    files: list[FileVerdict]
