"""SMART App Launch: out to the EHR's login and back, each way once and within minutes; then who was handed over.

Held in memory alone: a launch that was under way at a lock or an end is begun anew.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from companion.ehr.address import origin_of
from companion.ehr.contact import ELSEWHERE, SOON, Contact, EhrFailed
from companion.ehr.discovery import discover
from companion.ehr.registration import Registration, scopes
from companion.ehr.tokens import Access, exchanged
from companion.errors import BadRequest
from companion.record import ChartIdentity

WITHIN = 600.0
"""Seconds for a login."""
HELD = 600.0
"""Seconds for which a launch speaks for its EHR's pages where none of them has agreed with it yet."""
SHOWN = 3600.0
"""Seconds for which a launch's own tab opens its chart: a session's hour."""
WAITING_AT_MOST = 16
"""Launches under way at once: any page can begin one, so a new one pushes out the oldest."""
LONGEST = 2000
"""Characters of a launch word or a code."""

STALE = "This way in was used already, or took too long. Open Eyeline from the EHR again."
TURNED_AWAY = "The EHR did not let Eyeline in. Open Eyeline from the EHR again, or ask the EHR's support."


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A launch on its way through the EHR's login."""

    registration: Registration
    token_endpoint: str
    verifier: str = field(repr=False)
    redirect: str
    begun: float


@dataclass(slots=True)
class Launched:
    """Whom an EHR has handed over. `fresh` until a page of that EHR, under `address_id`, shows the same person
    (`agreed`); `over` when the therapist has gone on to another chart there."""

    word: str
    registration: Registration
    identity: ChartIdentity
    at: float
    state: Literal["fresh", "agreed", "over"] = "fresh"
    address_id: str | None = None


class Launches:
    """Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}
        self._done: dict[str, Launched] = {}

    def begin(self, registration: Registration, issuer: str, launch: str | None, redirect: str) -> str:
        """The address of the EHR's login, to which the browser is sent. `issuer` is the registered one as the EHR
        writes it, `launch` its own word where it opened Eyeline. Contacts its host to find the login. Raises
        EhrFailed."""
        if launch is not None and not 0 < len(launch) <= LONGEST:
            raise BadRequest(STALE)
        with Contact(registration.allowed, patience=SOON) as contact:
            found = discover(contact, registration.issuer)
            if not (contact.may(found.authorize) and contact.may(found.token)):
                raise EhrFailed(ELSEWHERE)
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        asked = {
            "response_type": "code",
            "client_id": registration.client_id,
            "redirect_uri": redirect,
            "scope": scopes(registration, from_ehr=launch is not None, fine=found.fine),
            "state": state,
            "aud": issuer,  # a slash more or less is another address to some servers
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
            **({"launch": launch} if launch is not None else {}),
        }
        with self._guard:
            self._sweep()
            while len(self._waiting) >= WAITING_AT_MOST:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[state] = _Waiting(registration, found.token, verifier, redirect, self._clock())
        return f"{found.authorize}{'&' if '?' in found.authorize else '?'}{urlencode(asked)}"

    def finish(self, query: Mapping[str, str]) -> tuple[Registration, Access]:
        """The browser came back from the login. Uses the state up, whatever comes of it. Raises BadRequest where it is
        none of ours, EhrFailed where the EHR let nobody in."""
        with self._guard:
            self._sweep()
            waiting = self._waiting.pop(query.get("state", ""), None)
        if waiting is None:
            raise BadRequest(STALE)
        code = query.get("code", "")
        if "error" in query or not 0 < len(code) <= LONGEST:
            raise EhrFailed(TURNED_AWAY)
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": waiting.redirect,
            "client_id": waiting.registration.client_id,
            "code_verifier": waiting.verifier,
        }
        registration = waiting.registration
        with Contact(registration.allowed, patience=SOON) as contact:
            return registration, exchanged(contact, waiting.token_endpoint, registration.issuer, fields)

    def hand_over(self, registration: Registration, identity: ChartIdentity) -> str:
        """Remembers whom the EHR named; the word under which its tab is asked about. One a EHR speaks for its pages."""
        word = secrets.token_urlsafe(16)
        with self._guard:
            self._sweep()
            while len(self._done) >= WAITING_AT_MOST:
                del self._done[next(iter(self._done))]
            self._done[word] = Launched(word, registration, identity, self._clock())
        return word

    def handed(self, word: str | None) -> Launched | None:
        """The launch of that tab; without a word, the last one."""
        with self._guard:
            self._sweep()
            return self._done.get(word) if word is not None else next(reversed(self._done.values()), None)

    def speaking(self, page: str) -> Launched | None:
        """The launch that speaks for the pages of that origin: the last one from their EHR."""
        with self._guard:
            self._sweep()
            of_page = [one for one in self._done.values() if page in pages_of(one.registration)]
        last = of_page[-1] if of_page else None
        if last is None or last.state == "over":
            return None
        return last if last.state == "agreed" or self._clock() - last.at <= HELD else None

    def forget(self, issuer: str | None = None) -> None:
        """What is under way and what was handed over, of one EHR or of all."""
        with self._guard:
            self._waiting = {s: one for s, one in self._waiting.items() if _other(one.registration, issuer)}
            self._done = {w: one for w, one in self._done.items() if _other(one.registration, issuer)}

    def _sweep(self) -> None:
        now = self._clock()
        self._waiting = {s: one for s, one in self._waiting.items() if now - one.begun <= WITHIN}
        self._done = {w: one for w, one in self._done.items() if now - one.at <= SHOWN}


def _other(registration: Registration, issuer: str | None) -> bool:
    return issuer is not None and registration.issuer != issuer


def pages_of(registration: Registration) -> tuple[str, ...]:
    """The origins on which the EHR shows charts: those that were given, else its FHIR server's own."""
    return registration.pages or (origin_of(registration.issuer),)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
