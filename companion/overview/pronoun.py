"""The client's pronoun, given or read off the notes, and sentences whose subject has the other one.

Notes drop the subject when it is the client ("Slept badly. Denies SI."); a "he" in a woman's note is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence

from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.record import RiskType

OF_ONESELF: frozenset[RiskType] = frozenset({"suicidal_ideation", "self_harm", "substance_use", "eating", "psychosis"})
"""What a subject does or thinks of itself. Of violence and abuse the subject is often the other one."""
CLEARLY = 1.5
"""The notes' pronoun is the client's when it stands this many times as often as the other."""
ENOUGH = 12

_SHE = pattern(r"\b(?:she|her|hers|herself)\b")
_HE = pattern(r"\b(?:he|him|his|himself)\b")
_HERS = pattern(r"\b(?:her|hers|herself)\b")
_HIS = pattern(r"\b(?:him|his|himself)\b")
_SUBJECT = pattern(r"\b(?:(she|he)(?:['’](?:d|s|ll))?|ct|client|pt|patient|i|i['’](?:m|d|ve|ll)|they|we)\b")


def client_pronoun(readings: Sequence[Reading], told: str = "") -> str:
    """`she`, `he`, or nothing where it is another or the notes do not say clearly."""
    if told:
        first = told.lower().split("/")[0].strip()
        return first if first in ("she", "he") else ""
    text = "\n".join(reading.note.text for reading in readings)
    she, he = sum(1 for _ in _SHE.finditer(text)), sum(1 for _ in _HE.finditer(text))
    if max(she, he) < ENOUGH or max(she, he) < CLEARLY * min(she, he):
        return ""
    return "she" if she > he else "he"


def done_to_another(kind: RiskType, words: str, pronoun: str) -> bool:
    """Whether what was done was done to a body that has the pronoun which is not the client's: "bruise on his arm" in a
    woman's note."""
    if kind != "abuse_neglect" or not pronoun:
        return False
    own, other = (_HERS, _HIS) if pronoun == "she" else (_HIS, _HERS)
    return other.search(words) is not None and own.search(words) is None


def of_another(kind: RiskType, before: str, pronoun: str) -> bool:
    """Whether the last subject before a word of risk, in its sentence, has the pronoun that is not the client's."""
    if not pronoun or kind not in OF_ONESELF:
        return False
    subjects = [m.group(1) for m in _SUBJECT.finditer(before)]
    return bool(subjects) and subjects[-1] is not None and subjects[-1].lower() != pronoun
