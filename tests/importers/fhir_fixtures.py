"""FHIR resources that the public samples lack, made here: every goal state, forms and scores, consents, attachments."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

Raw = dict[str, Any]

PHQ9 = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
GAD7 = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")
ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
LOINC = "http://loinc.org"
ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"

LIFECYCLES = ("proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "rejected")
ACHIEVEMENTS = (
    *("", "in-progress", "improving", "worsening", "no-change", "achieved", "sustaining"),
    *("not-achieved", "no-progress", "not-attainable"),
)


def patient(id_: str, given: str = "Ana", family: str = "Reyes", born: str = "1990-02-03") -> Raw:
    number = {"type": {"coding": [{"code": "MR"}]}, "system": "urn:mrn", "value": f"MR-{id_}"}
    name = [{"use": "official", "given": [given], "family": family}]
    return {"resourceType": "Patient", "id": id_, "identifier": [number], "name": name, "birthDate": born}


def about(id_: str) -> Raw:
    return {"reference": f"Patient/{id_}"}


def coded(code: str, text: str = "", system: str = LOINC) -> Raw:
    return {"coding": [{"system": system, "code": code}]} | ({"text": text} if text else {})


def goal(id_: str, whose: str, text: str, lifecycle: str = "active", achievement: str = "", **more: object) -> Raw:
    reached = {"achievementStatus": coded(achievement, system=ACHIEVEMENT)} if achievement else {}
    start = {"resourceType": "Goal", "id": id_, "lifecycleStatus": lifecycle, "subject": about(whose)}
    return {**start, **reached, "description": {"text": text}, **more}


def observation(id_: str, whose: str, code: str, value: object, when: str = "2024-05-01T10:00:00-05:00") -> Raw:
    """`value`: a figure, or the code of an answer."""
    held = {"valueInteger": value} if isinstance(value, int) else {"valueCodeableConcept": coded(str(value))}
    if isinstance(value, float):
        held = {"valueQuantity": {"value": value, "unit": "{score}"}}
    head = {"resourceType": "Observation", "id": id_, "status": "final", "subject": about(whose)}
    return {**head, "code": coded(code), "effectiveDateTime": when, **held}


def phq9_form(id_: str, whose: str, answers: Sequence[int], *, total: int | None = None) -> Raw:
    """A QuestionnaireResponse with the LOINC codes in its link ids, as public form builders write them."""
    items: list[Raw] = [
        {"linkId": f"/{code}", "answer": [{"valueCoding": {"system": LOINC, "code": ANSWERS[answer]}}]}
        for code, answer in zip(PHQ9, answers, strict=False)
    ]
    if total is not None:
        items.append({"linkId": "/44261-6", "answer": [{"valueDecimal": total}]})
    head = {"resourceType": "QuestionnaireResponse", "id": id_, "status": "completed", "subject": about(whose)}
    return {**head, "authored": "2024-05-01T09:30:00-05:00", "item": items}


def document(id_: str, whose: str, content_type: str, data: bytes | None, **more: object) -> Raw:
    """A DocumentReference with its text in it, or, with `url` in `more`, elsewhere."""
    attachment: Raw = {"contentType": content_type}
    if data is not None:
        attachment["data"] = base64.b64encode(data).decode()
    attachment |= {name: more.pop(name) for name in ("url",) if name in more}
    head = {"resourceType": "DocumentReference", "id": id_, "status": "current", "subject": about(whose)}
    return {**head, "date": "2024-05-03T08:00:00-05:00", "content": [{"attachment": attachment}], **more}


def consent(id_: str, whose: str) -> Raw:
    return {
        "resourceType": "Consent",
        "id": id_,
        "status": "active",
        "scope": coded("patient-privacy", "Privacy", "http://terminology.hl7.org/CodeSystem/consentscope"),
        "category": [{"text": "Release to the primary care doctor"}],
        "patient": about(whose),
        "dateTime": "2024-01-05",
        "policyRule": {"text": "HIPAA"},
        "provision": {
            "type": "permit",
            "period": {"start": "2024-01-05", "end": "2025-01-04"},
            "actor": [{"role": {"text": "recipient"}, "reference": {"display": "Dr. Okafor"}}],
        },
    }


def bundle(*resources: Raw, kind: str = "collection") -> bytes:
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": [{"resource": r} for r in resources]}).encode()


def ndjson(*resources: Raw) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in resources).encode()


def every_goal_state(whose: str) -> list[Raw]:
    """A goal for each lifecycle and achievement, each in words of its own."""
    things = ("sleep", "walks", "calls", "meals", "letters", "bills", "swims", "trains", "songs", "books")
    acts = ("start", "keep", "double", "halve", "log", "plan", "share", "rest")
    return [
        goal(f"g-{lifecycle}-{achievement or 'none'}", whose, f"{act} {thing} {number}", lifecycle, achievement)
        | {"startDate": "2024-01-05", "statusDate": "2024-06-01"}
        for act, lifecycle in zip(acts, LIFECYCLES, strict=True)
        for number, (thing, achievement) in enumerate(zip(things, ACHIEVEMENTS, strict=True), 1)
    ]


def large_set(count: int) -> Iterator[Raw]:
    """`count` resources of four patients, of the kinds that a therapist's export has."""
    people = [patient(f"p{n}", given=f"Given{n}", born=f"1990-02-0{n + 1}") for n in range(4)]
    yield from people
    for number in range(count - len(people)):
        whose, day = f"p{number % 4}", f"{1990 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
        kind = number // 4 % 5
        if kind == 0:
            yield goal(f"g{number}", whose, f"Practice skill number {number}", startDate=day)
        elif kind == 1:
            yield observation(f"o{number}", whose, "44261-6", number % 28, f"{day}T09:{number % 60:02d}:00Z")
        elif kind == 2:
            words = f"Session of {day}. She slept {number % 9} hours and walked to the lake.\n" * 8
            yield document(f"d{number}", whose, "text/plain", words.encode()) | {"date": f"{day}T09:00:00Z"}
        elif kind == 3:
            yield phq9_form(f"q{number}", whose, [number % 4] * 9)
        else:
            yield {"resourceType": "Claim", "id": f"c{number}", "status": "active", "patient": about(whose)}
