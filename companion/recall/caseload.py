"""Every client's past words searched at once, for the window alone. Held in memory from the first search until some
idle minutes have passed, or a lock; never on disk."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from companion.recall.passages import shown_passages
from companion.recall.said_about import SaidAbout
from companion.record import Assertion, Day, Echo, Mention, NoteCard, NoteKind
from companion.shown_notes import ShownNotes
from index import OnShelf, Passage, Question, Shelf, search_shelves

IDLE = 600.0
"""Seconds after the last search at which everything is dropped."""


@dataclass(frozen=True, slots=True)
class ClientEcho:
    """A past passage and whose it is."""

    client_id: str
    echo: Echo


@dataclass(frozen=True, slots=True)
class Among:
    """Which words are meant: of whom, from and until which day, in notes of which kinds, asserting what of a risk,
    naming whom; what is not set is left open. A note without a day is in no span of days."""

    client_id: str | None = None
    since: Day | None = None
    until: Day | None = None
    kinds: frozenset[NoteKind] = frozenset()
    assertion: Assertion | None = None
    person: str = ""

    @property
    def is_found(self) -> bool:
        """Whether it goes by what was found in the notes, not by the notes alone."""
        return self.assertion is not None or self.person != ""

    def holds(self, card: NoteCard) -> bool:
        if self.kinds and card.kind not in self.kinds:
            return False
        if self.since is None and self.until is None:
            return True
        day = card.session_date
        return day is not None and (self.since or date.min) <= day <= (self.until or date.max)


EVERYTHING = Among()


@dataclass(frozen=True, slots=True)
class _Held:
    shelf: Shelf
    passages: tuple[Passage, ...]
    cards: tuple[NoteCard, ...]
    """The note of each passage."""

    def places(self, among: Among, said: SaidAbout) -> npt.NDArray[np.intp]:
        places = [at for at, card in enumerate(self.cards) if among.holds(card)]
        if among.assertion is not None:
            asserts = said.asserts(among.assertion)
            places = [at for at in places if asserts(self.passages[at])]
        if among.person:
            names = said.names(among.person)
            places = [at for at in places if names(self.passages[at])]
        return np.array(places, np.intp)


class CaseloadRecall:
    """The whole caseload, client by client. Thread-safe."""

    def __init__(self, idle: float = IDLE) -> None:
        self._idle = idle
        self._guard = threading.RLock()
        self._held: dict[str, _Held] = {}
        self._said: dict[str, SaidAbout] = {}
        self._timer: threading.Timer | None = None
        self._cleared = 0

    @property
    def era(self) -> int:
        """Grows with every `clear`: what was read before a lock is not kept after it."""
        return self._cleared

    def missing(self, client_ids: Iterable[str]) -> list[str]:
        """The clients who are not held, or not any more; those who are gone are forgotten."""
        known = list(client_ids)
        with self._guard:
            for gone in self._held.keys() - set(known):
                del self._held[gone]
                self._said.pop(gone, None)
            return [client_id for client_id in known if client_id not in self._held]

    def put(self, client_id: str, shown: ShownNotes, model: str, era: int) -> None:
        """Reads one client's passages into memory. Copied-forward ones are left out. Nothing is kept when everything
        was cleared since `era`."""
        ids, rows = shown.vectors(model)
        at = {passage_id: row for row, passage_id in enumerate(ids)}
        read = [(row.id, passage) for row, passage in zip(shown.passages(), shown_passages(shown), strict=True)]
        fresh = [(at[i], passage) for i, passage in read if i in at and not passage.carried_forward]
        matrix = np.ascontiguousarray(rows[[row for row, _ in fresh]]) if fresh else np.zeros((0, 0), np.float32)
        passages = tuple(passage for _, passage in fresh)
        cards = {card.id: card for card in shown.cards()}
        shelf = Shelf([passage.text for passage in passages], matrix)
        held = _Held(shelf, passages, tuple(cards[passage.document] for passage in passages))
        with self._guard:
            if era == self._cleared:
                self._held[client_id] = held

    def missing_said(self, client_ids: Iterable[str]) -> list[str]:
        """The clients of whom it is not held what was found about them."""
        with self._guard:
            return [client_id for client_id in client_ids if client_id not in self._said]

    def put_said(self, client_id: str, said: SaidAbout, era: int) -> None:
        """What was found about one client; not kept when everything was cleared since `era`."""
        with self._guard:
            if era == self._cleared:
                self._said[client_id] = said

    def search(self, question: Question, top: int, among: Among = EVERYTHING) -> tuple[list[ClientEcho], bool]:
        """The `top` best past passages of all clients who are held, and whether nothing is close, among what is meant.
        Where that goes by what was found, nothing of clients of whom that is not held."""
        with self._guard:
            held, said = dict(self._held), dict(self._said)
            self._wait()
        meant = {i: one for i, one in held.items() if one.passages and among.client_id in (None, i)}
        shelves = {client_id: one.shelf for client_id, one in meant.items()}
        places = None
        if among != EVERYTHING:
            places = {i: one.places(among, said.get(i, SaidAbout())) for i, one in meant.items()}
        found, nothing_close = search_shelves(shelves, question, top, places)
        return [ClientEcho(one.shelf, _echo(held[one.shelf], one)) for one in found], nothing_close

    def forget(self, client_id: str) -> None:
        """What is held of this client is out of date."""
        with self._guard:
            self._held.pop(client_id, None)
            self._said.pop(client_id, None)

    def forget_said(self, client_id: str) -> None:
        """What was found about this client, or decided, is out of date."""
        with self._guard:
            self._said.pop(client_id, None)

    def clear(self) -> None:
        """The vault was locked, or nobody has searched for a while."""
        with self._guard:
            self._held.clear()
            self._said.clear()
            self._cleared += 1
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _wait(self) -> None:
        """Starts the idle time anew."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._idle, self.clear)
        self._timer.daemon = True
        self._timer.start()


def _echo(held: _Held, found: OnShelf) -> Echo:
    passage = held.passages[found.position]
    return Echo(Mention(passage.document, passage.start, passage.end, passage.text), round(found.score, 4))
