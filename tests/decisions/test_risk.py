"""A mention of a risk corrected: the safety line obeys, by its own rule, and what was found stays known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.decisions import Decided, DecidedRisk, Decision, Decisions, Value
from companion.errors import BadRequest, NotFound
from companion.record import Assertion, Mention, RiskMention
from tests.decisions.found import decide, everything, made, over
from tests.overview.notes import note


def client() -> Decided:
    """Ideation said in May, denied twice after it, and wine."""
    return over(
        [
            note("She said she wants to die.", "2025-05-02"),
            note("Denies SI. Nothing else.", "2025-05-09"),
            note("She denies suicidal ideation.", "2025-05-16"),
            note("She is drinking a bottle of wine a night.", "2025-05-23"),
        ]
    )


def at(decided: Decided, words: str) -> DecidedRisk:
    return next(one for one in decided.risk() if words in one.risk.excerpt.quote)


def correct(decided: Decided, words: str, assertion: Value | None) -> Decision:
    return Decision("risk", at(decided, words).key, "assertion", assertion)


@pytest.mark.parametrize("assertion", ["not_risk", "denied", "other_person"])
def test_a_mention_corrected_away_no_longer_leads(assertion: Assertion) -> None:
    found = client()
    assert found.safety().lead == at(found, "wants to die")
    shown = decide(found, correct(found, "wants to die", assertion))
    assert shown.safety().lead == at(shown, "wine")
    mention = at(shown, "wants to die")
    assert (mention.risk.assertion, mention.found_assertion, mention.decided) == (assertion, "present", True)
    assert not at(shown, "wine").decided


def test_a_mention_corrected_to_present_leads_though_its_words_deny() -> None:
    found = client()
    shown = decide(found, correct(found, "suicidal ideation", "present"))
    lead = shown.safety().lead
    assert lead is not None
    assert (lead.risk.excerpt.quote, lead.found_assertion, lead.decided) == (
        "She denies suicidal ideation.",
        "denied",
        True,
    )
    assert shown.safety().line.denied_on is None


def test_with_everything_corrected_away_nothing_leads_and_what_is_set_aside_is_counted() -> None:
    found = client()
    shown = decide(found, correct(found, "wants to die", "denied"), correct(found, "wine", "not_risk"))
    safety = shown.safety()
    assert (safety.line.risk, safety.lead, safety.set_aside) == (None, None, 3)


def test_a_correction_is_taken_back() -> None:
    found = client()
    shown, kept = made(found, correct(found, "wants to die", "not_risk"))
    changed, again = made(shown, correct(shown, "wants to die", "historical"))
    assert (kept.before, again.before) == (None, "not_risk")
    assert everything(decide(changed, correct(changed, "wants to die", again.before))) == everything(shown)
    assert everything(decide(changed, correct(changed, "wants to die", None))) == everything(found)


def moved(decided: Decided, words: str, *cuts: tuple[int, int]) -> Decided:
    """As a new version reads it: the mention stands at other offsets, or is several."""
    old = at(decided, words).risk
    new = []
    for left, right in cuts:
        place = replace(old.mention, start=old.mention.start + left, end=old.mention.end + right)
        new.append(replace(old, assertion="present", mention=place))
    kept = [risk for risk in decided.overview.risk if risk.mention != old.mention]
    return replace(decided, overview=replace(decided.overview, risk=(*kept, *new)))


@pytest.mark.parametrize("cut", [(0, 4), (-4, 0), (2, 0), (0, -2), (1, 1)])
def test_a_correction_holds_where_a_new_version_moves_the_words(cut: tuple[int, int]) -> None:
    found = client()
    shown = decide(found, correct(found, "wants to die", "not_risk"))
    later = moved(shown, "wants to die", cut)
    mention = at(later, "wants to die")
    assert (mention.risk.assertion, mention.decided) == ("not_risk", True)
    assert mention.key != mention.kept_key
    assert later.safety().lead == at(later, "wine")
    back, kept = made(later, correct(later, "wants to die", None))
    assert (kept.before, dict(back.decisions.values)) == ("not_risk", {})


def test_a_correction_holds_for_one_mention_and_never_for_words_that_nobody_judged() -> None:
    found = client()
    shown = decide(found, correct(found, "wants to die", "not_risk"))
    later = moved(shown, "wants to die", (0, -8), (4, 0))
    said = [one.risk.assertion for one in later.risk() if "wants to die" in one.risk.excerpt.quote]
    assert sorted(said) == ["not_risk", "present"]
    elsewhere = moved(shown, "wants to die", (100, 100))
    assert not any(one.decided for one in elsewhere.risk())
    assert not any(one.decided for one in replace(shown, overview=over([]).overview).risk())


def test_another_type_at_the_same_place_is_another_mention() -> None:
    found = client()
    twin = replace(at(found, "wants to die").risk, type="self_harm")
    both = replace(found, overview=replace(found.overview, risk=(*found.overview.risk, twin)))
    shown = decide(both, correct(both, "wants to die", "not_risk"))
    assert [one.risk.assertion for one in shown.risk() if "to die" in one.risk.excerpt.quote] == ["not_risk", "present"]


def test_keys_that_are_none_of_ours_sleep() -> None:
    odd = Decisions({"risk:assertion:": "denied", "risk:assertion:a:b:c:d": "denied", "risk:assertion:n:1": "present"})
    assert everything(replace(client(), decisions=odd)) == everything(client())


def test_an_old_mention_corrected_to_present_stays_on_the_second_level() -> None:
    found = over([note("Denies SI.", "2024-01-02"), note("Came on time.", "2025-05-02")])
    assert decide(found, correct(found, "SI", "present")).safety().lead is None


def test_what_cannot_be_decided_is_answered_with_a_sentence() -> None:
    found = client()
    with pytest.raises(BadRequest, match="present or denied or historical"):
        decide(found, correct(found, "wine", "maybe"))
    with pytest.raises(BadRequest, match="A mention of a risk has no name to decide"):
        decide(found, Decision("risk", found.risk()[0].key, "name", "x"))
    with pytest.raises(NotFound, match="not among what was found"):
        decide(found, Decision("risk", "n:1:2:self_harm", "assertion", "denied"))


def test_the_same_words_are_never_two_corrections() -> None:
    """Two kept places that a new version joins: the one that shares more holds, the other sleeps."""
    mention = Mention("n", 0, 20, "x" * 20)
    risk = RiskMention("self_harm", "present", None, False, mention, mention)
    kept = {"risk:assertion:n:0:5:self_harm": "denied", "risk:assertion:n:6:20:self_harm": "historical"}
    base = client()
    shown = Decided(replace(base.overview, risk=(risk,)), base.cards, Decisions(kept), base.today).risk()
    assert [(one.risk.assertion, one.kept_key) for one in shown] == [("historical", "n:6:20:self_harm")]
