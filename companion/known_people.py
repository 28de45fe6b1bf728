"""The people of a client's notes as they are shown: when each last came up, and the sentence that named them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import re2

from companion.overview import naming_sentence
from companion.record import KnownPerson, Note, NoteCard, Person

PEOPLE = 2
"""People beside what is being written: more is not read at a glance."""
_WORD = re2.compile(r"[\p{L}\p{N}]+")


def known_people(
    people: Sequence[Person], cards: Mapping[str, NoteCard], note: Callable[[str], Note]
) -> list[KnownPerson]:
    """Those who came up last first. `note` reads a note by its id; it is asked for the newest ones first."""
    known = [_known(person, cards, note) for person in people]
    return sorted(known, key=lambda one: one.last_mentioned or date.min, reverse=True)


def named_in(words: str, people: Sequence[Person], at_most: int) -> list[Person]:
    """The people of whom a name stands in `words` as words of its own, however it is written; the one
    named last first, because that is whom the therapist is writing about."""
    said = _words(words)
    places = [(max(_last_place(_words(name.split()[-1]), said) for name in one.names), one) for one in people]
    found = sorted((p for p in places if p[0] >= 0), key=lambda p: -p[0])
    return [person for _, person in found[:at_most]]


def _known(person: Person, cards: Mapping[str, NoteCard], note: Callable[[str], Note]) -> KnownPerson:
    days = {note_id: cards[note_id].session_date for note_id in person.note_ids}
    newest = sorted(person.note_ids, key=lambda i: days[i] or date.min, reverse=True)
    sentences = (naming_sentence(note(note_id), name) for note_id in newest for name in person.written)
    last = days[newest[0]] if newest else None
    return KnownPerson(person, last, next((s for s in sentences if s), None))


def _last_place(name: list[str], said: list[str]) -> int:
    """Where the name's words stand last in what was said, one after the other; -1 where they do not."""
    places = range(len(said) - len(name), -1, -1)
    return next((at for at in places if name and said[at : at + len(name)] == name), -1)


def _words(text: str) -> list[str]:
    if text.isascii() and text.isalpha():  # nearly every name
        return [text.lower()]
    folded = unicodedata.normalize("NFKD", text).casefold()
    return [str(word) for word in _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))]
