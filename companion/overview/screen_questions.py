"""Screens that ask in whole questions ("Ever tried to kill yourself?    No") or by their items ("C-SSRS: 1 N, 2 N").

A question's answer ends its line and stands behind a question mark, a gap, dots or a bar, so that no sentence is read
as one. Words are in `rules/screens.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from companion.overview.combined import combined
from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.rulebook import rules
from companion.overview.screen import GAP, Screened, each, listed
from companion.record import Assertion, RiskType

SELVES = {
    "your": ("your", "my", "his", "her", "their", "own"),
    "yourself": ("yourself", "myself", "himself", "herself", "themself", "themselves", "self"),
}
LAST = 6
"""The item of the C-SSRS that asks after what was done, in a lifetime: the others ask after the last month."""


def in_questions(text: str) -> Iterator[Screened]:
    """Every line that asks after a risk and answers at its end."""
    for found in _rows().finditer(text):
        asked = str(found.group("asked"))
        kinds = [kind for kind, words in _questions() if words.search(asked) and not _denying().search(asked)]
        start = found.start() + len(str(found.group(0))) - len(str(found.group(0)).lstrip())
        if found.group("no"):
            yield from each(kinds, (start, found.end()), "denied")
        elif kinds:
            said: Assertion = "historical" if _past().search(asked) else "present"
            yield from each(kinds, (start, found.end()), said)


@lru_cache(maxsize=1)
def _rows() -> Pattern:
    gap = rf"(?:{GAP}*\?[ \t:.=–-]*|{GAP}*[.·_]{{3,}}{GAP}*|{GAP}*\|{GAP}*|{GAP}{{2,}}|{GAP}*:{GAP}+)"
    choice = rf"(?:y(?:es)?{GAP}?/{GAP}?no?[ \t:=]+)?"
    no, yes = listed("question_no"), listed("question_yes")
    return pattern(
        rf"(?m)^[ \t|*•-]*(?:[Q#]?\d{{1,2}}[.): ]+)?(?P<asked>[^\n?|.]{{3,160}}?){gap}{choice}"
        rf"(?:(?P<no>{no})|(?P<yes>{yes}))"
        rf"(?:{GAP}?\([^)\n]{{0,40}}\)|,[^\n|]{{0,40}})?[ \t|.]*$"
    )


@lru_cache(maxsize=1)
def _questions() -> tuple[tuple[RiskType, Pattern], ...]:
    sets = {**SELVES, "you": rules("screens")["question_you"]}
    return tuple(
        (cast(RiskType, kind), pattern(combined(words, sets))) for kind, words in rules("screens")["questions"].items()
    )


@lru_cache(maxsize=1)
def _past() -> Pattern:
    return pattern(combined(rules("screens")["question_past"], SELVES))


@lru_cache(maxsize=1)
def _denying() -> Pattern:
    """A row that denies in its own words ("Denies SI: yes") is read as a sentence."""
    return pattern(listed("denying_risk"))


def in_items(text: str) -> Iterator[Screened]:
    """The answers by number behind the name of a suicide screen: one verdict of the last month, one of what was
    done."""
    for found in _numbered().finditer(text):
        items = list(_ITEM.finditer(str(found.group(0))))
        recent = [item for item in items if int(item.group("number")) < LAST]
        ever = [item for item in items if int(item.group("number")) >= LAST]
        for group in (recent, ever):
            if group:
                yield _of_items(group, found.start())


def _of_items(items: list[Match], offset: int) -> Screened:
    affirmed = [item for item in items if str(item.group("answer")).lower() in ("y", "yes", "+", "pos")]
    done = int(items[0].group("number")) >= LAST
    affirms: Assertion = "historical" if done else "present"
    return Screened(
        "suicidal_ideation",
        offset + (items[0].start(1) if done else 0),
        offset + items[-1].end(),
        affirms if affirmed else "denied",
    )


_ITEM = pattern(
    r"(?P<whole>(?:\bq[ ]?|\bitem[ ]?|#[ ]?|\b)(?P<number>[1-9])[ ]?[:=.)-]?[ ]?(?P<answer>yes|no|pos|neg|y|n|\+|-))"
    r"(?:\b|[ ,;.)]|$)"
)


@lru_cache(maxsize=1)
def _numbered() -> Pattern:
    item = r"(?:q|item|#)?[ ]?[1-9][ ]?[:=.)-]?[ ]?(?:yes|no|pos|neg|y|n|\+|-)"
    return pattern(rf"{listed('items_of_death')}[^\n\d]{{0,12}}{item}(?:[ ,;/|]{{1,4}}(?:and )?{item}){{0,8}}\b")
