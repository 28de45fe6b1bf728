"""Rich text (.rtf): its words in order, one line a paragraph or a table's row, cells divided by tabs.

A reader of our own, in one pass without recursion: the kept library of this kind keeps words that were deleted with
changes tracked, and hidden ones (docs/decisions/0010-parsers.md). Pictures, embedded objects, fields' instructions,
headers, footers, notes and comments are left out, as in .docx.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace

import re2

from companion.errors import Unreadable

DEPTH_AT_MOST = 1000
_TOKEN = re2.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\(\n|\r|[^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator info pict object objdata objclass"
    " fldinst themedata colorschememapping latentstyles datastore xmlnstbl header headerl headerr headerf footer"
    " footerl footerr footerf footnote annotation atnid atnauthor atndate atnref atnicn atntime atnparent xe tc"
    " txe rxe bkmkstart bkmkend filetbl revtbl mmathPr nonshppict pgptbl docvar formfield ffdeftext ffname"
    " listtext pntext background shpinst private falt panose template operator wgrffmtfilter userprops".split()
)
"""Groups whose words are no words of the note."""
_SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "softline": "\n", "row": "\n",
    "nestrow": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n", b"{": "{", b"}": "}", b"\\": "\\"}
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""A font's character set to its code page (RTF 1.9.1, \\fcharset)."""
_BY_WORD = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_SPACES_AT_END = re2.compile(r"[\t ]+\n")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    silent: bool = False
    hidden: bool = False
    code_page: str = "cp1252"
    after_unicode: int = 1
    """Characters that stand for a \\u in readers that do not know it."""


def read(data: bytes) -> str:
    """Raises Unreadable."""
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise Unreadable("It is not rich text; open it in a word processor and save it as .rtf or .docx.")
    text = "".join(_Reader(data).words())
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return str(_SPACES_AT_END.sub("\n", text + "\n")).strip("\n")


class _Reader:
    """One pass over one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._state = _State()
        self._outer: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._font_named: int | None = None
        self._default = "cp1252"
        self._skip = 0
        self._bytes = b""
        self._starred = False

    def words(self) -> Iterator[str]:
        at = 0
        while at < len(self._data):
            token = _TOKEN.match(self._data, at)
            if token is None:  # a lone backslash at the end
                break
            at = token.end()
            word, number, byte, symbol, brace, plain = token.groups()
            if byte is not None or plain is not None:
                self._add(bytes([int(byte, 16)]) if byte is not None else plain)
                continue
            yield self._flushed()
            if brace:
                self._group(brace)
            elif word == b"bin":
                at += max(int(number or 0), 0)
            elif word is not None:
                yield from self._word(word.decode("ascii"), None if number is None else int(number))
            elif symbol is not None:
                yield from self._symbol(symbol)
        yield self._flushed()

    def _add(self, said: bytes) -> None:
        """Bytes wait until something else comes: a character of an Asian code page is two of them."""
        if self._skip:
            skipped = min(self._skip, len(said))
            self._skip -= skipped
            said = said[skipped:]
        self._bytes += said
        self._starred = False

    def _flushed(self) -> str:
        said, self._bytes = self._bytes, b""
        return "" if not said or self._mute else said.decode(self._state.code_page, "replace")

    @property
    def _mute(self) -> bool:
        return self._state.silent or self._state.hidden

    def _group(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._outer) >= DEPTH_AT_MOST:
                raise Unreadable(
                    "Its groups lie too deep in each other; open it in a word processor and save it again."
                )
            self._outer.append(self._state)
        elif self._outer:
            self._state = self._outer.pop()
        self._starred = False

    def _word(self, word: str, number: int | None) -> Iterator[str]:
        if word == "u" and number is not None:
            self._skip = 0
            if not self._mute:
                yield chr(number % 65536)
            self._skip = self._state.after_unicode
        elif self._starred or word in _LEFT_OUT:
            self._state = replace(self._state, silent=True)
        elif word in _SIGNS:
            if self._skip:
                self._skip -= 1
            elif not self._mute:
                yield _SIGNS[word]
        self._set(word, number)
        self._starred = False

    def _set(self, word: str, number: int | None) -> None:
        if word in ("v", "deleted"):
            self._state = replace(self._state, hidden=number != 0)
        elif word == "plain":
            self._state = replace(self._state, hidden=False)
        elif word == "uc" and number is not None:
            self._state = replace(self._state, after_unicode=max(0, min(number, 16)))
        elif word == "ansicpg" and number is not None:
            self._default = _known(f"cp{number}", self._default)
            self._state = replace(self._state, code_page=self._default)
        elif word in _BY_WORD:
            self._default = _BY_WORD[word]
            self._state = replace(self._state, code_page=self._default)
        elif word == "f" and number is not None:
            self._font_named = number
            self._state = replace(self._state, code_page=self._fonts.get(number, self._default))
        elif word == "fcharset" and number is not None and self._font_named is not None:
            self._fonts[self._font_named] = _CODE_PAGES.get(number, self._default) if number else self._default

    def _symbol(self, symbol: bytes) -> Iterator[str]:
        if symbol == b"*":
            self._starred = True
        elif symbol in _SYMBOLS:
            if self._skip:
                self._skip -= 1
            elif not self._mute:
                yield _SYMBOLS[symbol]


def _known(code_page: str, otherwise: str) -> str:
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return otherwise
