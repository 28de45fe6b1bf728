"""What a sentence asserts of some words in it: present, denied, historical, hypothetical, other_person or not_risk.

The method is ConText's (Harkema et al. 2009): trigger words, each with a direction, reach until a terminator; pseudo
triggers are taken out first. The negation words began with NegEx (Chapman et al. 2001); therapists' shorthand, idioms
and double negation were added. All words are in `rules/assertion.json`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from companion.overview.answer import answer_to
from companion.overview.bystander import is_bystander
from companion.overview.kept_words import kept
from companion.overview.pattern import LETTER, Match, Pattern, alternatives, pattern, phrases
from companion.overview.rulebook import words
from companion.record import Assertion

_OWNERS = "his|her|their|my|our|pt's|ct's|client's|the|a|an|own|younger|older|little|big|late|maternal|paternal|best"

REACH = 220
"""Characters looked at on each side: a sentence of notes is shorter, and a hostile one must not cost more."""

NEAR = 6
"""Words that "not" reaches over; "no" and "denies" reach to the clause's end, as they head lists."""


def assess(
    text: str, start: int, end: int, others: Iterable[str] = (), *, anybody: bool = False, conditional: bool = True
) -> Assertion:
    """What the sentence around `text[start:end]` says of these words.

    `others` are names of other people in the client's life, so that "Sam denies SI" is Sam's; with `anybody` it does
    not matter whose they are, and without `conditional` a mere "if" or "would" does not make them only possible: risk
    is told in that mood ("it would be fine if I didn't wake"). Never fails: words about which nothing is said are
    `present`.
    """
    before, target, after, following = sentence_around(text, start, end)
    before, after = _without(before), _without(after)
    sentence = f"{before} {target} {after}"
    if _words("not_meant").search(sentence):
        return "not_risk"
    if not anybody and _is_other(before, tuple(sorted(others))):
        return "other_person"
    doubled = _words("double").search(sentence) is not None
    if not doubled and (_negated_before(before) or _negated_after(after, following)):
        return "denied"
    past = _is_past(before, target, after)
    answer = answer_to(before, after, following)
    if answer == "denied" or (answer and not past):
        return answer
    if _is_supposed(before, after, conditional=conditional and not past):
        return "hypothetical"
    return "historical" if past else "present"


def _is_supposed(before: str, after: str, *, conditional: bool) -> bool:
    """It is only possible, feared or planned for. "As a girl she would" supposes nothing: without `conditional` a mere
    if or would does not count, but "should thoughts of dying return" does: the thought itself is what may come."""
    if _reaches(_words("hypothetical_firm"), before):
        return True
    before = _masked(before, "hypothetical_ignored")
    if not conditional:
        before, after = _masked(before, "conditional"), _masked(after, "conditional")
    return _reaches(_words("hypothetical_before"), before) or _follows("hypothetical_after", after)


def _is_past(before: str, target: str, after: str) -> bool:
    """Some word of the past reaches the target, or the target itself has its year: "SA in 2019"."""
    if any(not _moved_on(before[found.end() :]) for found in _numbered("historical_before").finditer(before)):
        return True
    near = list(_words("historical_before_near").finditer(before))
    if near and _is_next(before[near[-1].end() :]):
        return True
    dated = _numbered("historical_after").search(target)
    return _follows_numbered(after) or (dated is not None and any(c.isdigit() for c in dated.group(0)))


NEXT = 3
"""Words that "s/p" and "she was a" reach over: "s/p serious SA", "she was a heavy drinker"."""


def _is_next(scope: str) -> bool:
    return len(scope.split()) <= NEXT and not any(mark in scope for mark in ",;)")


OWNED = 3
"""Words that a possessive reaches over: "her brother's second bad overdose"."""


@lru_cache(maxsize=32)
def _words(key: str) -> Pattern:
    return phrases(words("assertion", key))


@lru_cache(maxsize=8)
def _numbered(key: str) -> Pattern:
    """Phrases in which # is any number: "at age #"."""
    expression = alternatives(words("assertion", key))
    return pattern(expression.replace(r"\#\#", r"\d\d").replace(r"\s+\#", r"\s+\d+").replace(r"\#", r"\d*"))


_STOP = pattern(r"[.!?]+[\"”’')\]]*\s+|\n\s*\n|\n(?:\s*[-*•]|\s*[A-Z][A-Za-z/ ]{0,20}:)|;\s|[ \t]{4,}")
_TITLE_BEFORE = pattern(r"(?:\b(?:dr|mr|mrs|ms|st|vs|neg|p\.m|a\.m|\d)|\s[a-z])\.\s+$")


def sentence_around(text: str, start: int, end: int, *, whole: bool = False) -> tuple[str, str, str, str]:
    """The sentence's words before, in and after the target, and the start of the next; `whole` crosses semicolons."""
    before = text[max(0, start - REACH) : start]
    for stop in list(_STOP.finditer(before))[::-1]:
        if not _passed(before, stop, whole):
            before = before[stop.end() :]
            break
    after, following = text[end : end + REACH], ""
    for stop in _STOP.finditer(after):
        if not _passed(after, stop, whole):
            after, following = after[: stop.start()], after[stop.end() : stop.end() + 40]
            break
    return before, text[start:end], after, following


def _passed(part: str, stop: Match, whole: bool) -> bool:
    """A dot after a title ends no sentence, nor do the blanks after a heading; nor does a semicolon, when the whole
    sentence is asked for."""
    if part[stop.start()] in " \t" and part[: stop.start()].endswith(":"):
        return True
    return (whole and part[stop.start()] == ";") or _TITLE_BEFORE.search(part[: stop.end()]) is not None


def _without(part: str) -> str:
    return _masked(part, "ignored")


def _masked(part: str, key: str) -> str:
    """The part with pseudo triggers blanked, so that offsets and word counts hold."""
    for found in _words(key).finditer(part):
        part = part[: found.start()] + "~" * (found.end() - found.start()) + part[found.end() :]
    return part


def _negated_before(before: str) -> bool:
    for trigger in _words("negation_before").finditer(before):
        scope = before[trigger.end() :]
        if not _terminated(scope):
            return True
    near = list(_words("negation_before_near").finditer(before))
    if not near:
        return False
    scope = before[near[-1].end() :]
    return "," not in scope and len(scope.split()) <= NEAR and not _words("stops").search(scope)


def _terminated(scope: str) -> bool:
    """A terminator stands in the scope, or the list it heads has ended and another begins ("no SI, he drinks")."""
    if _words("stops").search(scope):
        return True
    last = scope.rpartition(",")[2] if "," in scope else ""
    return bool(last) and _fresh().match(last) is not None


def _moved_on(scope: str) -> bool:
    """As `_terminated`, but anything after a comma that begins anew ends what was of the past."""
    return _words("stops").search(scope) is not None or any(
        _fresh().match(part) and not _words("historical_before_near").match(part.strip())
        for part in scope.split(",")[1:]
    )


@lru_cache(maxsize=1)
def _fresh() -> Pattern:
    return pattern(r"^\s*(?:and\s+|or\s+)?" + alternatives(words("assertion", "fresh_start")))


def _negated_after(after: str, following: str) -> bool:
    found = _words("negation_after").search(after)
    if found and not _has_object(after[found.start() :]) and not _since_long(after[found.start() :]):
        between = after[: found.start()]
        if between.rstrip().endswith("to be"):
            return False
        if len(between.split()) <= 4 and not _terminated(between) and "," not in between.rstrip(", -"):
            return True
    first = _words("negation_next_sentence").search(following)
    return first is not None and first.start() == 0


_OBJECT = pattern(r"^(?:den(?:ies|ied)|declined)\s+[a-z]")
_NO_OBJECT = pattern(
    r"^den(?:ies|ied)\s+(?:by|at|this|today|now|currently|when|per|on|again|in|for|both|all|to|but|and)\b"
)


_SINCE = pattern(r"^(?:none|nil|zero)\s+(?:since|in|for)\s+")
_SINCE_LATELY = pattern(
    r"^\w+\s+(?:since|in|for)\s+(?:(?:the|our|my|his|her|their)\s+)?(?:last|previous|prior|start|session|visit|intake|then|this|past|\d|two|three|a"
    r"|(?:the\s+)?(?:injection|shot|med\w*|dose|increase|change|switch|start))\b"
)
_YEARS = pattern(r"^\w+\s+(?:in|for)\s+(?:\S+\s+){1,3}?(?:years|yrs|decades)\b")


def _since_long(words: str) -> bool:
    """ "none since high school", "none in 12 yrs" end something that was; "none since last visit" denies it."""
    return _SINCE.match(words) is not None and (_SINCE_LATELY.match(words) is None or _YEARS.match(words) is not None)


def _has_object(words: str) -> bool:
    """ "denies" has words of its own to deny: "wept on Sunday, denies SI"."""
    return _OBJECT.search(words) is not None and _NO_OBJECT.search(words) is None


def _reaches(triggers: Pattern, before: str) -> bool:
    """Some trigger stands before the target with no terminator between."""
    return any(not _words("stops").search(before[found.end() :]) for found in triggers.finditer(before))


def _follows(key: str, after: str) -> bool:
    found = _words(key).search(after)
    if found is None:
        return False
    between = after[: found.start()]
    apart = "," in between or " and " in between
    return len(between.split()) <= 5 and not apart and not _words("stops").search(between)


def _follows_numbered(after: str) -> bool:
    found = _numbered("historical_after").search(after)
    return found is not None and len(after[: found.start()].split()) <= 9


def _is_other(before: str, others: tuple[str, ...]) -> bool:
    """Somebody else is the subject or the owner: "her brother's overdose", "Dad drinks", "family hx: SI"."""
    if _words("experiencer_before").search(before) or _lost_to(before):
        return True
    last: Match | None = None
    for found in _people(others).finditer(before):
        if found.group("owner"):
            last = found if _owns(before[found.end() :]) else last
        elif not (_object_before().search(before[: found.start()]) or is_bystander(before, found)):
            last = found
    if last is None:
        return False
    between = before[last.end() :]
    return _quoted().match(between) is not None or not _words("client").search(between)


_LOST_TO = pattern(r"\b(?:lost|loses|losing|died|dead|death)\s+(?:\S+\s+){0,7}?(?:to|by|of|from)\s+(?:an?\s+|the\s+)?$")


def _lost_to(before: str) -> bool:
    """Somebody died of it: "lost a buddy from the unit to"."""
    found = _LOST_TO.search(before)
    return found is not None and "due" not in found.group(0)


def _owns(between: str) -> bool:
    """A possessive reaches over its own noun alone: not from "at her aunt's house" to what comes after the comma."""
    return "," not in between and len(between.split()) <= OWNED and not _words("owned_places").search(between)


@lru_cache(maxsize=1)
def _quoted() -> Pattern:
    """What follows a speaker up to the open quotation: in it, "I" is the speaker and not the client."""
    said = alternatives(words("assertion", "speaking"))
    return pattern(rf"^\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:{said})[^\"“”.]{{0,40}}?)?[:,]?\s*[\"“][^\"“”]*$")


@kept(64)
def _people(others: tuple[str, ...]) -> Pattern:
    """A relation's word or another's name, with the possessives before it; `owner` is set for "brother's"."""
    names = "|".join(name.replace(".", r"\.") for name in others if name.replace(" ", "").replace(".", "").isalpha())
    who = rf"(?:{alternatives(words('assertion', 'relations'))}" + (rf"|\b(?:{names})\b)" if names else ")")
    return pattern(rf"(?:\b(?:{_OWNERS}|{LETTER}+['’]s)\s+)*{who}(?P<owner>['’]s\b)?")


@lru_cache(maxsize=1)
def _object_before() -> Pattern:
    return pattern(alternatives(words("assertion", "object_before")) + r"\s*$")
