"""The ways in which notes say who somebody is: "brother Kim", "Kim (neighbor)", "Kim, her boss", "next-door Kim"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def words_for(relation: str) -> list[str]:
    """The words that mean a relation."""
    return [word for word, means in relation_of().items() if means == relation]


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
    others = {(one.name, one.relation) for one in found if one.whose.lower() in relation_of()}
    found = [one for one in found if one.whose or (one.name, one.relation) not in others]
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
            name,
            relation,
            title or way.title or (as_title if as_title in _title_words() else ""),
            surname,
            whose,
            way.weak,
        )


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    return frozenset(rules("people")["titles"])


@lru_cache(maxsize=1)
def _titles() -> str:
    return "|".join(t.replace(".", r"\.") for t in sorted(rules("people")["titles"], key=len, reverse=True))


def _either(entries: Iterable[str]) -> str:
    return "|".join(sorted((entry.replace("-", "[- ]") for entry in entries), key=len, reverse=True))


def _exact(expression: str) -> Pattern:
    return pattern(expression, exact_case=True)


@lru_cache(maxsize=1)
def _ways() -> tuple[_Way, ...]:
    """All ways to say who somebody is."""
    title = rf"(?:(?:{_titles()})\s+)?"
    one = rf"({title}(?:[\p{{Lu}}]\. )?{NAME}(?: {NAME})?)"
    several = rf"({title}(?:[\p{{Lu}}]\. )?{NAME}{_AGE}(?: {NAME})?(?:(?:, | and | & ){NAME}{_AGE}){{0,3}})"
    relation = rf"\b((?i:{_either(relation_of())}))"
    return (*_relation_first(relation, one, several), *_name_first(relation, one), *_without_relation(one))


def _relation_first(relation: str, one: str, several: str) -> Iterator[_Way]:
    """ "Brother Kim", "kids Ada and Bo", "her sister, Kim", "Mother: Kim", "a friend from school, Kim"."""
    circles = rules("people")["circles"]
    close = rf"\b((?i:{_either(word for r in circles['family'] for word in words_for(r))}))"
    plural = rf"\b((?i:{_either(rules('people')['plural'])}))"
    holder = rf"(?:({NAME}['’]s|(?i:his|her))\s+(?:[\p{{Ll}}-]+\s+)?)?"
    ends = r"(?:[,.;)]| and\b)"
    yield _Way(
        _exact(
            rf"\b((?i:father|mother|dad|mom) of (?:her|his|their) (?:kids|children|child|son|daughter|baby)),? {one}"
        ),
        0,
        2,
        said="co-parent",
    )
    yield _Way(_exact(rf"{holder}{relation}(?:,? \(?\d{{1,2}}(?:\s?y/?o)?\)?,?)?\s+{several}"), 2, 3, whose=1)
    yield _Way(
        _exact(rf"\b(?i:mother|mom|mum|father|dad|parent) (?i:of|to)(?: [\p{{Ll}}]+,?)? {several}"),
        0,
        1,
        said="children",
    )
    yield _Way(_exact(rf"{plural},?\s+{several}"), 1, 2)
    yield _Way(_exact(rf"{close},\s+{one}{ends}"), 1, 2)
    yield _Way(_exact(rf"{close}['’]s (?:new |ex-?)?{relation},?\s+{one}"), 2, 3, whose=1)
    yield _Way(_exact(rf"{close}['’]s (?:new |ex-?)?{relation} \({one}"), 2, 3, whose=1)
    yield _Way(
        _exact(rf"{relation} (?:from|of|at|in|on|since|across|over|down|up|two) [\p{{L}}\d' ]{{2,24}}, {one}{ends}"),
        1,
        2,
    )
    yield _Way(_exact(rf"\b(?:{_WHOSE}|(?i:an?|another))\s+(?:[\w-]+\s+){{0,2}}{relation},\s+{one}"), 1, 2)
    span = r"(?:almost |over )?(?:\d{1,2}|[\p{Ll}]{3,9}) ?(?:years|yrs|yr|months|mos|y)\b"
    yield _Way(_exact(rf"{relation} (?:of|for|x) {span}[,:.]? {one}"), 1, 2)
    yield _Way(_exact(rf"(?:^|[.;:]\s+|\n\s*){relation}, {one},"), 1, 2)
    yield from _relation_before(relation, one, several, plural)
    yield from _somebody(one)


def _relation_before(relation: str, one: str, several: str, plural: str) -> Iterator[_Way]:
    """ "Kids are called Ada and Bo", "Mother: Kim", "his boss is Kim", "sister (Kim)", "a sponsor called Kim"."""
    yield _Way(_exact(rf"{relation} (?:at|from) (?:the )?[\p{{Ll}}]+ \({one}"), 1, 2)
    yield _Way(_exact(rf"{plural} (?:are|were) (?:(?i:called|named)\s+)?{several}"), 1, 2)
    yield _Way(_exact(rf"{relation}\s*[:=–-]\s*{several}"), 1, 2, weak=True)
    yield _Way(
        _exact(rf"{relation}(?:['’]s name)? is (?:(?:an? [\p{{Ll}}]+ )?(?i:called|named)\s+)?{one}"), 1, 2, weak=True
    )
    yield _Way(_exact(rf"{relation}\s+\({several}"), 1, 2)
    yield _Way(_exact(rf"{relation},? (?:who(?:['’]s| is| was) |an? [\p{{Ll}}]+ )?(?i:called|named)\s+{one}"), 1, 2)


def _somebody(one: str) -> Iterator[_Way]:
    """ "A boy in her surveying group, Kim", "somebody called Kim", "Kim from work", "Father Kim"."""
    somebody = rf"\b((?i:{_either(rules('people')['somebody'])}|boy|girl))"
    yield _Way(_exact(rf"{somebody},? (?i:called|named)\s+{one}"), 1, 2)
    for said, places in rules("people")["implied_place"].items():
        kind = r"(?:[\p{Ll}]+ )?" if said in ("classmate", "coworker") else ""
        place = rf"(?:from|at|in) (?:(?:her|his|their|the) )?{kind}(?:{'|'.join(places)})"
        yield _Way(_exact(rf"{somebody} {place},? (?:(?i:called|named)\s+)?{one}"), 0, 2, said=said)
        yield _Way(
            _exact(rf"\b{one} from (?:(?:her|his|their|the) )?(?:{'|'.join(places)})\b"), 0, 1, said=said, weak=True
        )
    yield _Way(_exact(rf"[\p{{Ll}},;:] (Father|Fr\.?) {one}"), 0, 2, said="priest", title=PRIEST)


def _name_first(relation: str, one: str) -> Iterator[_Way]:
    """ "Kim (her sister)", "Kim, 40, sister", "Ada and Bo, her children", "Kim is his boss", "Kim, who is her aunt"."""
    listed = rf"({NAME}{_AGE}(?:, {NAME}{_AGE}){{0,2}}(?:,? and | & ){NAME}{_AGE})"
    plural = rf"((?i:{_either(rules('people')['plural'])}))"
    of = rf"(?:({NAME}['’]s) |{_WHOSE}\s+)?"
    whose = rf"(?:({NAME}['’]s|(?i:mom|dad|mum|mother|father)['’]s)|{_WHOSE}|(?i:an?))"
    yield _Way(_exact(rf"\b{listed},? \(?(?:{_WHOSE} )?{plural}\b"), 2, 1)
    yield _Way(_exact(rf"\b{one}{_AGE}(?:,|\s*[-–=:|])\s*{_KIND}{relation}{_ENDS}"), 2, 1, weak=True)
    yield _Way(_exact(rf"\b{one} the {relation}\b"), 2, 1, weak=True)
    yield _Way(_exact(rf"\b{one}\s*[(\[]{of}(?:[\w'’-]+\s+){{0,2}}?{relation}\b"), 3, 1, whose=2)
    yield _Way(
        _exact(rf"\b{one}{_AGE}, {whose}\s+(?:[\w-]+\s+)?{relation}\b"),
        3,
        1,
        whose=2,
    )
    yield _Way(_exact(rf"\b{one}(?:['’]s| (?:is|was|as)) {_WHOSE}\s+(?:[\w-]+\s+)?{relation}\b"), 2, 1)
    yield _Way(_exact(rf"\b{one}, (?:who(?:['’]s| is| was)|now|then) {_WHOSE}\s+(?:[\w-]+\s+)?{relation}\b"), 2, 1)


def _without_relation(one: str) -> Iterator[_Way]:
    """Ways that imply the relation: "married to Kim", "next-door Kim", "Boy, Kim, born 3/1"."""
    born = r"\s*(?:\([^)]*\))?,?\s*(?i:born|b\.|d\.o\.b)"
    for said, before in rules("people")["implied_before"].items():
        yield _Way(_exact(rf"\b(?i:{'|'.join(before)})\s+{one}"), 0, 1, said=said)
    couple = r"(?:She|He|Pt|Ct|Cl|Client|Patient) (?:and|&|\+)"
    married = r"(?:(?:have|has) been |were |are |got |[\d]+ years |happily )?(?:married|wed)\b"
    yield _Way(_exact(rf"\b{couple} {one},? (?i:{married})"), 0, 1, said="spouse")
    for said, after in rules("people")["implied_after"].items():
        yield _Way(_exact(rf"\b{one},? (?i:{'|'.join(after)})\b"), 0, 1, said=said, weak=said == "coworker")
    yield _Way(_exact(rf"\b(?i:boy),\s+{one}{born}"), 0, 1, said="baby son")
    yield _Way(_exact(rf"\b(?i:girl),\s+{one}{born}"), 0, 1, said="baby daughter")


def _names(said: str) -> Iterator[tuple[str, str, str]]:
    """Title, name and surname of each of a list such as "Ada 7 and Bo 3"."""
    titles = set(rules("people")["titles"])
    for part in said.replace(" and ", ",").replace("&", ",").split(","):
        words = [word for word in part.split() if not (word.strip("()").isdigit() or _INITIAL.match(word))]
        title = words.pop(0) if len(words) > 1 and words[0] in titles else ""
        words = [word for word in words if len(words) == 1 or bare(word).lower() not in not_names()]
        if words and words[-1] not in titles:
            yield title, bare(words[0]), bare(words[1]) if len(words) > 1 else ""


_INITIAL = pattern(r"^[\p{Lu}]\.$", exact_case=True)


def _titled(text: str) -> Iterator[Telling]:
    for match in pattern(rf"\b({_titles()})\s+({NAME})", exact_case=True).finditer(text):
        title = str(match.group(1))
        relation = relation_of().get(title.lower().rstrip("."), "doctor" if title.startswith("Dr") else "")
        yield Telling(bare(str(match.group(2))), relation, title)


_LISTED = pattern(
    rf"(?:^|[.;:,(\n\"”] |and )({NAME}),? (?:age |aged )?(\d{{1,2}})(?:\s?y/?o| yrs?| mos?)?\b", exact_case=True
)
_AFTER_AGE = pattern(r"^(?:[.,;)\n]| and\b| \(|$)")


def _children(text: str) -> Iterator[Telling]:
    """ "Iris 12, Ben 7" in an intake."""
    for found in _LISTED.finditer(text):
        if int(found.group(2)) < GROWN and _AFTER_AGE.match(text[found.end() : found.end() + 5]):
            yield Telling(bare(str(found.group(1))), "child")
