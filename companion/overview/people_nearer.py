"""What more a record says of a relation: a child is a daughter or a son, a parent a mother or a father, a doctor a
prescriber. Nothing is guessed from a name: the pronouns and words around it tell, or it stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from companion.overview.kept_words import kept
from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules

CLEARLY = 2.0
"""One pronoun has to follow a name this many times as often as the other."""
_PRONOUN = pattern(r"\b(?:(she|her|hers)|(he|him|his))\b")
_WHOM = pattern(r"\bwhom\s+$")
""" "Kim, whom she married": the pronoun is the client's."""
_OTHER = pattern(r"\b[\p{Lu}][\p{Ll}]+", exact_case=True)


def nearer_relation(name: str, relation: str, readings: Sequence[Reading], client: str) -> str:
    """The relation that says more, where the notes tell it of this name; else the one given. `client` is the client's
    pronoun: the same one after a name may be the client."""
    told = rules("people")["by_context"].get(relation)
    if told:
        for more, cues in told.items():
            if _said_beside(name, cues, readings):
                return str(more)
    by_pronoun = rules("people")["by_pronoun"].get(relation)
    return str(by_pronoun.get(pronoun_of(name, readings, client), relation)) if by_pronoun else relation


def pronoun_of(name: str, readings: Sequence[Reading], client: str) -> str:
    """The pronoun that follows a name in its sentence, where it is clearly one; the client's own is passed over, but
    where the name is the subject that the pronoun takes up."""
    count = {"she": 0.0, "he": 0.0}
    word = pattern(rf"\b{name}\b", exact_case=True)
    for reading in readings:
        for sentence in reading.sentences:
            said = reading.text(sentence)
            found = word.search(said)
            if found is None:
                continue
            if client and _as_subject(name, client).search(said):
                count[client] += 0.5
            behind = said[found.end() :]
            told = (m for m in _PRONOUN.finditer(behind) if not _WHOM.search(behind[: m.start()]))
            other = next((m for m in told if _which(m) != client), None)
            if other is not None:
                between = said[found.end() : found.end() + other.start()]
                count[_which(other)] += 0.5 if _OTHER.search(between) else 1.0
    more = max(count, key=lambda key: count[key])
    less = min(count.values())
    return more if count[more] >= 1 and count[more] >= CLEARLY * less and count[more] > less else ""


def _which(pronoun: Match) -> str:
    return "she" if pronoun.group(1) else "he"


@kept(256)
def _as_subject(name: str, pronoun: str) -> Pattern:
    """ "Kim says she is fine", "Kim lost her tooth", but not "Kim told her" nor "Kim saw her leave"."""
    own = {"she": "her", "he": "his"}[pronoun]
    speaks = r"(?:says|said|thinks|thought|reports|reported|texted|wrote|feels|felt|knows|knew)"
    had = r"(?:lost|took|brought|finished|packed|showed|started|does|did|got|has|had|wants|needs|broke|wore|loves)"
    whose = rf"{had} (?:up |out )?{own} (?:own |first |last |new )?[\p{{Ll}}]{{3,}}"
    return pattern(rf"^\W*{name} (?:{speaks} (?:that )?{pronoun}\b|{whose})", exact_case=True)


def _said_beside(name: str, cues: Sequence[str], readings: Sequence[Reading]) -> bool:
    """One of the words stands in a sentence with the name."""
    word, cue = pattern(rf"\b{name}\b", exact_case=True), pattern("|".join(cues))
    return any(
        word.search(reading.text(s)) is not None and cue.search(reading.text(s)) is not None
        for reading in readings
        for s in reading.sentences
    )
