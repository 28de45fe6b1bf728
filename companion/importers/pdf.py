"""PDF with a text layer, by pypdf: the words of each page from top to bottom; pictures, forms and scripts left alone.

`paragraphs.py` makes lines of them again. Why pypdf: docs/decisions/0010-parsers.md.
"""

from __future__ import annotations

import io
import logging
from typing import Any

import re2

from companion.errors import Unreadable
from companion.importers.paragraphs import Page, joined

PAGES_AT_MOST = 2000
_MONOSPACED = re2.compile(r"(?i)courier|mono|consol|typewriter")
_LOST = ("incomplete", "degraded")
"""What pypdf's own warnings say where it leaves words out."""
DOUBT = "Some words of this PDF could not be read (a strange font, or turned text). Compare it with the PDF."


def read(data: bytes) -> str:
    """Raises Unreadable."""
    return read_with_doubt(data)[0]


def read_with_doubt(data: bytes) -> tuple[str, str]:
    """The text, and a sentence where words of it may be missing. Raises Unreadable."""
    from pypdf.errors import LimitReachedError, PyPdfError

    heard = _Warnings()
    logger = logging.getLogger("pypdf")
    logger.addHandler(heard)
    try:
        pages, pictures = _pages(data)
    except LimitReachedError:
        raise Unreadable("It unpacks to more than a note could hold. It was not read.") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError):
        raise Unreadable("It is damaged or not a PDF; open it and save it again, or export it anew.") from None
    finally:
        logger.removeHandler(heard)
    text = joined(pages)
    if not text.strip():
        why = "It is a picture of a page" if pictures else "It has no text layer"
        raise Unreadable(f"{why}: no words can be read. Export it as text, or run text recognition over it first.")
    return text, DOUBT if heard.lost else ""


def _pages(data: bytes) -> tuple[list[Page], bool]:
    """The pages, and whether a page holds a picture."""
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unreadable("It is protected by a password; open it and save it without one.")
    if len(reader.pages) > PAGES_AT_MOST:
        raise Unreadable(f"It has more than {PAGES_AT_MOST} pages; export it in parts.")
    pages, pictures = [], False
    for page in reader.pages:
        lines = page.extract_text(extraction_mode="layout").split("\n")
        if not any(map(str.strip, lines)):  # words drawn through a form are found by the plain mode alone
            lines = page.extract_text().split("\n")
        pictures = pictures or "/XObject" in str(page.get("/Resources", ""))
        pages.append(Page(tuple(lines), monospaced=_monospaced(page)))
    return pages, pictures


def _monospaced(page: Any) -> bool:
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    names = [str(font.get_object().get("/BaseFont", "")) for font in (fonts.get_object().values() if fonts else ())]
    return bool(names) and all(_MONOSPACED.search(name) for name in names)


class _Warnings(logging.Handler):
    """Hears what pypdf says while it reads one file."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lost = False

    def emit(self, record: logging.LogRecord) -> None:
        self.lost = self.lost or any(word in str(record.msg) for word in _LOST)
