"""Who a note says that it is about: by labels in its first lines, and by the folders it lies in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar

import re2

from companion.dates import DateInText, dates_in
from companion.importers.contents import Whose

T = TypeVar("T")

HEAD = 1200
"""Characters in which a note names its client."""
_OTHERS = re2.compile(
    r"(?i)\b(?:daughter|son|child|mother|father|mom|dad|parent|guardian|spouse|wife|husband|partner|brother|sister|sibling"
    r"|emergency|insured|subscriber|policy ?holder|guarantor|provider|therapist|clinician)\b"
)
"""A label behind one of these on its line is somebody else's."""
_BORN = re2.compile(r"(?i)\b(?:dob|d\.o\.b\.?|date of birth|birth ?date)\b[^\pL\d\n]{0,4}")
"""Labels alone: "born" stands in sentences, of anybody's child."""
_NUMBER = re2.compile(
    r"(?i)\b(?:mrn|(?:medical )?rec(?:ord)?\.? ?(?:number|no\b\.?|num\b\.?|#)"
    r"|(?:chart|client|patient|case) ?(?:id|number|no\b\.?|#))"
    r"[^a-z\d\n]{0,4}([a-z\d][a-z\d-]{2,24})"
)
_NAME = re2.compile(
    r"(?im)^[^a-z\d\n]{0,4}(?:client|patient|pt|ct|(?:client|patient)(?:'s)? name|name|re)[ \t]*[:#]"
    r"[ \t]*(\S[^\n\t(;|]{0,60})"
)
_CAPITAL = re2.compile(r"^\p{Lu}[\pL'’.-]*,?$")
_WORDS_AT_MOST = 4
_LABELS = frozenset("dob mrn rec record date id born client patient notes chart".split())


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
    return _capitals(str(found.group(1)).split("  ")[0]) if found else ""


def _folder_name(folder: str) -> str:
    return _capitals(folder.replace("_", " "))


def _capitals(words: str) -> str:
    """The two to four capitalised words with which it begins, as a name has; else nothing."""
    name: list[str] = []
    for word in words.split(" "):
        if not _CAPITAL.match(word) or word.strip(".,").lower() in _LABELS or len(name) == _WORDS_AT_MOST:
            break
        name.append(word)
    return " ".join(name).strip(" .,") if len(name) > 1 else ""


def _birth_dates(text: str) -> set[date]:
    spots = {spot.start: spot for spot in dates_in(text) if spot.whole}
    labels = (match for match in _BORN.finditer(text) if not _of_another(text, match.start()))
    found = (_born_on(text, spots[match.end()], spots.values()) for match in labels if match.end() in spots)
    return {day for day in found if day is not None}


def _born_on(text: str, spot: DateInText, spots: Iterable[DateInText]) -> date | None:
    """A year of two digits is of the last century where this one's would be after every other date here; else it may
    be either, and says nothing."""
    if str(spot.day.year) in text[spot.start : spot.end]:
        return spot.day
    others = [other.day for other in spots if other is not spot]
    if not others or spot.day <= max(others) or (spot.day.month, spot.day.day) == (2, 29):
        return None
    return spot.day.replace(year=spot.day.year - 100)


def _numbers(text: str) -> set[str]:
    labels = (match for match in _NUMBER.finditer(text) if not _of_another(text, match.start()))
    return {number for number in (str(match.group(1)) for match in labels) if any(map(str.isdigit, number))}


def _of_another(text: str, at: int) -> bool:
    return _OTHERS.search(text[text.rfind("\n", 0, at) + 1 : at]) is not None


def _only(found: set[T]) -> T | None:
    return next(iter(found)) if len(found) == 1 else None
