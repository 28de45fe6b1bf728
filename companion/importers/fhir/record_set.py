"""What the resources of a set say of each other: visits and their days, and what a condition is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.encounter import Encounter
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.reference import Reference
from pydantic import BaseModel

from companion.errors import Unreadable
from companion.importers.fhir.index import Index
from companion.importers.fhir.models import check, withdrawn
from companion.importers.fhir.people import People
from companion.importers.fhir.resources import Resource
from companion.importers.fhir.wording import day_of, shown, words_of

OTHERS_VISIT = "It names a visit of another person than its own patient; look at it in the EHR."

Model = TypeVar("Model", bound=BaseModel)


class RecordSet:
    """The resources of a set, with who its patients are."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self.index = Index(resources)
        self._sound: dict[Resource, BaseModel | None] = {}
        patients = [(one, patient) for one in resources if (patient := self.model(one, Patient))]
        self.people = People(self.index, patients)

    def model(self, resource: Resource | None, model: type[Model]) -> Model | None:
        """The resource as a model, if it is a sound one of that kind and nobody withdrew it."""
        if resource is None or resource.kind != model.__name__ or withdrawn(resource):
            return None
        if resource not in self._sound:
            try:
                self._sound[resource] = check(resource, model)
            except Unreadable:
                self._sound[resource] = None
        found = self._sound[resource]
        return found if isinstance(found, model) else None

    def visit(self, references: Iterable[Reference | None], within: Resource, patient_id: str) -> date | None:
        """The day of the first visit of some references that has one in the set. Raises Unreadable where it is another
        patient's: then nobody knows whose the resource is."""
        days = []
        for reference in references:
            there = self.find(reference, within, "Encounter")
            encounter = self.model(there, Encounter)
            if there is None or encounter is None:
                continue
            if encounter.subject and self.people.patient_id(encounter.subject, there) != patient_id:
                raise Unreadable(OTHERS_VISIT)
            day = day_of(encounter.period.start) if encounter.period else None
            days += [day] if day else []
        return days[0] if days else None

    def called(self, references: Iterable[Reference] | None, within: Resource) -> list[str]:
        """What the conditions are called that a plan or goal is for, as far as the resource or the set says."""
        found = []
        for reference in references or ():
            condition = self.model(self.find(reference, within, "Condition"), Condition)
            found.append(shown(reference) or (words_of(condition.code) if condition else ""))
        return [one for one in found if one]

    def find(self, reference: Reference | None, within: Resource, kind: str) -> Resource | None:
        """The resource of that kind that a reference names, if it is in the set."""
        said = str(reference.reference or "") if reference else ""
        return self.index.find(said, within, kind) if said else None
