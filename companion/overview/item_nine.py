"""The measures' own question of suicide as a word on risk: item 9 of the PHQ-9 and the BDI, item 10 of the EPDS.

0 denies thoughts of death or self-harm, more affirms them. The answer counts in a form's row, beside the total, and in
prose that names the item alone ("Q9 still 1", "#10 zero").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from companion.overview.instruments import answer
from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.score_forms import item_nine_row
from companion.overview.scores import scores_in
from companion.record import Mention, RiskMention, RiskType

BOTH: tuple[RiskType, ...] = ("suicidal_ideation", "self_harm")
"""What a row asks for in full, and what item 10 of the EPDS does: death and self-harm."""
THOUGHTS: tuple[RiskType, ...] = ("suicidal_ideation",)

_ROW = pattern(
    r"(?m)^[ \t|]*(9|10)[.):]?[ \t|]+[^\n]*?\b(?:dead|death|harm\w*|hurt\w*|suicid\w*)\b[^\n]*?"
    r"[ \t|.:=_]([0-3])[ \t|]*(?:\([^)\n]*\))?[ \t|]*$"
)
_MOOD = pattern(r"\b(?:PHQ|BDI)")
_BIRTH = pattern(r"\b(?:EPDS|Edinburgh)\b")
_OTHER = pattern(r"\b(?:PCL|AUDIT|Y-?BOCS|OQ|ISI|ICG|BAI|DAST|EPDS)\b")


def item_nine_mentions(reading: Reading) -> Iterator[RiskMention]:
    """A mention for each answer to the item, on the answer's own day."""
    row = item_nine_row(reading)
    for score in scores_in(reading):
        if score.item9 is not None:
            for kind in BOTH if row else THOUGHTS:
                yield _mention(kind, score.item9, row or score.mention, reading, score.date)
    text = reading.note.text
    for found in _ROW.finditer(text):
        if found.group(1) == "9" or _BIRTH.search(text):
            start = found.end() - len(str(found.group(0)).lstrip())
            for kind in BOTH:
                yield _mention(kind, int(found.group(2)), reading.mention(start, found.end()), reading)
    yield from _in_prose(reading)


def _in_prose(reading: Reading) -> Iterator[RiskMention]:
    """The item named by its number alone; in a note that names another measure and not this one it is that one's."""
    text = reading.note.text
    mood, birth = _MOOD.search(text) is not None, _BIRTH.search(text) is not None
    for found in _said().finditer(text):
        value = _value(str(found.group(2)))
        nine = str(found.group(1)).lower() in ("9", "nine")
        if value is None or (nine and not mood and _OTHER.search(text)) or not (nine or birth):
            continue
        for kind in THOUGHTS if nine else BOTH:
            yield _mention(kind, value, reading.mention(found.start(), found.end()), reading)


@lru_cache(maxsize=1)
def _said() -> Pattern:
    words = alternatives((*rules("screens")["item_answers"], *rules("scores")["answers"]))
    between = alternatives(tuple(rules("screens")["item_links"]))
    named = r"(?:\b(?:item|question|q)(?:[ ]?(?:no\.?|#))?|#)[ ]?(9|10|nine|ten)\b"
    return pattern(rf"{named}(?:[ ]?[:=,-])?(?:[ ]{between}){{0,3}}(?:[ ]?[:=])?[ ]?([0-3]\b|{words})")


def _value(words: str) -> int | None:
    said = answer(words)
    own: int | None = rules("screens")["item_answers"].get(words.strip().lower())
    return said if said is not None else own


def _mention(kind: RiskType, value: int, mention: Mention, reading: Reading, day: date | None = None) -> RiskMention:
    return RiskMention(
        type=kind,
        assertion="denied" if value == 0 else "present",
        date=day or reading.note.session_date,
        carried_forward=False,
        mention=mention,
        excerpt=mention,
    )
