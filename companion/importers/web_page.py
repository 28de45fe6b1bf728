"""Web pages (.html, .htm): the words that a browser would show, one line a block or a row.

No link, picture, frame or style sheet is fetched, no script is run. Cells are divided by tabs.
"""

from __future__ import annotations

import codecs
from collections import Counter

import re2

from companion.importers import plain_text
from companion.importers.markup import Tag, Unended, cut

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
UNENDED = "Its end could not be read: a tag or a comment has no end. Compare it with the page."
_SPACE = re2.compile(r"[ \t\r\n\f]+")


def read(data: bytes) -> str:
    """Raises Unreadable."""
    return read_with_doubt(data)[0]


def read_with_doubt(data: bytes) -> tuple[str, str]:
    """The text, and a sentence where the encoding had to be guessed. Raises Unreadable."""
    page, doubt = _decoded(data)
    reader = _Reader()
    for part in cut(page):
        if isinstance(part, Unended):
            doubt = f"{doubt} {UNENDED}".strip()
        elif isinstance(part, str):
            reader.add(part)
        elif part.ends:
            reader.end(part.name)
        else:
            reader.begin(part)
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


class _Reader:
    """Collects lines; depth is counted, never recursed into."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._unshown: list[str] = []
        self._unshown_names: Counter[str] = Counter()
        self._cells = 0
        self._kept_as_is = 0

    def text(self) -> str:
        lines = [line.rstrip(" \t") for line in [*self._lines, "".join(self._line)]]
        kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
        return "\n".join(kept).strip("\n")

    def begin(self, tag: Tag) -> None:
        name, said = tag.name, tag.attributes
        if self._unshown:
            if name not in _EMPTY:
                self._hide(name)
            return
        if name not in _EMPTY and (name in _UNSHOWN or "hidden" in said or _HIDDEN.search(said.get("style", ""))):
            self._hide(name)
            return
        if name == "br":
            self._end_line()
        elif name in ("td", "th"):
            self._begin_cell()
        elif name in _BLOCKS and not self._cells:
            self._begin_line()
        elif name in ("p", "div", "li") and self._cells and self._line and not self._line[-1].endswith(("\t", " ")):
            self._line.append(" ")
        if name == "tr":
            self._cells = 0
            self._begin_line()
        self._kept_as_is += name == "pre"

    def end(self, name: str) -> None:
        if self._unshown:
            self._end_unshown(name)
            return
        if name in ("tr", "table"):
            self._cells = 0
            self._begin_line()
        elif name in _BLOCKS and not self._cells:
            self._begin_line()
        self._kept_as_is = max(0, self._kept_as_is - (name == "pre"))

    def add(self, data: str) -> None:
        if self._unshown:
            return
        if self._kept_as_is and not self._cells:
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line()
                self._line.append(line)
            return
        words = str(_SPACE.sub(" ", data))
        if not self._line or self._line[-1][-1:] in ("", " ", "\t"):
            words = words.lstrip(" ")
        if words:
            self._line.append(words)

    def _end_line(self) -> None:
        self._lines.append("".join(self._line))
        self._line = []

    def _begin_line(self) -> None:
        if any(map(str.strip, self._line)):
            self._end_line()

    def _begin_cell(self) -> None:
        if self._cells:
            while self._line and not self._line[-1].rstrip(" "):
                self._line.pop()
            self._line[-1:] = [*(part.rstrip(" ") for part in self._line[-1:]), "\t"]
        self._cells += 1

    def _hide(self, name: str) -> None:
        self._unshown.append(name)
        self._unshown_names[name] += 1

    def _end_unshown(self, name: str) -> None:
        """Ends what is unshown where its own end comes, however its inside was written."""
        while self._unshown_names[name]:
            ended = self._unshown.pop()
            self._unshown_names[ended] -= 1
            if ended == name:
                return
