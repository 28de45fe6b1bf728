"""The one way out to an EHR: its registered hosts alone, no redirect followed, within limits of size and time.

The only file of this room that opens a connection. Where an answer must lead on, it says so as data (a next page, an
endpoint), and that address is checked here like any other before anything is sent.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from companion.ehr.address import origin_of
from companion.errors import BadRequest, EyelineError

AT_MOST = 32 * 2**20
"""Bytes of one answer: a bundle of a hundred documents with their text has a few MiB."""
PATIENCE = 60.0
"""Seconds for one answer; ten for each wait within."""
SOON = 10.0
"""Seconds for an answer that a browser's tab waits for."""

ELSEWHERE = "The EHR points to a host that is not registered with it, which is not contacted."
REDIRECTED = "The EHR leads on to another address, which is not followed. Check its address with the EHR's support."
UNREACHABLE = "The EHR did not answer as it should. Nothing is lost; try again later."
TOO_LARGE = f"An answer of the EHR has more than {AT_MOST // 2**20} MiB and was not read. Bring it in as a file."


class EhrFailed(EyelineError):
    """The EHR could not be asked, or answered with an error. `answered` is its HTTP status, 0 where it gave none."""

    kind = "ehr_failed"
    status = 502

    def __init__(self, say: str, answered: int = 0) -> None:
        super().__init__(say)
        self.answered = answered


class Throttled(EhrFailed):
    """The EHR asks to wait. `seconds` is how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The EHR asks to wait {seconds:.0f} seconds. Nothing is lost; try again then.", 429)
        self.seconds = seconds


class Contact:
    """A visit to some hosts. `token` is sent with what is asked `as_patient`, and nowhere else."""

    def __init__(self, allowed: frozenset[str], *, token: str = "", patience: float = PATIENCE) -> None:
        self._allowed = allowed
        self._token = token
        self._patience = patience
        self._http = httpx.Client(timeout=min(10.0, patience), trust_env=False, follow_redirects=False)

    def __enter__(self) -> Contact:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def may(self, url: str) -> bool:
        """Whether an address is on a host that may be contacted."""
        try:
            return origin_of(url) in self._allowed
        except BadRequest:
            return False

    def json(self, url: str, *, as_patient: bool = False) -> dict[str, Any]:
        """One JSON object. Raises EhrFailed."""
        return _object(self.file(url, "application/fhir+json, application/json", as_patient=as_patient)[1])

    def file(self, url: str, accept: str, *, as_patient: bool) -> tuple[str, bytes]:
        """What lies there: its content type and its bytes. Raises EhrFailed."""
        bearer = {"authorization": f"Bearer {self._token}"} if as_patient and self._token else {}
        return self._asked("GET", url, headers={"accept": accept, **bearer})

    def form(self, url: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that answers a form. Raises EhrFailed."""
        return _object(self._asked("POST", url, data=dict(fields), headers={"accept": "application/json"})[1])

    def _asked(self, method: str, url: str, **more: Any) -> tuple[str, bytes]:
        if not self.may(url):
            raise EhrFailed(ELSEWHERE)
        try:
            with self._http.stream(method, url, **more) as answer:
                body = self._body(answer)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise EhrFailed(UNREACHABLE) from None
        if 300 <= answer.status_code < 400:
            raise EhrFailed(REDIRECTED, answer.status_code)
        if answer.status_code in (429, 503):
            raise Throttled(_seconds(answer.headers.get("retry-after")))
        if answer.status_code != 200:
            raise EhrFailed(_why(answer.status_code), answer.status_code)
        return answer.headers.get("content-type", "").partition(";")[0].strip().lower(), body

    def _body(self, answer: httpx.Response) -> bytes:
        found = bytearray()
        until = time.monotonic() + self._patience
        for part in answer.iter_bytes():
            found += part
            if len(found) > AT_MOST:
                raise EhrFailed(TOO_LARGE)
            if time.monotonic() > until:
                raise EhrFailed(UNREACHABLE)
        return bytes(found)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise EhrFailed(UNREACHABLE) from None
    if not isinstance(said, dict):
        raise EhrFailed(UNREACHABLE)
    return said


def _seconds(said: str | None) -> float:
    """Retry-After in seconds; a date, or nothing, is taken for a minute."""
    return min(float(said), 86_400.0) if said and said.isascii() and said.isdigit() else 60.0


def _why(status: int) -> str:
    if status == 401:
        return "The EHR no longer lets Eyeline in for this patient. Open Eyeline from the patient's chart again."
    if status == 403:
        return "The EHR does not let Eyeline read this. What may be read is set there, when Eyeline is let in."
    return f"The EHR answered with an error ({status}). Nothing is lost; try again later."
