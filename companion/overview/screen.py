"""Risk screens, as templates write them: short names with an answer ("SI/HI: none", "-SI -HI", "Risk: neg x4"), and
general denials ("no risk to self or others identified").

Such lines are no sentences: nothing in "S/I: N" is a word that denies. They are read by their own small grammar, whose
words are in `rules/screens.json`: names, a heading or whom a harm is meant for, and an answer after which the line or
the clause ends. What does not fit it exactly is left to the sentence's own assertion. Columns and boxes are in
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

_SIGN = "[-–−]"
_GAP = r"[ \t]"


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


def _list(key: str) -> str:
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
    sep = rf"(?:{_GAP}?[/,&+]{_GAP}?(?:and |or )?|{_GAP}(?:and|or|&){_GAP}|{_GAP})"
    return rf"{target()}(?:{sep}{target()}){{0,7}}(?:{_GAP}{_list('nouns')}){{0,2}}"


def types_in(words: str) -> list[RiskType]:
    """The types that a list of names asks after, in their order of the rules."""
    return [kind for kind, expression in _by_type().items() if _compiled(expression).search(words)]


@lru_cache(maxsize=64)
def _compiled(expression: str) -> Pattern:
    return pattern(expression)


@lru_cache(maxsize=1)
def none() -> str:
    """The expression for an answer that denies, with what may stand behind it."""
    return rf"(?:{_list('none')}|[ø∅]|{_TICKED})_*(?:[, ]{{1,2}}(?:{_list('tails')}|×{_GAP}?\d)){{0,4}}"


_TICKED = (
    r"(?:_*[xX]?_*(?:☐|\[ ?\]|\( ?\)|_{1,4})[ ]?y(?:es)?\b[ /]*(?:☒|☑|\[[x✓]\]|\([x✓]\)|_*x_*)[ ]?no?\b"
    r"|y(?:es)?[ ]?(?:☐|\[ ?\]|\( ?\))[ /]*no?[ ]?(?:☒|☑|\[[x✓]\]|\([x✓]\)))"
)
"""Yes and No with their boxes, and No is ticked."""
_LINK = (
    rf"(?:{_GAP}*\?{_GAP}*|{_GAP}*[:=|]{_GAP}*[|]?{_GAP}*|{_GAP}*(?:{_SIGN}{{0,2}}>{{1,2}}|→|⇒|=>|~){_GAP}*"
    rf"|{_GAP}*{_SIGN}{{1,2}}{_GAP}+|{_GAP}*[._]{{2,}}{_GAP}*|{_GAP}+|{_GAP}*\()"
)
"""What may stand between a name and its answer."""


@lru_cache(maxsize=1)
def _ends() -> Pattern:
    """What stands behind a whole answer: the clause's end, or the next name."""
    return pattern(
        rf"^(?:{_GAP}*(?:$|[\n,;|)\](/]|[.!](?:$|[\s\"”)])|[·•]|{_GAP}{{2}}|\t|[–—-] )"
        rf"|{_GAP}+[-+]?{target()}|{_GAP}+\+)"
    )


def ends_here(text: str, end: int) -> bool:
    """Nothing goes on behind an answer that could change it: "SI: no plan" answers nothing."""
    return _ends().match(text[end : end + 60]) is not None


def screened(text: str) -> Iterator[Screened]:
    """Every answer of a screen in a note that denies or affirms what it names; columns and boxes apart."""
    for found in _answered().finditer(text):
        if ends_here(text, found.end()):
            yield from _of(types_in(str(found.group("names"))), found.span(), "denied")
    for found in _affirmed().finditer(text):
        yield from _of(types_in(str(found.group("names")))[:1], found.span(), "present")
    for found in _signed().finditer(text):
        if not _is_bullet(text, found):
            yield from _of(types_in(str(found.group("all"))), (_from(found, "all"), found.end()), "denied")
    yield from _general(text)


def _from(found: Match, group: str) -> int:
    """Where a named group begins: only white space and list marks stand before it."""
    return found.start() + str(found.group(0)).find(str(found.group(group)))


def _of(kinds: Iterable[RiskType], span: tuple[int, int], said: Assertion) -> Iterator[Screened]:
    for kind in kinds:
        yield Screened(kind, *span, said)


@lru_cache(maxsize=1)
def _answered() -> Pattern:
    """Names, then an answer that denies, also behind the asking ("SI was explored and denied"); a sign counts when it
    stands right behind."""
    sign = rf"{_GAP}?(?:\({_SIGN}\)|\[{_SIGN}\]|{_SIGN}|[✗✘✕×])"
    asked = rf"{_GAP}(?:was |were |is |are )?{_list('asked_only')}(?:{_GAP}and|{_GAP}?[;,:–-]){_GAP}"
    return pattern(rf"(?P<names>{names()})(?:(?:{_LINK}|{asked}){none()}|{sign})")


@lru_cache(maxsize=1)
def _affirmed() -> Pattern:
    """A heading of capitals with an answer that affirms: "SI: passive". Sentences are read by their words."""
    capitals = any_of([word for words in rules("screens")["exact"].values() for word in words])
    return pattern(
        rf"(?P<names>(?-i:{capitals})(?:/(?-i:{capitals})){{0,3}}){_GAP}*[:=|]{_GAP}*{_list('yes')}(?:\b|\s|$)"
    )


@lru_cache(maxsize=1)
def _signed() -> Pattern:
    """A sign or a short negation right before names: "-SI/-HI", "(-) SIB", "∅ AVH", "neg SI/HI"; and names in small
    letters, which are read here alone: "no si/hi"."""
    answer = rf"\b(?:(?:all )?(?:none|neg|negative|nil|denied|0(?:/0){{1,4}})|no x{_GAP}?\d)(?: x{_GAP}?\d)?{_GAP}?[(:]"
    sign = rf"(?:{_SIGN}|(?:\({_SIGN}\)|\[{_SIGN}\]|[⊖∅ø]|\b(?:neg|negative|nil|0)\b|{answer}){_GAP}?)"
    denied = r"(?:no|denie[sd]|denying|without|neg(?:ative)?)(?: for)?(?: any| current)?"
    small = rf"{denied}{_GAP}(?-i:[sh]/?i)[ /,]"
    return pattern(rf"(?:^|[\s/,;(|])(?P<all>{sign}(?P<names>{names()})|{small}(?P<more>(?:or )?{names()}))")


def _is_bullet(text: str, found: Match) -> bool:
    """A dash that begins its line under a heading lists and denies nothing."""
    start = _from(found, "all")
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip() and text[:line].rstrip().endswith(":") and text[start] in "-–−"


# General denials: a heading or whom a harm is meant for ------------------------------------------------------------


def _general(text: str) -> Iterator[Screened]:
    for found in _headed().finditer(text):
        if ends_here(text, found.end()):
            kinds = whose(str(found.group("whom") or found.group("aside") or "")) or _of_head(str(found.group("head")))
            yield from _of(kinds, (_from(found, "head"), found.end()), "denied")
    for found in _no_risk().finditer(text):
        if ends_here(text, found.end()) or found.group("whom"):
            yield from _of(whose(str(found.group("whom") or "")) or everything(), found.span(), "denied")
    for found in _risk_to().finditer(text):
        if ends_here(text, found.end()) and (found.group("risk") or _is_screen(text, found)):
            yield from _of(whose(str(found.group("whom"))), (_from(found, "all"), found.end()), "denied")
    for found in _no_harm().finditer(text):
        yield from _of(whose(str(found.group("whom"))), found.span(), "denied")


def everything() -> list[RiskType]:
    """What "Risk: none" denies where it names nothing."""
    return list(rules("screens")["everything"])


def _of_head(words: str) -> list[RiskType]:
    for kind, heads in rules("screens")["heads"].items():
        if kind != "everything" and _compiled(any_of(heads)).fullmatch(words):
            return [kind]
    return everything()


def whose(words: str) -> list[RiskType]:
    """What is denied of a harm to these people: to oneself it is suicide and self-harm, to others homicide, from
    others abuse."""
    table = rules("screens")["objects"]
    kinds: list[RiskType] = []
    by = _compiled(any_of(table["from_others"]))
    if by.search(words):
        kinds.append("abuse_neglect")
    rest = _blanked(by, words)
    if _compiled(any_of(table["self"])).search(rest):
        kinds += ["suicidal_ideation", "self_harm"]
    if _compiled(any_of(table["others"])).search(rest):
        kinds.append("homicidal_ideation")
    return kinds


def _blanked(words: Pattern, text: str) -> str:
    for found in words.finditer(text):
        text = text[: found.start()] + "~" * (found.end() - found.start()) + text[found.end() :]
    return text


@lru_cache(maxsize=1)
def _whom() -> str:
    """A list of people that a harm is meant for: "self / others", "himself or to anyone else"."""
    table = rules("screens")["objects"]
    one = any_of([word for words in table.values() for word in words])
    sep = rf"(?:{_GAP}?[/,&]{_GAP}?(?:and |or )?(?:to |for )?|{_GAP}(?:and|or|nor|&){_GAP}(?:to |for )?)"
    return rf"(?P<whom>{one}(?:{sep}(?:the )?{one}){{0,4}})"


@lru_cache(maxsize=1)
def _concern() -> str:
    return rf"(?:{_list('degree')}[ ,/]{{1,2}}(?:or )?){{0,3}}{{}}(?:{_GAP}{_list('tails')}){{0,3}}"


def _no(concern: str) -> str:
    """A negated concern, whom it is about, and what may stand behind."""
    negated = any_of(rules("screens")["denying_risk"])
    about = rf"(?:{_GAP}{_list('about_whom')}{_GAP}(?:the )?{_whom()})"
    inner = _concern().replace("{}", concern)
    return rf"\b{negated}{_GAP}{inner}{about}?(?:{_GAP}{_list('tails')}){{0,3}}"


@lru_cache(maxsize=1)
def _headed() -> Pattern:
    """A heading for all that is screened, and an answer that denies it all or a concern that is not there."""
    heads = any_of([head for heads in rules("screens")["heads"].values() for head in heads])
    aside = rf"(?:{_GAP}*\((?P<aside>[^)\n]{{0,40}})\))?"
    aside += rf"(?:{_GAP}{_list('head_tails')}(?:,|{_GAP}and)?)?"
    link = rf"(?:{_GAP}*(?:[:=|?,\]]|>{{1,2}}|→|->){_GAP}*[|]?|{_GAP}*[-–—]{{1,2}}{_GAP}|{_GAP})"
    return pattern(
        rf"(?:^|\n|[.;|]\s|\s{{2}}){_GAP}*(?:[-*•#\[]+{_GAP}*)?\**(?:asked (?:the )?)?(?P<head>{heads})\**"
        rf"{aside}{link}\**{_GAP}*"
        rf"(?:{_no(_list('concern'))}|{none()}|{_SIGN})"
    )


@lru_cache(maxsize=1)
def _no_risk() -> Pattern:
    """A denied risk of no name: "no safety concerns", "not a danger to self or others"."""
    table = rules("screens")
    risky = any_of([words for words in table["concern"] if any(sign in words for sign in table["of_risk"])])
    return pattern(_no(risky))


@lru_cache(maxsize=1)
def _risk_to() -> Pattern:
    """ "Risk to self: nil"; under a heading of risk also "self: nil"."""
    risk = rf"(?P<risk>(?:{_list('harming')}){_GAP}(?:of harm{_GAP})?(?:to|for|toward|towards)?{_GAP}?)?"
    link = rf"{_GAP}*(?:[:=|?]|{_SIGN}){_GAP}*[|]?{_GAP}*|{_GAP}(?:is |was )?"
    return pattern(rf"(?:^|\n|[.;|]\s|\s)[-*•–]?{_GAP}*(?P<all>{risk}{_whom()}(?:{link}){none()})")


def _is_screen(text: str, found: Match) -> bool:
    """The people alone are asked after: both kinds of them, or under a heading of risk."""
    both = {"suicidal_ideation", "homicidal_ideation"} <= set(whose(str(found.group("whom"))))
    return both or _under_head(text, found.start())


def _under_head(text: str, start: int) -> bool:
    """One of the lines above, in the same block, is a heading of risk alone."""
    block = text[max(0, start - 240) : start].rpartition("\n\n")[2]
    heads = _compiled(rf"^[\s\W]*{any_of(rules('screens')['heads']['everything'])}[\s\W]*$")
    return any(heads.match(line) for line in block.split("\n"))


@lru_cache(maxsize=1)
def _no_harm() -> Pattern:
    """Denied thoughts, wishes or plans of a harm: "denies any thoughts of harming self or others"."""
    table = rules("screens")
    mind, lead, harming = any_of(table["mind"]), any_of(table["denying"]), _list("harming")
    joined = rf"(?:{mind}(?:,? or |/|, ))?{mind}(?:{_GAP}(?:of|to|about|re|toward|towards))?"
    further = rf"(?:{_GAP}(?:wanting to|{harming} or))?"
    before = rf"(?:{_list('degree')}{_GAP}|active |passive |any ){{0,2}}"
    return pattern(rf"\b{lead}{_GAP}{before}{joined}{further}{_GAP}(?:to )?{harming}{_GAP}(?:to )?{_whom()}")
