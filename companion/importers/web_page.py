"""Web pages (.html, .htm), by Python's own parser: the words that a browser would show, one line a block or a row.

No link, picture, frame or style sheet is fetched, no script is run. Cells are divided by tabs.
"""

from __future__ import annotations

import codecs
from html.parser import HTMLParser

import re2

from companion.importers import plain_text

_UNSHOWN = frozenset(
    "script style head title template noscript iframe object svg math select datalist audio video".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul caption".split()
)
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HIDDEN = re2.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_CHARSET = re2.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})")
_HEAD = 2048
"""Bytes in which a page says its encoding, as browsers look for it."""
_WINDOWS = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"})
"""What browsers read as cp1252, since it mostly is."""
_SPACE = re2.compile(r"[ \t\r\n\f]+")


def read(data: bytes) -> str:
    """Raises Unreadable."""
    return read_with_doubt(data)[0]


def read_with_doubt(data: bytes) -> tuple[str, str]:
    """The text, and a sentence where the encoding had to be guessed. Raises Unreadable."""
    page, doubt = _decoded(data)
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.text(), doubt


def _decoded(data: bytes) -> tuple[str, str]:
    said = _CHARSET.search(data[:_HEAD])
    if said is not None and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = said.group(1).decode("ascii").lower()
        try:
            return data.decode("cp1252" if name in _WINDOWS else codecs.lookup(name).name), ""
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # it says what it is not
    text, doubt = plain_text.read_with_doubt(data)
    return text.removeprefix("\ufeff"), doubt


class _Reader(HTMLParser):
    """Collects lines; depth is counted, never recursed into."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._unshown: list[str] = []
        self._cells = 0
        self._kept_as_is = 0

    def text(self) -> str:
        lines = [line.rstrip(" \t") for line in self._lines]
        kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
        return "\n".join(kept).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unshown:
            if tag not in _EMPTY:
                self._unshown.append(tag)
            return
        named = dict(attrs)
        if tag not in _EMPTY and (tag in _UNSHOWN or "hidden" in named or _HIDDEN.search(named.get("style") or "")):
            self._unshown.append(tag)
            return
        if tag == "br":
            self._lines.append("")
        elif tag in ("td", "th"):
            self._begin_cell()
        elif tag in _BLOCKS and not self._in_cell:
            self._begin_line()
        elif tag in ("p", "div", "li") and self._in_cell and self._cell_has_words():
            self._lines[-1] += " "
        if tag == "tr":
            self._begin_row()
        self._kept_as_is += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self._unshown:
            self._end_unshown(tag)
            return
        if tag in ("tr", "table"):
            self._cells = 0
            self._begin_line()
        elif tag in _BLOCKS and not self._in_cell:
            self._begin_line()
        self._kept_as_is = max(0, self._kept_as_is - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._unshown:
            return
        if self._kept_as_is and not self._in_cell:
            first, *rest = data.split("\n")
            self._lines[-1] += first
            self._lines += rest
            return
        words = str(_SPACE.sub(" ", data))
        if not self._lines[-1] or self._lines[-1][-1] in " \t":
            words = words.lstrip(" ")
        self._lines[-1] += words

    @property
    def _in_cell(self) -> bool:
        return self._cells > 0

    def _cell_has_words(self) -> bool:
        return not self._lines[-1].endswith(("\t", " ")) and bool(self._lines[-1])

    def _begin_line(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")

    def _begin_row(self) -> None:
        self._cells = 0
        self._begin_line()

    def _begin_cell(self) -> None:
        if self._cells:
            self._lines[-1] = self._lines[-1].rstrip(" ") + "\t"
        self._cells += 1

    def _end_unshown(self, tag: str) -> None:
        """Ends what is unshown where its own end comes, however its inside was written."""
        if tag in self._unshown:
            while self._unshown.pop() != tag:
                pass
