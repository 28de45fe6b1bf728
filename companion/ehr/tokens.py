"""What lets Eyeline read one patient at an EHR: got for a code, refreshed while the EHR allows it; vault alone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import re2
from pydantic import TypeAdapter

from companion.ehr.contact import Contact, EhrFailed

NO_PATIENT = "The EHR let Eyeline in without saying for which patient. Open Eyeline from the patient's chart."
NOT_LET_IN = "The EHR did not let Eyeline in. Open Eyeline from the patient's chart again."
OVER = "The EHR's leave to read has ended. Open Eyeline from the patient's chart again."
EARLY = 30.0
"""Seconds before its end at which a token is taken for ended: a page of answers takes some."""
UNSAID = 300.0
"""Seconds that a token lives where the EHR does not say."""
LONGEST = 16 * 1024
"""Characters of one token."""

_ID = re2.compile(r"[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, slots=True)
class Access:
    """One patient of one EHR. `until` is in seconds since 1970. `since` says for each kind of resource the newest that
    was fetched and kept, in the EHR's own words for the time."""

    issuer: str
    patient_id: str
    token: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    until: float = 0.0
    since: dict[str, str] = field(default_factory=dict)

    @property
    def lives(self) -> bool:
        return bool(self.token) and time.time() < self.until - EARLY


_KEPT = TypeAdapter(list[Access])


def accesses_from(kept: str | None) -> list[Access]:
    return _KEPT.validate_json(kept) if kept else []


def to_keep(accesses: list[Access]) -> str:
    return _KEPT.dump_json(accesses).decode("utf-8")


def is_id(said: object) -> bool:
    """Whether it is a FHIR id."""
    return isinstance(said, str) and _ID.fullmatch(said) is not None


def exchanged(contact: Contact, endpoint: str, issuer: str, fields: Mapping[str, str]) -> Access:
    """Changes a code for the access to the patient whom the EHR names. Raises EhrFailed."""
    said = _granted(contact, endpoint, fields)
    patient = said.get("patient")
    if not is_id(patient):
        raise EhrFailed(NO_PATIENT)
    return _with(Access(issuer, str(patient)), said)


def refreshed(contact: Contact, endpoint: str, client_id: str, access: Access) -> Access:
    """The same access with a new token. Raises EhrFailed where the EHR gives none, or names somebody else."""
    if not access.refresh:
        raise EhrFailed(OVER, 401)
    fields = {"grant_type": "refresh_token", "refresh_token": access.refresh, "client_id": client_id}
    said = _granted(contact, endpoint, fields)
    if said.get("patient", access.patient_id) != access.patient_id:
        raise EhrFailed(OVER, 401)
    return _with(access, said)


def _granted(contact: Contact, endpoint: str, fields: Mapping[str, str]) -> dict[str, Any]:
    try:
        said = contact.form(endpoint, fields)
    except EhrFailed as error:
        raise EhrFailed(NOT_LET_IN, error.answered) if error.answered in (400, 401, 403) else error from None
    token, kind = said.get("access_token"), said.get("token_type")
    if not _is_token(token) or str(kind).lower() != "bearer":
        raise EhrFailed(NOT_LET_IN)
    return said


def _with(access: Access, said: dict[str, Any]) -> Access:
    lives = said.get("expires_in")
    sound = isinstance(lives, int | float) and not isinstance(lives, bool) and 0 < lives < 10**8
    seconds = float(lives) if sound and isinstance(lives, int | float) else UNSAID
    refresh = said.get("refresh_token")
    kept = str(refresh) if _is_token(refresh) else access.refresh
    return replace(access, token=str(said["access_token"]), refresh=kept, until=time.time() + seconds)


def _is_token(said: object) -> bool:
    """One word that can stand in a header."""
    return (
        isinstance(said, str) and 0 < len(said) <= LONGEST and said.isascii() and said.isprintable() and " " not in said
    )
