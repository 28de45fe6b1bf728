"""The names that are not somebody in the client's life: the client's own, with nicknames, and the therapist's."""

from __future__ import annotations

from collections.abc import Sequence

from companion.overview.pattern import pattern
from companion.overview.reading import Reading

_NAME = r"[\p{Lu}][\p{L}'’-]+"
_HEADER = pattern(
    r"(?m)\b(?:[Cc]lient|[Pp]t|[Pp]atient|[Nn]ame|CLIENT|PATIENT|NAME|PT)\s*(?:[Nn]ame)?\s*[:#]\s*"
    r"((?:(?:[\p{L}]{1,2}\.|[\p{L}'’\"“”(),-]+)[ \t]){0,5}[\p{L}.'’\"“”-]+)",
    exact_case=True,
)
_LED = pattern(
    rf"(?m)^\s*((?:{_NAME}|[\"“]{_NAME}[\"”]|{_NAME}\.)(?: (?:{_NAME}|[\"“]{_NAME}[\"”]|[\p{{Lu}}]\.)){{1,3}}),? "
    r"(?:\(?(?:she|he|they)/|DOB|dob|\d{1,3}\s?(?:y|F|M)|\d{1,2}/\d{1,2}/)",
    exact_case=True,
)
_TURNED = pattern(
    rf"(?m)^\s*({_NAME}, {_NAME}(?: \(?[\"“]{_NAME}[\"”]\)?)?)[,\s].{{0,40}}(?:DOB|dob|\d)"
    rf"|^\s*({_NAME} [\p{{Lu}}]\.?),? +(?:#|DOB|MRN)",
    exact_case=True,
)
"""A first line that begins with the surname: "Muster, Kim (\"Kimmy\"), f, 40", "Muster K. #1234"."""
_ALSO = pattern(
    r"\b(?:goes by|prefers|(?:likes to be|prefers to be|wants to be|usually|mostly) called|nickname|aka|a\.k\.a\.)"
    rf"\s+[\"“]?({_NAME})",
    exact_case=True,
)
_LICENSES = (
    "LCSW|LMFT|LPC|LMHC|PsyD|PhD|MD|LICSW|LCPC|MSW|MA|MS|NP|LADC|LCADC|CADC|LCDC|PMHNP|APRN|RN|LSW|LISW|LCMHC|MFT|EdD"
)
_BY = r"(?:(?i:counselor|counsellor|clinician|therapist|provider|seen by|signed(?: by)?|author|writer)[ \t]*:[ \t]*)?"
_BEFORE = r"(?m)(?:^|[ \t]{2,}|\|[ \t]*)[ \t]*"
_SIGNED = pattern(
    rf"{_BEFORE}{_BY}(?:[\p{{Lu}}]\.? ?)?((?:{_NAME} ?){{1,3}}),\s*(?:{_LICENSES})\b",
    exact_case=True,
)
_LEADING_LINE = pattern(rf"^[^\n]*\b(?:NP|PA|Dr\.?) ({_NAME})[ \t]*(?:\n|$)", exact_case=True)
"""A note's first line that ends with who wrote it."""
_WORD = pattern(rf"{_NAME}", exact_case=True)


def own_names(readings: Sequence[Reading], client_name: str = "") -> frozenset[str]:
    """Lower-case words that name the client or the therapist. Headers, signatures and the given name are read."""
    told = [client_name]
    for reading in readings:
        head = reading.note.text[:600]
        told += [str(m.group(1)) for m in _HEADER.finditer(head)]
        told += [str(m.group(1)) for m in _LED.finditer(head)]
        told += [str(m.group(1) or m.group(2)) for m in _TURNED.finditer(head[:200])]
        told += [str(m.group(1)) for m in _LEADING_LINE.finditer(head)]
        told += [str(m.group(1)) for m in _ALSO.finditer(head)] if reading.note.kind == "intake" else []
        told += [str(m.group(1)) for m in _SIGNED.finditer(reading.note.text)]
    return frozenset(m.group(0).lower() for name in told for m in _WORD.finditer(name))
