"""CDS Hooks 2.0: the two services that an EHR may ask, what it has to say, and the one card it may get.

A card says that there are notes, and never a word of them or of a client.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from companion.ehr.address import issuer_of, origin_of
from companion.ehr.contact import Contact, EhrFailed
from companion.ehr.patient import checked, identity_of, patient_at
from companion.ehr.registration import Registration
from companion.ehr.tokens import is_id
from companion.errors import BadRequest, EyelineError
from companion.record import ChartIdentity

HookName = Literal["patient-view", "encounter-start"]
SERVICES: dict[str, HookName] = {"eyeline-patient-view": "patient-view", "eyeline-encounter-start": "encounter-start"}
"""Id of the service to the hook that it answers."""
SUMMARY = "Eyeline has notes for this patient: open the panel"
NOT_UNDERSTOOD = "That is no request of CDS Hooks that Eyeline answers."
_PREFETCH = {"patient": "Patient/{{context.patientId}}"}
_USE = "Run it in the browser, on the computer where Eyeline runs; from elsewhere it cannot be reached."

Word = Annotated[str, Field(min_length=1, max_length=300)]


class Unavailable(EyelineError):
    """What is needed to answer cannot be had (412)."""

    kind = "unavailable"
    status = 412


class _Said(BaseModel):
    """What is not known of a later version is passed over, as the standard asks."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Authorization(_Said):
    access_token: Annotated[str, Field(min_length=1, max_length=16 * 1024, pattern=r"^[\x21-\x7e]+$")]
    token_type: Literal["Bearer"]


class Context(_Said):
    user_id: Annotated[Word, Field(alias="userId")]
    patient_id: Annotated[Word, Field(alias="patientId")]
    encounter_id: Annotated[Word | None, Field(alias="encounterId")] = None


class HookRequest(_Said):
    hook: HookName
    hook_instance: Annotated[UUID, Field(alias="hookInstance")]
    context: Context
    fhir_server: Annotated[str | None, Field(alias="fhirServer", max_length=2000)] = None
    authorization: Annotated[Authorization | None, Field(alias="fhirAuthorization")] = None
    prefetch: dict[str, Any] | None = None


class Feedback(_Said):
    card: Word
    outcome: Literal["accepted", "overridden"]
    at: Annotated[Word, Field(alias="outcomeTimestamp")]


class FeedbackRequest(_Said):
    feedback: Annotated[list[Feedback], Field(min_length=1, max_length=100)]


def discovery() -> dict[str, Any]:
    """What `GET /cds-services` answers."""
    return {
        "services": [
            {
                "hook": hook,
                "id": name,
                "title": "Eyeline",
                "description": "Says whether the therapist's own past notes about this patient are at hand in Eyeline.",
                "prefetch": _PREFETCH,
                "usageRequirements": _USE,
            }
            for name, hook in SERVICES.items()
        ]
    }


def read_request(service: str, body: bytes) -> HookRequest:
    """What the EHR asks of that service. Raises BadRequest."""
    try:
        asked = HookRequest.model_validate_json(body)
    except (ValidationError, ValueError, RecursionError):
        raise BadRequest(NOT_UNDERSTOOD) from None
    needs_encounter = asked.hook == "encounter-start" and asked.context.encounter_id is None
    if asked.hook != SERVICES[service] or not is_id(asked.context.patient_id) or needs_encounter:
        raise BadRequest(NOT_UNDERSTOOD)
    if asked.authorization is not None and asked.fhir_server is None:
        raise BadRequest(NOT_UNDERSTOOD)
    return asked


def read_feedback(body: bytes) -> None:
    """Raises BadRequest for what is no feedback. Nothing of it is kept: it says what a therapist did."""
    try:
        FeedbackRequest.model_validate_json(body)
    except (ValidationError, ValueError, RecursionError):
        raise BadRequest(NOT_UNDERSTOOD) from None


def patient_of(asked: HookRequest, registration: Registration) -> ChartIdentity | None:
    """Whose chart the EHR has open: from what it sent along, or asked for there, with the leave that it sent along if
    it did. None where what it says does not fit together. Raises Unavailable where it cannot be had."""
    issuer, patient_id = registration.issuer, asked.context.patient_id
    if asked.fhir_server is not None and not _is(asked.fhir_server, issuer):
        return None
    sent = (asked.prefetch or {}).get("patient")
    if isinstance(sent, dict) and sent.get("resourceType") not in (None, "OperationOutcome"):
        try:
            return identity_of(checked(sent, patient_id), issuer, patient_id)
        except EhrFailed:
            return None
    if asked.fhir_server is None:
        raise Unavailable("The patient was not sent along, nor where to ask for them.")
    leave = asked.authorization.access_token if asked.authorization else ""
    try:
        with Contact(frozenset({origin_of(issuer)}), token=leave, patience=5.0) as contact:
            return identity_of(patient_at(contact, issuer, patient_id), issuer, patient_id)
    except EhrFailed:
        raise Unavailable("The patient was not sent along, and could not be asked for.") from None


def cards(open_at: str | None) -> dict[str, Any]:
    """One card with the address where Eyeline is opened from the EHR, or none."""
    if open_at is None:
        return {"cards": []}
    link = {"label": "Open Eyeline", "url": open_at, "type": "smart"}
    card = {"uuid": str(uuid4()), "summary": SUMMARY, "indicator": "info", "source": {"label": "Eyeline"}}
    return {"cards": [{**card, "links": [link]}]}


def _is(said: str, issuer: str) -> bool:
    try:
        return issuer_of(said) == issuer
    except BadRequest:
        return False
