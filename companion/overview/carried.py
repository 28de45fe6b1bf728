"""Which sentences were copied forward: word for word in an earlier note, white space and case apart."""

from __future__ import annotations

from collections.abc import Sequence

from companion.overview.sentences import Sentence

SHORTEST = 12
"""Characters. "No SI." said anew each week is a new answer as often as a copy, but reads the same: it counts as copied
only when longer sentences do not tell them apart, so shorter ones never do."""


def folded(text: str) -> str:
    """The sentence as it is compared: white space and case make no difference."""
    return " ".join(text.split()).casefold()


def copied_sentences(notes: Sequence[tuple[str, Sequence[Sentence]]]) -> list[frozenset[int]]:
    """For each note, oldest first, the starts of its sentences that an earlier note already had."""
    seen: set[str] = set()
    found: list[frozenset[int]] = []
    for text, parts in notes:
        words = {part.start: folded(text[part.start : part.end]) for part in parts}
        found.append(frozenset(start for start, said in words.items() if said in seen and len(said) >= SHORTEST))
        seen.update(words.values())
    return found
