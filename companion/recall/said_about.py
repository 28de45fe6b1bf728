"""What was found in one client's notes, as far as a search can be narrowed by it: what mentions of risk assert, and who
is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from companion.overview.spans import overlaps, united
from companion.record import Assertion, Person, RiskMention
from index import Passage

About = Callable[[Passage], bool]


@dataclass(frozen=True, slots=True)
class SaidAbout:
    """Both as they are shown, the therapist's word put over what was found."""

    risk: tuple[RiskMention, ...] = ()
    people: tuple[Person, ...] = ()

    def asserts(self, assertion: Assertion) -> About:
        """Passages with words about a risk that assert this."""
        spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for one in self.risk:
            if one.assertion == assertion:
                spans[one.mention.note_id].append((one.mention.start, one.mention.end))
        apart = {note_id: united(found) for note_id, found in spans.items()}
        return lambda passage: overlaps(passage.start, passage.end, apart.get(passage.document, ()))

    def names(self, said: str) -> About:
        """Passages that name whoever is called so, or is so related: by any of their names, and where a relation was
        said, by that word too."""
        words: defaultdict[str, set[str]] = defaultdict(set)
        for person in self.people:
            for note_id in person.note_ids:
                words[note_id] |= _ways_of_saying(person, said)
        known: Mapping[str, set[str]] = {note_id: written for note_id, written in words.items() if written}
        return lambda passage: any(_says(passage.text, word) for word in known.get(passage.document, ()))


def _ways_of_saying(person: Person, said: str) -> set[str]:
    plain = " ".join(said.casefold().split())
    names = {name.casefold() for name in (*person.written, person.name) if name}
    first_and_last = names | {part for name in names for part in name.split()}
    if plain in first_and_last:
        return names | {plain}
    relation = person.relation.casefold()
    return names | {relation} if plain and plain == relation else set()


def _says(text: str, word: str) -> bool:
    """Whether the word stands in the text by itself; upper or lower case is the same."""
    lowered, at = text.casefold(), -1
    while (at := lowered.find(word, at + 1)) >= 0:
        before, after = lowered[at - 1 : at], lowered[at + len(word) : at + len(word) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
    return False
