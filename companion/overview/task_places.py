"""Where in a note tasks are set: under a heading of the therapist's own, in the plan, or in prose.

A heading counts by the words in it ("To practise this week", "BTW tasks", "Agreed"), not by a list of headings. One
that stands before its words in a line holds to the line's end; one alone on its line holds for the lines below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import words
from companion.overview.sentences import Sentence
from companion.overview.task_labels import label_key
from companion.overview.task_words import listed

Kind = Literal["marked", "plan", "mixed", "prose", "elsewhere"]
"""`mixed`: assessment and plan in one, where a bare sentence may be either."""

_HEADING = pattern(
    r"^[\s|*#>•–—-]*((?:[\p{L}\d/&'’-]+ ){0,6}[\p{L}/&'’-]+)(?:\s*\([^)\n]{0,24}\))?\**"
    r"\s*(?:[:=|]|->|→|\s[–—-](?:\s|$)|$)\**[\s|]*"
)
_LETTER = pattern(r"^\s*([A-Z])(?:[.)]|\s*[–—-])\s+", exact_case=True)
"""A part of the note named by a letter and a full stop: "P. Two walks." """
_ARROW = pattern(r"^[\s|*-]*(?:->|=>|→|➔|\[ ?\]|☐)\s*")
_TICKED = pattern(r"^[\s|*-]*(?:\[[xX✓]\]|☑|☒)")
_LISTED = pattern(r"^[\s|]*(?:[-*•–—]|\d{1,2}[.)]|\(\d{1,2}\)|->|→|\[.?\]|☐)\s*")
_WORDS = pattern(r"[\p{L}]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence, without the heading before it, and what kind of place it stands in."""

    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class _Place:
    """What holds where the reader has got to."""

    kind: Kind = "prose"
    alone: bool = False
    """The heading stood alone on its line and holds for the lines below it."""
    around: Kind = "prose"
    """What held before the heading that sets tasks."""
    told: bool = False
    """Something has stood under the heading."""

    def enter(self, kind: Kind, *, alone: bool) -> None:
        if self.kind != "marked":
            self.around = self.kind
        self.kind, self.alone, self.told = kind, alone, False


def spots(reading: Reading, own: frozenset[str] = frozenset()) -> Iterator[Spot]:
    """Every sentence of a note with its place; `own` are labels that begin the plan in this record. What a transcript's
    voices say is no place for tasks."""
    place, before = _Place(), 0
    text = reading.note.text
    for sentence in reading.sentences:
        if sentence.speaker:
            continue
        gap = text[before : sentence.start]
        new_line = "\n" in gap or not before
        before = sentence.end
        _move(place, sentence, gap, own, listed=_listed(text, sentence))
        start = sentence.start
        if new_line and _TICKED.match(_line_from(text, start)):
            continue
        if new_line and (arrow := _ARROW.match(text[start : sentence.end])):
            yield Spot(start + arrow.end(), sentence.end, "marked")
            continue
        kind, length = _heading(reading, sentence, own, new_line=new_line)
        if kind:
            place.enter(kind, alone=start + length >= sentence.end)
            start += length
        if start < sentence.end:
            place.told = True
            yield Spot(start, sentence.end, place.kind)


def _line_from(text: str, start: int) -> str:
    """The first of the line in which an offset stands, and a little more."""
    return text[text.rfind("\n", 0, start) + 1 : start + 8]


def _listed(text: str, sentence: Sentence) -> bool:
    return _LISTED.match(_line_from(text, sentence.start)) is not None


def _move(place: _Place, sentence: Sentence, gap: str, own: frozenset[str], *, listed: bool) -> None:
    """What holds at a sentence, by the heading or the line's end that stands before it."""
    if _WORDS.search(gap):
        heading = gap.rstrip()
        kind = _named(heading.strip(" \t\n*#:|-"), own) or _kind_of(sentence.section)
        if kind:
            place.enter(kind, alone="\n" in gap[len(heading) :])
            return
    if place.kind == "marked" and "\n" in gap:
        below = place.alone and (gap.count("\n") < 2 or not place.told)
        if not (listed or below):
            place.enter(place.around, alone=False)


def _kind_of(section: str) -> Kind | None:
    """What a part of the note that the shared headings know is to tasks."""
    if section == "homework":
        return "marked"
    if section == "plan":
        return "plan"
    return "elsewhere" if section else None


def _heading(reading: Reading, sentence: Sentence, own: frozenset[str], *, new_line: bool) -> tuple[Kind | None, int]:
    """The kind of place that a heading at the sentence's beginning opens, and the heading's length."""
    line = reading.text(sentence)
    if new_line and (letter := _LETTER.match(line)):
        return _named(str(letter.group(1)), own), letter.end()
    if mark := listed("task_marks", "^", r"\s+[\p{L}\d]").match(line):
        return "marked", mark.end() - 1
    found = _HEADING.match(line)
    if found is None:
        return None, 0
    said = str(found.group(1))
    if found.end() < len(line) or line.rstrip().endswith(":"):
        kind = _named(said, own)
        return kind, found.end() if kind else 0
    if not new_line or not _alone(reading, sentence):
        return None, 0
    title = said.isupper() or line.lstrip().startswith(("#", "**"))
    kind = _named(said, own) if title or said.lower() in _phrases() else None
    return (kind or "elsewhere", found.end()) if title else (kind, found.end() if kind else 0)


def _phrases() -> frozenset[str]:
    return frozenset(word.lower() for word in words("follow_ups", "task_words"))


def _alone(reading: Reading, sentence: Sentence) -> bool:
    """Nothing else stands on the sentence's line."""
    rest = reading.note.text[sentence.end : sentence.end + 6].lstrip(" \t*#|.")
    return not rest or rest.startswith(("\n", "\r"))


def _named(heading: str, own: frozenset[str]) -> Kind | None:
    """What a heading's words say."""
    said = " ".join(heading.split())
    if label_key(said) in own:
        return "plan"
    if said in words("follow_ups", "mixed_headings"):
        return "mixed"
    if said in words("follow_ups", "plan_headings"):
        return "plan"
    if said in words("follow_ups", "other_headings"):
        return "elsewhere"
    if listed("task_words", "^").search(said) or listed("task_words_last", after="$").search(said):
        return "elsewhere" if listed("report_words").search(said) else "marked"
    return None
