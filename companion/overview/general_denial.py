"""Denials of no name: "Risk: neg x4", "no safety concerns", "no risk to self or others identified".

A heading or the people for whom a harm is meant say what is denied. Words are in `rules/screens.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from companion.overview.pattern import Match, Pattern, pattern
from companion.overview.rulebook import rules
from companion.overview.screen import (
    GAP,
    SIGN,
    Screened,
    any_of,
    begins,
    compiled,
    each,
    ends_here,
    listed,
    names,
    none,
    types_in,
)
from companion.record import RiskType


def denied_at_large(text: str) -> Iterator[Screened]:
    """Every denial in a note of all that is screened, or of a harm to oneself or others."""
    for found in _headed().finditer(text):
        if ends_here(text, found.end()):
            said = " ".join(str(found.group(part) or "") for part in ("whom", "aside", "behind"))
            kinds = [*types_in(said), *whose(said)] or _of_head(str(found.group("head")), str(found.group(0)))
            yield from each(dict.fromkeys(kinds), (begins(found, "head"), found.end()), "denied")
    for found in _no_risk().finditer(text):
        if ends_here(text, found.end()) or found.group("whom"):
            yield from each(whose(str(found.group("whom") or "")) or everything(), found.span(), "denied")
    for found in _screen_first().finditer(text):
        if ends_here(text, found.end()):
            yield from each(_of_head(str(found.group("head")), ""), found.span(), "denied")
    for found in _risk_to().finditer(text):
        if ends_here(text, found.end()) and (found.group("risk") or _is_screen(text, found)):
            yield from each(whose(str(found.group("whom"))), (begins(found, "all"), found.end()), "denied")
    for found in _no_harm().finditer(text):
        yield from each(whose(str(found.group("whom"))), found.span(), "denied")


def everything() -> list[RiskType]:
    """What "Risk: none" denies where it names nothing."""
    return list(rules("screens")["everything"])


_FOUR = pattern(r"[x×][ ]?4\b")


def _of_head(words: str, line: str) -> list[RiskType]:
    """What a heading screens; four answers are one more than three: psychosis is the next that is asked after."""
    for kind, heads in rules("screens")["heads"].items():
        if kind != "everything" and compiled(any_of(heads)).fullmatch(words):
            return [kind]
    return [*everything(), "psychosis"] if _FOUR.search(line) else everything()


def whose(words: str) -> list[RiskType]:
    """What is denied of a harm to these people: to oneself it is suicide and self-harm, to others homicide
    and violence, from others abuse."""
    table = rules("screens")["objects"]
    kinds: list[RiskType] = []
    by = compiled(any_of(table["from_others"]))
    if by.search(words):
        kinds.append("abuse_neglect")
    rest = _blanked(by, words)
    if compiled(any_of(table["self"])).search(rest):
        kinds += ["suicidal_ideation", "self_harm"]
    if compiled(any_of(table["others"])).search(rest):
        kinds += ["homicidal_ideation", "violence"]
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
    sep = rf"(?:{GAP}?[/,&]{GAP}?(?:and |or )?(?:to |for )?|{GAP}(?:and|or|nor|&){GAP}(?:to |for )?)"
    return rf"(?P<whom>{one}(?:{sep}(?:the )?{one}){{0,4}})"


@lru_cache(maxsize=1)
def _concern() -> str:
    return rf"(?:{listed('degree')}[ ,/]{{1,2}}(?:or )?){{0,3}}{{}}(?:{GAP}{listed('tails')}){{0,3}}"


def _no(concern: str) -> str:
    """A negated concern, whom it is about, and what may stand behind."""
    negated = any_of(rules("screens")["denying_risk"])
    about = rf"(?:{GAP}{listed('about_whom')}{GAP}(?:the )?{_whom()})"
    inner = _concern().replace("{}", concern)
    return rf"\b{negated}{GAP}{inner}{about}?(?:{GAP}{listed('tails')}){{0,3}}"


@lru_cache(maxsize=1)
def _headed() -> Pattern:
    """A heading for all that is screened, and an answer that denies it all or a concern that is not there."""
    heads = any_of([head for heads in rules("screens")["heads"].values() for head in heads])
    aside = rf"(?:{GAP}*[\[(](?P<aside>[^)\]\n]{{0,60}})[)\]])?"
    behind = rf"(?:{GAP}*\((?P<behind>{names()})\))?"
    aside += rf"(?:{GAP}{listed('head_tails')}(?:,|{GAP}and)?)?"
    link = rf"(?:{GAP}*(?:[:=|?,\]]|>{{1,2}}|→|->){GAP}*[|]?|{GAP}*[-–—]{{1,2}}{GAP}|{GAP})"
    return pattern(
        rf"(?:^|\n|[.;|]\s|\s{{2}}){GAP}*(?:[-*•#\[]+{GAP}*)?\**(?:asked (?:the )?)?(?P<head>{heads})\**"
        rf"{aside}{link}\**{GAP}*"
        rf"(?:{_no(listed('concern'))}|{listed('head_none')}|{none()}|{SIGN}){behind}"
    )


@lru_cache(maxsize=1)
def _screen_first() -> Pattern:
    """ "Neg risk screen": the answer before the heading."""
    heads = any_of([head for heads in rules("screens")["heads"].values() for head in heads if "screen" in head])
    return pattern(rf"\b(?:neg|negative|unremarkable|clear)\.?{GAP}(?P<head>{heads})")


@lru_cache(maxsize=1)
def _no_risk() -> Pattern:
    """A denied risk of no name: "no safety concerns", "not a danger to self or others"."""
    table = rules("screens")
    risky = any_of([words for words in table["concern"] if any(sign in words for sign in table["of_risk"])])
    return pattern(_no(risky))


@lru_cache(maxsize=1)
def _risk_to() -> Pattern:
    """ "Risk to self: nil"; under a heading of risk also "self: nil"."""
    risk = rf"(?P<risk>(?:{listed('harming')}){GAP}(?:of harm{GAP})?(?:to|for|toward|towards)?{GAP}?)?"
    link = rf"{GAP}*(?:[:=|?]|{SIGN}){GAP}*[|]?{GAP}*|{GAP}(?:is |was )?"
    return pattern(rf"(?:^|\n|[.;|]\s|\s)[-*•–]?{GAP}*(?P<all>{risk}\(?{_whom()}\)?(?:{link}){none()})")


def _is_screen(text: str, found: Match) -> bool:
    """The people alone are asked after: both kinds of them, or under a heading of risk."""
    both = {"suicidal_ideation", "homicidal_ideation"} <= set(whose(str(found.group("whom"))))
    return both or _under_head(text, found.start())


def _under_head(text: str, start: int) -> bool:
    """A heading of risk begins the line, or is one of the lines above in the same block."""
    block = text[max(0, start - 240) : start].rpartition("\n\n")[2]
    heading = any_of(rules("screens")["heads"]["everything"])
    if compiled(rf"^[\s\W]*{heading}{GAP}?[:–-]").match(block.rpartition("\n")[2]):
        return True
    heads = compiled(rf"^[\s\W]*{heading}[\s\W]*$")
    return any(heads.match(line) for line in block.split("\n"))


@lru_cache(maxsize=1)
def _no_harm() -> Pattern:
    """Denied thoughts, wishes or plans of a harm: "denies any thoughts of harming self or others"."""
    table = rules("screens")
    mind, lead, harming = any_of(table["mind"]), any_of(table["denying"]), listed("harming")
    joined = rf"(?:{mind}(?:,? or |/|, ))?{mind}(?:{GAP}(?:of|to|about|re|toward|towards))?"
    further = rf"(?:{GAP}(?:wanting to|{harming} or))?"
    before = rf"(?:{listed('degree')}{GAP}|active |passive |any ){{0,2}}"
    return pattern(rf"\b{lead}{GAP}{before}{joined}{further}{GAP}(?:to )?{harming}{GAP}(?:to )?{_whom()}")
