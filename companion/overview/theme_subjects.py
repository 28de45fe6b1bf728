"""What a theme can be about: a clinical theme of `rules/themes.json`, or somebody in the client's life."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from companion.overview.meaning import Row
from companion.overview.pattern import Pattern, phrases
from companion.overview.rulebook import rules, words
from companion.overview.theme_places import Places
from companion.record import Person

SAYS = 2
"""Weight of a strong word; a weak one weighs half. From here on a sentence is surely about the subject."""
PERSON_SENTENCES = 6
PERSON_NOTES = 0.25
"""Somebody is a theme from so many sentences on, in this part of the notes."""
GENERIC = 0.5
"""How much a theme of every caseload (medication, money) counts."""
PERSON = 0.85
"""How much a person counts beside a clinical theme that is as strong."""


@dataclass(frozen=True)
class Subject:
    """`said` is the weight of its words in each sentence; `examples` are sentences of the kind, none for a person;
    `share` is how much the subject counts beside others."""

    key: str
    label: str
    said: Row
    examples: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Clinical:
    key: str
    label: str
    strong: Pattern
    weak: Pattern
    examples: tuple[str, ...]


def subjects(places: Places, people: Sequence[Person]) -> Iterator[Subject]:
    """All that may be a theme of these notes, whether it returns or not."""
    generic = words("themes", "generic")
    for one in _clinical():
        said = SAYS * places.different(one.strong) + places.different(one.weak)
        yield Subject(f"curated:{one.key}", one.label, said, one.examples, GENERIC if one.key in generic else 1.0)
    yield from _people(places, people)


@lru_cache(maxsize=1)
def _clinical() -> tuple[_Clinical, ...]:
    return tuple(
        _Clinical(t["key"], t["label"], phrases(t["strong"]), phrases(t["weak"]), tuple(t["examples"]))
        for t in rules("themes")["themes"]
    )


def _people(places: Places, people: Sequence[Person]) -> Iterator[Subject]:
    """Each person by name and by what they alone are called ("her brother"); a relation of whom no name is known."""
    called = {kin["key"]: frozenset(kin["words"]) for kin in rules("themes")["relations"]}
    held: set[str] = set()
    for person in sorted(people, key=lambda one: -len(one.note_ids)):
        relation = frozenset(person.relation.lower().replace(",", " ").split())
        if relation & frozenset(words("themes", "professional")):
            continue
        own = [key for key, kin in called.items() if kin & relation and key not in held]
        held.update(own)
        name = person.name.rsplit(maxsplit=1)[-1]
        label = f"{person.relation[:1].upper()}{person.relation[1:]}, {name}" if person.relation else name
        yield from _returning(places, person.name, label, [name, *(word for key in own for word in called[key])])
    for key in called.keys() - held:
        yield from _returning(places, key, key.capitalize(), sorted(called[key]))


def _returning(places: Places, key: str, label: str, names: Sequence[str]) -> Iterator[Subject]:
    said = SAYS * places.different(phrases(names))
    found = said.nonzero()[0].tolist()
    if len(found) >= PERSON_SENTENCES and len(places.notes_of(found)) >= PERSON_NOTES * len(places.readings):
        yield Subject(f"person:{key}", label, said, (), PERSON)
