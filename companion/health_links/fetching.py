"""Fetches what a link holds: from its host alone, no redirect followed, within limits of size and time."""

from __future__ import annotations

import json
import time
from types import TracebackType
from typing import Any

import httpx

from companion.errors import BadRequest, EyelineError
from companion.health_links.link import HealthLink, same_host

RECIPIENT = "Eyeline"
"""All that is said of who asks."""
AT_MOST = 16 * 2**20
"""Bytes of one answer, and of all together."""
PATIENCE = 60.0
"""Seconds for everything; ten for each wait."""
FILES_AT_MOST = 64

REDIRECTED = "The link leads on to another address, which is not followed. Ask for a new one."
TOO_LARGE = f"It holds more than {AT_MOST // 2**20} MiB and was not fetched."
UNREACHABLE = "Nothing could be fetched: the link's host did not answer as it should. Try again later."
GONE = "The link is no longer active. Ask for a new one."


class Fetching:
    """One visit to a link's host."""

    def __init__(self, link: HealthLink, *, patience: float = PATIENCE) -> None:
        self._link = link
        self._left = AT_MOST
        self._until = time.monotonic() + patience
        self._http = httpx.Client(timeout=min(10.0, patience), trust_env=False, follow_redirects=False)

    def __enter__(self) -> Fetching:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def file(self) -> str:
        """The one file of a direct link, still sealed."""
        return self._asked("GET", self._link.url, params={"recipient": RECIPIENT})

    def listed(self, passcode: str | None) -> list[dict[str, Any]]:
        """The files that the link's list names. Raises BadRequest where the passcode is wrong."""
        body = {"recipient": RECIPIENT, "embeddedLengthMax": AT_MOST} | ({"passcode": passcode} if passcode else {})
        try:
            said = json.loads(self._asked("POST", self._link.url, json=body))
            files = said["files"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise EyelineError(UNREACHABLE) from None
        if not isinstance(files, list) or len(files) > FILES_AT_MOST or not all(isinstance(one, dict) for one in files):
            raise EyelineError(UNREACHABLE)
        return files

    def at(self, location: str) -> str:
        """A file that the list gives by its address. Raises BadRequest where that is not the link's own host."""
        if not same_host(self._link, location):
            raise BadRequest("It lies on another host than the link's own, which is not contacted.")
        return self._asked("GET", location)

    def _asked(self, method: str, url: str, **more: Any) -> str:
        """One answer's text. Raises EyelineError with what to do."""
        try:
            with self._http.stream(method, url, **more) as answer:
                body = self._body(answer)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise EyelineError(UNREACHABLE) from None
        if answer.is_redirect or 300 <= answer.status_code < 400:
            raise EyelineError(REDIRECTED)
        if answer.status_code == 401:
            raise BadRequest(_wrong_passcode(body))
        if answer.status_code in (404, 410):
            raise EyelineError(GONE)
        if answer.status_code != 200:
            raise EyelineError(UNREACHABLE)
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            raise EyelineError(UNREACHABLE) from None

    def _body(self, answer: httpx.Response) -> bytes:
        found = bytearray()
        for part in answer.iter_bytes():
            found += part
            if len(found) > self._left:
                raise EyelineError(TOO_LARGE)
            if time.monotonic() > self._until:
                raise EyelineError(UNREACHABLE)
        self._left -= len(found)
        return bytes(found)


def _wrong_passcode(body: bytes) -> str:
    try:
        left = json.loads(body)["remainingAttempts"]
    except (ValueError, KeyError, TypeError, RecursionError):
        left = None
    more = f" {left} tries are left." if isinstance(left, int) and not isinstance(left, bool) and left >= 0 else ""
    return f"That passcode does not open the link.{more} Nothing was fetched."
