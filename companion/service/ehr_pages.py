"""What a browser's tab sees when an EHR opens Eyeline: a way on, or one sentence. Never a word of a client."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from companion.errors import EyelineError, Locked, NotFound
from companion.service.state import Running

LAUNCH_AT = "/ehr/launch"
"""What the EHR is told to open (the launch URL)."""
REDIRECT_AT = "/ehr/redirect"
LAUNCHED_AT = "/ehr/launched/"
"""Where the tab ends; the rest of the path is the launch's word, by which the panel asks whose chart it is."""

HERE = "Eyeline has it: look at the panel."
LOCKED = "Eyeline is locked. Unlock it on this computer, then open it from the EHR again."
UNKNOWN = "This EHR is not registered with Eyeline. Register it on this computer, with: eyeline ehr add"

_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;color-scheme:light dark}"
)
_HASH = b64encode(hashlib.sha256(_STYLE.encode("ascii")).digest()).decode("ascii")
_HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "content-type": "text/html; charset=utf-8",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer to a tab."""

    status: int
    body: bytes
    headers: dict[str, str]


def answer_page(running: Running, path: str, query: dict[str, str]) -> Page | None:
    """None for a path that is no page."""
    answers: dict[str, Callable[[], Page]] = {
        LAUNCH_AT: lambda: _launch(running, query),
        REDIRECT_AT: lambda: _redirect(running, query),
    }
    answer = answers.get(path) or (_launched if path.startswith(LAUNCHED_AT) else None)
    if answer is None:
        return None
    if running.workspace.vault.locked:
        return _saying(423, LOCKED)
    try:
        return answer()
    except Locked:
        return _saying(423, LOCKED)
    except EyelineError as error:
        return _saying(error.status, error.say)


def _launch(running: Running, query: dict[str, str]) -> Page:
    """The EHR opens Eyeline (`iss` and its own word, `launch`), or the therapist does (`iss` alone)."""
    try:
        return _onward(running.ehrs.begin(query.get("iss", ""), query.get("launch")))
    except NotFound:
        return _saying(403, UNKNOWN)


def _redirect(running: Running, query: dict[str, str]) -> Page:
    """Back from the login: on to a page of our own, so that code and state do not stand in the address."""
    return _onward(LAUNCHED_AT + running.ehrs.finish(query))


def _launched() -> Page:
    """The same for every launch, also for one that is over: the panel knows."""
    return _saying(200, HERE, "data-eyeline-launch")


def _onward(to: str) -> Page:
    return Page(303, b"", {**_HEADERS, "location": to})


def _saying(status: int, sentence: str, mark: str = "") -> Page:
    """`mark` is the attribute by which the panel knows the sentence (extension/sites.js)."""
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Eyeline</title><style>{_STYLE}</style>'
    return Page(status, f"{head}<main><h1>Eyeline</h1><p {mark}>{escape(sentence)}</p></main>".encode(), dict(_HEADERS))
