"""Risk mentions and the safety line: what is shown says what the note says, and boilerplate soothes nobody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from companion.demo.sample import samples
from companion.folder import read_folder
from companion.overview import client_overview
from companion.overview.risk import risk_mentions
from companion.overview.safety import safety_line
from companion.overview.verdict import verdict
from companion.record import Assertion, Mention, RiskMention, RiskType
from tests.overview.notes import note, readings


def verdicts(text: str) -> set[tuple[str, str]]:
    return {(r.type, r.assertion) for r in risk_mentions(readings(note(text)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Denies SI/HI.", {("suicidal_ideation", "denied"), ("homicidal_ideation", "denied")}),
        ("Passive SI on two evenings.", {("suicidal_ideation", "present")}),
        ("No AVH.", {("psychosis", "denied")}),
        ("Drank a bottle of vodka on Sunday.", {("substance_use", "present")}),
        ("Walked the dog.", set()),
    ],
)
def test_types_and_assertions(text: str, expected: set[tuple[str, str]]) -> None:
    assert verdicts(text) == expected


def test_what_is_copied_is_told_apart() -> None:
    line = "RISK: Client denies SI, HI, plan and intent."
    found = risk_mentions(readings(note(line, "2024-01-01"), note(f"{line}\nPassive SI last night.", "2024-01-08")))
    told = {(r.date, r.type, r.assertion, r.carried_forward) for r in found if r.type == "suicidal_ideation"}
    assert (date(2024, 1, 8), "suicidal_ideation", "denied", True) in told
    assert (date(2024, 1, 8), "suicidal_ideation", "present", False) in told


def test_an_excerpt_alone_says_what_the_note_says() -> None:
    """Over every risk mention of the sample caseload: cut as the panel cuts it, the assertion is the same."""
    for sample in samples():
        overview = client_overview(read_folder(sample.notes).notes, client_name=sample.name)
        names = [person.name for person in overview.people]
        for risk in overview.risk:
            excerpt, words = risk.excerpt, risk.mention
            assert excerpt.start <= words.start
            assert words.end <= excerpt.end
            if risk.assertion == "denied" and excerpt != words:
                at = words.start - excerpt.start
                said = verdict(risk.type, excerpt.quote, at, at + words.end - words.start, names)
                assert said == "denied", excerpt.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talked of wanting to disappear from it all, no wish to die.", "denied"),
        ("Said she'd like to vanish for a while; not suicidal.", "denied"),
        ("Line about wanting to be dead was from a song, denies SI.", "denied"),
        ("No wish to die, just wants to vanish for a week.", "denied"),
        ("Passive SI, no plan or intent.", "present"),
        ("Passive SI most evenings, denies active SI.", "present"),
        ("Endorses SI, no intent to die.", "present"),
        ("Denies SI but would rather be dead than go on.", "present"),
        ("Wanted to be dead on Sunday, denies SI today.", "present"),
        ("Sees no reason to live.", "present"),
    ],
)
def test_what_its_own_sentence_denies_is_not_present(text: str, expected: Assertion) -> None:
    said = {r.assertion for r in risk_mentions(readings(note(text))) if r.type == "suicidal_ideation"}
    assert ("present" in said) == (expected == "present"), said
    assert said


def risk(kind: RiskType, assertion: Assertion, day: date, *, copied: bool = False, note_id: str = "n") -> RiskMention:
    place = Mention(note_id, 0, 1, "x")
    return RiskMention(kind, assertion, day, copied, place, place)


TODAY = date(2024, 6, 1)


def line(*risks: RiskMention, forms: frozenset[str] = frozenset()) -> RiskMention | None:
    return safety_line(risks, notes_read=9, last_day=TODAY, forms=forms).risk


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_ideation_and_abuse_before_substance_use() -> None:
    old, new = risk("self_harm", "present", ago(200)), risk("substance_use", "present", ago(1))
    assert line(new, old) is old


def test_newest_first_and_narrative_before_copies_and_forms() -> None:
    early, late = risk("suicidal_ideation", "present", ago(90)), risk("suicidal_ideation", "present", ago(5))
    assert line(early, late) is late
    assert line(early, risk("suicidal_ideation", "present", ago(1), copied=True)) is early
    assert line(early, risk("suicidal_ideation", "present", ago(1), note_id="f"), forms=frozenset("f")) is early


def test_after_twelve_months_it_no_longer_leads() -> None:
    assert line(risk("suicidal_ideation", "present", ago(367))) is None
    assert line(risk("suicidal_ideation", "present", ago(364))) is not None


def test_a_later_denial_stands_beside_it_and_not_instead() -> None:
    said, denied = risk("suicidal_ideation", "present", ago(30)), risk("suicidal_ideation", "denied", ago(2))
    shown = safety_line([denied, said], notes_read=9, last_day=TODAY)
    assert (shown.risk, shown.denied_on) == (said, ago(2))


def test_a_mere_denial_does_not_lead() -> None:
    shown = safety_line([risk("suicidal_ideation", "denied", ago(3))], notes_read=4, last_day=TODAY)
    assert (shown.risk, shown.denied_on, shown.notes_read) == (None, None, 4)
    past = risk("suicidal_ideation", "historical", ago(80))
    assert line(past, risk("suicidal_ideation", "denied", ago(3))) is past


def test_an_excerpt_that_reads_otherwise_alone_does_not_lead() -> None:
    quote = "Denies SI this week."
    words, whole = Mention("n", 7, 9, "SI"), Mention("n", 0, len(quote), quote)
    assert line(RiskMention("suicidal_ideation", "present", ago(2), False, words, whole)) is None


def test_somebody_elses_risk_and_idioms_never_lead() -> None:
    assert (
        line(risk("suicidal_ideation", "other_person", ago(1)), risk("suicidal_ideation", "not_risk", ago(1))) is None
    )


def test_no_words_is_not_a_denial() -> None:
    shown = safety_line([], notes_read=7, last_day=TODAY)
    assert (shown.risk, shown.denied_on, shown.notes_read) == (None, None, 7)


def test_no_rule_quotes_the_sample_caseload() -> None:
    """Rules are general words: none of four words or more stands in a sample note."""
    import json

    folder = Path(__file__).parents[2] / "companion" / "overview" / "rules"
    texts = " ".join(
        " ".join(p.read_text(encoding="utf-8").lower().split()) for s in samples() for p in s.notes.iterdir()
    )

    def words(rule: object) -> list[str]:
        if isinstance(rule, str):
            return [rule]
        inside = rule.values() if isinstance(rule, dict) else rule if isinstance(rule, list) else ()
        return [w for part in inside for w in words(part)]

    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        content.pop("about", None)
        for entry in words(content):
            if len(entry.split()) >= 4:
                assert entry.lower().replace("*", "") not in texts, f"{path.name}: {entry}"
