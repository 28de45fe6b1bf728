"""Patterns over note text: google-re2 (linear time, so that no note can hang the companion), with types and phrases.

Offsets are characters of the `str` that was searched, whatever it holds: re2 counts bytes, its Python wrapper turns
them into characters, and a test with emoji holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, cast

import re2

from companion.overview.kept_words import kept

LETTER = r"[\p{L}\p{M}]"
"""A letter or its accent: re2's `\\w` knows ASCII alone."""


MEMORY = 256 * 1024 * 1024
"""Bytes one pattern's automaton may grow to before re2 falls back to its slower, still linear, way."""


class Match(Protocol):
    """What of a match the overview uses."""

    def start(self, group: int | str = 0) -> int: ...
    def end(self, group: int | str = 0) -> int: ...
    def span(self, group: int | str = 0) -> tuple[int, int]: ...
    def group(self, group: int | str = 0) -> Any: ...


class Pattern(Protocol):
    """What of a compiled pattern the overview uses."""

    def search(self, text: str) -> Match | None: ...
    def match(self, text: str) -> Match | None: ...
    def fullmatch(self, text: str) -> Match | None: ...
    def finditer(self, text: str) -> Iterator[Match]: ...
    def sub(self, repl: str, text: str) -> str: ...


@kept(4096)
def pattern(expression: str, *, exact_case: bool = False) -> Pattern:
    """Compile one re2 expression, by default without regard to case. No lookaround and no back-references exist."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    return cast(Pattern, re2.compile(expression if exact_case else "(?i)" + expression, options))


def phrase(words: str) -> str:
    """Turn a clinician's phrase into an expression.

    A space is any white space; `*` at a word's end is any ending (`worr*`); a word `*` is any one word and `...` up to
    four words; straight and curly apostrophes are one; a phrase starts and ends at word borders.
    """
    parts: list[str] = []
    for word in words.split():
        if word == "...":
            parts.append(r"(?:\S+\s+){0,4}?")
            continue
        parts.append((r"[^\s.;]+" if word == "*" else _word(word)) + r"\s+")
    expression = "".join(parts).removesuffix(r"\s+")
    before = r"\b" if words[0].isascii() and words[0].isalnum() else ""
    after = r"\b" if words[-1].isascii() and words[-1].isalnum() else ""
    return f"{before}{expression}{after}"


def _word(word: str) -> str:
    escaped = "".join(c if c.isalnum() or c in "_" else "\\" + c for c in word)
    return escaped.replace(r"\*", r"[\w'’-]*").replace("\\'", "['’]?" if word.endswith("n't") else "['’]")


def phrases(entries: Iterable[str]) -> Pattern:
    """Any of the phrases, the longest first, so that "alcohol abuse" is found before "alcohol"."""
    return pattern(alternatives(tuple(entries)))


@kept(1024)
def alternatives(entries: tuple[str, ...]) -> str:
    """The expression behind `phrases`, for building into a larger one; matches nothing when there are none."""
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(phrase(entry) for entry in ordered) + ")" if ordered else r"[^\s\S]"
