"""C-CDA documents (.xml): the narrative as text, and the goals and measures that stand in entries alone as notes in the
same fixed lines that FHIR resources get. See docs/decisions/0011-fhir-notes.md.

XML is read without entities, without DOCTYPE and without network; a fragment may use prefixes that it does not declare.
"""

from __future__ import annotations

from companion.importers.contents import Contents


def open_file(name: str, data: bytes) -> Contents:
    """What a C-CDA document or fragment holds. Raises Unreadable."""
    from companion.importers.ccda.document import contents_of_document  # lxml: a tenth of a second

    return contents_of_document(name, data)
