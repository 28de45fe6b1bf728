"""Somebody in a sentence whom it is not about: who tells of the client ("Mom found blades"), sets the scene ("when her
son left she sat in the car"), or is what somebody was ("when she was a child")."""

from __future__ import annotations

from functools import lru_cache

from companion.overview.pattern import Match, Pattern, alternatives, pattern
from companion.overview.rulebook import words

_PRONOUN = pattern(r"\b(?:(she)|(he))\b")
_SEES_HER = pattern(r"\b(?:she|he|they)\s+(?:hears?|heard|sees?|saw|finds?|found|caught|catches)\s+(?:her|him|them)\b")


_SUBJECT = pattern(r"\b(?:he|she|they)\b")
_IS = pattern(r"\b(?:was|were|is|are|am|as)\s+$")


def is_bystander(before: str, found: Match) -> bool:
    """`found` is somebody in the words `before` a finding."""
    who, behind = str(found.group(0)), before[found.end() :]
    opened = before[: found.start()]
    aside = _scene().search(opened.rstrip()) is not None and _SUBJECT.search(behind) is not None
    was = _IS.search(opened) is not None and (who.lower().startswith("a ") or who.lower() in ("kids", "children"))
    return aside or was or _tells_of_client(who, behind)


def _tells_of_client(who: str, behind: str) -> bool:
    """`who` is somebody's relation, `behind` the words from there to what is told.

    What somebody reports or finds is the client's; what they say is so where the client is named, where the pronoun is
    not theirs ("Wife called: he ..."), or where they say whom they saw.
    """
    if _finds().match(behind):
        return True
    said = _says().match(behind)
    if said is None:
        return False
    told = behind[said.end() :]
    if _client().search(told) or _SEES_HER.search(told):
        return True
    subject = _PRONOUN.search(told)
    own = "she" if _she().search(who) else "he" if _he().search(who) else ""
    return subject is not None and own != "" and str(subject.group(0)).lower() != own


@lru_cache(maxsize=1)
def _scene() -> Pattern:
    return pattern(alternatives(words("assertion", "subordinators")) + r"$")


@lru_cache(maxsize=1)
def _finds() -> Pattern:
    return pattern(r"^\W*(?:\([^)]*\)\s*)?(?:also |has |had )?" + alternatives(words("assertion", "finds")))


@lru_cache(maxsize=1)
def _says() -> Pattern:
    return pattern(r"^\W*(?:\([^)]*\)\s*)?(?:also |has |had )?" + alternatives(words("assertion", "tells")))


@lru_cache(maxsize=1)
def _client() -> Pattern:
    return pattern(alternatives(("pt", "ct", "cl", "client", "patient", "pt's", "ct's", "client's", "stu")))


@lru_cache(maxsize=1)
def _she() -> Pattern:
    return pattern(alternatives(words("assertion", "women")))


@lru_cache(maxsize=1)
def _he() -> Pattern:
    return pattern(alternatives(words("assertion", "men")))
