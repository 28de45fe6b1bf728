"""Goals called by their place in the plan: "goal 2", "G3", "goals 1-3", "Target 4", "(b)", "closed II", "A met"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from companion.overview.goal_plan import PlannedGoal
from companion.overview.kept_words import kept
from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.plan_labels import counted
from companion.overview.rulebook import rules

_ROMANS = "i ii iii iv v vi vii viii ix x".split()
_WORDS = "one|two|three|four|five|six|seven|eight"
_BRACKETED = r"[(\[](?:[a-h]|[ivx]{1,4}|\d{1,2})[)\]]"
_CAPITAL = r"(?-i:[A-H]|[IVX]{1,4}|One|Two|Three|Four|Five|Six|Seven|Eight)\b"
_TOKEN = rf"(?:#?\d{{1,2}}\b|{_BRACKETED}|{_CAPITAL}|(?:{_WORDS})\b)"
_JOIN = r"\s*(?:,\s*and|,|and|&|\+|/|[-–—]|to|through|thru)\s*"
_ORDINALS = "first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th"
_EACH = pattern(rf"([-–—]|\b(?:to|through|thru)\b)?\s*({_TOKEN}|\b(?:{_ORDINALS})\b)")
_MARK = pattern(r"(?:^|[^\p{L}])(?:(\p{L}{2,14})[ \t#-]*)?[(\[]?(\p{L}{1,5}|\d{1,2})[)\]]?[^\p{L}\d]*$")
_FIGURE_BEHIND = pattern(r"^\s*(?:%|min|hrs?\b|hours?|days?|nights?|times?|x\b|/\d|or\b)")
_PART = pattern(r"^[^-–]*\d-(?-i:[A-H])$")
"""A part of what is counted, not the whole: "Objective 1-B"."""
_USUAL = frozenset({"goal", "objective"})


@dataclass(frozen=True, slots=True)
class Counting:
    """How a client's plans count their goals: with letters, romans or words, and what they call them."""

    letters: bool = False
    romans: bool = False
    words: bool = False
    nouns: frozenset[str] = _USUAL

    def and_of(self, planned: PlannedGoal) -> Counting:
        """What the words before one more goal add."""
        text = planned.reading.note.text
        found = _MARK.search(text[text.rfind("\n", 0, planned.start) + 1 : planned.start])
        if not found or planned.number is None:
            return self
        token, noun = str(found.group(2)).lower(), str(found.group(1) or "").lower()
        roman = token in _ROMANS and _ROMANS.index(token) + 1 == planned.number
        letter = len(token) == 1 and ord(token) - 96 == planned.number
        word = token in _WORDS.split("|") and counted(token) == planned.number
        nouns = self.nouns | ({noun} if noun else set())
        return Counting(self.letters or letter, self.romans or roman, self.words or word, nouns)

    def number(self, token: str) -> int | None:
        """The number that a token names in these plans."""
        said = token.strip("()[]# ")
        if said.lower() in _ORDINALS.split("|"):
            return _ORDINALS.split("|").index(said.lower()) % 6 + 1
        if said.isdigit() or (len(said) > 2 and said.lower() in _WORDS.split("|")):
            return counted(said)
        if self.romans and said.lower() in _ROMANS:
            return _ROMANS.index(said.lower()) + 1
        return ord(said.lower()) - 96 if self.letters and len(said) == 1 else None


@dataclass(frozen=True, slots=True)
class Name:
    """`words[start:end]` names the goals of some numbers."""

    start: int
    end: int
    numbers: frozenset[int]


def names_in(words: str, counting: Counting, *, listed: bool = False) -> Iterator[Name]:
    """The goals that some words name. `listed`: the words stand below "G:", where counts alone are names."""
    kinds = [_named(tuple(sorted(counting.nouns))), _nth(tuple(sorted(counting.nouns)))]
    if counting.letters or counting.romans or counting.words:
        kinds += [_COUNTS] if listed else [_BRACKETS, *_decided()]
    taken = 0
    spans = [found.span(1) for kind in kinds for found in kind.finditer(words)]
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        numbers = frozenset(_numbers(words[start:end], counting))
        if start >= taken and _PART.match(words[start:end]):
            taken = end
        elif start >= taken and numbers and not _FIGURE_BEHIND.search(words[end:]):
            yield Name(start, end, numbers)
            taken = end


def _numbers(name: str, counting: Counting) -> Iterator[int]:
    last: int | None = None
    for found in _EACH.finditer(name):
        number = counting.number(str(found.group(2)))
        if number is None:
            continue
        yield from range(last, number) if found.group(1) and last is not None else ()
        yield number
        last = number


@kept(64)
def _named(nouns: tuple[str, ...]) -> Pattern:
    """A noun of the plan, or "G", and the counts behind it."""
    told = "|".join((*nouns, *(noun + "s" for noun in nouns)))
    status = r"(?:\s+(?:met|achieved|completed|closed|continu\w+|discontinued|dropped|reopened)\s*:)?"
    first = rf"(?:\s*(?:#?\d{{1,2}}\b|{_BRACKETED})|\s+{_TOKEN})"
    return pattern(rf"(\b(?:(?:(?:{told}){status}|LTGs?|STGs?){first}|G\s*#?\d{{1,2}}\b)(?:{_JOIN}{_TOKEN})*)")


@kept(64)
def _nth(nouns: tuple[str, ...]) -> Pattern:
    """A noun of the plan behind the count: "the first and second goals"; or a bare "#2", "no. 2"."""
    told = "|".join((*nouns, "aim", "target"))
    nth = rf"(?:{_ORDINALS})"
    counts = rf"\bnos?\.\s?\d{{1,2}}\b(?:{_JOIN}\d{{1,2}}\b)*"
    more = rf"(?:(?:\s*,\s*|\s+and\s+)(?:the\s+)?{nth})*"
    return pattern(rf"(\b{nth}{more}\s+(?:(?:tx|treatment)\s+)?(?:{told})s?\b|#\d{{1,2}}\b|{counts})")


_COUNTS = pattern(rf"(\b{_CAPITAL}(?:{_JOIN}{_CAPITAL})*|{_BRACKETED}(?:{_JOIN}{_BRACKETED})*)")
_BRACKETS = pattern(rf"({_BRACKETED}(?:{_JOIN}{_BRACKETED})*)")


@lru_cache(maxsize=1)
def _decided() -> tuple[Pattern, Pattern]:
    """Bare counts beside a word that decides: "A and B met", "closed II"."""
    table = rules("goals")
    told = tuple(w for kind in ("achieved", "discontinued", "reopened") for w in table["status"][kind])
    said = alternatives((*told, *table["named"]["achieved"], *table["status_alone"]))
    counts = rf"\b{_CAPITAL}(?:{_JOIN}{_CAPITAL})*"
    helping = r"\s+(?:(?:is|are|was|were|has been|have been|now|both|all|goes|go)\s+){0,2}"
    return (
        pattern(
            rf"(?:^|[.;:,(]\s*|\band\s+)({counts}){helping}{said}\s*(?:[.;:,()]|$|\btoday\b|\bnow\b|\bon\b|\bat\b|\band\b|\d)"
        ),
        pattern(rf"{said}\s+({counts})"),
    )
