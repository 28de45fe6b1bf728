"""A note's sentences, with their offsets and the part of the note in which they stand.

Notes are terse: a line's end ends a sentence unless the line is wrapped text; "Dr." and "p.m." do not. In a transcript
a sentence stays inside one cue's words. No sentence is longer than `LONGEST`, so everything that works sentence by
sentence is linear in a note's length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from companion.overview.pattern import Pattern, pattern
from companion.overview.rulebook import rules

LONGEST = 290
"""Characters. More than this is not read at a glance."""

WRAPPED = 62
"""A line at least this long, with no full stop, goes on in the next line when that begins in lower case."""

ABBREVIATIONS = frozenset("dr mr mrs ms prof st vs etc approx appt e.g i.e p.m a.m jr sr no rec dx tx hx d m b".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` of a note; `section` is its canonical part (plan, risk ...), `speaker` a cue's voice."""

    start: int
    end: int
    section: str = ""
    speaker: str = ""


def sentences(text: str, *, transcript: bool = False) -> tuple[Sentence, ...]:
    """Every sentence of a note, in order."""
    blocks = _cues(text) if transcript else _blocks(text)
    found: list[Sentence] = []
    section = ""
    for start, end, speaker in blocks:
        for piece_start, piece_end, heading in _parts(text, start, end):
            section = heading or ("" if _ends_here(text, piece_start, section) else section)
            for a, b in _split(text, piece_start, piece_end):
                found.append(Sentence(a, b, section, speaker))
    return tuple(found)


_LISTED = pattern(r"^\s*(?:(?:[-*•–]|\d{1,2}[.)]|\[[xX✓]?\])\s|\[ \]|[☐☒☑])")


def _ends_here(text: str, start: int, section: str) -> bool:
    """Homework, risk, family history and header hold for their own line and a list below it; S, O, A and P until the
    next heading."""
    if section not in ("risk", "homework", "header", "family"):
        return False
    above = text[max(0, start - 40) : start].rstrip()
    return not (_LISTED.match(text[start : start + 12]) or above.endswith(":"))


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Lines, with wrapped lines joined."""
    start = 0
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        after = text[position + len(line) : position + len(line) + 1]
        position += len(line)
        goes_on = len(body) >= WRAPPED and body[-1] not in '.!?:;"”' and after.islower()
        if goes_on and position - start < 4000:
            continue
        yield start, position, ""
        start = position
    if start < position:
        yield start, position, ""


_TIMING = pattern(r"^\s*\d{1,2}:\d{2}(?::\d{2})?[.,]\d{3}\s+-->")
_VOICE = pattern(r"^\s*<v(?:\.[\w.]+)?\s+([^>]*)>")
_NAMED = pattern(r"^\s*([\p{L}. ]{1,24}):\s")


def _cues(text: str) -> Iterator[tuple[int, int, str]]:
    """The spoken words of each cue of a WebVTT or SRT transcript: (start, end, speaker)."""
    position, inside, voice, speaks = 0, False, "", -1
    for line in text.splitlines(keepends=True):
        begin, position = position, position + len(line)
        if _TIMING.match(line):
            inside, voice, speaks = True, "", -1
            continue
        if not line.strip():
            if speaks >= 0:
                yield speaks, begin, voice
            inside, speaks = False, -1
            continue
        if not inside:
            continue
        if speaks < 0:
            heading = _VOICE.match(line) or _NAMED.match(line)
            voice = heading.group(1).strip() if heading else ""
            speaks = begin + (heading.end() if heading else 0)
    if speaks >= 0:
        yield speaks, position, voice


def _headings() -> tuple[Pattern, Pattern, dict[str, str]]:
    """Patterns for headings at a line's start and inside a line, and what each heading means."""
    table = rules("sections")
    meaning = {
        name.lower(): key for group in ("line", "inline") for key, names in table[group].items() for name in names
    }
    inline = [name for names in table["inline"].values() for name in names]
    line = inline + [name for names in table["line"].values() for name in names]
    either = "|".join(sorted((n.replace("/", r"\/").replace(" ", r"\s+") for n in line), key=len, reverse=True))
    within = "|".join(sorted((n.replace("/", r"\/").replace(" ", r"\s+") for n in inline), key=len, reverse=True))
    at_start = pattern(rf"^\s*(?:[-*•#]+\s*)?\**({either})\**(?:\s*\([^)\n]{{0,30}}\))?\s*(?::|\s[-–—]\s)\**\s*")
    return at_start, pattern(rf"(?:^|[.;)\]\"”]\s+|\s{{2,}})({within})\s*:\s+"), meaning


_AT_START, _WITHIN, _MEANING = _headings()


def heading_of(words: str) -> str:
    """The canonical part that a heading's words name, or nothing."""
    return _MEANING.get(" ".join(words.lower().split()), "")


_ASIDE = pattern(r"\s*\([^()\n]*\)\s*$")
"""What a template says behind a heading: "(complete every visit)"."""


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """A block cut at its headings: (start, end, heading's meaning)."""
    block = text[start:end]
    first = _AT_START.match(block)
    cuts: list[tuple[int, int, str]] = []
    if first:
        cuts.append((0, first.end(), heading_of(first.group(1))))
    offset = first.end() if first else 0
    for found in _WITHIN.finditer(block[offset:]):
        cuts.append((offset + found.start(1), offset + found.end(), heading_of(found.group(1))))
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, 0, ""))
    if not first and (whole := heading_of(_ASIDE.sub("", block).strip().strip("*#").strip().rstrip(":"))):
        yield end, end, whole
        return
    for (_, body, heading), following in zip(cuts, [*cuts[1:], (len(block), 0, "")], strict=True):
        yield start + body, start + following[0], heading


_END = pattern(r"(?:[.!?…]+[\"”’')\]]*)\s+")


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    begin = 0
    for stop in _END.finditer(piece):
        if _is_abbreviation(piece, begin, stop.start(), stop.end()):
            continue
        yield from _bounded(text, start + begin, start + stop.end())
        begin = stop.end()
    yield from _bounded(text, start + begin, end)


def _is_abbreviation(piece: str, begin: int, dot: int, after: int) -> bool:
    """The dot at `dot` belongs to its word: "Dr. Reyes", "11 p.m. on Tuesday", "G2. Sleep", "1. Interest"."""
    if piece[dot] != ".":
        return False
    word = piece[max(begin, dot - 12) : dot].split()[-1:] or [""]
    said = word[0].lstrip("(\"“'‘")
    if said.lower() in ABBREVIATIONS:
        return len(said) > 1 or said.islower() or piece[after : after + 1].isupper()
    if len(said) == 1 and said.isupper() and said != "I" and piece[after : after + 1].isupper():
        return True
    alone = not piece[begin : dot - len(word[0])].strip()
    return alone and len(said) <= 4 and said[-1:].isdigit()


_CLAUSE = pattern(r"[;,]\s+|\s[-–—]\s|\s+")


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space around it, cut at clause ends when it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind("; "), window.rfind(", "), window.rfind(" - "))
        cut = cut + 1 if cut > LONGEST // 3 else max(window.rfind(" "), window.rfind("\n"))
        cut = cut if cut > 0 else LONGEST
        yield start, start + len(window[:cut].rstrip()) or start + cut
        start += cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
