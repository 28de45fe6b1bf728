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


@pytest.mark.parametrize(
    ("text", "pronouns", "assertion"),
    [
        ("He told the nurse he had thoughts of suicide.", "she/her", "other_person"),
        ("He told the nurse he had thoughts of suicide.", "he/him", "present"),
        ("He asked, and she said she had thoughts of suicide.", "she/her", "present"),
        ("Ct heard him out, then said I have thoughts of suicide.", "she/her", "present"),
        ("Thoughts of suicide again, she said.", "she/her", "present"),
        ("He told the nurse he had thoughts of suicide.", "they/them", "present"),
    ],
)
def test_the_other_pronoun_is_somebody_else(text: str, pronouns: str, assertion: str) -> None:
    found = client_overview([note(text)], pronouns=pronouns).risk
    assert {r.assertion for r in found if r.type == "suicidal_ideation"} == {assertion}


@pytest.mark.parametrize(
    ("text", "pronouns", "assertion"),
    [
        ("There is a bruise on his shoulder.", "she/her", "other_person"),
        ("There is a bruise on his shoulder.", "he/him", "present"),
        ("There is a bruise on her shoulder.", "she/her", "present"),
        ("There is a bruise on his shoulder.", "they/them", "present"),
    ],
)
def test_what_was_done_to_a_body_of_the_other_pronoun_is_somebody_elses(
    text: str, pronouns: str, assertion: str
) -> None:
    found = client_overview([note(text)], pronouns=pronouns).risk
    assert {r.assertion for r in found if r.type == "abuse_neglect"} == {assertion}


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


SUICIDAL, HARM, HOMICIDAL, ABUSE = "suicidal_ideation", "self_harm", "homicidal_ideation", "abuse_neglect"
USE, EATING, VOICES = "substance_use", "eating", "psychosis"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Told me he wouldn't mind not waking tomorrow.", SUICIDAL),
        ("Thinks the kids are better off without her.", SUICIDAL),
        ("Says he doesn't want to be here anymore.", SUICIDAL),
        ("Asked aloud, what's the point of living like a ghost.", SUICIDAL),
        ("She is tired of being alive.", SUICIDAL),
        ("I wish I could disappear.", SUICIDAL),
        ("Thinks on the commute that she could drive into a tree.", SUICIDAL),
        ("Has thoughts of ending things most mornings.", SUICIDAL),
        ("He is not afraid of dying anymore.", SUICIDAL),
        ("Has been counting pills at night.", SUICIDAL),
        ("Gave away his tools to a cousin.", SUICIDAL),
        ("Wrote goodbye notes to both girls.", SUICIDAL),
        ("Urges to scratch her arms after the call.", HARM),
        ("Cut her wrist with a kitchen knife on Tuesday.", HARM),
        ("Has thoughts of hurting his boss.", HOMICIDAL),
        ("Boyfriend threatened to hurt her again.", ABUSE),
        ("She is not safe at home.", ABUSE),
        ("Has three drinks a night.", USE),
        ("Went through a bottle of wine alone.", USE),
        ("Had a blackout on Saturday.", USE),
        ("Used twice this week.", USE),
        ("Vaping again in the car.", USE),
        ("Took two edibles to sleep.", USE),
        ("Throws up after dinner most days.", EATING),
        ("Restricting again, one meal a day.", EATING),
        ("Hears a voice calling from the hall.", VOICES),
    ],
)
def test_what_is_said_indirectly_is_present(text: str, kind: RiskType) -> None:
    assert (kind, "present") in verdicts(text)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("At his mother's house, drank four beers.", USE, "present"),
        ("Her brother's heavy drinking came up.", USE, "other_person"),
        ('Mom: "I want to be dead," then hung up.', SUICIDAL, "other_person"),
        ('Her father said, "I could kill myself."', SUICIDAL, "other_person"),
        ("Dad told the nurse he'd be better off dead.", SUICIDAL, "other_person"),
        ("Her father hit her most weekends.", ABUSE, "historical"),
        ("Stepdad choked him last night.", ABUSE, "present"),
        ("Sober since May.", USE, "denied"),
        ("Eleven weeks dry.", USE, "denied"),
        ("Not sober this week.", USE, "present"),
        ("Substance use: none.", USE, "denied"),
        ("Alcohol use: two beers on Friday.", USE, "present"),
    ],
)
def test_whose_it_is(text: str, kind: RiskType, expected: Assertion) -> None:
    assert {said for of, said in verdicts(text) if of == kind} == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Dry humour, good eye contact.",
        "Discharged from PT rehab after knee surgery.",
        "Does not want to live with his parents.",
        "Walking into the office was hard.",
        "Poured a bath and read.",
        "The news hit her hard.",
    ],
)
def test_what_only_sounds_like_a_risk_is_none(text: str) -> None:
    assert not {r for r in verdicts(text) if r[1] == "present"}


def test_a_heading_is_no_finding() -> None:
    found = risk_mentions(readings(note("Substance use: a bottle of wine every Friday.")))
    assert [r.mention.quote for r in found] == ["a bottle of wine"]


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


def test_what_has_no_day_may_lead_and_a_mistyped_year_hides_nothing() -> None:
    place = Mention("n", 0, 1, "x")
    undated = RiskMention("suicidal_ideation", "present", None, False, place, place)
    assert line(undated) is undated
    notes = [note("Reports suicidal ideation.", "2024-05-01"), note("She came.", "2052-05-08")]
    assert client_overview(notes, today=date(2024, 6, 1)).safety.risk is not None


def test_a_copied_denial_does_not_stand_beside_the_line() -> None:
    said = risk("suicidal_ideation", "present", ago(30))
    copied = risk("suicidal_ideation", "denied", ago(2), copied=True)
    assert safety_line([copied, said], notes_read=9, last_day=TODAY).denied_on is None


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


@pytest.mark.parametrize(
    "text",
    [
        "Client denies:\n- suicidal ideation\n- self-harm",
        "Denies the following:\n1. suicidal ideation\n2. homicidal ideation",
        "Denies SI; HI; self-harm; AVH.",
        "| Suicidal ideation | No |",
        "SI - N",
        "Suicidal ideation: [ ] yes [x] no",
    ],
)
def test_a_denied_list_or_row_is_a_denial(text: str) -> None:
    overview = client_overview([note(text)])
    assert {r.assertion for r in overview.risk} <= {"denied"}
    assert overview.safety.risk is None


@pytest.mark.parametrize(
    "text",
    [
        "Client reports:\n- suicidal ideation",
        "Denies HI; reports suicidal ideation.",
        "Denies HI; passive SI; no plan.".replace("passive SI", "last night suicidal ideation"),
        "| Suicidal ideation | Yes |",
        "Suicidal ideation - not sure why it came back",
    ],
)
def test_what_a_list_does_not_deny_stays(text: str) -> None:
    assert "present" in {r.assertion for r in client_overview([note(text)]).risk if r.type == "suicidal_ideation"}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Goal 3: no self-harm for a month.", HARM, "hypothetical"),
        ("Goal 3: no self-harm for a month. MET 5/2.", HARM, "denied"),
        ("HW: no wine Monday to Thursday.", USE, "present"),
        ("Passive SI twice this week, no plan/intent.", SUICIDAL, "present"),
        ("SI: intermittent, passive.", SUICIDAL, "present"),
        ("Cut herself chopping onions.", HARM, "not_risk"),
        ("When her son left for camp she drank a bottle of gin.", USE, "present"),
        ("When she was a child she cut herself.", HARM, "historical"),
        ("Her sister's husband hits her.", ABUSE, "other_person"),
        ("First husband hit her.", ABUSE, "historical"),
        ("Lost a friend from work to suicide.", SUICIDAL, "other_person"),
        ("Feeling suicidal since she lost her job due to layoffs.", SUICIDAL, "present"),
        ("Hx NSSI, none since high school.", HARM, "historical"),
        ("NSSI: none since last visit.", HARM, "denied"),
    ],
)
def test_time_owner_and_plan_around_a_risk(text: str, kind: RiskType, expected: Assertion) -> None:
    assert {said for of, said in verdicts(text) if of == kind} == {expected}
