"""The name of an assessment, a screening or a plan is no finding; what it found is."""

from __future__ import annotations

import pytest

from companion.overview.risk import risk_mentions
from tests.overview.notes import note, readings


def present(text: str) -> set[str]:
    return {r.type for r in risk_mentions(readings(note(text))) if r.assertion == "present"}


@pytest.mark.parametrize(
    "text",
    [
        "Suicide Risk Assessment",
        "Procedure: Suicide Risk Assessment\nStatus: completed",
        "Care plan: Suicide Risk Assessment (procedure)",
        "Suicide risk assessment completed today.",
        "Suicidality assessment done; see form.",
        "Assessment of suicidal ideation (procedure)",
        "Safety plan for suicidal ideation reviewed.",
        "Updated suicide safety plan.",
        "Suicide prevention education given.",
        "Depression and suicide screening",
        "Columbia-Suicide Severity Rating Scale",
        "Self-harm risk assessment",
        "Domestic violence screening completed.",
        "Screening for domestic abuse (procedure)",
        "Assessment of substance use (procedure)",
        "Abuse history questionnaire",
        "Violence risk assessment: done.",
        "Condition: History of reports of violence (situation)",
    ],
)
def test_a_name_is_no_finding(text: str) -> None:
    assert present(text) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Suicide risk assessment: high", "suicidal_ideation"),
        ("Suicide screening positive", "suicidal_ideation"),
        ("Suicide Risk Screening: present", "suicidal_ideation"),
        ("Suicide risk assessment: client reports active SI with plan.", "suicidal_ideation"),
        ("Completed suicide risk assessment; she endorsed passive SI.", "suicidal_ideation"),
        ("Self-harm screening: positive", "self_harm"),
        ("Domestic violence screening was positive", "abuse_neglect"),
        ("Domestic violence screening done; her husband hits her.", "abuse_neglect"),
    ],
)
def test_what_an_assessment_found_is_one(text: str, kind: str) -> None:
    assert kind in present(text)
