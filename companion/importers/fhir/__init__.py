"""FHIR R4: a Bundle, NDJSON files of a bulk export, single resources.

The files of one folder are read as one set, since their resources refer to each other; nothing outside the set is ever
fetched. Resources with words of a treatment become notes in fixed lines, and every other one is named with the reason
why it did not. See docs/decisions/0011-fhir-notes.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from companion.errors import Unreadable
from companion.importers.contents import Contents


def open_file(name: str, data: bytes) -> Contents:
    """What one FHIR file holds. Raises Unreadable where the whole file is none."""
    contents = open_set([(name, data)])
    whole = [left for left in contents.left_out if left.name == name]
    if whole:
        raise Unreadable(whole[0].why)
    return contents


def open_set(files: Sequence[tuple[str, bytes]]) -> Contents:
    """What the FHIR files of one folder hold together; a file that is none is left out under its own name."""
    from companion.importers.fhir.reading import contents_of_set  # pydantic models: a quarter of a second

    return contents_of_set(files)
