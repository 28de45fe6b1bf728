"""A therapist's own label for what to do next, learned from the record: the label that ends note after note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.sentences import heading_of
from companion.overview.task_words import listed

SHARE = 0.4
"""The share of a record's session notes in which a label stands from which it is the therapist's habit."""
FEWEST = 2
LATE = 0.5
"""How far into a note, on average, the label for what comes next stands at least."""

_LABEL = pattern(
    r"(?m)(?:^[ \t|*#>-]*|[.!?\"”)] +)([\p{L}][\p{L}'’/&-]*(?: [\p{L}\d][\p{L}\d'’/&-]*){0,3})\**\s*[:=]\s"
)
_FIGURE = pattern(r"\d\w*")


def own_labels(readings: Sequence[Reading]) -> frozenset[str]:
    """The last recurring label of this record's session notes that the shared headings do not know, if there is one."""
    places: dict[str, list[float]] = defaultdict(list)
    notes = [reading for reading in readings if reading.note.kind == "progress"]
    for reading in notes:
        for label, start in _labels(reading).items():
            places[label].append(start / len(reading.note.text))
    often = {label: sum(at) / len(at) for label, at in places.items() if len(at) >= max(FEWEST, SHARE * len(notes))}
    late = {label: at for label, at in often.items() if at >= LATE and not _known(label)}
    return frozenset([max(late, key=lambda label: late[label])]) if late else frozenset()


def label_key(heading: str) -> str:
    """A label as it is compared: in small letters, without figures ("Till 3rd" is "till")."""
    return " ".join(word for word in heading.lower().split() if not _FIGURE.match(word))


def _labels(reading: Reading) -> dict[str, int]:
    """Each label of a note, with where it last stands; not those of copied text."""
    found: dict[str, int] = {}
    for match in _LABEL.finditer(reading.note.text):
        sentence = reading.sentence_at(match.start(1))
        if sentence is None or sentence.start not in reading.copied:
            found[label_key(str(match.group(1)))] = match.start()
    return found


def _known(label: str) -> bool:
    """Other headings say what they are; measures, risk and appointments are no plan."""
    return bool(heading_of(label)) or listed("no_plan", "^").search(label) is not None
