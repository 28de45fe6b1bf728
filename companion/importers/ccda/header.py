"""What a C-CDA document says of itself: whose it is, its kind and its days."""

from __future__ import annotations

from datetime import date, timedelta

from lxml import etree

from companion.errors import Unreadable
from companion.importers.ccda.xml import attribute, child, children, folded, name_of, words
from companion.importers.contents import Whose
from companion.importers.documents import kind_of
from companion.record import NoteKind

TWO_PEOPLE = "It is about more than one person; export one document for each."
LOINC = "2.16.840.1.113883.6.1"
SOCIAL_SECURITY = "2.16.840.1.113883.4.1"
LONGEST_VISIT = timedelta(days=31)
"""A document may be written so long after the day on which its visit began; a longer stay says nothing of its day."""


def whose_document(root: etree._Element) -> Whose:
    """The record's target: name, birth date, record number. Raises Unreadable where it has two that differ."""
    found = {_person(target) for target in children(root, "recordTarget")}
    if len(found) > 1:
        raise Unreadable(TWO_PEOPLE)
    return found.pop() if found else Whose()


def _person(target: etree._Element) -> Whose:
    role = child(target, "patientRole")
    patient = child(role, "patient")
    ids = [one for one in children(role, "id") if attribute(one, "extension")] if role is not None else []
    numbers = [attribute(one, "extension") for one in ids if attribute(one, "root") != SOCIAL_SECURITY]
    birth = day_in(attribute(child(patient, "birthTime"), "value"))
    return Whose(_name(patient), birth, numbers[0] if numbers else None)


def _name(patient: etree._Element | None) -> str:
    """The legal name, else the first; a nickname stands in no record's head."""
    names = list(children(patient, "name")) if patient is not None else []
    for name in sorted(names, key=lambda one: attribute(one, "use") != "L"):
        given = [words(one) for one in children(name, "given") if attribute(one, "qualifier") != "CL"]
        family = [words(one) for one in children(name, "family")]
        if said := folded(" ".join([*given, *family]) or words(name)):
            return said
    return ""


def kind_in(element: etree._Element) -> NoteKind:
    """The kind of note by the LOINC code of a document or section."""
    code = child(element, "code")
    return kind_of([attribute(code, "code")]) if attribute(code, "codeSystem") == LOINC else "progress"


def days_in(root: etree._Element, kind: NoteKind) -> tuple[date | None, date | None]:
    """(the session's day, the day it was written). A plan belongs to the day it was written, any other document to the
    day of its visit, where that is told and the visit was no long stay."""
    written = day_in(attribute(child(root, "effectiveTime"), "value")) or _low(child(root, "effectiveTime"))
    visit = child(root, "componentOf", "encompassingEncounter", "effectiveTime")
    met = day_in(attribute(visit, "value")) or _low(visit)
    if kind == "plan" or met is None or (written is not None and not met <= written <= met + LONGEST_VISIT):
        met = written
    return met, max((day for day in (met, written) if day), default=None)


def _low(time: etree._Element | None) -> date | None:
    return day_in(attribute(child(time, "low"), "value"))


def day_in(stamp: str) -> date | None:
    """The calendar day of an HL7 time stamp (20130820112000-0800), in its own zone; None for a month or a year."""
    try:
        return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])) if len(stamp) >= 8 else None
    except ValueError:
        return None


def is_document(root: etree._Element) -> bool:
    """The root is a whole document, not a fragment of one."""
    return name_of(root) == "ClinicalDocument"
