"""OpenDocument text (.odt): the words of its body by lxml, no entity, no network; macros and links left alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from companion.errors import Unreadable
from companion.importers.nearest import nearest
from companion.importers.zipped_part import NotHere, part_of

_NAMES = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TEXT, _TABLE, _OFFICE = _NAMES.format("text"), _NAMES.format("table"), _NAMES.format("office")
_LINES = {f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table"}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_SPACES = f"{_TEXT}s"
_LEFT_OUT = {
    f"{_TEXT}tracked-changes",  # what was deleted stands here
    f"{_TEXT}note",
    f"{_OFFICE}annotation",
    f"{_TEXT}ruby-text",
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}frame",
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box",
}
_REPEATED_AT_MOST = 64
_SAVE = "open it in a word processor and save it again."


def read(data: bytes) -> str:
    """One line a paragraph; a table's row is one line, its cells divided by tabs. Raises Unreadable."""
    from lxml import etree

    try:
        xml = part_of(data, "content.xml")
    except NotHere:
        raise Unreadable(f"It is damaged or not an OpenDocument text; {_SAVE}") from None
    if b"<!DOCTYPE" in xml[:4096]:
        raise Unreadable("It holds a document type, which no word processor writes. It was not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        body = etree.fromstring(xml, parser).find(f"{_OFFICE}body/{_OFFICE}text")
    except etree.XMLSyntaxError:
        body = None
    if body is None:
        how = "protected by a password or damaged" if _encrypted(data) else "damaged or not an OpenDocument text"
        raise Unreadable(f"It is {how}; {_SAVE}")
    return "\n".join(_lines(body))


def _encrypted(data: bytes) -> bool:
    try:
        return b"encryption-data" in part_of(data, "META-INF/manifest.xml")
    except NotHere:
        return False


def _lines(block: Any) -> Iterator[str]:
    for element in nearest(block, _LINES, _LEFT_OUT):
        if element.tag == f"{_TABLE}table":
            for row in nearest(element, {f"{_TABLE}table-row"}, _LEFT_OUT):
                yield "\t".join(
                    "\n".join(_lines(cell)).strip() for cell in nearest(row, {f"{_TABLE}table-cell"}, _LEFT_OUT)
                )
        else:
            yield "".join(_words(element))


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _SPACES:
            count = child.get(f"{_TEXT}c", "1")
            yield " " * (min(int(count), _REPEATED_AT_MOST) if count.isascii() and count.isdigit() else 1)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _words(child)
        yield child.tail or ""
