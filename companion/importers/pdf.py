"""PDF with a text layer, by pypdf: the words of each page from top to bottom; pictures, forms and scripts left alone.

`paragraphs.py` makes lines of them again. Why pypdf: docs/decisions/0010-parsers.md.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from companion.errors import Unreadable
from companion.importers.paragraphs import Page, joined

PAGES_AT_MOST = 2000
BLANK_AT_MOST = 100
"""Lines that are made of the room between two."""
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
        pictures = pictures or "/XObject" in str(page.get("/Resources", ""))
        pages.append(_laid_out(page) or Page(tuple(page.extract_text().split("\n"))))
    return pages, pictures


def _laid_out(page: Any) -> Page | None:
    """The page as pypdf's layout mode (`_layout_mode_text`) lays it out, with where each line ends, which that keeps to
    itself. None where no words stand on it by themselves: those drawn through a form are found by the plain mode."""
    from pypdf._text_extraction import _layout_mode as layout
    from pypdf.generic import ArrayObject, ContentStream, StreamObject

    drawn = page.get("/Contents")
    drawn = None if drawn is None else drawn.get_object()
    if not isinstance(drawn, ArrayObject | StreamObject):
        return None
    pieces = layout.text_show_operations(
        iter(ContentStream(drawn, page.pdf, "bytes").operations), page._layout_mode_fonts()
    )
    if not any(piece["text"].strip() for piece in pieces):
        return None
    letter = layout.fixed_char_width(pieces)
    lines: list[str] = []
    ends: list[float] = []
    above = 0
    for place, row in layout.y_coordinate_groups(pieces).items():
        height = row[0]["font_height"]
        room = int(abs(place - above) / height) - 1 if lines and height else 0
        words = layout.fixed_width_page({place: row}, letter, False, 1.0).split("\n")
        lines += ["" for _ in range(min(room, BLANK_AT_MOST))] + words
        end = max((piece["displaced_tx"] for piece in row if piece["text"].strip()), default=0.0)
        ends += [end] * (len(lines) - len(ends))
        above = place
    return Page(tuple(lines), tuple(ends))


class _Warnings(logging.Handler):
    """Hears what pypdf says while it reads one file."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lost = False

    def emit(self, record: logging.LogRecord) -> None:
        self.lost = self.lost or any(word in str(record.msg) for word in _LOST)
