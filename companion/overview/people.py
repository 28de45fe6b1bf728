"""The people in the client's life: names with what they are to the client, and the notes that speak of them.

A name counts when a note says who it is ("brother Kim", "Kim (neighbor)", "Kim, her boss"), or when it keeps coming up
in the way a person does. The client and the therapist are not among them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from companion.overview.own_names import own_names
from companion.overview.pattern import Pattern, pattern
from companion.overview.reading import Reading, read
from companion.overview.rulebook import rules
from companion.record import Mention, Note, Person

NOTES_AT_LEAST = 2
"""Notes in which a name without a relation has to come up."""

SAYS_SOMETHING = 4
"""Words from which a sentence with a name in it tells more than that name."""

ACTS = "said|told|took|came|went|got|gave|made|wrote|rang|sat|left|ran|met|saw|kept|felt|thinks|knows|did|let|put|held"
"""What people do in notes, besides words in -ed and -s."""

_NAME = r"[\p{Lu}][\p{Ll}][\p{L}'’]*(?:-[\p{Lu}][\p{L}]+)?"
_BEFORE = r"(?i:\b(?:in|at|from|near|to|of|on|via|through|around|outside)\s+(?:the\s+)?)"
_CAPITAL = pattern(rf"\b{_NAME}", exact_case=True)
_PLACE = pattern(rf"{_BEFORE}{_NAME}\b", exact_case=True)
_PAIR = pattern(rf"\b{_NAME}\s+{_NAME}", exact_case=True)


@dataclass(slots=True)
class _Seen:
    """What is known of one name so far."""

    relations: Counter[str] = field(default_factory=Counter)
    notes: set[str] = field(default_factory=set)
    title: str = ""


def find_people(readings: Sequence[Reading], client_name: str = "") -> tuple[Person, ...]:
    """Everybody, those whose relation is told and who come up most first."""
    own = own_names(readings, client_name)
    seen = _told(readings, own)
    _keep_coming_up(readings, own, seen)
    order = [reading.note.id for reading in readings]
    for name, one in seen.items():
        word = pattern(rf"\b{name}(?:['’]s)?\b", exact_case=True)
        one.notes = {r.note.id for r in readings if word.search(r.note.text)}
    _by_relation(readings, seen)
    people = [
        Person(f"{one.title} {name}".strip(), _relation(one), tuple(n for n in order if n in one.notes))
        for name, one in seen.items()
    ]
    return tuple(sorted(people, key=lambda p: (not p.relation, -len(p.note_ids), p.name)))


def naming_sentence(note: Note, name: str) -> Mention | None:
    """The first sentence of a note, if need be of a few words alone, in which a person's name stands as a word of its
    own, without their title."""
    bare = name.rsplit(maxsplit=1)[-1].replace("-", r"\-")
    edge = r"[^\p{L}\p{M}\p{N}]"
    word = pattern(rf"(?:^|{edge}){bare}(?:$|{edge})", exact_case=True)
    if not word.search(note.text):
        return None
    (reading,) = read([note])
    found = [reading.mention(s.start, s.end) for s in reading.sentences if word.search(reading.text(s))]
    return next((m for m in found if len(m.quote.split()) >= SAYS_SOMETHING), found[0] if found else None)


def _relation(one: _Seen) -> str:
    """The word most often said of somebody, or the nearer one ("daughter" for "child") that any note has."""
    if not one.relations:
        return ""
    often = one.relations.most_common(1)[0][0]
    nearer = [word for word, _ in one.relations.most_common() if word in rules("people")["nearer"].get(often, ())]
    return nearer[0] if nearer else often


@lru_cache(maxsize=1)
def _relation_of() -> dict[str, str]:
    return {word: relation for relation, words in rules("people")["relations"].items() for word in words}


@lru_cache(maxsize=1)
def _told_patterns() -> tuple[tuple[Pattern, int, int], ...]:
    """Ways to say who somebody is, with the groups of the relation and of the name."""
    words = "|".join(sorted((w.replace("-", "[- ]") for w in _relation_of()), key=len, reverse=True))
    relation = rf"\b((?i:{words}))"
    titles = "|".join(t.replace(".", r"\.") for t in sorted(rules("people")["titles"], key=len, reverse=True))
    name = rf"((?:(?:{titles})\s+)?{_NAME})"
    several = rf"((?:(?:{titles})\s+)?{_NAME}(?:,? \d{{1,2}})?(?:(?:, | and | & )(?:{_NAME})(?:,? \d{{1,2}})?){{0,3}})"
    return (
        (pattern(rf"{relation},?\s+{several}", exact_case=True), 1, 2),
        (
            pattern(
                rf"\b{name}\s*\((?i:(?:her|his|their|the|my|ct's|pt's)\s+)?(?:[\w'’-]+\s+){{0,2}}?{relation}\b",
                exact_case=True,
            ),
            2,
            1,
        ),
        (
            pattern(
                rf"\b{name}, (?i:her|his|their|ct's|pt's|a|an|the|my)\s+(?:[\w-]+\s+)?{relation}\b", exact_case=True
            ),
            2,
            1,
        ),
        (
            pattern(
                rf"\b{name}(?:['’]s| (?:is|was|as)) (?i:her|his|their|ct's|pt's|my)\s+(?:[\w-]+\s+)?{relation}\b",
                exact_case=True,
            ),
            2,
            1,
        ),
        (pattern(rf"(?i:\b(married) to)\s+{name}", exact_case=True), 1, 2),
    )


def _told(readings: Sequence[Reading], own: frozenset[str]) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for reading in readings:
        for way, relation_group, name_group in _told_patterns():
            for match in way.finditer(reading.note.text):
                said = " ".join(str(match.group(relation_group)).lower().split()).replace(" in ", "-in-")
                relation = _relation_of().get(said) or _relation_of().get(said.replace(" ", "-"), "spouse")
                for title, name in _names(str(match.group(name_group))):
                    if _is_name(name, own):
                        seen[name].relations[relation] += 1
                        seen[name].title = seen[name].title or title
        for title, name in _titled(reading.note.text):
            if _is_name(name, own):
                seen[name].title = seen[name].title or title
                relation = _relation_of().get(title.lower().rstrip("."), "doctor" if title.startswith("Dr") else "")
                if relation:
                    seen[name].relations[relation] += 1
    return dict(seen)


def _names(said: str) -> Iterator[tuple[str, str]]:
    """Each name of a list such as "Ada 7 and Bo 3", with its title."""
    titles = set(rules("people")["titles"])
    for part in said.replace(" and ", ",").replace("&", ",").split(","):
        words = [word for word in part.split() if not word.isdigit()]
        if len(words) == 2 and words[0] in titles:
            yield words[0], _bare(words[1])
        elif words and words[-1] not in titles:
            yield "", _bare(words[-1])


def _titled(text: str) -> Iterator[tuple[str, str]]:
    titles = "|".join(t.replace(".", r"\.") for t in sorted(rules("people")["titles"], key=len, reverse=True))
    for match in pattern(rf"\b({titles})\s+({_NAME})", exact_case=True).finditer(text):
        yield str(match.group(1)), _bare(str(match.group(2)))


def _is_name(word: str, own: frozenset[str]) -> bool:
    plain = _bare(word).lower()
    return len(plain) > 1 and plain not in own and not {plain, plain.removesuffix("s")} & _not_names()


def _bare(word: str) -> str:
    """The name without its possessive: Kim's and James' are Kim and James."""
    return word.removesuffix("'s").removesuffix("’s").rstrip("'’")


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    titles = {title.lower().rstrip(".") for title in rules("people")["titles"]}
    return frozenset(rules("people")["not_names"]) | frozenset(_relation_of()) | titles


def _keep_coming_up(readings: Sequence[Reading], own: frozenset[str], seen: dict[str, _Seen]) -> None:
    """Adds names that nobody introduces: capitalised inside sentences, in several notes, never in small letters, seldom
    after "in" or "at", and not half of a longer proper name."""
    everything = "\n".join(reading.note.text for reading in readings)
    small = {m.group(0) for m in pattern(r"\b[\p{Ll}]{2,}", exact_case=True).finditer(everything)}
    places = Counter(_last(m.group(0)) for m in _PLACE.finditer(everything))
    pairs = Counter(word for m in _PAIR.finditer(everything) for word in str(m.group(0)).split())
    notes: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    inside: set[str] = set()
    for reading in readings:
        for sentence in reading.sentences:
            text = reading.text(sentence)
            for match in _CAPITAL.finditer(text):
                word = _bare(str(match.group(0)))
                times[word] += 1
                notes[word].add(reading.note.id)
                inside.update([word] if match.start() > 0 else [])
    for word, where in notes.items():
        if word in seen or word not in inside or word.lower() in small or len(where) < NOTES_AT_LEAST:
            continue
        acts = pattern(rf"\b{word}(?:['’]s\b| (?:is|was|has|had|will|[\p{{Ll}}]+(?:ed|s)|{ACTS})\b)", exact_case=True)
        alone = 2 * places[word] <= times[word] and 3 * pairs[word] <= times[word]
        if alone and _is_name(word, own) and acts.search(everything):
            seen[word] = _Seen()


def _last(said: str) -> str:
    return _bare(said.rsplit(maxsplit=1)[-1])


def _by_relation(readings: Sequence[Reading], seen: dict[str, _Seen]) -> None:
    """ "Her brother" and "Dad" speak of the one brother or father there is."""
    _name_the_spouse(readings, seen)
    holders: dict[str, list[str]] = defaultdict(list)
    for name, one in seen.items():
        if one.relations:
            holders[_relation(one)].append(name)
    for relation, names in holders.items():
        if len(names) != 1:
            continue
        words = "|".join(rules("people")["relations"].get(relation, [relation]))
        said = pattern(rf"\b(?:her|his|their|my|ct'?s|pt'?s|w/|with)\s+(?:{words})\b")
        alone = pattern(r"\b(?:Dad|Daddy)\b" if relation == "father" else r"\b(?:Mom|Mum|Mama)\b", exact_case=True)
        by_name = relation in ("father", "mother")
        for reading in readings:
            if said.search(reading.note.text) or (by_name and alone.search(reading.note.text)):
                seen[names[0]].notes.add(reading.note.id)


def _name_the_spouse(readings: Sequence[Reading], seen: dict[str, _Seen]) -> None:
    """ "Married to Kim" and elsewhere "his wife" are one person, where no other name is the wife's."""
    known = {_relation(one) for one in seen.values()}
    spouses = [one for one in seen.values() if _relation(one) == "spouse"]
    if len(spouses) != 1 or known & {"wife", "husband"}:
        return
    said = Counter(
        word
        for reading in readings
        for word in ("wife", "husband")
        if pattern(rf"\b(?:(?:his|her|their|my|ct'?s|pt'?s|the|w/)\s+)?{word}\b").search(reading.note.text)
    )
    if said:
        spouses[0].relations[said.most_common(1)[0][0]] += 1
