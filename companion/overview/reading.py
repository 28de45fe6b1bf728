"""A note as the overview reads it: its sentences, its day, and which of them were copied forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from companion.overview.carried import copied_sentences
from companion.overview.sentences import Sentence, sentences
from companion.record import Mention, Note


@dataclass(frozen=True, slots=True)
class Reading:
    """One note with its sentences. `copied` holds the starts of sentences that stand in an earlier note."""

    note: Note
    sentences: tuple[Sentence, ...]
    copied: frozenset[int]

    @property
    def day(self) -> date | None:
        """The day that orders this note: its session's, else the day it was filed."""
        return self.note.session_date or self.note.filed_on

    def text(self, sentence: Sentence) -> str:
        """The sentence's words."""
        return self.note.text[sentence.start : sentence.end]

    def mention(self, start: int, end: int) -> Mention:
        """The evidence at `[start:end]`, exactly as it stands."""
        return Mention(self.note.id, start, end, self.note.text[start:end])

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds a character."""
        low = self.number_at(offset)
        found = self.sentences[low] if low < len(self.sentences) else None
        return found if found and found.start <= offset else None

    def number_at(self, offset: int) -> int:
        """The number of the first sentence that ends after a character, found by halving."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low


def known(notes: Sequence[Note], as_of: date | None) -> list[Note]:
    """The notes that were filed by `as_of`; without a day, all. An undated note is not known as of any day."""
    if as_of is None:
        return list(notes)
    return [note for note in notes if note.filed_on is not None and note.filed_on <= as_of]


def read(notes: Sequence[Note], as_of: date | None = None) -> tuple[Reading, ...]:
    """The known notes, oldest session first, undated last; the order of equals is the order given."""
    ordered = sorted(
        known(notes, as_of), key=lambda n: (n.session_date or n.filed_on or date.max, n.filed_on or date.max)
    )
    clean = [_searchable(note) for note in ordered]
    split = [sentences(note.text, transcript=_is_transcript(note)) for note in clean]
    copied = copied_sentences([(note.text, found) for note, found in zip(clean, split, strict=True)])
    return tuple(Reading(n, s, c) for n, s, c in zip(clean, split, copied, strict=True))


def _is_transcript(note: Note) -> bool:
    return note.text.lstrip("\ufeff \n\r\t").startswith("WEBVTT") or (note.kind == "transcript" and "-->" in note.text)


def _searchable(note: Note) -> Note:
    """A lone surrogate, which no encoding can carry, is read as a question mark; all offsets stay."""
    try:
        note.text.encode("utf-8")
    except UnicodeEncodeError:
        return replace(note, text="".join("?" if 0xD800 <= ord(c) <= 0xDFFF else c for c in note.text))
    return note
