"""What a note says of itself: its format, the day of the session it tells of, and the day it was filed."""

from __future__ import annotations

from datetime import date

import re2

from companion.dates import DateInText, dates_in
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


def filing_date(text: str, kind: NoteKind, met: date | None) -> date | None:
    """The day of filing where the file's name has none: the session's, or a later one that the note tells of, so that
    a view as of a day holds nothing from after it. In a table and a late entry every whole date counts; elsewhere one
    that leads a line, as in a running log (a date inside a line may be an appointment to come)."""
    if met is None:
        return None
    every = kind == "measure" or _FILED_LATE.search(text[:HEAD]) is not None
    told = [spot for spot in dates_in(text) if spot.whole and not _of_birth(text, spot)]
    return max([met, *(spot.day for spot in told if every or _leads_line(text, spot))])


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
    return next((spot.day for spot in dates_in(head) if spot.whole and not _of_birth(head, spot)), None)


def _of_birth(text: str, spot: DateInText) -> bool:
    before = text[max(0, spot.start - 16) : spot.start].lower()
    return any(word in before for word in ("dob", "birth", "born", "b."))


def _leads_line(text: str, spot: DateInText) -> bool:
    return not text[text.rfind("\n", 0, spot.start) + 1 : spot.start].strip(" \t#*->[(")
