"""What a sentence says of a risk: the words' assertion (`assertion.assess`), and what the rest of the sentence says.

A sentence that says "no wish to die" or "denies SI" never counts as present ideation, whatever words stand beside; a
denial of a plan or an intent alone leaves it standing. Who was hit is the client, though somebody else did it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from companion.overview.assertion import assess, sentence_around
from companion.overview.combined import combined
from companion.overview.listed import denied_in_list
from companion.overview.pattern import Pattern, pattern
from companion.overview.rulebook import rules
from companion.overview.told import says, sets
from companion.record import Assertion, RiskType


def verdict(kind: RiskType, text: str, start: int, end: int, others: Iterable[str] = ()) -> Assertion:
    """What the sentence around `text[start:end]`, words of the type `kind`, asserts of this risk."""
    words = text[start:end]
    apart = _set_apart(kind, text, start, end)
    if apart is not None:
        return apart
    told = says(kind, words)
    said = assess(text, start, end, others, conditional=told is None or kind not in IN_IFS)
    if told is not None and told != "present":
        return _as_told(told, said, text, start, end)
    if kind == "substance_use" and told is None and _matches("abstinence", kind, words):
        return {"present": "denied", "denied": "present"}.get(said, said)  # type: ignore[return-value]
    if said in UNDENIED and (_matches("denials", kind, words) or denied_in_list(text, start, end)):
        return "denied"
    said = _whose(kind, text, (start, end), said, others)
    return "denied" if said in UNDENIED and _denied_beside(kind, text, start, end) else said


UNDENIED: frozenset[Assertion] = frozenset({"present", "hypothetical"})


def _set_apart(kind: RiskType, text: str, start: int, end: int) -> Assertion | None:
    """What a way of speaking, a goal or a mishap makes of the words, whatever else the sentence says of them."""
    if _phrases("idioms", kind).fullmatch(text[start:end]):
        return "not_risk"
    if kind == "self_harm" and _any("mishaps").search("".join(sentence_around(text, start, end)[:3])):
        return "not_risk"
    if _aimed(text, start, end):
        return "present" if kind == "substance_use" else "hypothetical"
    return None


def _whose(kind: RiskType, text: str, place: tuple[int, int], said: Assertion, others: Iterable[str]) -> Assertion:
    """The client's after all, as the one to whom it was done or for whom others are better off; or somebody else's."""
    start, end = place
    words = text[start:end]
    if said in ("present", "historical") and _matches("of_others", kind, words):
        return "other_person"
    if said != "other_person":
        return said
    own = assess(text, start, end, others, anybody=True)
    if _matches("done_to_client", kind, words) and not _of_kin(text, start, end):
        before, _, after, _ = sentence_around(text, start, end)
        return "historical" if own == "present" and _by_a_parent(before, after) else own
    return own if _matches("of_client", kind, words) else said


IN_IFS: frozenset[RiskType] = frozenset({"suicidal_ideation"})
"""Told in ifs and woulds, and no less present: "it would be fine if I didn't wake"."""


def _aimed(text: str, start: int, end: int) -> bool:
    """A goal or a task to do without it, which is no denial: "Goal 2: no self-harm for a month", "HW: no beer". Who is
    to drink less drinks."""
    before, _, after, following = sentence_around(text, start, end, whole=True)
    aim = _aims().match(before)
    return aim is not None and _NONE.search(before[aim.end() :]) is not None and not _MET.search(f"{after} {following}")


_NONE = pattern(r"\b(?:no|zero|without|w/o|not)\b[^,.;:]{0,24}$")
_MET = pattern(r"\b(?:met|achieved|reached|done|completed)\b")


@lru_cache(maxsize=1)
def _aims() -> Pattern:
    heads = combined(rules("assertion")["aims"], {})
    return pattern(rf"^[\s\W]*{heads}\s*[:.)-]\s")


def _as_told(told: Assertion, said: Assertion, text: str, start: int, end: int) -> Assertion:
    """What the words assert by themselves, unless the sentence says more: somebody else's, or of these days."""
    if told == "not_risk":
        return told
    if told == "historical" and said in ("present", "other_person"):
        before, words, after, _ = sentence_around(text, start, end)
        of_now = _any("lately").search(f"{before} {words} {after}") is not None
        return said if of_now or _any("kin_of_kin").search(f"{before} {words}") else told
    return told if said == "present" else said


def expression(kind: str, key: str) -> str:
    """The expression for one list of a type's phrases; matches nothing where there is none."""
    return combined(rules("risk")["types"][kind].get(key, ()), sets())


@lru_cache(maxsize=64)
def _phrases(key: str, kind: str) -> Pattern:
    return pattern(expression(kind, key))


def _matches(key: str, kind: RiskType, words: str) -> bool:
    return _phrases(key, kind).match(words) is not None


def _of_kin(text: str, start: int, end: int) -> bool:
    """Done to a relation of the client's: "her sister's husband hits her"."""
    return _any("kin_of_kin").search(sentence_around(text, start, end)[0]) is not None


def _by_a_parent(before: str, after: str) -> bool:
    """A parent did it, and nothing says that it was lately: then it is of the client's childhood."""
    return _any("parents").search(before) is not None and _any("lately").search(f"{before} {after}") is None


def _denied_beside(kind: RiskType, text: str, start: int, end: int) -> bool:
    """Other words of the same sentence deny the risk itself, and not only for now or only its active form."""
    words = text[start:end]
    before, _, after, _ = sentence_around(text, start, end, whole=True)
    if _matches("named", kind, words) and (words.lower().startswith("passive") or _any("affirmed").search(before)):
        return False
    denial = _phrases("denied_beside", kind)
    if any(not _turned(before[found.end() :]) for found in denial.finditer(before)):
        return True
    return denial.search(after) is not None and _any("now").search(after) is None


def _turned(between: str) -> bool:
    return ";" in between or _any("turns").search(between) is not None


@lru_cache(maxsize=16)
def _any(key: str) -> Pattern:
    return pattern(combined(rules("risk")[key], sets()))
