"""Risk screens, as templates write them: short names with an answer ("SI/HI: none", "-SI -HI", "AVH ....... no").

Such lines are no sentences: nothing in "S/I: N" is a word that denies. They are read by their own small grammar, whose
words are in `rules/screens.json`: names, and an answer after which the line or the clause ends. What does not fit it
exactly is left to the sentence's own assertion. Denials of no name are in `general_denial`, columns and boxes in
`screen_layouts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from companion.overview.combined import combined
from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.rulebook import rules
from companion.record import Assertion, RiskType

SIGN = "[-–−]"
GAP = r"[ \t]"


@dataclass(frozen=True, slots=True)
class Screened:
    """A screen's answer: `text[start:end]` holds the name and the answer to it."""

    type: RiskType
    start: int
    end: int
    assertion: Assertion


def any_of(entries: Iterable[str]) -> str:
    """The expression for a list of phrases; {name} is a set of `risk.json`."""
    return combined(entries, rules("risk")["sets"])


def listed(key: str) -> str:
    return any_of(rules("screens")[key])


@lru_cache(maxsize=1)
def _by_type() -> dict[RiskType, str]:
    """For each type the expression for its names: acronyms in capitals, words in any case."""
    table = rules("screens")
    kinds = dict.fromkeys([*table["exact"], *table["targets"]])
    either: dict[RiskType, str] = {}
    for kind in kinds:
        capitals, plain = table["exact"].get(kind, ()), table["targets"].get(kind, ())
        both = [f"(?-i:{any_of(capitals)})"] if capitals else []
        either[cast(RiskType, kind)] = "(?:" + "|".join([*both, *([any_of(plain)] if plain else [])]) + ")"
    return either


@lru_cache(maxsize=1)
def target() -> str:
    """The expression for any screened name."""
    return "(?:" + "|".join(_by_type().values()) + ")"


@lru_cache(maxsize=1)
def names() -> str:
    """The expression for a list of names: "SI/HI, self-harm or AVH"."""
    sep = rf"(?:{GAP}?[/,&+]{GAP}?(?:and |or )?|{GAP}(?:and|or|&){GAP}|{GAP})"
    return rf"{target()}(?:{sep}{target()}){{0,7}}(?:{GAP}{listed('nouns')}){{0,2}}"


def types_in(words: str) -> list[RiskType]:
    """The types that a list of names asks after, in their order of the rules; a name inside a longer one of another
    type names nothing: the "ideation" of "homicidal ideation" is not suicidal."""
    spans = {
        kind: [found.span() for found in compiled(f"{expression}(?:{GAP}{listed('nouns')})?").finditer(words)]
        for kind, expression in _by_type().items()
    }
    everywhere = [span for found in spans.values() for span in found]
    return [kind for kind, found in spans.items() if any(not _inside(span, everywhere) for span in found)]


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    start, end = span
    return any(a <= start and end <= b and b - a > end - start for a, b in others)


@lru_cache(maxsize=64)
def compiled(expression: str) -> Pattern:
    return pattern(expression)


@lru_cache(maxsize=1)
def none() -> str:
    """The expression for an answer that denies, with what may stand behind it."""
    return rf"(?:{listed('none')}|[ø∅]|{_TICKED})_*(?:[, ]{{1,2}}(?:{listed('tails')}|×{GAP}?\d)){{0,4}}"


_TICKED = (
    r"(?:_*[xX]?_*(?:☐|\[ ?\]|\( ?\)|_{1,4})[ ]?y(?:es)?\b[ /]*(?:☒|☑|\[[x✓]\]|\([x✓]\)|_*x_*)[ ]?no?\b"
    r"|y(?:es)?[ ]?(?:☐|\[ ?\]|\( ?\))[ /]*no?[ ]?(?:☒|☑|\[[x✓]\]|\([x✓]\)))"
)
"""Yes and No with their boxes, and No is ticked."""
_LINK = (
    rf"(?:{GAP}*\?{GAP}*|{GAP}*[:=|]{GAP}*[|]?{GAP}*|{GAP}*(?:{SIGN}{{0,2}}>{{1,2}}|→|⇒|=>|~){GAP}*"
    rf"|{GAP}*{SIGN}{{1,2}}{GAP}+|{GAP}*[._]{{2,}}{GAP}*|{GAP}+|{GAP}*\()"
)
"""What may stand between a name and its answer."""


@lru_cache(maxsize=1)
def _ends() -> Pattern:
    """What stands behind a whole answer: the clause's end, or the next name."""
    return pattern(
        rf"^(?:{GAP}*(?:$|[\n,;|)\](/]|[.!](?:$|[\s\"”)])|[·•]|{GAP}{{2}}|\t|[–—-] )"
        rf"|{GAP}+[-+]?{target()}|{GAP}+\+)"
    )


def ends_here(text: str, end: int) -> bool:
    """Nothing goes on behind an answer that could change it: "SI: no plan" answers nothing."""
    return _ends().match(text[end : end + 60]) is not None


def screened(text: str) -> Iterator[Screened]:
    """Every answer in a note's running lines that denies or affirms what it names."""
    for found in _answered().finditer(text):
        if ends_here(text, found.end()):
            yield from each(types_in(str(found.group("names"))), found.span(), "denied")
    for found in _affirmed().finditer(text):
        yield from each(types_in(str(found.group("names")))[:1], found.span(), "present")
    for found in _signed().finditer(text):
        if not _is_bullet(text, found):
            yield from each(types_in(str(found.group("all"))), (begins(found, "all"), found.end()), "denied")


def begins(found: Match, group: str) -> int:
    """Where a named group begins: only white space and list marks stand before it."""
    return found.start() + str(found.group(0)).find(str(found.group(group)))


def each(kinds: Iterable[RiskType], span: tuple[int, int], said: Assertion) -> Iterator[Screened]:
    for kind in kinds:
        yield Screened(kind, *span, said)


@lru_cache(maxsize=1)
def _answered() -> Pattern:
    """Names, then an answer that denies, also behind the asking ("SI was explored and denied"); a sign counts when it
    stands right behind."""
    sign = rf"{GAP}?(?:\({SIGN}\)|\[{SIGN}\]|{SIGN}|[✗✘✕×])"
    asked = rf"{GAP}(?:was |were |is |are )?{listed('asked_only')}(?:{GAP}and|{GAP}?[;,:–-])?{GAP}"
    return pattern(rf"(?P<names>{names()})(?:(?:{_LINK}|{asked}){none()}|{sign})")


@lru_cache(maxsize=1)
def _affirmed() -> Pattern:
    """A heading of capitals with an answer that affirms: "SI: passive". Sentences are read by their words."""
    capitals = any_of([word for words in rules("screens")["exact"].values() for word in words])
    return pattern(
        rf"(?P<names>(?-i:{capitals})(?:/(?-i:{capitals})){{0,3}}){GAP}*[:=|]{GAP}*{listed('yes')}(?:\b|\s|$)"
    )


@lru_cache(maxsize=1)
def _signed() -> Pattern:
    """A sign or a short negation right before names: "-SI/-HI", "(-) SIB", "∅ AVH", "neg SI/HI"; and names in small
    letters, which are read here alone: "no si/hi"."""
    answer = (
        rf"\b(?:(?:all )?(?:none|neg|negative|nil|denied|absent|0(?:/0){{1,4}})|no x{GAP}?\d)(?: x{GAP}?\d)?{GAP}?[(:]"
    )
    sign = rf"(?:{SIGN}|(?:\({SIGN}\)|\[{SIGN}\]|[⊖∅ø]|\b(?:neg|negative|nil|0)\b|{answer}){GAP}?)"
    denied = r"(?:no|denie[sd]|denying|without|neg(?:ative)?)(?: for)?(?: any| current)?"
    small = rf"{denied}{GAP}(?-i:[sh]/?i)[ /,]"
    return pattern(rf"(?:^|[\s/,;(|])(?P<all>{sign}(?P<names>{names()})|{small}(?P<more>(?:or )?{names()}))")


def _is_bullet(text: str, found: Match) -> bool:
    """A dash that begins its line under a heading lists and denies nothing."""
    start = begins(found, "all")
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip() and text[:line].rstrip().endswith(":") and text[start] in "-–−"


def answer_alone(words: str) -> Assertion | None:
    """What an answer that stands alone says."""
    if compiled(none() + r"|[-–−]").fullmatch(words):
        return "denied"
    if compiled(listed("yes") + r"(?:[\s,]+[^|]{0,40})?").fullmatch(words):
        return "present"
    return None
