"""The ways in which notes say who somebody is: "brother Kim", "Kim (neighbor)", "Kim, her boss", "next-door Kim"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules

NAME = r"[\p{Lu}][\p{Ll}][\p{L}'’]*(?:-[\p{Lu}][\p{L}]+)?"
"""A word that may be a name."""
GROWN = 18
"""Somebody in the family whom an intake lists by name and age, and who is younger, is the client's child."""
PRIEST = "Father"
"""Before a name inside a sentence a title; "Father Kim, 70" at its beginning is the client's father."""
_WHOSE = r"(?i:her|his|their|the|my|our|ct['’]?s|pt['’]?s|cl['’]?s|client['’]s|patient['’]s)"
_AGE = r"(?:,? \d{1,3}\b| \(\d{1,3}\))?"
_KIND = r"(?:(?i:an?|the|older|younger|elder|little|big|old|best|former|eldest|oldest|youngest|middle)\s+){0,2}"
_ENDS = r"(?:[,.;:)|\n]|$| (?i:in|at|from|who|with|w/|and)\b)"


@dataclass(frozen=True, slots=True)
class Telling:
    """One place where a note says who somebody is. `relation` is empty where it only says that there is somebody."""

    name: str
    relation: str
    title: str = ""
    surname: str = ""
    whose: str = ""
    """Whose they are, where it is not the client's: a name, or the pronoun before the relation."""
    weak: bool = False
    """Other words read the same ("Walk the dog"): it counts where the name never stands in small letters."""


@dataclass(frozen=True, slots=True)
class _Way:
    """An expression with the groups of the relation (0: `said` is the relation), the name and whose it is."""

    expression: Pattern
    relation: int
    name: int
    whose: int = 0
    said: str = ""
    title: str = ""
    weak: bool = False


@lru_cache(maxsize=1)
def relation_of() -> dict[str, str]:
    """The relation that each word for one means."""
    return {word: relation for relation, words in rules("people")["relations"].items() for word in words}


def bare(word: str) -> str:
    """The name without its possessive: Kim's and James' are Kim and James."""
    return word.removesuffix("'s").removesuffix("’s").rstrip("'’")


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Capitalised words, in small letters, that name nobody."""
    titles = {title.lower().rstrip(".") for title in rules("people")["titles"]}
    return frozenset(rules("people")["not_names"]) | frozenset(relation_of()) | titles


def tellings(reading: Reading) -> Iterator[Telling]:
    """Every place of a note that says who somebody is."""
    text = reading.note.text
    found = [one for way in _ways() for match in way.expression.finditer(text) for one in _told(way, match)]
    priests = {one.name for one in found if one.title == PRIEST}
    yield from (one for one in found if one.name not in priests or one.title == PRIEST)
    yield from _titled(text)
    if reading.note.kind == "intake":
        yield from _children(text)


def _told(way: _Way, match: Match) -> Iterator[Telling]:
    said = " ".join(str(match.group(way.relation)).lower().split()) if way.relation else way.said
    said = "" if said in rules("people")["somebody"] else said
    relation = relation_of().get(said) or relation_of().get(said.replace(" ", "-"), said)
    whose = bare(str(match.group(way.whose) or "").strip()) if way.whose else ""
    names = list(_names(str(match.group(way.name))))
    several = said in rules("people")["plural"]
    as_title = str(match.group(way.relation)) if way.relation else ""
    for title, name, surname in names if several else names[:1]:
        yield Telling(
            name, relation, title or way.title or (as_title if as_title in _title_words() else ""), surname, whose
        )


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    return frozenset(rules("people")["titles"])


@lru_cache(maxsize=1)
def _titles() -> str:
    return "|".join(t.replace(".", r"\.") for t in sorted(rules("people")["titles"], key=len, reverse=True))


@lru_cache(maxsize=1)
def _ways() -> tuple[_Way, ...]:
    words = "|".join(sorted((w.replace("-", "[- ]") for w in relation_of()), key=len, reverse=True))
    relation = rf"\b((?i:{words}))"
    one = rf"((?:(?:{_titles()})\s+)?{NAME}(?: {NAME})?)"
    several = rf"((?:(?:{_titles()})\s+)?{NAME}{_AGE}(?: {NAME})?(?:(?:, | and | & ){NAME}{_AGE}){{0,3}})"
    holder = rf"(?:({NAME}['’]s|(?i:his|her))\s+(?:[\p{{Ll}}-]+\s+)?)?"

    def exact(expression: str) -> Pattern:
        return pattern(expression, exact_case=True)

    born = r"\s*(?:\([^)]*\))?,?\s*(?i:born|b\.|d\.o\.b)"
    somebody = "|".join(rules("people")["somebody"])
    near = "|".join(rules("people")["next_door"])
    return (
        _Way(exact(rf"{holder}{relation}\s+{several}"), 2, 3, whose=1),
        _Way(exact(rf"\b((?i:{'|'.join(rules('people')['plural'])})),?\s+{several}"), 1, 2),
        _Way(exact(rf"\b(?:{_WHOSE}|(?i:an?|another))\s+(?:[\w-]+\s+)?{relation},\s+{one}"), 1, 2),
        _Way(exact(rf"{relation}\s*[:=–-]\s*{several}"), 1, 2, weak=True),
        _Way(exact(rf"{relation}(?:['’]s name)? is (?:(?i:called|named)\s+)?{one}"), 1, 2, weak=True),
        _Way(exact(rf"\b{one}{_AGE}(?:,|\s*[-–=:|])\s*{_KIND}{relation}{_ENDS}"), 2, 1, weak=True),
        _Way(exact(rf"\b{one} the {relation}\b"), 2, 1, weak=True),
        _Way(exact(rf"{relation}\s+\({several}"), 1, 2),
        _Way(exact(rf"\b{one}\s*\((?:({NAME}['’]s) |{_WHOSE}\s+)?(?:[\w'’-]+\s+){{0,2}}?{relation}\b"), 3, 1, whose=2),
        _Way(exact(rf"\b{one}{_AGE}, (?:({NAME}['’]s)|{_WHOSE}|(?i:an?))\s+(?:[\w-]+\s+)?{relation}\b"), 3, 1, whose=2),
        _Way(exact(rf"\b{one}(?:['’]s| (?:is|was|as)) {_WHOSE}\s+(?:[\w-]+\s+)?{relation}\b"), 2, 1),
        _Way(exact(rf"{relation} (?i:called|named|is called|is named)\s+{one}"), 1, 2),
        _Way(exact(rf"\b({somebody}|boy|girl),? (?i:called|named)\s+{one}"), 1, 2),
        _Way(exact(rf"\b(?i:boy),\s+{one}{born}"), 0, 1, said="baby son"),
        _Way(exact(rf"\b(?i:girl),\s+{one}{born}"), 0, 1, said="baby daughter"),
        _Way(exact(rf"(?i:\b(?:married|wed) to)\s+{one}"), 0, 1, said="spouse"),
        _Way(exact(rf"(?i:\b(?:div\.?|divorced|split|separated|sep\.?) from)\s+{one}"), 0, 1, said="ex"),
        _Way(exact(rf"(?i:\bwidow of|\bwidowed by)\s+{one}"), 0, 1, said="late husband"),
        _Way(exact(rf"(?i:\bwidower of)\s+{one}"), 0, 1, said="late wife"),
        _Way(exact(rf"(?i:\b(?:dating|seeing|engaged to|in a relationship with))\s+{one}"), 0, 1, said="partner"),
        _Way(exact(rf"\b{one},? (?i:{near})\b"), 0, 1, said="neighbor"),
        _Way(exact(rf"\b(?i:next[- ]door|upstairs|downstairs) {one}"), 0, 1, said="neighbor"),
        _Way(exact(rf"[\p{{Ll}},;:] (Father|Fr\.?) {one}"), 0, 2, said="priest", title=PRIEST),
    )


def _names(said: str) -> Iterator[tuple[str, str, str]]:
    """Title, name and surname of each of a list such as "Ada 7 and Bo 3"."""
    titles = set(rules("people")["titles"])
    for part in said.replace(" and ", ",").replace("&", ",").split(","):
        words = [word for word in part.split() if not word.strip("()").isdigit()]
        title = words.pop(0) if len(words) > 1 and words[0] in titles else ""
        words = [word for word in words if len(words) == 1 or bare(word).lower() not in not_names()]
        if words and words[-1] not in titles:
            yield title, bare(words[0]), bare(words[1]) if len(words) > 1 else ""


def _titled(text: str) -> Iterator[Telling]:
    for match in pattern(rf"\b({_titles()})\s+({NAME})", exact_case=True).finditer(text):
        title = str(match.group(1))
        relation = relation_of().get(title.lower().rstrip("."), "doctor" if title.startswith("Dr") else "")
        yield Telling(bare(str(match.group(2))), relation, title)


_LISTED = pattern(
    rf"(?:^|[.;:,(\n\"”] |and )({NAME}),? (?:age |aged )?(\d{{1,2}})"
    r"(?:\s?y/?o| yrs?| mos?)?(?:[.,;)\n]| and| \()",
    exact_case=True,
)


def _children(text: str) -> Iterator[Telling]:
    """ "Iris 12, Ben 7" in an intake."""
    position = 0
    while found := _LISTED.search(text[position:]):
        if int(found.group(2)) < GROWN:
            yield Telling(bare(str(found.group(1))), "child")
        position += found.end() - 1
