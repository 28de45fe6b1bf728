"""Letters that stand for a goal's status ("M", "D/C"), by the legend of the plan or, without one, by their custom."""

from __future__ import annotations

from companion.overview.kept_words import kept
from companion.overview.pattern import Pattern, pattern
from companion.overview.rulebook import rules

_CODE = pattern(r"^\W*(\p{L}(?:/?\p{L}){0,2})\W*$")


def meaning_of(words: str, text: str) -> str:
    """What a cell or a mark of one to three letters means in the plan `text`; nothing where it is no such code."""
    found = _CODE.match(words)
    if found is None:
        return ""
    code = str(found.group(1)).upper()
    legend = _in_legend(code).search(text)
    if legend:
        return str(legend.group(1)).strip()
    meanings: dict[str, str] = rules("goals")["codes"]
    return meanings.get(code, "")


@kept(64)
def _in_legend(code: str) -> Pattern:
    """The code, a sign, and the words that explain it: "M = met", "D: discontinued", "A - achieved"."""
    return pattern(
        rf"(?:^|[\s(,;|]){code}[ \t]*(?:=|:|[-–—])[ \t]*(\p{{L}}[\p{{L}} /-]{{2,24}}?)(?:[,;|).\n]|[ ]{{2,}}|$)"
    )
