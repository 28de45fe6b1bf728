"""Word files (.docx): all words of the body in the order of the page, by python-docx; macros and links left alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from companion.errors import Unreadable
from companion.importers.nearest import nearest

UNPACKED_AT_MOST = 64 * 1024 * 1024
"""Bytes; a .docx is a zip, and a hostile one unpacks without end."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT = {f"{_W}t", f"{_M}t"}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_LEFT_OUT = {
    *(f"{_W}{name}" for name in ("del", "moveFrom")),  # taken out by the writer
    *(f"{_W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr")),  # how it looks
    f"{_W}txbxContent",  # text boxes: they have no place in the order of the page
    f"{_MC}Fallback",  # the same again, for an older Word
}


def read(data: bytes) -> str:
    """One line a paragraph; a table's row is one line, its cells divided by tabs. What was inserted with changes
    tracked, content controls and tables in tables are read too, what was deleted is not. Raises Unreadable."""
    _check_zip(data)
    from docx import Document

    try:
        return "\n".join(_lines(Document(io.BytesIO(data)).element.body))
    except Exception:  # python-docx raises whatever the XML below it raises
        raise Unreadable("It cannot be read as a Word file; open it in Word and save it again.") from None


def _lines(block: Any) -> Iterator[str]:
    """The lines of the body or of a cell, through whatever wraps its paragraphs and tables."""
    for paragraph_or_table in nearest(block, {f"{_W}p", f"{_W}tbl"}, _LEFT_OUT):
        if paragraph_or_table.tag == f"{_W}p":
            yield "".join(_words(paragraph_or_table))
        else:
            for row in nearest(paragraph_or_table, {f"{_W}tr"}, _LEFT_OUT):
                cells = nearest(row, {f"{_W}tc"}, _LEFT_OUT)
                yield "\t".join("\n".join(_lines(cell)).strip() for cell in cells)


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _TEXT:
            yield (child.text or "") + "".join(inner.tail or "" for inner in child)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _LEFT_OUT:
            yield from _words(child)


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except Exception:  # zipfile raises more than BadZipFile: an unknown version, a name that is no text
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Unreadable("It is protected by a password or an old .doc; save it as .docx without one.") from None
        raise Unreadable("It is damaged or not a Word file; open it in Word and save it again.") from None
    if size > UNPACKED_AT_MOST:
        raise Unreadable("It unpacks to more than 64 MiB; a note is smaller. It was not read.")
