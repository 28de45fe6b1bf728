"""Who the EHR says that its patient is, read off the FHIR Patient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from companion.ehr.contact import Contact, EhrFailed
from companion.record import ChartIdentity

ANOTHER = "The EHR gave another patient's record than the one it named. Nothing of it is used; tell the EHR's support."
NAME_AT_MOST = 200
"""Characters."""
_LAST = {"official": 0, "usual": 1, "nickname": 3, "anonymous": 4, "old": 5, "maiden": 5}


def patient_at(contact: Contact, issuer: str, patient_id: str) -> dict[str, Any]:
    """The Patient of that id. Raises EhrFailed, also where the EHR gives another one."""
    return checked(contact.json(f"{issuer}/Patient/{patient_id}", as_patient=True), patient_id)


def checked(raw: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """A Patient, if it is the one of that id. Raises EhrFailed."""
    if raw.get("resourceType") != "Patient" or raw.get("id") != patient_id:
        raise EhrFailed(ANOTHER)
    return raw


def identity_of(raw: dict[str, Any], issuer: str, patient_id: str) -> ChartIdentity:
    """The Patient as a chart's identity, so that it is matched as any chart is: the EHR is its site, the FHIR id its
    address."""
    return ChartIdentity(issuer, patient_id, _record_number(raw) or None, _name(raw) or None, _born(raw))


def _born(raw: dict[str, Any]) -> date | None:
    said = raw.get("birthDate")
    try:
        return date.fromisoformat(said) if isinstance(said, str) and len(said) == 10 else None
    except ValueError:
        return None


def _name(raw: dict[str, Any]) -> str:
    """The official name, else the usual one; an old one last."""
    for name in sorted(_objects(raw.get("name")), key=lambda one: _LAST.get(str(one.get("use")), 2)):
        given = name.get("given")
        parts = [part for part in given if isinstance(part, str)] if isinstance(given, list) else []
        parts += [name["family"]] if isinstance(name.get("family"), str) else []
        said = " ".join(" ".join(parts).split()) or " ".join(str(name.get("text") or "").split())
        if said:
            return said[:NAME_AT_MOST]
    return ""


def _record_number(raw: dict[str, Any]) -> str:
    """The identifier that is called a medical record number."""
    for number in _objects(raw.get("identifier")):
        kind = number.get("type")
        codes = [one.get("code") for one in _objects(kind.get("coding"))] if isinstance(kind, dict) else []
        if "MR" in codes and isinstance(number.get("value"), str):
            return str(number["value"])[:NAME_AT_MOST]
    return ""


def _objects(said: object) -> Iterator[dict[str, Any]]:
    yield from (one for one in said if isinstance(one, dict)) if isinstance(said, list) else ()
