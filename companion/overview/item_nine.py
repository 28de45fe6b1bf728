"""Item 9 of the PHQ-9 as a word on risk: 0 denies thoughts of death or self-harm, more affirms them."""

from __future__ import annotations

from collections.abc import Iterator

from companion.overview.reading import Reading
from companion.overview.score_forms import item_nine_row
from companion.overview.scores import scores_in
from companion.record import RiskMention, RiskType


def item_nine_mentions(reading: Reading) -> Iterator[RiskMention]:
    """A mention for each answer to item 9, on the answer's own day. The row of a filled-in form asks for both of its
    halves, death and self-harm."""
    row = item_nine_row(reading)
    types: tuple[RiskType, ...] = ("suicidal_ideation", "self_harm") if row else ("suicidal_ideation",)
    for score in scores_in(reading):
        if score.item9 is None:
            continue
        for kind in types:
            yield RiskMention(
                type=kind,
                assertion="denied" if score.item9 == 0 else "present",
                date=score.date or reading.note.session_date,
                carried_forward=False,
                mention=row or score.mention,
                excerpt=row or score.mention,
            )
