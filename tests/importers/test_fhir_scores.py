"""Measures in FHIR: totals, panels, answers and forms, with codes and values that are not believed unseen."""

from __future__ import annotations

import pytest

from companion.importers.contents import Contents
from companion.record import Score
from tests.importers import fhir_fixtures as made
from tests.importers.test_fhir import overview, read, why

ANSWERS = [2, 1, 2, 2, 1, 2, 2, 1, 1]


def scores(contents: Contents) -> list[tuple[str, int | None, int | None, str]]:
    def said(score: Score) -> tuple[str, int | None, int | None, str]:
        return score.instrument, score.total, score.item9, str(score.date)

    return [said(score) for score in overview(contents).scores]


@pytest.mark.parametrize("value", [14, 14.0])
def test_a_total_is_a_score_whatever_its_type(value: object) -> None:
    contents = read(made.patient("p"), made.observation("o", "p", "44261-6", value))
    assert contents.notes[0].text == "PHQ-9 total: 14\nDate: 2024-05-01\n"
    assert scores(contents) == [("PHQ-9", 14, None, "2024-05-01")]


@pytest.mark.parametrize(
    ("code", "name", "total"),
    [("70274-6", "GAD-7", 9), ("55758-7", "PHQ-2", 3), ("75626-2", "AUDIT-C", 5), ("71354-5", "EPDS", 11)],
)
def test_kin_of_the_phq_9_are_scores(code: str, name: str, total: int) -> None:
    contents = read(made.patient("p"), made.observation("o", "p", code, total))
    assert scores(contents) == [(name, total, None, "2024-05-01")]


def test_a_total_and_its_answers_are_one_note_with_item_9() -> None:
    answers = [
        made.observation(f"i{n}", "p", code, made.ANSWERS[answer])
        for n, (code, answer) in enumerate(zip(made.PHQ9, ANSWERS, strict=True), 1)
    ]
    contents = read(made.patient("p"), *answers, made.observation("total", "p", "44261-6", 14))
    assert [note.name for note in contents.notes] == ["Observation/total (set.json)"]
    assert contents.notes[0].text.endswith("9. Thoughts of death or self-harm: 1\n")
    assert scores(contents) == [("PHQ-9", 14, 1, "2024-05-01")]
    assert why(contents, "Observation/i9") == "Its answer stands in the note Observation/total (set.json)."
    risk = {(one.type, one.assertion) for one in overview(contents).risk}
    assert risk == {("suicidal_ideation", "present"), ("self_harm", "present")}


def test_a_panel_has_its_answers_as_members_or_components() -> None:
    panel = made.observation("panel", "p", "44249-1", 0)
    del panel["valueInteger"]
    parts = [
        {"code": made.coded(code), "valueCodeableConcept": made.coded(made.ANSWERS[answer])}
        for code, answer in zip(made.PHQ9, ANSWERS, strict=True)
    ]
    assert scores(read(made.patient("p"), panel | {"component": parts})) == [("PHQ-9", 14, 1, "2024-05-01")]
    members = [made.observation(f"i{n}", "p", code, 1) for n, code in enumerate(made.PHQ9)]
    for one in members:
        del one["effectiveDateTime"]
    joined = panel | {"hasMember": [{"reference": f"Observation/{one['id']}"} for one in members]}
    assert scores(read(made.patient("p"), joined, *members)) == [("PHQ-9", 9, 1, "2024-05-01")]


def test_answers_of_two_times_and_two_people_are_not_mixed() -> None:
    def answers(who: str, when: str, value: int) -> list[made.Raw]:
        return [made.observation(f"{who}{when[:10]}-{n}", who, code, value, when) for n, code in enumerate(made.GAD7)]

    contents = read(
        *(made.patient("p"), made.patient("q", "Bo")),
        *answers("p", "2024-05-01T10:00:00Z", 1),
        *answers("p", "2024-06-01T10:00:00Z", 2),
        *answers("q", "2024-05-01T10:00:00Z", 3),
    )
    told = [(one.whose.patient_id, one.text.splitlines()[2]) for one in contents.notes]
    assert told == [("p", "1. Nervous: 1"), ("p", "1. Nervous: 2"), ("q", "1. Nervous: 3")]


def mislabeled(code: str, said: str, value: int) -> made.Raw:
    return made.observation("o", "p", code, value) | {"code": made.coded(code, said)}


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        (made.observation("o", "p", "44261-6", 45), "none that this measure can have"),
        (made.observation("o", "p", "44261-6", -1), "none that this measure can have"),
        (made.observation("o", "p", "44261-6", 14.5), "none that this measure can have"),
        (made.observation("o", "p", "44261-6", "LA6568-5"), "none that this measure can have"),
        (made.observation("o", "p", "44260-8", 4), "none that this measure can have"),
        (made.observation("o", "p", "44260-8", "LA9999-9"), "none that this measure can have"),
        (mislabeled("44249-1", "GAD-7 total score", 9), "two different measures"),
        (mislabeled("75624-7", "AUDIT-C total", 9), "two different measures"),
        (mislabeled("44260-8", "Feeling nervous, anxious or on edge", 1), "two different measures"),
    ],
)
def test_a_code_or_a_value_that_cannot_be_believed_is_left_out(resource: made.Raw, sentence: str) -> None:
    contents = read(made.patient("p"), resource)
    assert contents.notes == ()
    assert sentence in why(contents, "Observation/o")


def test_two_totals_at_one_time_are_left_out_and_a_sum_that_differs_is_to_be_looked_at() -> None:
    two = [made.observation(f"o{total}", "p", "44261-6", total) for total in (9, 12)]
    contents = read(made.patient("p"), *two)
    assert contents.notes == () and "Two different totals" in why(contents, "Observation/o9")
    contents = read(made.patient("p"), made.phq9_form("q", "p", ANSWERS, total=20))
    assert "do not add up" in contents.notes[0].needs_confirming


@pytest.mark.parametrize("total", [14, None])
def test_a_form_is_a_score_by_its_total_or_by_its_answers(total: int | None) -> None:
    contents = read(made.patient("p"), made.phq9_form("q", "p", ANSWERS, total=total))
    assert scores(contents) == [("PHQ-9", 14, 1, "2024-05-01")]
    assert "Score: " not in contents.notes[0].text


def test_half_a_form_is_no_score() -> None:
    assert scores(read(made.patient("p"), made.phq9_form("q", "p", ANSWERS[:5]))) == []


def test_a_score_worked_out_from_a_form_is_told_once() -> None:
    derived = made.observation("o", "p", "44261-6", 14)
    derived |= {"derivedFrom": [{"reference": "QuestionnaireResponse/q"}], "effectiveDateTime": "2024-05-02"}
    contents = read(made.patient("p"), made.phq9_form("q", "p", ANSWERS, total=14), derived)
    assert len(contents.notes) == 1
    assert "worked out from QuestionnaireResponse/q" in why(contents, "Observation/o")


def test_questions_are_known_by_the_form_they_are_of() -> None:
    form = {
        "resourceType": "Questionnaire",
        "id": "f",
        "url": "http://forms.example/gad",
        "status": "active",
        "title": "GAD-7",
        "item": [
            {"linkId": f"q{n}", "type": "choice", "code": [{"system": made.LOINC, "code": code}]}
            for n, code in enumerate(made.GAD7)
        ],
    }
    answered = {
        "resourceType": "QuestionnaireResponse",
        "id": "q",
        "status": "completed",
        "subject": made.about("p"),
        "questionnaire": "http://forms.example/gad|1.0",
        "authored": "2024-05-01",
        "item": [{"linkId": f"q{n}", "answer": [{"valueInteger": 1}]} for n in range(7)],
    }
    assert scores(read(made.patient("p"), form, answered)) == [("GAD-7", 7, None, "2024-05-01")]
    inside = answered | {"questionnaire": "#f", "contained": [form]}
    assert scores(read(made.patient("p"), inside)) == [("GAD-7", 7, None, "2024-05-01")]
    assert "two different measures" in why(
        read(made.patient("p"), form | {"title": "PHQ-9"}, answered), "QuestionnaireR"
    )


def test_any_other_form_is_its_questions_and_answers() -> None:
    answered = {
        "resourceType": "QuestionnaireResponse",
        "id": "q",
        "status": "completed",
        "subject": made.about("p"),
        "questionnaire": "http://forms.example/intake",
        "authored": "2024-05-01",
        "item": [
            {"linkId": "1", "text": "What brings you here?", "answer": [{"valueString": "My sleep."}]},
            {
                "linkId": "2",
                "text": "History",
                "item": [
                    {"linkId": "2.1", "text": "In therapy before?", "answer": [{"valueBoolean": True}]},
                    {"linkId": "2.2", "text": "Since", "answer": [{"valueDate": "2020-01-02"}, {"valueDecimal": 2.5}]},
                    {"linkId": "2.3", "text": "Left empty"},
                ],
            },
        ],
    }
    contents = read(made.patient("p"), answered)
    assert contents.notes[0].text == (
        "Questionnaire: intake\nDate: 2024-05-01\nStatus: completed\nWhat brings you here?: My sleep.\n"
        "In therapy before?: Yes\nSince: 2020-01-02; 2.5\n"
    )
    empty = answered | {"item": [{"linkId": "1", "text": "x"}]}
    assert "Nothing in it was answered" in why(read(made.patient("p"), empty), "QuestionnaireResponse/q")
