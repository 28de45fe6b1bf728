"""A question in the words of the notes: who "her mom" is, what "SI" stands for, which notes "last October" means.

Therapists ask in other words than they wrote. The relation that a question names is also asked for by the person's
name, shorthand is also spelled out, and the notes of the time it speaks of are favoured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from companion.overview import people_of, relations_in
from companion.recall.times_asked import favoured
from companion.record import Person
from index import spelled_out, tokens

VARIANTS = 3
"""Of people whom one relation may mean ("her parent"), those that come up most."""
LONGEST = 200
"""Characters up to which a question is also asked in other words; running talk says who is meant by itself."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What to embed, and what to go by beside it. `words` first, then the same in other words; `same` and `favoured` as
    `index.Question` wants them."""

    words: tuple[str, ...]
    same: Mapping[str, tuple[str, ...]]
    favoured: Mapping[str, float]


def asking(words: str, people: Sequence[Person], days: Mapping[str, date | None]) -> Asking:
    """`people` are the client's, those who come up most first; `days` the sessions' days by note."""
    if len(words) > LONGEST:
        return Asking((words,), {}, {})
    return Asking((words, *_in_other_words(words, people)), _same(words, people), favoured(words, days))


def _in_other_words(words: str, people: Sequence[Person]) -> list[str]:
    for named in relations_in(words):
        meant = people_of(named.relation, people)[:VARIANTS]
        if meant:
            names = dict.fromkeys(name for one in meant for name in one.written)
            return [spelled_out(words[: named.start] + name + words[named.end :]) for name in names]
    full = spelled_out(words)
    return [full] if full != words else []


def _same(words: str, people: Sequence[Person]) -> dict[str, tuple[str, ...]]:
    """The names for the relation, the relation for a name, and the other names of somebody who has several, as words of
    a sentence."""
    same: dict[str, tuple[str, ...]] = {}
    for named in relations_in(words):
        names = [word for one in people_of(named.relation, people) for name in _last_names(one) for word in name]
        for word in tokens(words[named.start : named.end])[-1:]:
            same[word] = (*same.get(word, ()), *names)
    said, lowered = set(tokens(words)), words.lower()
    for one in people:
        if not any(name[:2].lower() in lowered for full in one.names for name in full.split()[-1:]):
            continue  # nearly everybody: their names need not be taken apart
        known = _last_names(one)
        for name in known:
            others = [word for other in known if other != name for word in other] + tokens(one.relation)[-1:]
            for word in name[:1]:
                if word in said and others:
                    same[word] = (*same.get(word, ()), *others)
    return same


def _last_names(person: Person) -> list[list[str]]:
    """The last word of each of their names, as it is searched for: titles go."""
    return [tokens(name.split()[-1]) for name in person.names if name]
