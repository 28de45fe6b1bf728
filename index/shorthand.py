"""Therapists' shorthand and what it stands for, both ways: "ct" meets "client", and "SI" meets "suicidal ideation".

The forms are data (`shorthand.json`), so that a clinician can read and correct them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import re2

_FORM = re2.compile(r"[A-Za-z]+(?:[/'’-][A-Za-z]*)*")


@cache
def _forms() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files(__package__) / "shorthand.json").read_text(encoding="utf-8"))
    return content


@cache
def _plain() -> dict[str, str]:
    """A word in small letters and the one word that stands for all of its kind."""
    return {word: kind[-1] for kind in _forms()["same"] for word in kind}


def plain(word: str) -> str:
    """The word, or the one that means the same to a search. `word` is in small letters."""
    return _plain().get(word, word)


def stands_for(word: str) -> str:
    """The words that a short form stands for; nothing where it is none. Written as in the text: capitals count."""
    forms = _forms()
    return str(forms["capitals"].get(word) or forms["small"].get(word.lower()) or "")


def spelled_out(text: str) -> str:
    """The text with every short form in full; the same text where there is none."""
    parts: list[str] = []
    end = 0
    for found in _FORM.finditer(text):
        word = found.group(0)
        full = stands_for(word) or _full(word)
        if full:
            parts += [text[end : found.start()], full]
            end = found.end()
    return "".join([*parts, text[end:]])


def _full(word: str) -> str:
    """The plain word for one that is an abbreviation: it has no vowel, or is much shorter than the plain one."""
    small = word.lower()
    known = _plain().get(small, small)
    return known if known != small and len(small) <= 4 and len(known) >= len(small) + 2 else ""
