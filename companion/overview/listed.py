"""Denials that a list or a form makes: "Denies:" over items, "Denies SI; HI; self-harm", and rows answered with No."""

from __future__ import annotations

from companion.overview.pattern import pattern

ITEMS = 16
"""Items of a list that are walked back to its heading."""

_ITEM = pattern(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s")
_HEADING = pattern(r"\b(?:denies|denied|negative for|neg for|no|none of)\b[^.!?]{0,60}:\s*$")
_ROW_NO = pattern(
    r"^(?:(?:\s+[\w/]+){0,2}[\s|:=–—-]*[|:=–—-]\s*(?:no|n|none|denied|denies|negative|neg|absent)[\s|.]*$"
    r"|[\s|:–—-]*(?:\[ ?\]|☐)\s*yes\s*(?:\[[xX✓]\]|☒|☑)\s*no\b)"
)
_HEAD_OF_ITEMS = pattern(r"\b(?:denies|denied)\s+[^.!?;:\n]{1,40};([^.!?:\n]*)$")


def denied_in_list(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is an item of a denied list, or a form's row whose answer is No."""
    line_start = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line_end = len(text) if stop < 0 else stop
    if _ROW_NO.match(text[end : min(line_end, end + 80)]):
        return True
    before = text[max(line_start, start - 220) : start]
    return _among_items(before) or (_ITEM.match(text[line_start:start]) is not None and _under_denial(text, line_start))


def _among_items(before: str) -> bool:
    """ "Denies SI; HI; " before the words: items of at most three words, and the words begin an item of their own."""
    found = _HEAD_OF_ITEMS.search(before)
    if found is None:
        return False
    *items, begun = str(found.group(1)).split(";")
    return begun.strip() in ("", "and", "or") and all(len(item.split()) <= 3 for item in items)


def _under_denial(text: str, line_start: int) -> bool:
    """The line above the items, if it heads them with a denial."""
    for _ in range(ITEMS):
        above_end = line_start - 1
        if above_end < 0:
            return False
        line_start = text.rfind("\n", 0, above_end) + 1
        above = text[line_start:above_end]
        if not _ITEM.match(above):
            return _HEADING.search(above[-120:]) is not None
    return False
