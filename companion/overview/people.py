"""The people in the client's life: names with what they are to the client, and the notes that speak of them.

A name counts when a note says who it is ("brother Kim", "Kim (neighbor)", "Kim, her boss"), or when it keeps coming up
in the way a person does. The client and the therapist are not among them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import re2

from companion.overview.own_names import own_names
from companion.overview.pattern import pattern
from companion.overview.people_nearer import nearer_relation
from companion.overview.people_told import NAME, Telling, bare, not_names, relation_of, tellings
from companion.overview.pronoun import client_pronoun
from companion.overview.reading import Reading, read
from companion.overview.rulebook import rules
from companion.record import Mention, Note, Person

NOTES_AT_LEAST = 2
"""Notes in which a name without a relation has to come up."""

SHORT_NAME = 3
"""Letters from which the beginning of a name is taken for its short form."""

SAYS_SOMETHING = 4
"""Words from which a sentence with a name in it tells more than that name."""

FORMAL = frozenset({"Dr", "Mr", "Mrs", "Ms", "Prof", "Professor"})

SPOUSES = ("husband", "wife", "spouse", "partner", "hubby")
"""Whose mother is the client's mother-in-law."""

ACTS = "said|told|took|came|went|got|gave|made|wrote|rang|sat|left|ran|met|saw|kept|felt|thinks|knows|did|let|put|held"
"""What people do in notes, besides words in -ed and -s."""

_BEFORE = r"(?i:\b(?:in|at|from|near|to|of|on|via|through|around|outside)\s+(?:the\s+)?)"
_SHORTENED = pattern(r"['’](?:d|ll|ve|re|m|t)$")
""" "He'd" is no name."""
_CAPITAL = pattern(rf"\b{NAME}", exact_case=True)
_PLACE = pattern(rf"{_BEFORE}{NAME}\b", exact_case=True)
_SHORT = pattern(rf"\b({NAME}) \([\"“]?({NAME})[\"”]?\)", exact_case=True)
_SAINT = pattern(rf"\b(?:St|Saint|San|Santa)\.?\s+({NAME})", exact_case=True)
_PAIR = pattern(rf"\b{NAME}\s+{NAME}", exact_case=True)


@dataclass(slots=True)
class _Seen:
    """What is known of one name so far."""

    relations: Counter[str] = field(default_factory=Counter)
    notes: set[str] = field(default_factory=set)
    titles: Counter[str] = field(default_factory=Counter)
    """With "" for each time that the name is told without one."""
    short: set[str] = field(default_factory=set)
    """Short forms of the name."""
    told_in: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """For each relation the notes that tell it."""
    surnames: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """For each relation the surnames with which it is told; "" for none."""


def find_people(readings: Sequence[Reading], client_name: str = "") -> tuple[Person, ...]:
    """Everybody, those whose relation is told and who come up most first. One name that is told of a relative and of
    a nurse is two people."""
    own = own_names(readings, client_name)
    client = client_pronoun(readings)
    seen, surnames = _told(readings, own, client)
    _keep_coming_up(readings, own | surnames, seen)
    _join_short_names(readings, seen)
    for name, one in seen.items():
        word = pattern(rf"\b(?:{'|'.join([name, *sorted(one.short)])})(?:['’]s)?\b", exact_case=True)
        one.notes |= {r.note.id for r in readings if word.search(r.note.text)}
        if one.titles and not one.titles[""] and _mostly_bare(name, one, readings):
            one.titles[""] += 1
        for relation in [r for r, _ in one.relations.most_common() if not _nearer(one, r)]:
            more = nearer_relation(name, relation, readings, client)
            if more != relation:
                one.relations[more] = one.relations.pop(relation)
                one.told_in[more] |= one.told_in.pop(relation, set())
    _by_relation(readings, seen)
    order = [reading.note.id for reading in readings]
    people = [person for name, one in seen.items() for person in _people_of(name, one, order)]
    return tuple(sorted(people, key=lambda p: (not p.relation, -len(p.note_ids), p.name)))


def _mostly_bare(name: str, one: _Seen, readings: Sequence[Reading]) -> bool:
    """ "Coach Kim" who is called Kim nearly everywhere is Kim; a doctor stays one."""
    title = one.titles.most_common(1)[0][0]
    if title.rstrip(".") in FORMAL:
        return False
    said = pattern(rf"\b({re2.escape(title)}\s+)?{name}\b", exact_case=True)
    titled = [bool(m.group(1)) for reading in readings for m in said.finditer(reading.note.text)]
    return len(titled) > 3 * sum(titled)


def naming_sentence(note: Note, name: str) -> Mention | None:
    """The first sentence of a note, if need be of a few words alone, in which a person's name stands as a word of its
    own, without their title."""
    bare_name = re2.escape(name.rsplit(maxsplit=1)[-1])
    edge = r"[^\p{L}\p{M}\p{N}]"
    word = pattern(rf"(?:^|{edge}){bare_name}(?:$|{edge})", exact_case=True)
    if not word.search(note.text):
        return None
    (reading,) = read([note])
    found = [reading.mention(s.start, s.end) for s in reading.sentences if word.search(reading.text(s))]
    return next((m for m in found if len(m.quote.split()) >= SAYS_SOMETHING), found[0] if found else None)


def _people_of(name: str, one: _Seen, order: Sequence[str]) -> Iterator[Person]:
    """The person of that name, and another one where the name is told of somebody in a different part of life."""
    first = _relation(one)
    others = [
        r for r, _ in one.relations.most_common() if r != first and (_apart(first, r) or _named_apart(one, first, r))
    ]
    second = next((r for r in others if one.told_in[r] - one.told_in[first]), "")
    title = one.titles.most_common(1)[0][0] if one.titles and not one.titles[""] else ""
    notes = one.notes - (one.told_in[second] - one.told_in[first]) if second else one.notes
    yield Person(f"{title} {name}".strip(), first, tuple(n for n in order if n in notes))
    if second:
        yield Person(name, second, tuple(n for n in order if n in one.told_in[second]))


def _apart(one: str, other: str) -> bool:
    """Two relations that one person hardly has both: a sister and a nurse, a neighbor and a doctor."""
    circles = rules("people")["circles"].values()
    mine, theirs = ([n for n, c in enumerate(circles) if relation in c] for relation in (one, other))
    return bool(mine and theirs) and mine != theirs


def _named_apart(one: _Seen, relation: str, other: str) -> bool:
    """Neighbor Mick and mate Mick Doyle: one has a surname wherever they are told, and the other one never."""
    mine, theirs = one.surnames[relation], one.surnames[other]
    if {relation, other} & set(rules("people")["circles"]["family"]) or not (mine and theirs):
        return False
    return (mine == {""} and "" not in theirs) or (theirs == {""} and "" not in mine)


def _relation(one: _Seen) -> str:
    """The word most often said of somebody, or the nearer one ("daughter" for "child") that any note has."""
    if not one.relations:
        return ""
    often = one.relations.most_common(1)[0][0]
    return _nearer(one, often) or often


def _nearer(one: _Seen, relation: str) -> str:
    """A relation that says more than another, and is told of the same person."""
    more = rules("people")["nearer"].get(relation, ())
    return next((word for word, _ in one.relations.most_common() if word in more), "")


def _told(readings: Sequence[Reading], own: frozenset[str], client: str) -> tuple[dict[str, _Seen], frozenset[str]]:
    """The names that the notes tell something of, and the surnames among them."""
    seen: dict[str, _Seen] = defaultdict(_Seen)
    surnames: set[str] = set()
    small = _small_words(readings)
    found = [(reading, telling) for reading in readings for telling in tellings(reading)]
    coupled = {t.relation for _, t in found} & {"husband", "wife", "spouse", "partner", "late husband", "late wife"}
    spelled = {"neighbor": "neighbour"} if any("neighbour" in reading.note.text for reading in readings) else {}
    for reading, telling in found:
        if not _is_name(telling.name, own, titled=bool(telling.title)) or (
            telling.weak and _reads_the_same(telling, small)
        ):
            continue
        one = seen[telling.name]
        surnames.update([telling.surname.lower()] if telling.surname else [])
        one.titles[telling.title] += 1
        relation = _to_the_client(telling, client, in_laws=bool(coupled))
        if relation := spelled.get(relation, relation):
            one.relations[relation] += 1
            one.told_in[relation].add(reading.note.id)
            one.surnames[relation].add(telling.surname)
    return dict(seen), frozenset(surnames)


def _reads_the_same(telling: Telling, small: frozenset[str]) -> bool:
    """What a weak way takes for a name may be another word, as in "Walk the dog"."""
    return telling.name.lower() in small or telling.relation in ("dog", "cat")


def _to_the_client(telling: Telling, client: str, *, in_laws: bool) -> str:
    """The relation to the client: "his mother" in the notes of a woman with a husband is her mother-in-law."""
    other = {"she": "his", "he": "her"}.get(client)
    if in_laws and other and telling.whose.lower() == other:
        return str(rules("people")["in_law"].get(telling.relation, telling.relation))
    whose = telling.whose.lower()
    if whose in SPOUSES and telling.relation in rules("people")["in_law"]:
        return str(rules("people")["in_law"][telling.relation])
    if whose in relation_of() and telling.relation:
        return f"{relation_of()[whose]}'s {telling.relation}"
    if telling.whose[:1].isupper() and whose not in ("her", "his") and telling.relation:
        return f"{telling.whose}'s {telling.relation}"
    return telling.relation


def _join_short_names(readings: Sequence[Reading], seen: dict[str, _Seen]) -> None:
    """Kev is Kevin, where nobody is told of as Kev, but as the children's uncle; Nell (Penelope) is Penelope."""
    told = (m for r in readings for m in _SHORT.finditer(r.note.text))
    beside = {(str(m.group(1)), str(m.group(2))) for m in told}
    for short in sorted(seen):
        if set(seen[short].relations) - {"uncle", "aunt"} or len(short) < SHORT_NAME:
            continue
        full = [n for n in seen if n != short and seen[n].relations and (n.startswith(short) or (n, short) in beside)]
        if len(full) == 1:
            seen[full[0]].short |= {short} | seen.pop(short).short


def _is_name(word: str, own: frozenset[str], *, titled: bool = False) -> bool:
    """A word that may be somebody's; behind a title ("Ms. Park") any but the client's own."""
    plain = bare(word).lower()
    if _SHORTENED.search(plain):
        return False
    if titled and plain not in own:
        return len(plain) > 1
    several = plain.removesuffix("s") if len(plain) > SHORT_NAME else plain
    return len(plain) > 1 and plain not in own and not {plain, several} & not_names()


def _keep_coming_up(readings: Sequence[Reading], own: frozenset[str], seen: dict[str, _Seen]) -> None:
    """Adds names that nobody introduces: capitalised inside sentences, in several notes, never in small letters, seldom
    after "in" or "at", and not half of a longer proper name."""
    everything = "\n".join(reading.note.text for reading in readings)
    small = _small_words(readings)
    places = Counter(_last(m.group(0)) for way in (_PLACE, _SAINT) for m in way.finditer(everything))
    pairs = Counter(word for m in _PAIR.finditer(everything) for word in str(m.group(0)).split())
    notes: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    inside: set[str] = set()
    for reading in readings:
        for sentence in reading.sentences:
            text = reading.text(sentence)
            for match in _CAPITAL.finditer(text):
                word = bare(str(match.group(0)))
                times[word] += 1
                notes[word].add(reading.note.id)
                inside.update([word] if match.start() > 0 else [])
    for word, where in notes.items():
        if word in seen or word not in inside or word.lower() in small or len(where) < NOTES_AT_LEAST:
            continue
        acts = pattern(rf"\b{word}(?:['’]s\b| (?:is|was|has|had|will|[\p{{Ll}}]+(?:ed|s)|{ACTS})\b)", exact_case=True)
        alone = 2 * places[word] <= times[word] and 3 * pairs[word] <= times[word]
        short = len(word) >= SHORT_NAME and any(name.startswith(word.lower()) for name in own)
        if alone and _is_name(word, own) and not short and acts.search(everything):
            seen[word] = _Seen()


def _small_words(readings: Sequence[Reading]) -> frozenset[str]:
    """Every word that some note has in small letters."""
    word = pattern(r"\b[\p{Ll}]{2,}", exact_case=True)
    return frozenset(str(m.group(0)) for reading in readings for m in word.finditer(reading.note.text))


def _last(said: str) -> str:
    return bare(said.rsplit(maxsplit=1)[-1])


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
        words = "|".join(rules("people")["relations"].get(relation, [relation.rsplit(" ", 1)[-1]]))
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
