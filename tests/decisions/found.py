"""What was found about invented clients, for tests of what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from companion.decisions import Decided, Decision, Decisions, Kept, Place, to_keep
from companion.demo.sample import samples
from companion.importers import read_note
from companion.overview import client_overview
from companion.record import Mention, Note, NoteCard, Session, Theme

TODAY = date(2025, 6, 1)


def over(notes: Sequence[Note]) -> Decided:
    """What the notes tell, with nothing decided."""
    cards = {n.id: NoteCard(n.id, n.source_name, n.kind, n.note_class, n.session_date) for n in notes}
    return Decided(client_overview(notes, today=TODAY), cards, Decisions({}), TODAY)


@lru_cache(maxsize=1)
def sample() -> Decided:
    """The first client of the sample caseload."""
    files = sorted(samples()[0].notes.iterdir())
    ids = {path: f"n{at}" for at, path in enumerate(files)}
    return over([read_note(p.name, p.read_bytes(), note_id=ids[p], note_class="record") for p in files])


def themes(**notes_of: str) -> Decided:
    """Themes by key, each with one mention in each of the notes named by a letter; a note is a session of its own."""
    letters = sorted(set("".join(notes_of.values())))
    days = {letter: date(2025, 1, 1 + at) for at, letter in enumerate(letters)}
    cards = {letter: NoteCard(letter, letter, "progress", "record", days[letter]) for letter in letters}
    sessions = tuple(Session(days[letter], (letter,)) for letter in letters)
    starts = {key: at * 10 for at, key in enumerate(notes_of)}
    found = tuple(theme(key, *(mention(note, starts[key]) for note in notes)) for key, notes in notes_of.items())
    return Decided(replace(sample().overview, themes=found, sessions=sessions), cards, Decisions({}), TODAY)


def theme(key: str, *mentions: Mention) -> Theme:
    return Theme(key, key.title(), "steady", mentions, len(mentions), (0,) * 8)


def mention(note_id: str, start: int, length: int = 5) -> Mention:
    return Mention(note_id, start, start + length, "x" * length)


def decide(decided: Decided, *asked: Decision) -> Decided:
    """With these decisions made, one after the other."""
    for decision in asked:
        decided, _ = made(decided, decision)
    return decided


def made(decided: Decided, asked: Decision) -> tuple[Decided, Kept]:
    kept = to_keep(decided, asked)
    return decided.put(kept.name, kept.value), kept


def told(decided: Decided) -> dict[str, str]:
    """The themes that are shown, in their order, with the notes of their mentions."""
    return {one.theme.key: "".join(m.note_id for m in one.theme.mentions) for one in decided.themes()}


def places(decided: Decided, key: str) -> list[Place]:
    """Where the mentions of a shown theme stand."""
    shown = next(one for one in decided.themes() if one.theme.key == key)
    return [Place.of(one) for one in shown.theme.mentions]


def everything(decided: Decided) -> tuple[object, ...]:
    """All that any reply is made of."""
    return decided.themes(), decided.goals(), decided.follow_ups(), decided.people(), decided.risk(), decided.safety()
