"""An EHR as the therapist registered it: kept in the vault, and what alone opens any door to or from an EHR."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from companion.ehr.address import origin_of

SCOPES = {
    "Patient": "who the patient is: name, birth date, record number",
    "DocumentReference": "their notes and documents",
    "Binary": "the text of those documents",
    "Goal": "their treatment goals",
    "Observation": "their scores on questionnaires",
    "QuestionnaireResponse": "their answers to questionnaires",
    "DiagnosticReport": "reports, to say that they are there",
    "Composition": "composed documents, to say that they are there",
}
"""All that is ever asked for, of one patient at a time and for reading alone, with what it means in plain words."""
KEEP_ACCESS = "to go on reading after the EHR is closed, until you take Eyeline off there or here"
_READ_ALONE = ("Patient", "Binary")


@dataclass(frozen=True, slots=True)
class HooksFrom:
    """Who may ask for cards (CDS Hooks): `issuer` as its tokens name it; `keys` its public keys (a JWKS, as JSON), or
    empty where they are fetched from the address that a token names, on a registered host; `origins` the web pages
    that may ask from a browser."""

    issuer: str
    keys: str = ""
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """One EHR. `issuer` is its FHIR server's address; `hosts` are further origins that its discovery named and the
    therapist confirmed; `pages` the origins on which it shows charts in the browser."""

    issuer: str
    client_id: str
    hosts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    keep_access: bool = False
    hooks: HooksFrom | None = None

    @property
    def allowed(self) -> frozenset[str]:
        """The only origins that are ever contacted or sent to for this EHR."""
        return frozenset({origin_of(self.issuer), *self.hosts})


_KEPT = TypeAdapter(tuple[Registration, ...])


def registrations_from(kept: str | None) -> tuple[Registration, ...]:
    """What the vault keeps; none where nothing was registered."""
    return _KEPT.validate_json(kept) if kept else ()


def to_keep(registrations: tuple[Registration, ...]) -> str:
    return _KEPT.dump_json(registrations).decode("utf-8")


def scopes(registration: Registration, *, from_ehr: bool, fine: bool) -> str:
    """The scopes of one launch, in the syntax of SMART 2 (`fine`: read and search told apart) or of SMART 1. From
    inside the EHR the patient is given; standing alone, the EHR is asked to let the therapist choose one."""
    said = ["launch" if from_ehr else "launch/patient"]
    for kind in SCOPES:
        can = ("r" if kind in _READ_ALONE else "rs") if fine else "read"
        said.append(f"patient/{kind}.{can}")
    return " ".join([*said, *(["offline_access"] if registration.keep_access else [])])


def in_words(keep_access: bool) -> list[str]:
    """What the EHR is asked to let Eyeline read, in plain words."""
    return [*SCOPES.values(), *([KEEP_ACCESS] if keep_access else [])]
