"""Who a note says that it is about: by labels in its first lines, and by the folders it lies in."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar

import re2

from companion.dates import dates_in
from companion.importers.contents import Whose

T = TypeVar("T")

HEAD = 1200
"""Characters in which a note names its client."""
_OTHERS = re2.compile(
    r"(?i)\b(?:daughter|son|child|mother|father|mom|dad|parent|guardian|spouse|wife|husband|partner|brother|sister|sibling"
    r"|emergency|insured|subscriber|policy ?holder|guarantor|provider|therapist|clinician)\b"
)
"""A label behind one of these on its line is somebody else's."""
_BORN = re2.compile(r"(?i)\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|born)\b[^\pL\d\n]{0,4}")
_NUMBER = re2.compile(
    r"(?i)\b(?:mrn|(?:medical )?rec(?:ord)?\.? ?(?:number|no\b\.?|num\b\.?|#)"
    r"|(?:chart|client|patient|case) ?(?:id|number|no\b\.?|#))"
    r"[^\pL\d\n]{0,4}([\pL\d][\pL\d-]{2,24})"
)
_NAME = re2.compile(
    r"(?im)^[\W_]{0,3}(?:client|patient|pt|ct|(?:client|patient)(?:'s)? name|name|re)[ \t]*[:#][ \t]*"
    r"((?-i:\p{Lu}[\pL'’.-]*(?:,? \p{Lu}[\pL'’.-]*){1,3}))"
)
_FOLDER = re2.compile(r"^(\p{Lu}[\pL'’-]+(?:, | |_)(?:\p{Lu}[\pL'’.-]*)(?:[ _]\p{Lu}[\pL'’.-]*)?)(?:$|[^\pL])")
_LABEL_AFTER = re2.compile(r"(?i)\s+(?:dob|mrn|rec|record|date|id)\b.*$")


def whose_of(name: str, text: str) -> Whose:
    """What the note's head says, and its folders where the head is silent. Two different answers to one question are
    none."""
    head = text[:HEAD]
    folders = PurePosixPath(name).parent.parts
    path = " / ".join(folders)
    return Whose(
        name=_name(head) or next((folder for folder in map(_folder_name, reversed(folders)) if folder), ""),
        birth_date=_only(_birth_dates(head)) or _only(_birth_dates(path)),
        record_number=_only(_numbers(head)) or _only(_numbers(path)),
    )


def _name(head: str) -> str:
    found = _NAME.search(head)
    return str(_LABEL_AFTER.sub("", found.group(1))).strip(" .,") if found else ""


def _folder_name(folder: str) -> str:
    found = _FOLDER.match(folder)
    return str(_LABEL_AFTER.sub("", found.group(1).replace("_", " "))) if found else ""


def _birth_dates(text: str) -> set[date]:
    spots = {spot.start: spot.day for spot in dates_in(text) if spot.whole}
    labels = (match for match in _BORN.finditer(text) if not _of_another(text, match.start()))
    return {spots[match.end()] for match in labels if match.end() in spots}


def _numbers(text: str) -> set[str]:
    labels = (match for match in _NUMBER.finditer(text) if not _of_another(text, match.start()))
    return {number for number in (str(match.group(1)) for match in labels) if any(map(str.isdigit, number))}


def _of_another(text: str, at: int) -> bool:
    return _OTHERS.search(text[text.rfind("\n", 0, at) + 1 : at]) is not None


def _only(found: set[T]) -> T | None:
    return next(iter(found)) if len(found) == 1 else None
