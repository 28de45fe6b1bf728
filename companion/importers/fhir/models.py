"""The kinds of resource that are read, each with its model, and the check that a resource is one of them."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, TypeVar

from fhir.resources.R4B.binary import Binary
from fhir.resources.R4B.careplan import CarePlan
from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.documentreference import DocumentReference
from fhir.resources.R4B.encounter import Encounter
from fhir.resources.R4B.goal import Goal
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from pydantic import BaseModel, ValidationError

from companion.errors import Unreadable
from companion.importers.fhir.resources import Resource, too_deep

Model = TypeVar("Model", bound=BaseModel)

OF_A_PATIENT: dict[str, type[BaseModel]] = {
    "CarePlan": CarePlan,
    "Condition": Condition,
    "Consent": Consent,
    "DocumentReference": DocumentReference,
    "Goal": Goal,
    "Observation": Observation,
    "QuestionnaireResponse": QuestionnaireResponse,
}
"""Resources that become notes."""
READ_WITH: dict[str, tuple[type[BaseModel], str]] = {
    "Patient": (Patient, "It says who the notes are about; nothing else of it is kept."),
    "Encounter": (Encounter, "It gives its day to the notes that name it; it has no words of its own."),
    "Questionnaire": (Questionnaire, "It gives its questions to the answers that name it."),
    "Binary": (Binary, "No document of this set that came in refers to it."),
}
"""Resources that are read for the sake of others, and what is said of them."""
WITHDRAWN = "It was entered in error and withdrawn."

MODIFIED = "It carries a modifier that may turn its meaning, which Eyeline does not know; look at it in the EHR."

_DATATYPES = (
    "address age annotation attachment backboneelement codeableconcept codeablereference coding contactdetail"
    " contactpoint contributor count datarequirement distance dosage duration expression extension"
    " fhirprimitiveextension humanname identifier meta money narrative parameterdefinition period quantity range ratio"
    " ratiorange reference relatedartifact sampleddata signature timing triggerdefinition usagecontext"
).split()
for _name in _DATATYPES:  # the library imports a type when it first meets one, and a worker opens no file by then
    import_module(f"fhir.resources.R4B.{_name}")

_FIELD = re.compile(r"[A-Za-z]{1,40}")


def check(resource: Resource, model: type[Model]) -> Model:
    """The resource as its model. Raises Unreadable, with a field's name at most and no word of the resource."""
    if too_deep(resource.raw):
        raise Unreadable("It is nested without end; nothing of it was read.")
    if resource.raw.get("modifierExtension"):
        raise Unreadable(MODIFIED)
    try:
        return model.model_validate(_alone(resource.raw))
    except ValidationError as error:
        wrong = [str(one["loc"][0]) for one in error.errors(include_input=False, include_url=False) if one["loc"]]
        known = [name for name in wrong if name in resource.raw or name in model.model_fields]
        field = next((name for name in known if name in model.model_fields and _FIELD.fullmatch(name)), "")
    except Exception as error:  # a date or figure that no calendar or computer holds
        field = type(error).__name__
    where = f" (look at: {field})" if field else ""
    raise Unreadable(f"It is no sound {resource.kind} of FHIR R4{where}; look at it in the EHR.")


def _alone(raw: dict[str, Any]) -> dict[str, Any]:
    """The resource without those it contains, but for the form that was answered: the rest is nobody's."""
    if "contained" not in raw:
        return raw
    inside = raw["contained"] if isinstance(raw["contained"], list) else []
    forms = [one for one in inside if isinstance(one, dict) and one.get("resourceType") == "Questionnaire"]
    rest = {name: value for name, value in raw.items() if name != "contained"}
    return {**rest, "contained": forms} if forms else rest


def withdrawn(resource: Resource) -> bool:
    """Somebody marked it as entered in error."""
    said = [resource.raw.get(name) for name in ("status", "docStatus", "lifecycleStatus")]
    verified = resource.raw.get("verificationStatus")
    coding = verified.get("coding") if isinstance(verified, dict) else None
    said += [one.get("code") for one in coding if isinstance(one, dict)] if isinstance(coding, list) else []
    return "entered-in-error" in [one for one in said if isinstance(one, str)]
