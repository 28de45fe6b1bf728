"""Totals that a sentence gives: "PHQ9 = 14 (was 18)", "scored 9 on the GAD-7", "Y-BOCS 29 > 24 > 20"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from companion.dates import dates_in
from companion.overview.instruments import Instrument, answer, any_name, named
from companion.overview.pattern import Match, alternatives, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import words
from companion.overview.score_meant import is_own_total, of_another, tells_earlier
from companion.overview.score_pairs import Told, itemized, paired
from companion.record import Score

_BETWEEN = (
    r"(?:up|down|improved|dropped|fell|rose|increased|decreased)(?: by)? \d{1,2}(?: points?| pts?)?,?(?: and)?(?: is)?"
    r" (?:to|now)|was \d{1,3},? (?:and is )?now|"
    r"total|score|scored|scores|sum|result|severity|raw|today|now|currently|again|this week|this wk|this session|"
    r"is|was|of|at|still|steady|unchanged|stable|down|up|dropped|fell|rose|improved|went|came(?: out| back| in)?|"
    r"remains|risen|fallen|has|reduced|increased|moved|to|from \d{1,3}(?: (?:in|at|on) [\p{L}]+)? to|completed|"
    r"administered|readministered|re-administered|decreased|lowered|climbed|"
    r"(?:given|recorded|entered|written|totalled|totaled|added) (?:as|at)|came to|comes to|"
    r"(?:on|given|done|taken|from) \d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|"
    r"came out to|to be|in the|range|minimal|mild|moderate|moderately severe|moderately|severe|pos|positive|"
    r"neg|negative|elevated|subclinical|clinical|low|high"
)
_DAY = r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2} [a-z]{3,9}"
_ASIDE = rf"(?:\s*[(\[][^)\]\d]{{0,24}}[)\]]|\s*\((?:(?:0|10)\s*[-–]\s*\d{{1,3}}|\d{{1,3}} cut-?off|{_DAY})\))?"
_IS = (
    r"(?:\s*(?:=|:|->|→|,|\|)\s*|\s+[-–—]\s+|\s*\.{2,}\s*|\s+|\s*[(\[])(?:is |of |at |an? )?"
    r"(?:(?:minimal|mild|moderate|moderately severe|severe|pos|positive|elevated)[ ]?[(\[,:][ ]?)?"
)
_SAID = pattern(
    rf"\b({any_name()})\)?{_ASIDE}(?:['’]s)?(?:[,:]?[ \t]{{1,12}}(?:{_BETWEEN}))*{_IS}"
    r"(\d{1,3})\b([./%-]\d{1,3}|[ ](?-i:[YN])\b|[ ]on (?:the |her |his )?(?-i:[A-Z]{3})|[ \t]*\|[ \t]*\d)?"
)
_NOW = pattern(
    rf"\b({any_name()})\b[^.;\n]{{0,24}}?\b\d{{1,3}}\b[^;\n]{{1,40}}?(?:"
    r"\b(?:today|now|currently)[:,]?\s+(?:is |at |a )?(\d{1,3})\b"
    r"|\b(\d{1,3})\s*\(?(?:today|now|this (?:week|visit|session))\b|\bto\s+(\d{1,3})\b)"
)
"""An earlier total and then today's: "18 last time, 12 today", "from 20 at intake to 8"."""
_ON = pattern(
    rf"\b(?:scor(?:ed|es|ing)|score of|total of|got) (?:an? )?(\d{{1,3}}) on (?:the |her |his |their )?({any_name()})\b"
)
_AND_ON = pattern(rf"^(?:,| and|, and) (\d{{1,3}}) on (?:the |her |his |their )?({any_name()})\b")
_DAY_BEHIND = pattern(r"^\s*\((\s*\d{1,2}/\d{1,2}(?:/\d{2,4})?)\)")
_SERIES = pattern(r"^\s*(?:(?:>|->|→|=>|➔)\s*(\d{1,3})\b)")
_ITEM_NINE = pattern(r"(?:item|#|q|question) ?(?:no\. ?)?9\s*(?:=|:|is|was|at)?\s*([a-z]+(?: [a-z]+){0,4}|\d)")
NINTH = ("PHQ-9", "PHQ-A")
"""Measures whose ninth item asks after death and self-harm."""
_NEAR = 60
"""Characters after a total in which item 9, or the right total for a mistyped one, belongs to it."""


def prose_scores(reading: Reading) -> Iterator[Score]:
    """Every total told in a sentence that was not copied forward; of a series the last."""
    for sentence in reading.sentences:
        if sentence.start in reading.copied and reading.note.kind != "plan":
            continue
        text = reading.text(sentence)
        together = [*paired(text), *itemized(text), *_now(text)]
        for name, value, start, end in together:
            if instrument := named(name):
                yield _score(reading, instrument, value, sentence.start + start, sentence.start + end)
        for said in _SAID.finditer(text):
            instrument = named(said.group(1))
            if any(start <= said.start() < end for _, _, start, end in together):
                continue
            around = text[: said.start()], text[said.start() : said.end(2)], text[said.end(2) :]
            if instrument and _whole(said, instrument) and is_own_total(*around):
                start, end = sentence.start + said.start(), sentence.start + said.end(2)
                found = _score(reading, instrument, int(said.group(2)), start, end)
                behind = _DAY_BEHIND.match(text[said.end(2) :])
                told = text[said.start() : said.start(2)] + (str(behind.group(1)) if behind else "")
                dated = dates_in(told, reading.day)
                yield replace(found, date=dated[0].day) if dated else found
        yield from _scored_on(reading, text, sentence.start)


def _now(text: str) -> Iterator[Told]:
    """Today's total behind an earlier one, where the earlier one is told as such and names no other measure."""
    for found in _NOW.finditer(text):
        figure = next(group for group in (2, 3, 4) if found.group(group))
        between = text[found.end(1) : found.start(figure)]
        instrument = named(found.group(1))
        if instrument and tells_earlier(between, figure == 4) and not _NAME.search(between):
            yield instrument.name, int(found.group(figure)), found.start(), found.end(figure)


_NAME = pattern(rf"\b{any_name()}\b")


def _whole(said: Match, instrument: Instrument) -> bool:
    """The figure is a total: not a date, a decimal, a per cent, or an item with its Y or N; "14/27" is, of an
    instrument that goes to 27."""
    rest = str(said.group(3) or "")
    return not rest or rest == f"/{instrument.highest}"


def _scored_on(reading: Reading, text: str, start: int) -> Iterator[Score]:
    """ "Scored 9 on GAD-7, 12 on PHQ-9"."""
    for said in _ON.finditer(text):
        found: Match | None = said
        at = start
        while found is not None:
            if (instrument := named(found.group(2))) and not of_another(text[: said.start()]):
                yield _score(reading, instrument, int(found.group(1)), at + found.start(), at + found.end())
            at += found.end()
            found = _AND_ON.search(text[at - start :])


def _score(reading: Reading, instrument: Instrument, value: int, start: int, end: int) -> Score:
    text = reading.note.text
    while later := _SERIES.match(text[end : end + 12]):
        value, end = int(later.group(1)), end + later.end(1)
    total = instrument.total(value)
    if total is None and (right := _corrected(text, instrument, end)):
        total, end = right
    nine, end = _item_nine(text, end) if instrument.name in NINTH else (None, end)
    return Score(instrument.name, total, nine, reading.day, reading.mention(start, end))


def _corrected(text: str, instrument: Instrument, end: int) -> tuple[int, int] | None:
    """The total that a mistyped one should have been, where the note says so, and its end."""
    expression = rf"^[^\n]{{0,40}}?\b{alternatives(words('scores', 'corrected'))}[^\d\n]{{0,20}}(\d{{1,3}})\b"
    found = pattern(expression).search(text[end : end + 2 * _NEAR])
    total = instrument.total(int(found.group(1))) if found else None
    return (total, end + found.end(1)) if found and total is not None else None


def _item_nine(text: str, end: int) -> tuple[int | None, int]:
    """The answer to item 9 told right after the total, and where it ends."""
    found = _ITEM_NINE.search(text[end : end + _NEAR])
    if found is None:
        return None, end
    said = str(found.group(1)).split()
    for count in range(len(said), 0, -1):
        value = answer(" ".join(said[:count]))
        if value is not None:
            return value, end + found.start(1) + len(" ".join(said[:count]))
    return None, end
