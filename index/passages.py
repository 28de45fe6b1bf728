"""Cuts a text into passages a person can read at a glance: one to three sentences, about 220 characters.

On therapists' notes 220 characters find more than single sentences (any@5 .67 against .48, measured with MiniLM on
six invented clients; the shared design's issue on recall). A passage never crosses a heading, a transcript cue or a
table row, and a sentence break inside quotation marks is not a break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import re2

AIM = 220
"""Characters a passage is filled up to."""
LONGEST = 300
"""Characters no passage exceeds; a longer sentence is cut at a comma or a space."""

_HEADING = re2.compile(r"^[ \t]*([A-Z][A-Za-z0-9/&+'’ .-]{0,38}):(?:\s|$)")
_CUE_TIME = re2.compile(r"-->")
_VOICE = re2.compile(r"^<v(?:\.[^ >]*)?\s+([^>]+)>")
_BREAK = re2.compile(r"[.!?…]+[\"”')\]]*(?:\s+|$)")
_ABBREVIATION = re2.compile(
    r"(?i)(?:^|[\s(\"])(?:dr|mr|mrs|ms|prof|st|jr|sr|vs|e\.g|i\.e|etc|approx|appt|appts|hx|dx|tx|rx|sx|wk|wks|mo|mos|"
    r"yr|yrs|hr|hrs|min|mins|no|ca|cf|dept|mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|jan|feb|mar|apr|jun|jul|"
    r"aug|sep|sept|oct|nov|dec|[a-z])\.$"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be cut, and its place in order: documents are given oldest first."""

    id: str
    text: str
    layout: Literal["prose", "cues", "rows"] = "prose"
    """`cues`: WebVTT; `rows`: one record a line, as in CSV."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a document: `text` is exactly `document.text[start:end]`."""

    document: str
    start: int
    end: int
    text: str
    section: str
    """The heading above it, as written, or nothing."""
    speaker: str
    """Who says it, in a transcript; else nothing."""
    carried_forward: bool
    """The same words stand in an earlier document: copied, not new."""


def split(documents: Sequence[Document]) -> list[Passage]:
    """All passages of `documents`, in order, copies marked."""
    return mark_copies(
        Passage(document.id, start, end, document.text[start:end], section, speaker, False)
        for document in documents
        for start, end, section, speaker in _places(document)
    )


def mark_copies(passages: Iterable[Passage]) -> list[Passage]:
    """The passages, oldest document first, each marked as carried forward when its words stand in an earlier document.
    Inside one document a repeated line is no copy."""
    first: dict[str, str] = {}
    return [
        replace(p, carried_forward=first.setdefault(fingerprint(p.text), p.document) != p.document) for p in passages
    ]


def fingerprint(text: str) -> str:
    """What two copies of the same words share: case and white space are folded, nothing else."""
    return " ".join(text.split()).casefold()


def blocks(document: Document) -> list[tuple[int, int]]:
    """What stands together in a document, as (start, end): a paragraph or what is under one heading, a speaker's turn,
    a cue's line, a table's row. Nothing that is shown reaches over the end of one."""
    if document.layout == "cues":
        return [(start, end) for start, end, _ in _cue_blocks(document.text)]
    if document.layout == "rows":
        return list(_lines(document.text))
    return [(block[0][0], block[-1][1]) for _, block in _prose_blocks(document.text) if block]


def _places(document: Document) -> Iterator[tuple[int, int, str, str]]:
    if document.layout == "cues":
        yield from _cue_places(document.text)
    elif document.layout == "rows":
        for start, end in _lines(document.text):
            yield start, end, "", ""
    else:
        yield from _prose_places(document.text)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold something, without the white space around them."""
    position = 0
    for line in text.splitlines(keepends=True):
        start, end = _trim(text, position, position + len(line))
        if start < end:
            yield start, end
        position += len(line)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cue_blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of each line of a WebVTT cue, with the speaker of its <v> tag. Header, NOTE and STYLE blocks are
    passed over."""
    inside, speaker = False, ""
    position = 0
    for line in text.splitlines(keepends=True):
        start, end = _trim(text, position, position + len(line))
        position += len(line)
        if start == end:
            inside, speaker = False, ""
        elif _CUE_TIME.search(text[start:end]):
            inside = True
        elif inside:
            voice = _VOICE.match(text[start:end])
            if voice:
                speaker = voice.group(1).strip()
                start += voice.end()
            yield start, end, speaker


def _cue_places(text: str) -> Iterator[tuple[int, int, str, str]]:
    for start, end, speaker in _cue_blocks(text):
        for a, b in _pack(_sentences(text, start, end)):
            yield a, b, "", speaker


def _prose_blocks(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The sentences of each block and the heading over it. A block begins at a heading or after a blank line."""
    section, block, last_end = "", list[tuple[int, int]](), 0
    for start, end in _lines(text):
        heading = _HEADING.match(text[start:end])
        gap = text.count("\n", last_end, start) > 1
        if block and (heading or gap):
            yield section, block
            block = []
        if heading:
            section = heading.group(1).strip()
        elif gap:
            section = ""
        block.extend(_sentences(text, start, end))
        last_end = end
    if block:
        yield section, block


def _prose_places(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Each block is packed by itself."""
    for section, block in _prose_blocks(text):
        yield from ((a, b, section, "") for a, b in _pack(block))


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one line. A stop inside quotation marks, after an abbreviation or before a small letter is none."""
    line = text[start:end]
    found: list[tuple[int, int]] = []
    begin = 0
    for stop in _BREAK.finditer(line):
        said = line[begin : stop.end()].rstrip()
        after = line[stop.end() : stop.end() + 1]
        if not after or (_closed(said) and not after.islower() and not _ABBREVIATION.search(said)):
            found.extend(_short_enough(text, start + begin, start + stop.end()))
            begin = stop.end()
    if begin < len(line):
        found.extend(_short_enough(text, start + begin, end))
    return found


def _closed(said: str) -> bool:
    """No quotation is open at the end of `said`. Past the longest passage an unclosed mark no longer counts."""
    return len(said) > LONGEST or (said.count('"') % 2 == 0 and said.count("“") <= said.count("”"))


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, start, end)
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind("; "), window.rfind(", "), window.rfind(" - "))
        cut = cut + 1 if cut > LONGEST // 3 else max(window.rfind(" "), 0) or LONGEST
        yield _trim(text, start, start + cut)
        start, end = _trim(text, start + cut, end)
    if start < end:
        yield start, end


def _pack(sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Joins neighbouring sentences up to about AIM characters, never over LONGEST."""
    if not sentences:
        return
    start, end = sentences[0]
    for a, b in sentences[1:]:
        if b - start <= AIM or (b - start <= LONGEST and end - start < AIM // 2):
            end = b
        else:
            yield start, end
            start, end = a, b
    yield start, end
