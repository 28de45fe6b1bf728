"""The answer to what was asked after: "Asked about dying: \"Nah.\"", "I asked whether he thought of it. He does."."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.rulebook import words


def answer_to(before: str, after: str, following: str) -> Literal["denied", "present"] | None:
    """Where the words between `before` and `after` were asked after: what the rest of the sentence, or the beginning of
    the next, answers. A yes in the next sentence has to be all of it."""
    if not _asked().search(before):
        return None
    if _next("answers_no", r"[\s.,;!\"”]|$").match(following) or _here("answers_no", r"[\s.,;!\"”]|$").search(after):
        return "denied"
    whole = not after.strip(' .?:"”') and _next("answers_yes", r"[.,;!\"”]").match(following)
    return "present" if whole or _here("answers_yes", r"[.,;!\"”]|$").search(after) else None


def _either(key: str) -> str:
    return alternatives(words("assertion", key))


@lru_cache(maxsize=1)
def _asked() -> Pattern:
    """The sentence asks after the finding, and does not say that it is there."""
    return pattern(_either("asking") + r"[^:;\"“]*$")


@lru_cache(maxsize=2)
def _next(key: str, ends: str) -> Pattern:
    """The next sentence begins with the answer: "He said he did not.", "\"Nope.\"", "It has not."."""
    lead = rf"(?:{_either('answering')},?:?\s+[\"“]?)?"
    return pattern(rf"^[\s\"“'‘]*{lead}{_either(key)}(?:{ends})")


@lru_cache(maxsize=2)
def _here(key: str, ends: str) -> Pattern:
    """The answer stands behind a mark: "Asked about wanting to die: \"Nah.\"", "asked re SI, answered no"."""
    mark = rf"(?:[:?–—]\s*[\"“']?|[;,]\s*{_either('answering')}:?\s+[\"“']?|[\"“])"
    return pattern(rf"{mark}{_either(key)}(?:{ends})")
