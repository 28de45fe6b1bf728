"""Each resource of a patient as a note: which writer takes it, and its Binary, visit and narrative with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B.careplan import CarePlan
from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.documentreference import DocumentReference
from fhir.resources.R4B.goal import Goal
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from fhir.resources.R4B.reference import Reference
from pydantic import BaseModel

from companion.errors import Unreadable
from companion.importers.contents import FoundNote, LeftOut
from companion.importers.documents import decoded, kind_of, preferred, read_attachment
from companion.importers.fhir.answers import response_written
from companion.importers.fhir.conditions import condition_written
from companion.importers.fhir.consents import consent_written
from companion.importers.fhir.documents import NO_TEXT, OUTSIDE, attachments, days_of, notes_of
from companion.importers.fhir.goals import goal_written
from companion.importers.fhir.plans import plan_written
from companion.importers.fhir.record_set import RecordSet
from companion.importers.fhir.resources import Resource
from companion.importers.fhir.wording import LOINC, Written, codes_of

NO_WORDS = "It has no words; look at it in the EHR."
TWO_OWNERS = "Documents of two people refer to its text; look at it in the EHR."


def subject_of(model: BaseModel) -> Reference | None:
    """Whose a resource says that it is: `subject`, or a Consent's `patient`."""
    found: Reference | None = getattr(model, "subject", None) or getattr(model, "patient", None)
    return found


def visits_of(model: BaseModel) -> list[Reference]:
    """The visits that a resource names."""
    if isinstance(model, DocumentReference):
        return list(model.context.encounter or ()) if model.context else []
    one: Reference | None = getattr(model, "encounter", None)
    return [one] if one else []


class Writer:
    """Writes the notes of one set. `used` holds the Binaries whose text came in, with the name of the document."""

    def __init__(self, known: RecordSet) -> None:
        self._known = known
        self.used: dict[Resource, str] = {}
        self._owners = dict(self._binary_owners())

    def notes(self, resource: Resource, model: BaseModel, patient_id: str) -> list[FoundNote | LeftOut]:
        """What becomes of a sound resource of a patient. Raises Unreadable with the reason where nothing does."""
        if isinstance(model, DocumentReference):
            return self._document(resource, model, patient_id)
        self._known.visit(visits_of(model), resource, patient_id)
        return [self.note(resource, self._written(resource, model), patient_id)]

    def note(self, resource: Resource, written: Written, patient_id: str) -> FoundNote:
        """The lines of a resource as a patient's note. Raises Unreadable where there are none."""
        if not written.text.strip():
            raise Unreadable(NO_WORDS)
        whose = self._known.people.of(patient_id)
        days = (written.filed_on, written.session_date)
        return FoundNote(resource.name, written.text, written.kind, *days, whose, written.doubt)

    def _written(self, resource: Resource, model: BaseModel) -> Written:
        if isinstance(model, Goal):
            return goal_written(model, self._known.called(model.addresses, resource))
        if isinstance(model, Condition):
            return condition_written(model)
        if isinstance(model, Consent):
            return consent_written(model)
        if isinstance(model, CarePlan):
            return plan_written(model, self._known.called(model.addresses, resource), _narrative(model, resource))
        if isinstance(model, QuestionnaireResponse):
            return response_written(model, self._form(model, resource))
        raise TypeError(f"no writer for {type(model).__name__}")

    def _form(self, response: QuestionnaireResponse, within: Resource) -> Questionnaire | None:
        """The form that was answered: contained, in the set by its canonical address, or by a plain reference."""
        said = str(response.questionnaire or "").partition("|")[0]
        for inner in response.contained or ():
            if isinstance(inner, Questionnaire) and said == f"#{inner.id}":
                return inner
        if not said:
            return None
        for one in self._known.resources:
            if one.kind == "Questionnaire" and one.raw.get("url") == said:
                return self._known.model(one, Questionnaire)
        return self._known.model(self._known.index.find(said, within, "Questionnaire"), Questionnaire)

    def _document(self, resource: Resource, model: DocumentReference, patient_id: str) -> list[FoundNote | LeftOut]:
        """The notes of a document: of its formats the first that can be read."""
        visit = self._known.visit(visits_of(model), resource, patient_id)
        refusals: list[str] = []
        for content_type, data, binary in self._texts(resource, refusals):
            try:
                found = read_attachment(content_type, data)
            except Unreadable as error:
                refusals.append(error.say)
                continue
            whose = self._known.people.of(patient_id)
            notes = list(
                notes_of(resource.name, found, kind_of(codes_of(model.type, LOINC)), days_of(model, visit), whose)
            )
            if binary is not None and any(isinstance(note, FoundNote) for note in notes):
                self.used[binary] = resource.name
            return notes
        raise Unreadable(refusals[0] if refusals else NO_TEXT)

    def _texts(self, resource: Resource, refusals: list[str]) -> list[tuple[str, bytes, Resource | None]]:
        """The attachments whose bytes are in the set, the format that is read best first."""
        found: dict[tuple[str, bytes], Resource | None] = {}
        for attachment in attachments(resource.raw):
            content_type = str(attachment.get("contentType") or "")
            try:
                binary = None if attachment.get("data") else self._binary(attachment, resource)
                raw = binary.raw if binary else attachment
                said = content_type or str(raw.get("contentType") or "")
                found[said, decoded(raw.get("data"))] = binary
            except Unreadable as error:
                refusals.append(error.say)
        return [(*one, found[one]) for one in preferred(found)]

    def _binary(self, attachment: dict[str, Any], within: Resource) -> Resource:
        """The Binary of this set that an attachment names. Raises Unreadable."""
        url = attachment.get("url")
        if not isinstance(url, str) or not url:
            raise Unreadable(NO_TEXT)
        there = self._known.index.find(url, within, "Binary")
        if there is None or not there.raw.get("data"):
            raise Unreadable(OUTSIDE)
        if len(self._owners.get(there, ())) > 1:
            raise Unreadable(TWO_OWNERS)
        return there

    def _binary_owners(self) -> Iterator[tuple[Resource, set[str]]]:
        """For each Binary the patients whose documents refer to it."""
        owners: dict[Resource, set[str]] = {}
        for one in self._known.resources:
            document = self._known.model(one, DocumentReference)
            if document is None:
                continue
            for attachment in attachments(one.raw):
                url = attachment.get("url")
                there = self._known.index.find(url, one, "Binary") if isinstance(url, str) else None
                if there is None:
                    continue
                try:
                    owners.setdefault(there, set()).add(self._known.people.patient_id(document.subject, one))
                except Unreadable:
                    owners.setdefault(there, set()).add("")
        yield from owners.items()


def _narrative(plan: CarePlan, resource: Resource) -> str:
    """The plan's own text, where a person wrote it or where nothing else says what the plan is."""
    text = plan.text
    said = str(text.status) in ("additional", "extensions") if text else False
    if text is None or not (said or not (plan.description or plan.activity)):
        return ""
    div = resource.raw["text"].get("div")
    try:
        found = read_attachment("text/html", str(div).encode("utf-8")).notes if div else ()
    except Unreadable:  # a narrative without words leaves the plan's own lines
        return ""
    return found[0].text if found else ""
