"""Whether a figure beside a measure's name is the client's total of the day: not one wished for, a limit, the points of
a change, an earlier visit's, or somebody else's."""

from __future__ import annotations

from functools import lru_cache

from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.people_told import relation_of
from companion.overview.rulebook import words

_CHANGE = pattern(r"^(?:[ ]?-[ ]?points?\b|[ ](?:points?|pts?)\b)")
_TO = pattern(r"\b(?:to|of|at|under|below)\b")
_ASIDE_THEN = pattern(r"[(\[]\s*(?:at )?(?:intake|baseline|initial|admission|last|prior|previous|first)\b")
_CRITERION = pattern(r"\bcriteri(?:on|a)\b[^.]*$")
_OWN = pattern(r"\b(?:his|her|their) own\s*$")


def is_own_total(before: str, said: str, after: str) -> bool:
    """`said` is the name and its figure ("PHQ-9 = 14"); `before` and `after` are what stands around them in the
    sentence."""
    if _earlier().search(before) or _aims().search(before) or _anothers().search(before):
        return False
    if _ASIDE_THEN.search(said) or _CRITERION.search(before):
        return False
    if _kin().search(before) and _OWN.search(before):
        return False
    if _aiming().search(before) and _TO.search(said):
        return False
    return not (_bounds().match(after) or _CHANGE.match(after))


def tells_earlier(between: str, changed: bool) -> bool:
    """The words between a name and today's figure tell an earlier one: "18 last time", "from 20 at intake"."""
    if changed:
        return _FROM.search(between) is not None and _RANGED.search(between) is None
    earlier = alternatives((*words("scores", "then"), *words("scores", "long_ago")))
    return pattern(earlier).search(between) is not None


_RANGED = pattern(r"\b(?:rang\w+|varied|between)\b")
_FROM = pattern(r"\bfrom\s+\d{1,3}\b")


def of_another(before: str) -> bool:
    """The words before "scored 9 on ..." end with somebody who is not the client."""
    return pattern(rf"\b{_who()}\s*$").search(before) is not None


@lru_cache(maxsize=1)
def _earlier() -> Pattern:
    """The words right before the name say that this total is an earlier one's."""
    return pattern(rf"\b{alternatives(words('scores', 'then'))}[\s:(]*(?:(?:his|her|their|the)\s+)?$")


@lru_cache(maxsize=1)
def _aims() -> Pattern:
    return pattern(rf"\b{alternatives(words('scores', 'aims'))}[\s:–-]*(?:(?:an?|his|her|their|the)\s+)?$")


@lru_cache(maxsize=1)
def _aiming() -> Pattern:
    return pattern(rf"\b{alternatives(words('scores', 'aiming'))}\s+(?:(?:his|her|their|the|total|score)\s+){{0,2}}$")


@lru_cache(maxsize=1)
def _bounds() -> Pattern:
    limit, earlier = alternatives(words("scores", "bounds")), alternatives(words("scores", "long_ago"))
    return pattern(rf"^(?:[\s,(]*(?:{limit}|\+)|\s+{earlier})")


def _who() -> str:
    return "(?:" + "|".join(sorted(relation_of(), key=len, reverse=True)) + ")"


@lru_cache(maxsize=1)
def _kin() -> Pattern:
    return pattern(rf"\b{_who()}\b")


@lru_cache(maxsize=1)
def _anothers() -> Pattern:
    """ "Husband's AUDIT", "her mother's last PHQ-9"."""
    return pattern(rf"\b{_who()}['’]s\s+(?:(?:own|last|latest|total)\s+)*$")
