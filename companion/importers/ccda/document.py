"""A C-CDA document as notes: its narrative as one, then its goals and the measures that stand in entries alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from companion.errors import Unreadable
from companion.importers.ccda.entries import MeasureEntry, goals_in, measures_in
from companion.importers.ccda.header import days_in, is_document, kind_in, whose_document
from companion.importers.ccda.narrative import narrative
from companion.importers.ccda.xml import attribute, child, folded, name_of, parsed, within, words
from companion.importers.contents import Contents, FoundNote, LeftOut, Whose
from companion.importers.documents import decoded, read_attachment
from companion.importers.heading import filing_date, session_date
from companion.importers.measures import Filled, named_in
from companion.record import NoteKind

NO_CDA = "It is XML, but no C-CDA document; export the record as C-CDA or FHIR (JSON), or leave it out."
FHIR_XML = "It is FHIR written in XML, which is not read; export it as JSON."
_CDA = {
    "ClinicalDocument",
    "structuredBody",
    "component",
    "section",
    "entry",
    "observation",
    "organizer",
    "act",
    "wrapper",
}


def contents_of_document(name: str, data: bytes) -> Contents:
    """What a document holds. Raises Unreadable where it is none or has no words."""
    root = parsed(data)
    if etree.QName(root).namespace == "http://hl7.org/fhir":
        raise Unreadable(FHIR_XML)
    if name_of(root) not in _CDA:
        raise Unreadable(NO_CDA)
    whose = whose_document(root) if is_document(root) else Whose()
    found = list(_found(name, root, whose))
    notes = tuple(one for one in found if isinstance(one, FoundNote))
    if not notes:
        raise Unreadable("It has no words; export it again, or look at it in the EHR.")
    return Contents(notes, tuple(one for one in found if isinstance(one, LeftOut)))


def _found(name: str, root: etree._Element, whose: Whose) -> Iterator[FoundNote | LeftOut]:
    kind = kind_in(root if is_document(root) else next(within(root, "section"), root))
    names = {attribute(one, "ID"): folded(words(one)) for one in root.iter() if attribute(one, "ID")}
    goals, measures = list(goals_in(root, names)), list(measures_in(root))
    entries = [one for one in measures if isinstance(one, MeasureEntry)]
    text = _text(root, frozenset(row for one in entries for row in one.rows))
    body = child(root, "component", "nonXMLBody", "text")
    if body is not None:
        yield from _unstructured(name, root, kind, body, whose)
    elif text.strip():
        yield _note(name, text, kind, root, whose)
    for number, goal in enumerate(goals, 1):
        yield FoundNote(f"Goal {number} ({name})", goal.text, "plan", goal.day, goal.day, whose)
    for filled in (one.filled for one in entries if one.filled.answers or not _told(one.filled, text)):
        own = " ".join(part for part in (filled.measure.name, filled.day) if part)
        yield FoundNote(f"{own} ({name})", filled.text, "measure", filled.on, filled.on, whose, filled.doubt)
    for error in measures:
        if isinstance(error, Unreadable):
            yield LeftOut(f"Measure ({name})", error.say)


def _note(name: str, text: str, kind: NoteKind, root: etree._Element, whose: Whose) -> FoundNote:
    """The narrative as one note; a fragment has no head, so that its days are those that its words tell."""
    met, filed = days_in(root, kind)
    if met is None:
        met = session_date(text, kind, None)
        filed = filing_date(text, kind, met)
    return FoundNote(name, text, kind, filed, met, whose)


def _unstructured(
    name: str, root: etree._Element, kind: NoteKind, body: etree._Element, whose: Whose
) -> Iterator[FoundNote | LeftOut]:
    """A document whose body is a file of another format."""
    said = words(body)
    packed = attribute(body, "representation") == "B64"
    data = decoded(said) if packed else said.encode("utf-8")
    found = read_attachment(
        attribute(body, "mediaType") or "text/plain", data, but=(".xml", ".json", ".ndjson", ".zip")
    )
    for note in found.notes:
        own = name if len(found.notes) == 1 else f"{note.name} ({name})"
        yield replace(_note(own, note.text, kind, root, whose), needs_confirming=note.needs_confirming)
    yield from found.left_out


def _text(root: etree._Element, told: frozenset[str]) -> str:
    """The title, then every section with its heading, in order, but the IDs `told`, which are notes of their own."""
    lines = [folded(words(child(root, "title")))] if is_document(root) else []
    for section in within(root, "section"):
        block = child(section, "text")
        own = narrative(block, told) if block is not None else []
        title = folded(words(child(section, "title"))) or attribute(child(section, "code"), "displayName")
        if own:
            lines += ["", *([title] if title else []), *own]
    return "\n".join(lines).strip("\n") + "\n"


def _told(filled: Filled, text: str) -> bool:
    """A line of the narrative has the measure's total in words of its own."""
    rows = [line for line in text.splitlines() if filled.measure.name in named_in(line)]
    return any(str(filled.total) in {word.strip("().;,:") for word in row.split()} for row in rows)
