"""What keeps returning in a client's notes: clinical themes under changing words, and people who keep coming up.

Every subject (`theme_subjects.py`) is a candidate. Its mentions are the sentences closest to it
(`theme_closeness.py`), a few from each note. A candidate that returns over sessions is a theme; those whose mentions
are surest, of one mind and spread over most notes come first, and of two that quote the same sentences only the first
is kept. What is shown of a mention is its sentence and those that go on telling it (`telling.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from companion.overview.meaning import Meaning, Row
from companion.overview.reading import Reading
from companion.overview.sessions import session_index
from companion.overview.telling import telling
from companion.overview.theme_closeness import Closeness
from companion.overview.theme_places import Places
from companion.overview.theme_subjects import SAYS, Subject, subjects
from companion.overview.trend import shape, trend
from companion.record import Mention, Person, Session, Theme

AT_MOST = 12
A_NOTE, A_NOTE_TIMES = 300, 3
"""Characters and mentions one theme quotes from one note: more is not read at a glance."""
MENTIONS = 20
"""A theme's mentions, at most; in a long record two for three notes."""
SESSIONS_AT_LEAST = 3
SURE_AT_LEAST = 0.3
"""What a theme counts of which no mention holds a sure word; one with a sure word in all counts this and 1."""
SAME = 0.3
"""Two themes say the same when they share this part of the shorter one's mentions."""


@dataclass(frozen=True)
class _Candidate:
    subject: Subject
    close: Row
    chosen: list[int]
    strength: float


def find_themes(
    readings: Sequence[Reading],
    sessions: Sequence[Session],
    people: Sequence[Person] = (),
    meaning: Meaning | None = None,
) -> tuple[Theme, ...]:
    """The themes of this client, best first, at most twelve. Without a model of meaning, by words."""
    places = Places.of(readings)
    closeness = Closeness(places, meaning)
    found = [one for subject in subjects(places, people) if (one := _candidate(subject, places, closeness, sessions))]
    found.sort(key=lambda one: (-one.strength, one.subject.key))
    kept: list[_Candidate] = []
    for one in found:
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    quoted = {at for one in kept[:AT_MOST] for at in one.chosen}
    return tuple(_theme(one, quoted, places, sessions) for one in kept[:AT_MOST])


def _candidate(
    subject: Subject, places: Places, closeness: Closeness, sessions: Sequence[Session]
) -> _Candidate | None:
    """The subject with its mentions, or None where it does not return often enough to be a theme."""
    close = closeness.to(subject)
    chosen = _closest(close, places, closeness.enough)
    touched = {at for at in _sessions(chosen, places, sessions) if at is not None}
    if len(touched) < SESSIONS_AT_LEAST:
        return None
    spread = len(places.notes_of(chosen)) / len(places.readings)
    sure = SURE_AT_LEAST + float((subject.said[chosen] >= SAYS).mean())
    strength = float(close[chosen].mean()) * spread * closeness.together(chosen) ** 2 * sure * subject.share
    return _Candidate(subject, close, chosen, strength)


def _closest(close: Row, places: Places, enough: float) -> list[int]:
    """The closest sentences that fit into what a theme may quote, in the order of the notes."""
    most = max(MENTIONS, 2 * len(places.readings) // 3)
    chosen: list[int] = []
    used: Counter[int] = Counter()
    times: Counter[int] = Counter()
    for at in (-close).argsort(kind="stable").tolist():
        if close[at] < enough or len(chosen) == most:
            break
        note, length = places.notes[at], places.length(at)
        if used[note] + length <= A_NOTE and times[note] < A_NOTE_TIMES:
            chosen.append(at)
            used[note] += length
            times[note] += 1
    return sorted(chosen)


def _quoted(chosen: Sequence[int], by_any: set[int], places: Places) -> Iterator[Mention]:
    """The mentions as they are shown, as long as their note has room. What a theme quotes for its own sake (`by_any`)
    is nobody's neighbour."""
    free: dict[int, set[int]] = {note: set() for note in places.notes_of(chosen)}
    for at, (note, sentence) in enumerate(zip(places.notes, places.sentences, strict=True)):
        if note in free and at not in by_any:
            free[note].add(sentence.start)
    room = Counter(dict.fromkeys(free, A_NOTE))
    for at in chosen:
        room[places.notes[at]] -= places.length(at)
    for at in chosen:
        note, sentence, length = places.notes[at], places.sentences[at], places.length(at)
        mention = telling(places.readings[note], sentence.start, sentence.end, free[note], length + room[note])
        room[note] -= mention.end - mention.start - length
        yield mention


def _sessions(chosen: Sequence[int], places: Places, sessions: Sequence[Session]) -> Iterator[int | None]:
    return (session_index(sessions, places.readings[places.notes[at]].day) for at in chosen)


def _same(one: _Candidate, other: _Candidate) -> bool:
    shared = len(set(one.chosen) & set(other.chosen))
    return shared > SAME * min(len(one.chosen), len(other.chosen))


def _theme(one: _Candidate, quoted: set[int], places: Places, sessions: Sequence[Session]) -> Theme:
    strengths = [0] * len(sessions)
    for session in _sessions(one.chosen, places, sessions):
        if session is not None:
            strengths[session] += 1
    closest = [0.0] * len(sessions)
    for at, session in enumerate(_sessions(range(len(places)), places, sessions)):
        if session is not None:
            closest[session] = max(closest[session], float(one.close[at]))
    moves = trend(closest, strengths)
    mentions = tuple(_quoted(one.chosen, quoted, places))
    touched = sum(1 for strength in strengths if strength)
    return Theme(one.subject.key, one.subject.label, moves, mentions, touched, shape(strengths))
