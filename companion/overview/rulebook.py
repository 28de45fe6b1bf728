"""The clinical words and rules, read once from the JSON files in `rules/` that a clinician can read and correct."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=64)
def rules(name: str) -> dict[str, Any]:
    """The content of `rules/<name>.json`; its `about` says what it is for and how its words are written."""
    text = (files(__package__) / "rules" / f"{name}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@lru_cache(maxsize=256)
def words(name: str, key: str) -> tuple[str, ...]:
    """One list of phrases out of a rules file, for example `words("assertion", "negation_before")`."""
    return tuple(rules(name)[key])
