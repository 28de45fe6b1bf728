"""Documents inside structured records: what kind of note one is, and its text by the reader of its content type."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterable, Sequence
from importlib.resources import files
from typing import Any

from companion.errors import Unreadable
from companion.importers.contents import Contents
from companion.record import NoteKind

UNKNOWN_TYPE = "Its text is in a format that is not read here; save it from the EHR as text, PDF or Word."
DAMAGED = "Its text is damaged (no base64); export it again."

_TABLE: dict[str, Any] = json.loads((files(__package__) / "documents.json").read_text(encoding="utf-8"))
"""Read with this module: a worker process opens no file later."""
_CHARSET = re.compile(r"charset=\"?([A-Za-z0-9_\-]{1,40})")
_CHARSETS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8"}


def kind_of(codes: Sequence[str]) -> NoteKind:
    """What kind of note a document is, by the LOINC codes of its type."""
    known: NoteKind | None = next((_TABLE["any"][code] for code in codes if code in _TABLE["any"]), None)
    alone: NoteKind | None = _TABLE["alone"].get(codes[0]) if len(codes) == 1 else None
    return known or alone or "progress"


def read_attachment(content_type: str, data: bytes, *, but: Collection[str] = ()) -> Contents:
    """What an attachment holds, by the reader of its format; `but` are endings that may not stand here. Raises
    Unreadable."""
    from companion.importers import contents_of  # this module is a part of that registry

    kind, _, rest = content_type.partition(";")
    ending = _TABLE["endings"].get(kind.strip().lower())
    if ending is None or ending in but:
        raise Unreadable(UNKNOWN_TYPE)
    if ending in (".txt", ".html") and (named := _CHARSET.search(rest)):
        data = _in_utf8(data, named.group(1))
    return contents_of(f"attachment{ending}", data)


def decoded(said: object) -> bytes:
    """The bytes of a base64 value. Raises Unreadable."""
    if not isinstance(said, str):
        raise Unreadable(DAMAGED)
    try:
        return base64.b64decode("".join(said.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(DAMAGED) from None


def preferred(contents: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Of one document in several formats, given as (content type, bytes), the one that is read best first."""
    order = list(_TABLE["endings"])
    return sorted(contents, key=lambda one: _rank(one[0], order))


def _rank(content_type: str, order: list[str]) -> int:
    kind = content_type.partition(";")[0].strip().lower()
    return order.index(kind) if kind in order else len(order)


def _in_utf8(data: bytes, charset: str) -> bytes:
    """Text in the encoding that its content type names, in UTF-8."""
    known = charset.lower()
    try:
        return data.decode(_CHARSETS.get(known, known)).encode("utf-8")
    except (LookupError, UnicodeError):
        raise Unreadable(f"It is not written in {charset}, as it says; save it from the EHR as UTF-8.") from None
