"""What keeps returning: curated clinical themes found by their words, and people who keep coming up.

Lexical: a sentence belongs to a theme when it holds one of its strong words or two of its weak ones
(`rules/themes.json`). Distinctive for this client means touched in several sessions, but not by nearly every sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from companion.overview.pattern import Pattern, phrases
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence
from companion.overview.sessions import session_index
from companion.overview.trend import shape, trend
from companion.record import Mention, Person, Session, Theme

AT_MOST = 10
A_NOTE = 300
"""Characters one theme quotes from one note: more is not read at a glance."""
SESSIONS_AT_LEAST = 3
PERSON = 0.6
"""How much a person who keeps coming up weighs beside a clinical theme that is as strong."""
FELT, FELT_BARE, FELT_BARE_OUTSIDE = 0.1, 0.2, 0.4
"""Share of a person's sentences with words of feeling: with a name, of a bare relation, of one outside the family."""
OUTSIDE = frozenset({"friend", "boss"})
GENERIC = 0.5
"""How much a theme of every caseload (medication, money) weighs."""
TOGETHER = 0.4
"""Two themes of a merging rule become one when they share this part of the notes of the rarer one."""
SAME = 0.5
"""Two themes whose mentions overlap by this share say the same; the weaker one goes."""
PASSED_OVER = frozenset({"risk", "header", "objective"})
"""Parts of a note that are written for every client alike."""


@dataclass(frozen=True, slots=True)
class _Words:
    key: str
    label: str
    strong: Pattern
    weak: Pattern | None


@dataclass(slots=True)
class _Found:
    """A theme in the making: its sentences by note, each with its weight."""

    key: str
    label: str
    places: dict[int, list[tuple[float, Sentence]]] = field(default_factory=dict)

    def add(self, note: int, weight: float, place: Sentence) -> None:
        self.places.setdefault(note, []).append((weight, place))


def find_themes(
    readings: Sequence[Reading], sessions: Sequence[Session], people: Sequence[Person] = ()
) -> tuple[Theme, ...]:
    """The themes of this client, best first, at most ten. `people` gives names to the relations."""
    found = _merged([*_curated(readings), *_relations(readings, people)])
    made = [theme for theme in (_theme(one, readings, sessions) for one in found) if theme]
    made.sort(key=lambda pair: (-pair[0], pair[1].key))
    kept: list[Theme] = []
    for _, theme in made:
        if not any(_same(theme, other) for other in kept):
            kept.append(theme)
    return tuple(kept[:AT_MOST])


@lru_cache(maxsize=1)
def _lexicon() -> tuple[_Words, ...]:
    return tuple(
        _Words(t["key"], t["label"], phrases(t["strong"]), phrases(t["weak"]) if t["weak"] else None)
        for t in rules("themes")["themes"]
    )


def _curated(readings: Sequence[Reading]) -> list[_Found]:
    found = [(_Found(f"curated:{words.key}", words.label), words) for words in _lexicon()]
    for number, reading in enumerate(readings):
        for place in _worth_reading(reading):
            text = reading.text(place)
            for one, words in found:
                weight = _weight(words, text)
                if weight >= 2:
                    one.add(number, weight, place)
    return [one for one, _ in found]


def _weight(words: _Words, text: str) -> float:
    """2 for each different strong word, 1 for each weak one."""
    strong = len({m.group(0).lower() for m in words.strong.finditer(text)})
    weak = len({m.group(0).lower() for m in words.weak.finditer(text)}) if words.weak else 0
    return 2 * strong + weak


def _relations(readings: Sequence[Reading], people: Sequence[Person]) -> list[_Found]:
    """One theme for each relation that returns: its words, and the names of those who stand in it."""
    found: list[_Found] = []
    for relation in rules("themes")["relations"]:
        own = set(relation["words"])
        names = [p.name.split()[-1] for p in people if own & set(p.relation.lower().replace(",", " ").split())]
        label = f"{relation['label']}, {names[0]}" if len(names) == 1 else relation["label"]
        feeling = total = 0
        one, words = _Found(f"person:{relation['key']}", label), phrases([*own, *names])
        for number, reading in enumerate(readings):
            for place in _worth_reading(reading):
                said = len({m.group(0).lower() for m in words.finditer(reading.text(place))})
                if said:
                    felt = _cues("feeling").search(reading.text(place)) is not None
                    one.add(number, 1.0 + said + felt, place)
                    feeling, total = feeling + felt, total + 1
        needed = FELT if len(names) == 1 else FELT_BARE_OUTSIDE if relation["key"] in OUTSIDE else FELT_BARE
        if total and feeling >= needed * total:
            found.append(one)
    return found


def _merged(found: list[_Found]) -> list[_Found]:
    """The themes, with those joined that most often come up in the same notes."""
    by_key = {one.key: one for one in found}
    joined: set[str] = set()
    for rule in sorted(rules("themes")["merge"], key=lambda rule: -len(_shared_notes(rule["keys"], by_key))):
        first, second = (by_key.get(key) for key in rule["keys"])
        if first is None or second is None or first.key in joined:
            continue
        less = min(len(first.places), len(second.places))
        if less < SESSIONS_AT_LEAST or len(_shared_notes(rule["keys"], by_key)) < TOGETHER * less:
            continue
        for note, places in second.places.items():
            have = {place.start for _, place in first.places.get(note, [])}
            for weight, place in places:
                if place.start not in have:
                    first.add(note, weight, place)
        first.label = rule["label"]
        joined.add(first.key)
        del by_key[second.key]
    return list(by_key.values())


def _shared_notes(keys: Sequence[str], by_key: dict[str, _Found]) -> set[int]:
    first, second = (by_key[key].places.keys() if key in by_key else set[int]() for key in keys)
    return set(first) & set(second)


@lru_cache(maxsize=4)
def _cues(key: str) -> Pattern:
    return phrases(rules("themes")[key])


def _hardness(text: str) -> float:
    """1 where the words say that it is hard, -1 where they say that it is easier, 0 where both or neither do."""
    return float(_cues("harder").search(text) is not None) - float(_cues("easier").search(text) is not None)


def _worth_reading(reading: Reading) -> Iterator[Sentence]:
    return (s for s in reading.sentences if s.section not in PASSED_OVER and s.start not in reading.copied)


def _theme(found: _Found, readings: Sequence[Reading], sessions: Sequence[Session]) -> tuple[float, Theme] | None:
    """The theme with its strength, or None where it does not return often enough to be one."""
    strengths = [0] * len(sessions)
    intensity = [0.0] * len(sessions)
    mentions: list[Mention] = []
    weight = 0.0
    for number in sorted(found.places):
        reading = readings[number]
        best = _best(found.places[number])
        mentions.extend(reading.mention(place.start, place.end) for _, place in best)
        weight += min(6.0, sum(w for w, _ in found.places[number]))
        at = session_index(sessions, reading.day)
        if at is not None:
            strengths[at] += len(best)
            intensity[at] += sum(_hardness(reading.text(place)) for _, place in best)
    touched = sum(1 for s in strengths if s)
    if touched < SESSIONS_AT_LEAST:
        return None
    theme = Theme(found.key, found.label, trend(strengths, intensity), tuple(mentions), touched, shape(strengths))
    generic = found.key.removeprefix("curated:") in rules("themes")["generic"]
    share = PERSON if found.key.startswith("person:") else GENERIC if generic else 1.0
    return share * weight * _rarity(touched, len(sessions)), theme


def _rarity(touched: int, sessions: int) -> float:
    """A theme of every session says little about any; half the sessions says most."""
    share = touched / max(1, sessions)
    return 1.0 if share <= 0.8 else 0.8


def _best(places: Iterable[tuple[float, Sentence]]) -> list[tuple[float, Sentence]]:
    """The weightiest sentences of a note that fit together into what one theme may quote, in their order."""
    kept: list[tuple[float, Sentence]] = []
    used = 0
    for weight, place in sorted(places, key=lambda p: (-p[0] / (40 + p[1].end - p[1].start), p[1].start)):
        if used + place.end - place.start <= A_NOTE and len(kept) < 3:
            kept.append((weight, place))
            used += place.end - place.start
    return sorted(kept, key=lambda p: p[1].start)


def _same(theme: Theme, other: Theme) -> bool:
    """Whether most of what `theme` quotes `other` quotes too."""
    theirs = {(m.note_id, m.start) for m in other.mentions}
    shared = sum(1 for m in theme.mentions if (m.note_id, m.start) in theirs)
    return shared > SAME * len(theme.mentions)
