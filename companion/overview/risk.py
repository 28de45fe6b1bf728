"""Words about a risk, what they assert, and whether they are news or copied boilerplate.

Lexical and small on purpose: the words are in `rules/risk.json`, what they assert is `assertion.assess`, and no score
or forecast is made. One verdict is kept for one span and type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from companion.overview.answered import before_a_denied_plan, quoted_after
from companion.overview.assertion import assess
from companion.overview.combined import combined
from companion.overview.counts import Counts, counted_again
from companion.overview.excerpts import excerpt
from companion.overview.general_denial import denied_at_large
from companion.overview.images import figures, told_again
from companion.overview.item_nine import item_nine_mentions
from companion.overview.pattern import Pattern, alternatives, pattern
from companion.overview.pronoun import done_to_another, of_another
from companion.overview.reading import Reading
from companion.overview.risk_place import risk_at
from companion.overview.rulebook import rules
from companion.overview.screen import Screened, screened
from companion.overview.screen_boxes import has_marks, in_boxes
from companion.overview.screen_layouts import in_columns
from companion.overview.screen_questions import in_items, in_questions
from companion.overview.sentences import LONGEST, Sentence
from companion.overview.spans import overlaps, united
from companion.overview.told import told_in
from companion.overview.verdict import verdict
from companion.record import Assertion, RiskMention, RiskType

CLAIMS: frozenset[Assertion] = frozenset({"present", "historical", "hypothetical"})
"""What is said of somebody, so that it matters of whom."""
THERAPIST = ("therapist", "dr.", "clinician", "counselor", "counsellor", "interviewer", "th", "t")
"""Voices in a transcript whose words say nothing about the client's risk: they ask."""


@dataclass(frozen=True, slots=True)
class _Hit:
    type: RiskType
    start: int
    end: int


@lru_cache(maxsize=1)
def _lexicon() -> tuple[tuple[RiskType, Pattern, Pattern | None], ...]:
    """For each type: its words with what is skipped or an idiom, and the acronyms that count in capitals alone."""
    table = rules("risk")
    exact = set(table["case_sensitive"])
    found: list[tuple[RiskType, Pattern, Pattern | None]] = []
    for name, entry in table["types"].items():
        plain = [w for w in entry["words"] if w not in exact]
        acronyms = tuple(w for w in entry["words"] if w in exact)
        named = {"result": entry.get("results", ()), "idiom": entry["idioms"], "skip": entry["not"], "word": plain}
        groups = [f"(?P<{name}>{combined(phrases, table['sets'])})" for name, phrases in named.items() if phrases]
        either = "|".join(groups)
        capitals = pattern(alternatives(acronyms), exact_case=True) if acronyms else None
        found.append((cast(RiskType, name), pattern(either), capitals))
    return tuple(found)


def risk_mentions(
    readings: Sequence[Reading], *, others: Iterable[str] = (), pronoun: str = ""
) -> tuple[RiskMention, ...]:
    """Every mention of a risk, newest first; `others` are names of people who are not the client, `pronoun` is the
    client's where it tells them from others (`pronoun.client_pronoun`)."""
    names = tuple(others)
    found: list[RiskMention] = []
    before: set[RiskType] = set()
    filled = any(has_marks(reading.note.text) for reading in readings)
    known: dict[str, None] = {}
    counted = Counts()
    lately: set[RiskType] = set()
    for number, reading in enumerate(readings):
        answers = _answers(reading, names, filled=filled)
        here = [*_in_note(reading, names, pronoun, answers, frozenset(before)), *item_nine_mentions(reading)]
        here += _marked(reading, here)
        here += told_again(reading, known, here)
        known.update(dict.fromkeys(figures(readings, number, here)))
        here += counted_again(reading, counted.main(), lately, here)
        counted.take(reading, here)
        lately = {risk.type for risk in here if risk.assertion == "present"} or lately
        before |= {risk.type for risk in here if risk.assertion == "present"}
        found.extend(here)
    order = {reading.note.id: number for number, reading in enumerate(readings)}
    kept = _one_verdict(found)
    return tuple(sorted(kept, key=lambda r: (r.date is None, -order[r.mention.note_id], r.mention.start, r.type)))


def _in_note(
    reading: Reading,
    names: tuple[str, ...],
    pronoun: str,
    answers: Sequence[RiskMention],
    before: frozenset[RiskType],
) -> Iterator[RiskMention]:
    """The mentions of one note; `answers` are those of its screens, `before` the risks that earlier notes tell of as
    present. An answer that says nothing keeps its words from being read as a sentence."""
    hits: dict[tuple[RiskType, int], list[_Hit]] = {}
    places: dict[int, Sentence] = {}
    yield from (answer for answer in answers if answer.assertion != "not_risk")
    taken = united((answer.mention.start, answer.mention.end) for answer in answers)
    for hit in _all_hits(reading, before):
        if overlaps(hit.start, hit.end, taken):
            continue
        sentence = reading.sentence_at(hit.start)
        if sentence is None or sentence.speaker.lower().startswith(THERAPIST) or hit.end > sentence.end:
            continue
        places[sentence.start] = sentence
        hits.setdefault((hit.type, sentence.start), []).append(hit)
    for (_, place), group in hits.items():
        for mention in _verdicts(reading, places[place], group, names):
            ahead = reading.note.text[place : mention.mention.start]
            of_kin = places[place].section == "family" or of_another(mention.type, ahead, pronoun)
            theirs = of_kin or done_to_another(mention.type, mention.mention.quote, pronoun)
            if mention.assertion in CLAIMS and theirs:
                yield replace(mention, assertion="other_person")
            else:
                yield mention


def _marked(reading: Reading, known: Sequence[RiskMention]) -> Iterator[RiskMention]:
    """The client's words that are ideation by what stands beside them; where anything else is told, it is that."""
    ends = [k.mention.end for k in known if (k.type, k.assertion) == ("suicidal_ideation", "present")]
    told = [(place.start, place.end) for place in before_a_denied_plan(reading)]
    taken = sorted((k.mention.start, k.mention.end) for k in known if k.type in OF_DEATH)
    for start, end in sorted({*quoted_after(reading, ends), *told}):
        if any(a < end and start < b for a, b in taken) or end - start > LONGEST:
            continue
        yield risk_at(reading, "suicidal_ideation", "present", (start, end))


OF_DEATH: frozenset[RiskType] = frozenset({"suicidal_ideation", "homicidal_ideation", "self_harm", "violence"})
"""What a plan may be the plan of."""


def _answers(reading: Reading, names: tuple[str, ...], *, filled: bool) -> list[RiskMention]:
    """What the note's risk screens say: a name with its answer, which is its own excerpt. Whose screen it is, and
    what a plan or a goal asks for in running words, is left to the sentence."""
    text = reading.note.text
    found = []
    running = [*screened(text), *denied_at_large(text)]
    forms = [*in_questions(text), *in_items(text), *in_columns(text), *in_boxes(text, filled=filled)]
    for form, screen in [*((False, one) for one in running), *((True, one) for one in forms)]:
        place = reading.sentence_at(screen.end - 1) or reading.sentence_at(screen.start)
        if place is None or place.speaker or _foreign(text, screen, names):
            continue
        if form or place.section not in ("plan", "goals", "homework"):
            found.append(risk_at(reading, screen.type, screen.assertion, (screen.start, screen.end)))
    return _one_verdict(found)


def _foreign(text: str, screen: Screened, names: tuple[str, ...]) -> bool:
    """Somebody else's, or of a family's history."""
    return assess(text, screen.start, screen.end, names) == "other_person"


def _all_hits(reading: Reading, before: frozenset[RiskType]) -> list[_Hit]:
    """Named and told risk; told words that are only of a risk when it is spoken of nearby need such a neighbour, those
    that hark back an earlier note."""
    text = reading.note.text
    named = list(_hits(text))
    told = list(told_in(text, reading.sentences))
    alone = [_Hit(found.type, found.start, found.end) for found in told if not (found.beside or found.after)]
    spoken = {(hit.type, number) for hit in named + alone for number in _nearby(reading, hit.start)}
    beside = [
        _Hit(found.type, found.start, found.end)
        for found in told
        if (found.beside and (found.type, reading.number_at(found.start)) in spoken)
        or (found.after and found.type in before)
    ]
    return named + alone + beside


NEARBY = 2
"""Sentences before and after in which a risk is still spoken of."""


def _nearby(reading: Reading, offset: int) -> range:
    here = reading.number_at(offset)
    return range(here - NEARBY, here + NEARBY + 1)


def _hits(text: str) -> Iterator[_Hit]:
    for kind, ordinary, acronyms in _lexicon():
        for found in ordinary.finditer(text):
            if found.group("skip") is None:
                yield _Hit(kind, found.start(), found.end())
        for found in acronyms.finditer(text) if acronyms else ():
            if text[found.end() : found.end() + 2].strip("0123456789") == "-" and text[found.end() + 1 :][:1].isdigit():
                continue  # a record's number: "SH-7730"
            if _asked_only().match(text[found.end() : found.end() + 60]) is None:
                yield _Hit(kind, found.start(), found.end())


@lru_cache(maxsize=1)
def _asked_only() -> Pattern:
    """What was done with a question whose answer is not told: "SI/HI reviewed per protocol"."""
    return pattern(r"^(?:[/,][ ]?[A-Z/]+){0,4}[ ]" + combined(rules("screens")["asked_only"], {}) + r"(?:[ .,;]|$)")


def _verdicts(reading: Reading, place: Sentence, hits: list[_Hit], names: tuple[str, ...]) -> Iterator[RiskMention]:
    """One mention for each verdict in a sentence: its first word; the same verdict again says nothing new."""
    said: set[Assertion] = set()
    text = reading.note.text
    for hit in _without_headings(text, place, _telling(text, hits), names):
        found = verdict(hit.type, text, hit.start, hit.end, names)
        if found in said:
            continue
        said.add(found)
        start, end = excerpt(hit.type, text, hit.start, hit.end, sentence=place, said=found, others=names)
        yield risk_at(reading, hit.type, found, (hit.start, hit.end), (start, end))


_HEADS = pattern(r"^[\w/& ]{0,24}:")
_NO_TITLE = pattern(r"\b(?:the|an?|his|her|their|my|this|that)\s")
_HEADED = pattern(r"^\W*(?:[\w/&]+[ /&]+){0,3}$")


def _without_headings(text: str, place: Sentence, hits: list[_Hit], names: tuple[str, ...]) -> Iterator[_Hit]:
    """The hits without those in a heading ("Substance use:"), unless it alone names what is denied after it."""
    for hit in hits:
        ahead = text[place.start : hit.start]
        heads = (
            _HEADS.match(text[hit.end : min(place.end, hit.end + 40)])
            and _HEADED.match(ahead)
            and not _NO_TITLE.search(ahead)
        )
        if heads and not _answered(text[hit.end : min(place.end, hit.end + 60)]):
            said = verdict(hit.type, text, hit.start, hit.end, names)
            if said != "historical" and (len(hits) > 1 or said != "denied"):
                continue
        yield hit


@lru_cache(maxsize=1)
def _answer() -> Pattern:
    return pattern(r"^[\w/& ]{0,12}:\s*" + combined(rules("risk")["answers"], {}))


def _answered(after: str) -> bool:
    """The heading names the finding and what follows affirms it: "SI: intermittent, passive"."""
    return _answer().match(after) is not None


@lru_cache(maxsize=1)
def _softening() -> Pattern:
    return pattern(combined(rules("risk")["softened"], {}) + "$")


def _telling(text: str, hits: list[_Hit]) -> list[_Hit]:
    """The hits that say something of their own: not those inside a longer one, and no "no plan" right behind the
    ideation that it softens."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        last = kept[-1] if kept else None
        if last and hit.end <= last.end:
            continue
        words = text[hit.start : hit.end]
        if last and _softening().match(words) and len(text[last.end : hit.start].split()) <= SOFTENED:
            continue
        kept.append(hit)
    return kept


SOFTENED = 7
"""Words between ideation and the plan that is denied with it."""


def _one_verdict(found: Iterable[RiskMention]) -> list[RiskMention]:
    """Of overlapping mentions of one type in one note only the first verdict stands."""
    kept: list[RiskMention] = []
    last: dict[tuple[str, RiskType], int] = {}
    for risk in sorted(found, key=lambda r: (r.mention.note_id, r.mention.start, -r.mention.end)):
        place = (risk.mention.note_id, risk.type)
        if risk.mention.start >= last.get(place, 0):
            kept.append(risk)
            last[place] = risk.mention.end
    return kept
