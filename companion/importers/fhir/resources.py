"""The resources in FHIR files as they stand there: nothing validated, nobody's yet.

A .json file is a Bundle, a single resource or a list of them; an .ndjson file has one resource a line.

JSON that two readers could understand differently (a field twice, NaN) is refused, as is nesting without end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any, NoReturn

from companion.errors import Unreadable
from companion.importers.contents import LeftOut

DEEPEST = 48
"""Levels of nesting; a questionnaire with groups in groups has a dozen."""
BUNDLES_IN_BUNDLES = 3

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_KIND = re.compile(r"[A-Z][A-Za-z]{1,40}")
_BASE = re.compile(r"(https?://.{1,2000})/[A-Z][A-Za-z]{1,40}/[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, eq=False)
class Resource:
    """One resource where it stands: `place` is "line 12" or "entry 3", or empty where it is the whole file. Two that
    look alike are two."""

    file: str
    place: str
    url: str
    """The Bundle's fullUrl, or empty."""
    raw: dict[str, Any]

    @cached_property
    def kind(self) -> str:
        """Its resourceType, or "resource" where that is none."""
        said = self.raw.get("resourceType")
        return said if isinstance(said, str) and _KIND.fullmatch(said) else "resource"

    @cached_property
    def id(self) -> str:
        """Its own id, else the one that its address ends in; empty where it has neither."""
        own = self.raw.get("id")
        if isinstance(own, str):
            return own if _ID.fullmatch(own) else ""
        tail = re.split("[/:]", self.url)[-1]
        return tail if _ID.fullmatch(tail) else ""

    @cached_property
    def base(self) -> str:
        """The server that its address names, or nothing."""
        found = _BASE.fullmatch(self.url)
        return found.group(1) if found else ""

    @property
    def short(self) -> str:
        """ "Goal/123"; without an id "Goal, line 4"."""
        return f"{self.kind}/{self.id}" if self.id else ", ".join(part for part in (self.kind, self.place) if part)

    @property
    def name(self) -> str:
        """What a note made of it is called: "Goal/123 (bundle.json)"."""
        return f"{self.short} ({self.file})"


def resources_in(file: str, data: bytes) -> tuple[list[Resource], list[LeftOut]]:
    """All resources of a file in order, and each part of it that is none. Raises Unreadable where the whole is none."""
    text = _decoded(data)
    if PurePath(file).suffix.lower() == ".ndjson":
        return _of_lines(file, text)
    whole = parsed(text)
    if isinstance(whole, list):
        parts = [(f"entry {n}", "", one) for n, one in enumerate(whole, 1)]
    elif isinstance(whole, dict) and "resourceType" in whole:
        parts = list(_flat(whole))
    else:
        raise Unreadable("It is JSON, but no FHIR resource; export the record as FHIR, or leave it out.")
    return _sorted_out(file, parts)


def _of_lines(file: str, text: str) -> tuple[list[Resource], list[LeftOut]]:
    parts: list[tuple[str, str, object]] = []
    refused = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            whole = parsed(line)
            bundle = isinstance(whole, dict) and whole.get("resourceType") == "Bundle"
            inner = _flat(whole) if bundle and isinstance(whole, dict) else [("", "", whole)]
            parts += [(", ".join(p for p in (f"line {number}", place) if p), url, one) for place, url, one in inner]
        except Unreadable as error:
            refused.append(LeftOut(f"line {number} ({file})", error.say))
    found, left = _sorted_out(file, parts)
    return found, refused + left


def _sorted_out(file: str, parts: Sequence[tuple[str, str, object]]) -> tuple[list[Resource], list[LeftOut]]:
    """The resources among the parts of a file; what is none is told."""
    found: list[Resource] = []
    left: list[LeftOut] = []
    for place, url, one in parts:
        if isinstance(one, dict) and isinstance(one.get("resourceType"), str):
            found.append(Resource(file, place, url, one))
        else:
            left.append(LeftOut(f"{place} ({file})", "It holds no FHIR resource; look at it in the EHR."))
    return found, left


def _flat(whole: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, str, object]]:
    """A Bundle's entries as (place, address, resource), those of Bundles inside it among them; else the resource."""
    if whole.get("resourceType") != "Bundle" or depth == BUNDLES_IN_BUNDLES:
        yield "", "", whole
        return
    entries = whole.get("entry") or []
    if not isinstance(entries, list):
        raise Unreadable("It is a Bundle without a list of entries; export it again.")
    for number, entry in enumerate(entries, 1):
        one = entry.get("resource") if isinstance(entry, dict) else None
        url = entry.get("fullUrl") if isinstance(entry, dict) else None
        place = f"entry {number}"
        if isinstance(one, dict) and one.get("resourceType") == "Bundle":
            for inner, address, resource in _flat(one, depth + 1):
                yield ", ".join(part for part in (place, inner) if part), address, resource
        else:
            yield place, url if isinstance(url, str) else "", one


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("It is not written in UTF-8, as FHIR is; export it again.") from None


def parsed(text: str) -> object:
    """What a JSON text holds. Raises Unreadable, with no word of the text."""
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except RecursionError:
        raise Unreadable("It is nested without end; nothing of it was read.") from None
    except ValueError:
        raise Unreadable("It is damaged or no JSON; export it again.") from None


def _no_number(said: str) -> NoReturn:
    raise Unreadable(f"It holds {said}, which is no number in JSON; export it again.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("The same field stands twice in one place, so nobody can say which counts; export it again.")
    return found


def too_deep(whole: object) -> bool:
    """It is nested deeper than any record is."""
    level: list[object] = [whole]
    for _ in range(DEEPEST):
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below += [value for value in one.values() if isinstance(value, dict | list)]
            elif isinstance(one, list):
                below += [value for value in one if isinstance(value, dict | list)]
        if not below:
            return False
        level = below
    return True
