"""What FHIR's types say in plain words: the fixed lines of a note made of a resource, and calendar days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fhir.resources.R4B.annotation import Annotation
from fhir.resources.R4B.codeableconcept import CodeableConcept
from fhir.resources.R4B.coding import Coding
from fhir.resources.R4B.period import Period
from fhir.resources.R4B.quantity import Quantity
from fhir.resources.R4B.reference import Reference

from companion.record import NoteKind

LOINC = "http://loinc.org"


@dataclass(frozen=True, slots=True)
class Written:
    """A resource as a note: its lines and its days (`session_date` is the day it tells of, `filed_on` the last day of
    which it knows). `doubt` is a sentence where the therapist should look first."""

    text: str
    kind: NoteKind
    session_date: date | None
    filed_on: date | None
    doubt: str = ""


class Lines:
    """Builds a note's text. A value never spans lines, so no words of a record can pass for another line."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, label: str, *values: str) -> None:
        """ "Label: value; value", or nothing where no value says anything."""
        said = [folded(value) for value in values]
        said = [value for value in dict.fromkeys(said) if value]
        if said:
            self._lines.append(f"{label}: {'; '.join(said)}")

    def listed(self, label: str, values: Sequence[str]) -> None:
        """A label with a line for each value below it."""
        said = [value for value in dict.fromkeys(folded(value) for value in values) if value]
        if said:
            self._lines += [f"{label}:", *(f"- {value}" for value in said)]

    def notes(self, notes: Iterable[Annotation] | None) -> list[date]:
        """The remarks that people added, each with its day. Returns the days."""
        days = []
        for note in notes or ():
            day = day_of(note.time)
            self.add(f"Note {day}" if day else "Note", str(note.text or ""))
            days += [day] if day else []
        return days

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)


def folded(text: str) -> str:
    """The words on one line."""
    return " ".join(text.split())


def words_of(concept: CodeableConcept | None) -> str:
    """A concept as its author worded it, else as its code system does, else its code."""
    if concept is None:
        return ""
    said = [concept.text, *(coding.display for coding in concept.coding or ())]
    said += [coding.code for coding in concept.coding or ()]
    return next((folded(str(one)) for one in said if one), "")


def all_words(concept: CodeableConcept | None) -> str:
    """Everything that a concept is called, to see whether its names agree."""
    if concept is None:
        return ""
    return " | ".join(str(one) for one in (concept.text, *(c.display for c in concept.coding or ())) if one)


def codes_of(concepts: CodeableConcept | Iterable[CodeableConcept] | None, system: str = "") -> list[str]:
    """The codes of one or more concepts, of one system where it is named."""
    several = [concepts] if isinstance(concepts, CodeableConcept) else list(concepts or ())
    return [code for concept in several for coding in concept.coding or () if (code := code_of(coding, system))]


def code_of(coding: Coding, system: str = "") -> str:
    """The code, if it is of that system."""
    return str(coding.code or "") if not system or coding.system == system else ""


def shown(reference: Reference | None) -> str:
    """What a reference is called where it stands."""
    return str(reference.display or "") if reference else ""


def quantity(value: Quantity | None) -> str:
    """ "under 7 %"."""
    if value is None or value.value is None:
        return ""
    figure = format(Decimal(value.value).normalize(), "f")
    return " ".join(part for part in (str(value.comparator or ""), figure, str(value.unit or value.code or "")) if part)


def day_of(value: object) -> date | None:
    """The calendar day that a FHIR date or instant names, in its own zone; None for a month or a year alone."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10]) if value and len(str(value)) >= 10 else None
    except ValueError:
        return None


def when(value: object) -> str:
    """A FHIR date as it is shown: the day, or the month or year that is all it names."""
    day = day_of(value)
    return day.isoformat() if day else str(value or "")


def span(period: Period | None) -> str:
    """ "2024-01-05 to 2024-03-01", "from 2024-01-05"."""
    if period is None:
        return ""
    start, end = when(period.start), when(period.end)
    return f"{start} to {end}" if start and end else f"from {start}" if start else f"until {end}" if end else ""


def latest(*days: date | None) -> date | None:
    """The last of some days, of which any may be missing."""
    return max((day for day in days if day), default=None)
