"""Relations that a question names: "her husband's mother", "the older child". The words are `rules/people.json`'s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from companion.overview.pattern import Pattern, pattern
from companion.overview.rulebook import rules
from companion.record import Person


@dataclass(frozen=True, slots=True)
class NamedRelation:
    """`text[start:end]` speaks of somebody by relation; with the article or possessive before it."""

    start: int
    end: int
    relation: str


def relations_in(text: str) -> list[NamedRelation]:
    """Every relation named in `text`, in order."""
    found = []
    for match in _mentioned().finditer(text):
        relation = _canonical().get(" ".join(match.group("who").lower().split()), "")
        if match.group("whose"):
            relation = rules("people")["in_law"].get(relation, relation)
        found.append(NamedRelation(match.start(), match.end(), relation))
    return found


def people_of(relation: str, people: Sequence[Person]) -> list[Person]:
    """The named people whom a question may mean by a relation: of that kind, or of one that says more or less ("parent"
    and "mother")."""
    named = [(one, _canonical().get(one.relation.lower(), one.relation.lower())) for one in people if one.name]
    exactly = [one for one, known in named if relation and known == relation]
    return exactly or [one for one, known in named if relation and _agree(relation, known)]


def says_less(relation: str) -> frozenset[str]:
    """What somebody may have been found as while less was known of them: nothing, or a relation that says less
    ("spouse" of a wife)."""
    nearer = rules("people")["nearer"]
    return frozenset({"", *(less for less in nearer if relation in _nearer(less))} - {relation})


@cache
def _canonical() -> dict[str, str]:
    return {word: name for name, words in rules("people")["relations"].items() for word in words}


@cache
def _mentioned() -> Pattern:
    words = sorted(_canonical(), key=len, reverse=True)
    either = "|".join(word.replace(" ", r"\s+") for word in words)
    whose = r"(?:husband|wife|partner|spouse|boyfriend|girlfriend)['’]s\s+"
    before = r"(?:(?:her|his|their|the|an?|client['’]s|ct['’]s)\s+)?"
    return pattern(rf"\b{before}(?P<whose>{whose})?(?P<who>{either})\b")


def _agree(asked: str, known: str) -> bool:
    by_law = asked.endswith("in-law") == known.endswith("in-law")
    return by_law and (known in _nearer(asked) or asked in _nearer(known))


@cache
def _nearer(relation: str) -> frozenset[str]:
    table = rules("people")
    return frozenset([*table["nearer"].get(relation, ()), *table["by_pronoun"].get(relation, {}).values()])
