"""People as they are shown: under the name and relation that the therapist says, one where notes have two, or hidden.

A decision is kept by the name and the relation under which somebody was found, so that two of one name stay two. Where
new notes tell more of the only one of that name ("wife" of a spouse, "sister" of nobody known), it holds for that one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from companion.decisions.decision import What, short_hash
from companion.decisions.decisions import Decisions
from companion.decisions.theme_parts import home
from companion.overview import says_less
from companion.record import Person

PersonField = Literal["name", "relation"]
FIELDS: tuple[PersonField, ...] = ("name", "relation")
Hidden = Literal["yes", "not_a_person"]


@dataclass(frozen=True, slots=True)
class PersonName:
    """Somebody who is shown as part of another, as the notes have them."""

    key: str
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class DecidedPerson:
    """Somebody as they are shown: `person`, with everybody's notes who was merged into them (`joined`) and the names
    that the notes have for them. `found` is what the notes say, `decided` names what of it is the therapist's word."""

    key: str
    person: Person
    found: Person
    decided: tuple[PersonField, ...]
    hidden: Hidden | None
    joined: tuple[PersonName, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who was found, by key and in that order, with what was decided about them. `notes` are the ids of all
    notes, oldest first."""

    found: Mapping[str, Person]
    decisions: Decisions
    notes: Sequence[str]

    @classmethod
    def of(cls, found: Sequence[Person], decisions: Decisions, notes: Sequence[str]) -> People:
        """One name in two ways of writing, of one relation, is one person."""
        by_key: dict[str, Person] = {}
        for person in found:
            key = person_key(person)
            by_key[key] = _merged([by_key[key], person], notes) if key in by_key else person
        return cls(by_key, decisions, notes)

    def shown(self) -> list[DecidedPerson]:
        """All: those of whom a relation is known and who come up most first."""
        joins = self.joins()
        homes = {key: home(key, joins, self.found) for key in self.found}
        shown = [self._decided(key, [k for k in homes if homes[k] == key]) for key in homes if homes[key] == key]
        return sorted(shown, key=lambda one: (not one.person.relation, -len(one.person.note_ids)))

    def joins(self) -> dict[str, str]:
        """Who was merged into whom."""
        said, kept = self.decisions.words("person", "merge"), self._kept_keys("merge")
        sleeping = {key: into for key, into in said.items() if key not in kept.values()}
        return sleeping | {key: self._now(said[old]) or said[old] for key, old in kept.items()}

    def kept_key(self, key: str, what: What) -> str:
        """Where a decision about somebody is kept: under what they were found as when it was made."""
        return self._kept_keys(what).get(key, key)

    def key_now(self, kept_key: str, what: What) -> str:
        """For whom a decision holds that is kept under this key."""
        return next((key for key, old in self._kept_keys(what).items() if old == kept_key), kept_key)

    def said(self, key: str, what: What) -> str | None:
        """What the therapist says of somebody, in a word."""
        return self.decisions.word("person", self.kept_key(key, what), what)

    def _decided(self, key: str, keys: Sequence[str]) -> DecidedPerson:
        found, others = self.found[key], [one for one in keys if one != key]
        said = {field: word for field in FIELDS if (word := self.said(key, field)) is not None}
        name = said.get("name", found.name)
        person = _merged([found, *(self.found[one] for one in others)], self.notes)
        written = () if person.written == (name,) else person.written
        return DecidedPerson(
            key=key,
            person=replace(person, name=name, relation=said.get("relation", found.relation), in_notes=written),
            found=found,
            decided=tuple(field for field in FIELDS if field in said),
            hidden=cast(Hidden | None, self.said(key, "hide")),
            joined=tuple(PersonName(one, self.found[one].name, self.found[one].relation) for one in others),
        )

    def _kept_keys(self, what: What) -> dict[str, str]:
        """Under which key each decision is kept, by the person for whom it holds: their own first."""
        said = self.decisions.words("person", what)
        kept = {key: key for key in said if key in self.found}
        for old in said:
            if (now := self._now(old)) is not None:
                kept.setdefault(now, old)
        return kept

    def _now(self, key: str) -> str | None:
        """Whom a kept key means: the one found under it, or the only one of that name of whom it said less."""
        if key in self.found:
            return key
        name = key.partition(":")[0]
        names = Counter(one.partition(":")[0] for one in self.found)
        if names[name] != 1:
            return None
        now, person = next((k, p) for k, p in self.found.items() if k.partition(":")[0] == name)
        return now if key in {_key(person.name, less) for less in says_less(person.relation)} else None


def person_key(person: Person) -> str:
    """Name and relation as they were found, however they are written large, and without a title."""
    return _key(person.name, person.relation)


def _key(name: str, relation: str) -> str:
    bare = "".join(name.split()[-1:])
    return f"{short_hash(_folded(bare))}:{short_hash(_folded(relation))}"


def _folded(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _merged(people: Sequence[Person], notes: Sequence[str]) -> Person:
    """The first one, with everybody's notes and names."""
    first = people[0]
    if len(people) == 1:
        return first
    theirs = {note_id for person in people for note_id in person.note_ids}
    names = tuple(dict.fromkeys(name for person in people for name in person.written))
    return replace(first, note_ids=tuple(n for n in notes if n in theirs), in_notes=names)
