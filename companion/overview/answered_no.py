"""A question whose answer is no: "Asked about dying: \"Nah.\"", "I asked whether he had thought of it. He had not."."""

from __future__ import annotations

from functools import lru_cache

from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.rulebook import words


def answered_no(before: str, after: str, following: str) -> bool:
    """Whether the words between `before` and `after` were asked after, and the rest of the sentence, or the beginning
    of the next, says no."""
    return _asked().search(before) is not None and (
        _next().match(following) is not None or _here().search(after) is not None
    )


def _either(key: str) -> str:
    return alternatives(words("assertion", key))


@lru_cache(maxsize=1)
def _asked() -> Pattern:
    """The sentence asks after the finding, and does not say that it is there."""
    return pattern(_either("asking") + r"[^:;\"“]*$")


@lru_cache(maxsize=1)
def _next() -> Pattern:
    """The next sentence begins with the answer: "He said he did not.", "\"Nope.\"", "It has not."."""
    lead = rf"(?:{_either('answering')},?:?\s+[\"“]?)?"
    return pattern(rf"^[\s\"“'‘]*{lead}{_either('answers_no')}(?:[\s.,;!\"”]|$)")


@lru_cache(maxsize=1)
def _here() -> Pattern:
    """The answer stands behind a mark: "Asked about wanting to die: \"Nah.\"", "asked re SI, answered no"."""
    mark = rf"(?:[:?–—]\s*[\"“']?|[;,]\s*{_either('answering')}:?\s+[\"“']?|[\"“])"
    return pattern(rf"{mark}{_either('answers_no')}(?:[\s.,;!\"”]|$)")
