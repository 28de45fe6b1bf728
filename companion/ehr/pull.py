"""What is new in an EHR about one patient: page after page from its own host, each kind of resource by itself.

What one kind fails with is said and costs the others nothing; a kind that was not fetched whole is asked for again from
where it began, so nothing is passed over. What was kept before adds nothing when it comes again.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin

from companion.ehr.address import origin_of
from companion.ehr.contact import AT_MOST, ELSEWHERE, Contact, EhrFailed, Throttled
from companion.ehr.patient import patient_at
from companion.ehr.tokens import Access

KINDS: dict[str, dict[str, str]] = {
    "DocumentReference": {},
    "Goal": {},
    "Observation": {"category": "survey"},
    "QuestionnaireResponse": {},
    "DiagnosticReport": {},
    "Composition": {},
}
"""What is asked for, with what narrows it: of all observations, those that are scores and answers of questionnaires."""
PAGE = 50
PAGES_AT_MOST = 400
ALL_AT_MOST = 2 * AT_MOST
"""Bytes of all that is fetched at once."""
OVERLAP = timedelta(minutes=10)
"""Asked for again each time: an EHR may show a resource a little after the time that it bears."""
WAIT_AT_MOST = 60.0
"""Seconds that are waited out where the EHR asks for it, three times at most; for longer, the therapist comes back."""
WAITS = 3

T = TypeVar("T")

ENDLESS = "The EHR's pages did not come to an end. What was fetched is whole; the rest is asked for next time."
TOO_MUCH = f"More than {ALL_AT_MOST // 2**20} MiB are new. What was fetched is whole; the rest is asked for next time."
STOPPED = "It was stopped. Nothing is lost; the rest is asked for next time."


@dataclass(slots=True)
class Part:
    """One kind of resource: how many came, and why not all did (else empty). `newest` is the newest time they bear."""

    kind: str
    resources: list[dict[str, Any]] = field(default_factory=list)
    newest: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that was new, with the Patient whom it is about."""

    access: Access
    patient: dict[str, Any]
    parts: tuple[Part, ...]

    @property
    def since(self) -> dict[str, str]:
        """For each kind where to begin next time: on from here where all of it came."""
        return self.access.since | {part.kind: part.newest for part in self.parts if part.newest and not part.why}

    def bundle(self) -> bytes:
        """One FHIR file for the importers, each resource at its address at the EHR."""
        found = [self.patient, *(one for part in self.parts for one in part.resources)]
        entries = [{"fullUrl": _url(self.access.issuer, one), "resource": one} for one in found]
        return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode("utf-8")


class Pull:
    """One pull. `told` hears how many resources have come; `stop` ends it after the page under way."""

    def __init__(
        self, access: Access, *, told: Callable[[int], None] = lambda _: None, stop: threading.Event | None = None
    ) -> None:
        self._access = access
        self._told = told
        self._stop = stop or threading.Event()
        self._left = ALL_AT_MOST
        self._count = 0

    def run(self, *, everything: bool = False) -> Fetched:
        """Fetches what is new since last time, or `everything`. Raises EhrFailed where not even the patient can be
        had."""
        access = self._access
        with Contact(frozenset({origin_of(access.issuer)}), token=access.token) as contact:
            patient = self._patiently(lambda: patient_at(contact, access.issuer, access.patient_id))
            parts = [Part(kind) for kind in KINDS]
            for part in parts:
                try:
                    self._fetch(contact, part, "" if everything else access.since.get(part.kind, ""))
                except EhrFailed as error:
                    part.why = error.say
        return Fetched(access, patient, tuple(parts))

    def _fetch(self, contact: Contact, part: Part, since: str) -> None:
        url = self._first(part.kind, since)
        seen: set[str] = set()
        while url:
            if url in seen or len(seen) >= PAGES_AT_MOST:
                raise EhrFailed(ENDLESS)
            seen.add(url)
            page = self._page(contact, url, part.kind, since if len(seen) == 1 else "")
            self._take(contact, part, page)
            url = _next(page, url)
            if url and not contact.may(url):
                raise EhrFailed(ELSEWHERE)

    def _page(self, contact: Contact, url: str, kind: str, since: str) -> dict[str, Any]:
        try:
            page = self._patiently(lambda: contact.json(url, as_patient=True))
        except EhrFailed as error:
            if not since or error.answered != 400:
                raise
            # a server that cannot tell what is new is asked for all: what is here already adds nothing
            page = self._patiently(lambda: contact.json(self._first(kind, ""), as_patient=True))
        if page.get("resourceType") != "Bundle":
            raise EhrFailed("The EHR answered with something else than was asked. Nothing of it is used.")
        return page

    def _first(self, kind: str, since: str) -> str:
        narrowed = {"patient": self._access.patient_id, **KINDS[kind], "_count": str(PAGE)}
        at = _time(since)
        if at is not None:
            narrowed["_lastUpdated"] = f"ge{(at - OVERLAP).isoformat(timespec='seconds')}"
        return f"{self._access.issuer}/{kind}?{urlencode(narrowed)}"

    def _take(self, contact: Contact, part: Part, page: dict[str, Any]) -> None:
        entries = page.get("entry")
        for entry in entries if isinstance(entries, list) else ():
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if not isinstance(resource, dict) or resource.get("resourceType") == "OperationOutcome":
                continue
            self._left -= len(json.dumps(resource))
            if self._left < 0:
                raise EhrFailed(TOO_MUCH)
            if resource.get("resourceType") == "DocumentReference":
                part.why = self._texts(contact, resource) or part.why
            part.resources.append(resource)
            part.newest = _newer(part.newest, resource)
            self._count += 1
        self._told(self._count)

    def _texts(self, contact: Contact, document: dict[str, Any]) -> str:
        """Puts a document's text into it where it lies at the EHR itself; elsewhere nothing is fetched. Why a text
        could not be had, else empty."""
        why = ""
        contents = document.get("content")
        for content in contents if isinstance(contents, list) else ():
            attachment = content.get("attachment") if isinstance(content, dict) else None
            said = attachment.get("url") if isinstance(attachment, dict) else None
            if not isinstance(attachment, dict) or attachment.get("data") or not isinstance(said, str):
                continue
            url = urljoin(f"{self._access.issuer}/", said)
            if not contact.may(url):
                continue
            try:
                self._put(attachment, *self._patiently(partial(_file, contact, url)))
            except EhrFailed as error:
                why = error.say
        return why

    def _put(self, attachment: dict[str, Any], kind: str, data: str) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise EhrFailed(TOO_MUCH)
        attachment["data"] = data
        attachment.setdefault("contentType", kind)

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Waits where the EHR asks for it. Raises EhrFailed where that is too long, and when it is stopped."""
        for _ in range(WAITS):
            if self._stop.is_set():
                raise EhrFailed(STOPPED)
            try:
                return ask()
            except Throttled as error:
                if error.seconds > WAIT_AT_MOST:
                    raise
                self._stop.wait(error.seconds)
        return ask()


def _file(contact: Contact, url: str) -> tuple[str, str]:
    """An attachment's content type and its bytes in base64: a Binary resource, or the bytes themselves."""
    kind, body = contact.file(url, "application/fhir+json, */*;q=0.5", as_patient=True)
    if kind in ("application/fhir+json", "application/json"):
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict) and said.get("resourceType") == "Binary" and isinstance(said.get("data"), str):
            return str(said.get("contentType") or ""), str(said["data"])
    return kind, base64.b64encode(body).decode("ascii")


def _next(page: dict[str, Any], url: str) -> str:
    links = page.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str):
            return urljoin(url, str(link["url"]))
    return ""


def _newer(newest: str, resource: dict[str, Any]) -> str:
    meta = resource.get("meta")
    said = meta.get("lastUpdated") if isinstance(meta, dict) else None
    now, before = _time(said), _time(newest)
    return str(said) if now is not None and (before is None or now > before) else newest


def _time(said: object) -> datetime | None:
    """An instant with its zone; None where it is none."""
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) and len(said) <= 40 else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _url(issuer: str, resource: dict[str, Any]) -> str:
    return f"{issuer}/{resource.get('resourceType')}/{resource.get('id')}"
