"""The words of a question in a client's sentences: how much of what is rare in it a run of sentences says.

Therapists ask in other words than their notes use, so a shared common word says little, and a plain BM25 makes search
over notes worse (docs/recall.md). What counts is how much of the question is said: the part of its rarity, squared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import re2

from index.best import best_of
from index.shorthand import plain, stands_for

Numbers = npt.NDArray[np.intp]
Shares = npt.NDArray[np.float32]

ENOUGH = 5.0
"""Words that nothing else says, which are as good as all the question's: a minute of talk has sixty words, and a past
note that shares five rare ones is about the same thing."""

_WORD = re2.compile(r"[A-Za-z0-9]+(?:[/'’&-][A-Za-z0-9]+)*/?")
_SUFFIX = re2.compile(r"(?:'s|’s|ing|ed|es|s)$")

_STOP = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can did do does for
    from had has have he her him here his how i if in into is it its just me more most my no not of off on or our
    out over own said she so some such than that the their them then there these they this those through to too
    under until up very was we were what when where which while who whom why will with would you your
    """.split()
)


def tokens(text: str) -> list[str]:
    """The words of a text without the commonest ones, short forms spelled out, cut to a crude stem so that "drinks"
    meets "drinking"."""
    return list(_tokens(text, {}))


def _tokens(text: str, known: dict[str, list[str]]) -> Iterator[str]:
    """`known`: what was cut before."""
    for written in _WORD.findall(text):
        if written not in known:
            known[written] = _words_of(written)
        yield from known[written]


def _words_of(written: str) -> list[str]:
    full = stands_for(written)
    stems = [_stem(word) for word in full.split()] if full else [_stem(plain(written.lower().rstrip("/")))]
    return [stem for stem in stems if stem not in _STOP]


def _stem(word: str) -> str:
    stem = str(_SUFFIX.sub("", word))
    return stem if len(stem) >= 3 else word


class Words:
    """Which sentences say which word. Sentences are numbered as they are given."""

    def __init__(self, texts: Iterable[str]) -> None:
        said: dict[str, list[int]] = {}
        count = 0
        known: dict[str, list[str]] = {}  # for as long as this takes: words of a client are not kept
        for at, text in enumerate(texts):
            for word in dict.fromkeys(_tokens(text, known)):
                said.setdefault(word, []).append(at)
            count = at + 1
        self._said = {word: np.array(places, np.intp) for word, places in said.items()}
        self._count = count

    def asked(self, words: str, same: Mapping[str, Sequence[str]] | None = None) -> Asked:
        """A question against these sentences. `same`: words that stand for a word of the question here, as the name of
        the client's mother does for "mother"; written as `tokens` gives them."""
        places: list[Numbers] = []
        for word in dict.fromkeys(tokens(words)):
            found = [self._said[each] for each in (word, *(same or {}).get(word, ())) if each in self._said]
            places.append(np.unique(np.concatenate(found)) if len(found) > 1 else found[0] if found else _NOWHERE)
        rarity = [rarity_of(len(where), self._count) for where in places]
        return Asked(places, rarity, rarity_of(0, self._count), self._count)

    def said_by(self, word: str) -> int:
        """How many sentences say a word (as `tokens` gives it)."""
        return len(self._said.get(word, _NOWHERE))

    def weighed(self, rarity: Mapping[str, float], rarest: float) -> Asked:
        """A question whose words' rarity was counted over more than these sentences."""
        return Asked([self._said.get(word, _NOWHERE) for word in rarity], [*rarity.values()], rarest, self._count)


def rarity_of(sentences: int, of: int) -> float:
    """What a word counts that so many sentences say, of all: BM25's inverse document frequency (Robertson and Zaragoza
    2009, doi:10.1561/1500000019)."""
    return math.log1p((of - sentences + 0.5) / (sentences + 0.5))


_NOWHERE: Numbers = np.zeros(0, np.intp)


class Asked:
    """A question's words, where each is said and how rare it is."""

    def __init__(self, places: Sequence[Numbers], rarity: Sequence[float], rarest: float, count: int) -> None:
        self._pairs = [(where, rare) for where, rare in zip(places, rarity, strict=True) if where.size]
        self._whole = min(sum(rarity), ENOUGH * rarest) or 1.0
        self._count = count

    def sentences(self, at_most: int) -> Numbers:
        """Those that say most of it, best first; none that says nothing of it."""
        scores = self.each()
        return best_of(scores, min(at_most, int(np.count_nonzero(scores))))

    def each(self) -> Shares:
        """How much of the question each sentence says, 0 to 1."""
        shares = np.zeros(self._count, np.float32)
        for where, rare in self._pairs:
            shares[where] += rare
        return np.asarray(np.minimum(shares / self._whole, 1), np.float32)

    def share(self, first: Numbers, last: Numbers) -> Shares:
        """How much of the question each run of sentences [first, last) says, 0 to 1."""
        shares = np.zeros(len(first), np.float32)
        for where, rare in self._pairs:
            before = np.zeros(self._count + 1, np.int32)
            before[where + 1] = 1
            np.cumsum(before, out=before)
            shares += rare * (before[last] > before[first])
        return np.asarray(np.minimum(shares / self._whole, 1), np.float32)
