"""A web page cut into tags and text, as browsers cut it, in one pass.

Python's own parser reads to the page's end for every comment that does not end, which a hostile page has a million of.
Here whatever does not end takes all that is left with it, as in a browser, so that nothing is read twice.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

import re2

_NAME = re2.compile(rb"</?([a-zA-Z][^\s/>]*)")
_REST = re2.compile(rb"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*)|[^>=]|=)*?>")
_ATTRIBUTE = re2.compile(rb"([^\s/>=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_RAW = frozenset("script style xmp iframe noembed noframes textarea title".split())
"""Elements inside which no tag begins but their own end."""
_RAW_END = {name: re2.compile(rf"(?i)</{name}[\s/>]".encode()) for name in _RAW}


@dataclass(frozen=True, slots=True)
class Tag:
    """Its name in small letters; whether it ends an element; its attributes as written, values without quotes."""

    name: str
    ends: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unended:
    """From here to the page's end stands something that was begun and not ended; `markup` of it was not read."""

    markup: str


def cut(text: str) -> Iterator[Tag | str | Unended]:
    """Tags and text in order; comments, declarations and instructions are passed over."""
    page = text.encode("utf-8", "replace")  # RE2 encodes a str anew for every match
    at = 0
    while at < len(page):
        opens = page.find(b"<", at)
        if opens != at:
            yield _text(page[at : opens if opens >= 0 else len(page)])
        if opens < 0:
            return
        named = _NAME.match(page, opens)
        at = _end_of(page, opens, named)
        if at == opens:
            yield "<"
            at += 1
        elif at < 0:
            yield Unended(page[opens:].decode())
            return
        elif named is not None:
            tag = _tag(page, named, at)
            yield tag
            if tag.name in _RAW and not tag.ends:
                closes = _RAW_END[tag.name].search(page, at)
                if closes is None:
                    yield Unended(page[at:].decode())
                    return
                yield _text(page[at : closes.start()])
                at = closes.start()


def _end_of(page: bytes, opens: int, named: re2._Match[bytes] | None) -> int:
    """Where what opens there ends; -1 where it does not, and the place itself where it is a mere sign of the text."""
    if named is not None:
        rest = _REST.match(page, named.end())
        return int(rest.end()) if rest is not None else -1
    if page[opens + 1 : opens + 2] not in (b"!", b"?", b"/") or page[opens + 2 : opens + 3].isspace():
        return opens
    if not page.startswith(b"<!--", opens) or page.startswith((b">", b"->"), opens + 4):
        return page.find(b">", opens) + 1 or -1
    end = page.find(b"-->", opens + 4)
    return end + 3 if end >= 0 else -1


def _tag(page: bytes, named: re2._Match[bytes], end: int) -> Tag:
    name = named.group(1).decode().lower()
    if page[named.start() + 1 : named.start() + 2] == b"/":
        return Tag(name, ends=True)
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(page[named.end() : end - 1]):
        value = (found.group(2) or b"").strip(b"\"'")
        attributes.setdefault(found.group(1).decode().lower(), _text(value))
    return Tag(name, attributes=attributes)


def _text(page: bytes) -> str:
    return html.unescape(page.decode())
