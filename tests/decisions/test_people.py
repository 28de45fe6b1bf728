"""People named, told of otherwise, merged and hidden: what the notes say stays known, and no two people become one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.decisions import Decided, DecidedPerson, Decision, What
from companion.decisions.people import person_key
from companion.errors import BadRequest, EyelineError, NotFound
from companion.record import Person
from tests.decisions.found import decide, everything, made, sample

KIM, NURSE, ANA, MAY = (
    Person("Kim", "brother", ("n1", "n2", "n4")),
    Person("Kim", "nurse", ("n3",)),
    Person("Dr. Ana", "", ("n5", "n3")),
    Person("May", "spouse", ("n6",)),
)


def over(*people: Person) -> Decided:
    return replace(sample(), overview=replace(sample().overview, people=people))


def client() -> Decided:
    return over(KIM, MAY, NURSE, ANA)


def say(person: Person, what: What, value: str | Person | None) -> Decision:
    return Decision("person", person_key(person), what, person_key(value) if isinstance(value, Person) else value)


def at(decided: Decided, person: Person) -> DecidedPerson:
    return next(one for one in decided.people() if one.key == person_key(person))


def test_with_nothing_decided_everybody_is_as_found() -> None:
    assert [one.person for one in sample().people()] == list(sample().overview.people)
    assert not any(one.decided or one.hidden or one.joined for one in sample().people())


def test_a_name_and_a_relation_are_the_therapists_and_what_was_found_stays() -> None:
    shown = decide(client(), say(KIM, "name", "  Joachim \n"), say(KIM, "relation", "step-brother"))
    one = at(shown, KIM)
    assert (one.person.name, one.person.relation, one.found) == ("Joachim", "step-brother", KIM)
    assert (one.person.written, one.decided) == (("Kim",), ("name", "relation"))
    assert at(shown, NURSE).person == NURSE
    assert everything(decide(shown, say(KIM, "name", None), say(KIM, "relation", None))) == everything(client())


def test_a_relation_that_is_wrong_and_not_known_is_taken_away() -> None:
    shown = decide(client(), say(KIM, "relation", " "))
    assert (at(shown, KIM).person.relation, at(shown, KIM).decided) == ("", ("relation",))
    assert [one.found for one in shown.people()][-1] in (KIM, ANA)


def test_two_people_are_one_with_all_their_notes_and_names() -> None:
    shown, kept = made(client(), say(ANA, "merge", KIM))
    one = at(shown, KIM)
    assert (one.person.name, one.person.relation, one.person.written) == ("Kim", "brother", ("Kim", "Dr. Ana"))
    assert one.person.note_ids == tuple(n for n in shown.cards if n in {"n1", "n2", "n3", "n4", "n5"})
    assert [(other.name, other.relation) for other in one.joined] == [("Dr. Ana", "")]
    assert person_key(ANA) not in [other.key for other in shown.people()]
    assert everything(decide(shown, replace(say(ANA, "merge", None), value=kept.before))) == everything(client())


def test_who_joined_comes_along_with_who_is_joined() -> None:
    shown = decide(client(), say(ANA, "merge", KIM), say(KIM, "merge", MAY))
    assert [other.name for other in at(shown, MAY).joined] == ["Kim", "Dr. Ana"]
    with pytest.raises(BadRequest, match="part of this one already"):
        decide(shown, say(MAY, "merge", ANA))


def test_hidden_and_not_a_person_are_marked_and_come_back() -> None:
    shown = decide(client(), say(KIM, "hide", "yes"), say(ANA, "hide", "not_a_person"))
    assert [at(shown, one).hidden for one in (KIM, ANA, NURSE)] == ["yes", "not_a_person", None]
    assert len(shown.people()) == len(client().people())
    assert everything(decide(shown, say(KIM, "hide", None), say(ANA, "hide", None))) == everything(client())


@pytest.mark.parametrize(
    ("before", "later"),
    [(MAY, replace(MAY, relation="wife")), (ANA, replace(ANA, relation="aunt")), (MAY, replace(MAY, name="Mrs. MAY"))],
)
def test_a_decision_holds_where_new_notes_tell_more_of_the_only_one_of_that_name(before: Person, later: Person) -> None:
    shown = decide(over(KIM, before), say(before, "name", "Mina"), say(KIM, "merge", before))
    after = replace(shown, overview=over(KIM, later).overview)
    assert (at(after, later).person.name, [one.name for one in at(after, later).joined]) == ("Mina", ["Kim"])
    back, kept = made(after, say(later, "name", None))
    assert (kept.before, at(back, later).person.name) == ("Mina", later.name)
    assert not decide(back, say(KIM, "merge", None)).decisions.values


@pytest.mark.parametrize(
    "later",
    [
        (replace(MAY, relation="nurse"),),
        (replace(MAY, relation="wife"), replace(MAY, relation="nurse")),
        (replace(MAY, name="Maya"),),
        (),
    ],
)
def test_a_decision_is_never_put_over_somebody_else(later: tuple[Person, ...]) -> None:
    shown = decide(client(), say(MAY, "name", "Mina"), say(KIM, "merge", MAY))
    after = replace(shown, overview=over(KIM, *later).overview)
    assert {one.person for one in after.people()} == {KIM, *later}
    assert everything(replace(after, overview=client().overview)) == everything(shown)


def test_ones_own_decision_is_stronger_than_one_that_comes_along() -> None:
    wife = replace(MAY, relation="wife")
    shown = decide(over(MAY), say(MAY, "name", "Mina"))
    after = decide(replace(shown, overview=over(wife, MAY).overview), say(wife, "name", "Mia"))
    assert [one.person.name for one in after.people()] == ["Mia", "Mina"]
    alone = replace(after, overview=over(wife).overview)
    assert [one.person.name for one in alone.people()] == ["Mia"]


def test_a_name_written_in_two_ways_is_one_person() -> None:
    (one,) = over(KIM, replace(KIM, name="KIM", note_ids=("n7",))).people()
    assert (one.person.name, one.person.note_ids) == ("Kim", (*KIM.note_ids, "n7"))


@pytest.mark.parametrize(
    ("asked", "kind", "sentence"),
    [
        (say(KIM, "name", " "), BadRequest, "1 to 60"),
        (say(KIM, "relation", "x" * 61), BadRequest, "up to 60"),
        (say(KIM, "hide", "no"), BadRequest, "yes or not_a_person"),
        (say(KIM, "merge", ""), BadRequest, "which person"),
        (say(KIM, "merge", KIM), BadRequest, "A person cannot be merged with itself"),
        (say(KIM, "merge", Person("Zoe", "", ())), NotFound, "The person that this one is to join"),
        (say(KIM, "outcome", "done"), BadRequest, "A person has no outcome"),
        (say(Person("Zoe", "", ()), "hide", "yes"), NotFound, "not among what was found"),
        (Decision("person", "", "hide", "yes"), NotFound, "not among what was found"),
    ],
)
def test_what_cannot_be_decided_is_answered_with_a_sentence(
    asked: Decision, kind: type[EyelineError], sentence: str
) -> None:
    with pytest.raises(kind, match=sentence) as refused:
        decide(client(), asked)
    assert refused.value.say.endswith(".")
