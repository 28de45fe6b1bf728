"""What the first lines of a note say: its format, and the day of the session it tells of."""

from __future__ import annotations

from datetime import date

import re2

from companion.dates import dates_in
from companion.record import NoteFormat, NoteKind

HEAD = 600
"""Characters in which a note says what it is."""

_FORMATS: tuple[tuple[NoteFormat, re2._Regexp], ...] = (
    ("SOAP", re2.compile(r"\bSOAP\b|(?ms)^\s*S:.*^\s*O:.*^\s*P:")),
    ("DAP", re2.compile(r"\bDAP\b|(?ms)^\s*D:.*^\s*A:.*^\s*P:")),
    ("BIRP", re2.compile(r"\bBIRP\b|(?ms)^\s*B:.*^\s*I:.*^\s*R:")),
    ("GIRP", re2.compile(r"\bGIRP\b|(?ms)^\s*G:.*^\s*I:.*^\s*R:")),
)
_LATE = re2.compile(
    r"(?i)\b(?:for|of) (?:the |a |our )?(?:session|visit|appt|appointment|contact|hour)"
    r"(?: (?:of|on|held(?: on)?|dated))?:?\s+"
    r"|\b(?:date of (?:service|session|visit)|session date|seen on|dos)\b:?\s+"
)
_FILED_LATE = re2.compile(
    r"(?i)\blate entry\b|\bwritten (?:up )?(?:late|on)?\s*\d|\bentered (?:late|on)\b|\blate note\b"
)
_NEAR = 24
"""Characters between "for session of" and its date: room for a weekday."""


def note_format(text: str) -> NoteFormat:
    """The note's layout by its own label or its letter headings; narrative where it has neither."""
    return next((name for name, pattern in _FORMATS if pattern.search(text)), "narrative")


def session_date(text: str, kind: NoteKind, filed_on: date | None) -> date | None:
    """The day of the session. A note that says it was written late says for which session; otherwise it is the day
    of filing, and where the file has no date, the first date in the note's head (never a birth date)."""
    head = text[:HEAD]
    if filed_on is None:
        return _service_date(head, None) or _first_date(head)
    if kind != "measure" and _FILED_LATE.search(head):
        told = _service_date(head, filed_on)
        if told is not None and told <= filed_on:
            return told
    return filed_on


def _service_date(head: str, near: date | None) -> date | None:
    """The date that stands right after "for session of", "date of service" and the like."""
    found = dates_in(head, near)
    for cue in _LATE.finditer(head):
        for spot in found:
            if 0 <= spot.start - cue.end() <= _NEAR:
                return spot.day
    return None


def _first_date(head: str) -> date | None:
    """The first whole date that is not somebody's birth date."""
    for spot in dates_in(head):
        before = head[max(0, spot.start - 16) : spot.start].lower()
        if spot.whole and not any(word in before for word in ("dob", "birth", "born", "b.")):
            return spot.day
    return None
