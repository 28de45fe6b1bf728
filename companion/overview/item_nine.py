"""Item 9 of the PHQ-9 as a word on risk: 0 denies thoughts of death or self-harm, more affirms them."""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.scores import reported
from companion.record import RiskMention, RiskType

_ROW = pattern(r"(?:better off dead|hurting yourself|hurt(?:ing)? self)")


def item_nine_mentions(reading: Reading) -> Iterator[RiskMention]:
    """A mention for each answer to item 9, on the answer's own day; the row of the form counts for both of its halves."""
    for answer in reported(reading):
        if answer.item9 is None or (answer.total is not None and not _is_row(reading, answer.mention.start)):
            continue
        words = answer.mention.quote
        types: tuple[RiskType, ...] = ("suicidal_ideation", "self_harm") if _ROW.search(words) else ("suicidal_ideation",)
        for kind in types:
            yield RiskMention(
                type=kind,
                assertion="denied" if answer.item9 == 0 else "present",
                date=answer.date,
                carried_forward=False,
                mention=answer.mention,
                excerpt=answer.mention,
            )


def _is_row(reading: Reading, start: int) -> bool:
    """A spreadsheet's row holds total and item 9 together; in prose item 9 has its own place."""
    line = reading.note.text[start : start + 80].split("\n")[0]
    return sum(line.count(c) for c in ",;\t|") >= 3
