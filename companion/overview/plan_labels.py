"""The label before a plan's words: "Goal 2:", "LTG #1 -", "Ana's goal", "Objectives (3 mo)", "Staff will:".

A label is a few words that end in a noun of the rules' `labels`, perhaps with a number, an aside in brackets or a tail
("for treatment"), and then a sign or the line's end. What the noun is decides what the words behind it are; how the
line is drawn (bold, bar, tab, dash) does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from companion.overview.goal_status import change_in
from companion.overview.kept_words import kept
from companion.overview.pattern import Match, Pattern, alternatives, pattern, phrases
from companion.overview.rulebook import rules

Kind = Literal["goal", "short", "objective", "problem", "status", "detail"]
KINDS: tuple[Kind, ...] = ("goal", "short", "objective", "problem", "status", "detail")

_COUNTED = r"\d{1,2}-[A-Ha-h]\b|\d{1,2}(?:\.\d{1,2})?[a-z]?|[A-H]|[IVX]{1,4}|one|two|three|four|five|six|seven|eight"
_SIGN = r"(?:(?:[-*•●▪>]+|\(?(?P<outline>[IVX]{1,4}|\d{1,2}|[A-H])[.)])[ \t]+)?"
_WHOM = r"(?:[\p{L}’'&+./-]+[ \t]+){0,4}?"
_ASIDE = r"[ \t]*[(\[][^)\]\n]{0,40}[)\]]"
_TAIL = (
    r"(?:[ \t]+(?:for|of|in|from|to|with|by|and|agreed|selected|chosen|set|rated|review|update\w*)\b"
    r"[^:=\n|\t(\[.;]{0,40})?"
)
_ENDS = (
    r"[*_]*(?:[ \t]*(?:[:=.)]+|[ \t][-–—]+>?|[-–—]+[ \t]|→|\|)[*_]*[ \t]*|\t[ \t]*|[ \t]{2,}"
    r"|(?P<told>[ \t]+(?:is|are|was|were|will be)[ \t]+(?:to[ \t]+)?)|[ \t]*(?:[/|,][^:\n]{0,40})?$)"
)
_HASHED = pattern(
    r"^[ \t]*[#*_ ]*(?P<name>goal|aim|LTG|STG|G|objective|obj)[ \t]*#?[ \t]*(?P<number>\d{1,2})[*_]*[ \t]+"
)
"""A number alone is sign enough where a capital follows: "Goal #2 Order own food"."""
_SPOKEN = pattern(
    r"^[ \t]*[#*_]*(?:(?P<who>(?:[\p{L}’']+[ \t]+){1,2})will(?:[ \t]+be[ \t]+able[ \t]+to)?|"
    r"what[ \t]+(?P<what>[^:\n.]{2,40}?))[*_]*(?:[ \t]*:[*_]*[ \t]*|[ \t]*$)"
)
_WANTED = pattern(r"\b(?:wants?|hopes?|working|works?|aims?|changes?|different|like to|needs? to)\b")
_MINE = pattern(r"\b(?:I|staff|therapist|clinician|provider|writer|counselor|team|agency|clinic)\s+(?:will|do|does)\b")
_TOWARD = pattern(r"\b(?:toward|towards|progress|status|review|update|on|re)\b")
_SHORT_TERM = pattern(r"\b(?:short[- ]term|short|ST)\b")
_NAMING = pattern(
    r"^[^\p{L}\n]*[^:.;\n|]{0,60}"
    r"\b(?:goals|aims|changes wanted|goal list|goal areas?|work(?:ing)? (?:on|toward)|focus)\b"
    r"[^:.;\n|]{0,60}(?::[*_ \t]*|[\])=*_ \t-]+)?$"
)
"""A short line that names goals, and nothing behind it, heads a list of them however it is worded."""
_ON_TIME = pattern(r"\bwork(?:ing)? on time\b")
LONG = 9
"""Words of a heading at most."""
_WORDS = {w: n for n, w in enumerate("one two three four five six seven eight".split(), 1)}
_ROMAN = {w: n for n, w in enumerate("i ii iii iv v vi vii viii ix x".split(), 1)}


@dataclass(frozen=True, slots=True)
class Label:
    """What the words from `body` on are; `words` is the label's own text without its number."""

    kind: Kind
    body: int
    words: str
    number: int | None = None
    part: bool = False
    plural: bool = False
    spoken: bool = False


@lru_cache(maxsize=1)
def _head() -> Pattern:
    table = rules("goals")["labels"]
    groups = [f"(?P<{kind}>{alternatives(tuple(table[kind]))})" for kind in ("counted", *KINDS)]
    groups += [r"(?P<letter>[GOP])"]
    return pattern(
        rf"^[ \t|>]*{_SIGN}[#*_ ]*(?:(?:new|added|add)[ \t]*[:–-][ \t]*)?(?P<whom>{_WHOM})(?:{'|'.join(groups)})"
        rf"(?:[ \t]*(?P<hash>#|no\.?|number)?[ \t]*(?P<number>{_COUNTED}))?"
        rf"[*_]*(?P<aside>(?:{_ASIDE})?{_TAIL}(?:{_ASIDE})?)"
        rf"{_ENDS}"
    )


@lru_cache(maxsize=1)
def _bare_heading() -> Pattern:
    """Headings that name no goal and head them all the same: "Working on", "Focus"."""
    return pattern(
        rf"^[ \t|]*[#*_ ]*{alternatives(tuple(rules('goals')['headings']))}"
        rf"(?:{_ASIDE})?[*_]*[ \t]*(?::[*_]*[ \t]*|[-–—]?[ \t]*$)"
    )


@lru_cache(maxsize=1)
def _lead_in() -> Pattern:
    """A clause that a list of goals completes: "We agreed to work on:", "Success looks like:"."""
    return pattern(rf"^[^\n:]{{0,80}}?{alternatives(tuple(rules('goals')['lead_ins']))}[^:.;\n]{{0,24}}:[*_]*[ \t]*")


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    """The last word of every label: a line without one of them needs no closer look."""
    told = [
        *rules("goals")["headings"],
        *rules("goals")["lead_ins"],
        *(w for words in rules("goals")["labels"].values() for w in words),
    ]
    return frozenset(_WORD.findall(words.lower())[-1] for words in told) | {
        "changes",
        "list",
        "will",
        "what",
        "g",
        "o",
        "p",
    }


_WORD = re.compile(r"[^\W\d_]+")
FRONT = 160
"""Characters of a line in which its label stands."""


@kept(4096)
def label_of(words: str) -> Label | None:
    """The label that a line begins with, or nothing."""
    near = not _nouns().isdisjoint(_WORD.findall(words[:FRONT].lower()))
    return _label(words) if near else None


def _label(words: str) -> Label | None:
    if lead := _led_in(words):
        return lead
    if (head := _head().match(words)) and (found := _labelled(head, words)):
        return found
    if (hashed := _HASHED.match(words)) and words[hashed.end() :][:1].isupper():
        name = str(hashed.group("name")).lower()
        rank: Kind = "objective" if name.startswith("obj") else "short" if name == "stg" else "goal"
        return Label(rank, hashed.end(), "", counted(str(hashed.group("number"))))
    return _heading(words)


def _led_in(words: str) -> Label | None:
    lead = _lead_in().match(words)
    clause = str(lead.group()).split(". ")[-1] if lead else ""
    if not lead or phrases(rules("goals")["not_goals"]).search(clause):
        return None
    return Label("goal", lead.end(), clause, plural=True)


def _heading(words: str) -> Label | None:
    """A clause, or a short line that names goals, above a list of them."""
    if spoken := _SPOKEN.match(words):
        wanted = not _MINE.search(spoken.group()) and (spoken.group("who") or _WANTED.search(spoken.group()))
        return Label("goal" if wanted else "detail", spoken.end(), spoken.group(), plural=True, spoken=True)
    if heading := _bare_heading().match(words):
        return Label("goal", heading.end(), heading.group(), plural=True)
    if (heading := _NAMING.match(words)) and len(words.split()) <= LONG and not _ON_TIME.search(words):
        other = change_in(words) is None and phrases(rules("goals")["not_goals"]).search(words)
        named = not other and not _MINE.search(words.lower().replace("we will work", ""))
        return Label("goal" if named else "detail", heading.end(), words, plural=True)
    return None


def _labelled(head: Match, words: str) -> Label | None:
    label = next(n for n in ("counted", *KINDS, "letter") if head.group(n))
    name, whom, number = str(head.group(label)), head.group("whom") or "", head.group("number")
    if not _stands(label, head):
        return None
    said = f"{whom}{head.group('aside') or ''}"
    kind = _kind(label, name, whom, counted_=bool(number))
    if kind in ("status", "problem", "detail") and len(whom.split()) > (3 if number else 1):
        return None
    grouped = _is_bare(head, words) and change_in(said) is not None
    if kind == "goal" and not grouped and phrases(rules("goals")["not_goals"]).search(said) and not number:
        kind = "status" if _TOWARD.search(whom) else "detail"
    outline = head.group("outline")
    plural = name.lower().rstrip(".").endswith("s")
    if not number and outline and outline.isdigit():
        number = outline
    if outline and number == outline and plural and _is_bare(head, words):
        number = None
    part = bool(number) and (("." in number) or (number[0].isdigit() and number[-1].isalpha()))
    return Label(
        kind,
        len(words) if _is_bare(head, words) else head.end(),
        said.strip(),
        counted(number) if number else None,
        part,
        plural,
    )


_ONLY_ASIDE = pattern(r"^[\s*_]*(?:[(\[][^)\]\n]{0,60}[)\]])?[\s*_\]=-]*$")


def _is_bare(head: Match, words: str) -> bool:
    """Nothing but an aside in brackets stands behind the label."""
    return _ONLY_ASIDE.match(words[head.end() :]) is not None


@lru_cache(maxsize=1)
def _details() -> frozenset[str]:
    return frozenset(word.lower() for word in rules("goals")["labels"]["detail"])


def _stands(label: str, head: Match) -> bool:
    """The match is a label and not the beginning of a sentence."""
    number, whom = head.group("number"), head.group("whom")
    if head.group("told") and not (number and label == "goal"):
        return False
    if label == "letter":
        return not whom and (bool(number and number[0].isdigit()) or str(head.group("letter")) in "GO")
    return label != "counted" or bool(number) or str(head.group(label)).lower() in _details()


def _kind(label: str, name: str, whom: str, *, counted_: bool) -> Kind:
    if label == "letter":
        return {"g": "goal", "o": "objective", "p": "problem"}[name.lower()]  # type: ignore[return-value]
    if label == "counted" and not counted_:
        return "detail"
    if label in ("goal", "counted"):
        return "short" if _SHORT_TERM.search(whom) else "status" if _TOWARD.search(whom) else "goal"
    return next(kind for kind in KINDS if kind == label)


def counted(word: str) -> int | None:
    """The number that a figure, a letter, a roman numeral or a word gives."""
    word = word.lower()
    if word[:1].isdigit():
        word = word.split("-")[0]
        return int(word.split(".")[0].rstrip("abcdefgh") or 0) if word[-1:] in "0123456789abcdefgh" else None
    return _WORDS.get(word) or _ROMAN.get(word) or (ord(word) - 96 if len(word) == 1 else None)
