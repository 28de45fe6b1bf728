"""What a file holds before any of it is anybody's: the one type that every format is read into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from companion.record import NoteKind


@dataclass(frozen=True, slots=True)
class Whose:
    """Who a file says that its notes are about; any field may be missing."""

    name: str = ""
    birth_date: date | None = None
    record_number: str | None = None
    patient_id: str | None = None
    """FHIR's own, which means something inside one set alone."""


@dataclass(frozen=True, slots=True)
class FoundNote:
    """One note in a file, before it is anybody's."""

    name: str
    """Unique within its file: "export.zip/002_2024-05-01_progress.txt", "Goal/123 (bundle.json)"."""
    text: str
    """What offsets refer to and `eyeline text` prints."""
    kind: NoteKind
    filed_on: date | None
    session_date: date | None
    whose: Whose = Whose()
    needs_confirming: str = ""
    """A sentence where the therapist should look first (split at date headings, say), else empty."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a file that was not brought in, and why: one sentence that says what to do."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that was found in a file, or in a set of files that refer to each other."""

    notes: tuple[FoundNote, ...]
    left_out: tuple[LeftOut, ...] = ()
