"""The sentences that a theme may quote, side by side: what is found in them is kept as one number for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from companion.overview.form_lines import is_form
from companion.overview.meaning import Row
from companion.overview.pattern import Pattern
from companion.overview.reading import Reading
from companion.overview.sentences import Sentence
from companion.record import Mention

NO_THEME = frozenset({"risk", "header", "objective"})
"""Parts written for every client alike; and what was observed or measured may speak of a goal, but is no theme."""


@dataclass(frozen=True)
class Places:
    """Sentences that are new in their note, note after note. `notes` holds the number of each one's reading."""

    readings: Sequence[Reading]
    sentences: tuple[Sentence, ...]
    notes: tuple[int, ...]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Places:
        found = [
            (sentence, number)
            for number, reading in enumerate(readings)
            for sentence in reading.sentences
            if sentence.section not in NO_THEME
            and sentence.start not in reading.copied
            and not is_form(reading, sentence)
        ]
        return cls(readings, tuple(s for s, _ in found), tuple(n for _, n in found))

    def __len__(self) -> int:
        return len(self.sentences)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(mention.quote for mention in self.mentions)

    def length(self, at: int) -> int:
        """Characters of one sentence."""
        return self.sentences[at].end - self.sentences[at].start

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(self.readings[n].mention(s.start, s.end) for s, n in zip(self.sentences, self.notes, strict=True))

    def notes_of(self, chosen: Sequence[int]) -> set[int]:
        """The notes in which some sentences stand."""
        return {self.notes[at] for at in chosen}

    def different(self, words: Pattern) -> Row:
        """How many different words of a list each sentence holds."""
        return np.array([len({m.group(0).lower() for m in words.finditer(text)}) for text in self.texts], dtype=float)
