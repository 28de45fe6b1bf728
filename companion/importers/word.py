"""Word files (.docx): paragraphs and tables in the order of the page, by python-docx, macros and links left alone."""

from __future__ import annotations

import io
import zipfile

from companion.errors import Unreadable

UNPACKED_AT_MOST = 64 * 1024 * 1024
"""Bytes; a .docx is a zip, and a hostile one unpacks without end."""


def read(data: bytes) -> str:
    """One line a paragraph; a table's row is one line, its cells divided by tabs. Raises Unreadable."""
    _check_zip(data)
    from docx import Document
    from docx.table import Table

    try:
        document = Document(io.BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(cell.text.strip() for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    except Exception:  # python-docx raises whatever the XML below it raises
        raise Unreadable("It cannot be read as a Word file; open it in Word and save it again.") from None
    return "\n".join(lines)


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Unreadable("It is protected by a password or an old .doc; save it as .docx without one.") from None
        raise Unreadable("It is damaged or not a Word file; open it in Word and save it again.") from None
    if size > UNPACKED_AT_MOST:
        raise Unreadable("It unpacks to more than 64 MiB; a note is smaller. It was not read.")
