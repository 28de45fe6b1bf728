"""What is asked of past words: one client's, or, on a path of its own, the whole caseload's.

Every answer leaves its audit row before it goes out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace

from companion.decisions import Decided
from companion.errors import Damaged, NoConsent, NotReady
from companion.known_people import PEOPLE, known_people, named_in
from companion.recall import (
    EVERYTHING,
    Among,
    CaseloadRecall,
    ClientEcho,
    OpenRecalls,
    Recall,
    SaidAbout,
    asking,
    read_notes,
)
from companion.record import Answer
from companion.saved_overview import SavedOverview
from companion.shown_notes import shown_notes
from companion.vault import ClientFile, Vault
from index import Embedder, Question, VectorStore

ECHOES = 3
"""Past passages beside what is being written: more is not read at a glance."""


@dataclass(frozen=True, slots=True)
class CaseloadAnswer:
    """What a search of all clients found, best first; `nothing_close` is said beside it. `left_out` are the clients
    whose file could not be read: nothing of theirs was searched."""

    nothing_close: bool
    found: tuple[ClientEcho, ...]
    left_out: tuple[str, ...] = ()


class Searching:
    """The clients who are ready to be searched, and the searches. Thread-safe. `working_on` gives a client's file with
    nobody else changing it: only while what is searched, the notes that are shown, is read from it; `decided` what was
    found in them."""

    def __init__(
        self,
        vault: Vault,
        embedder: Embedder,
        working_on: Callable[[str], AbstractContextManager[ClientFile]],
        decided: Callable[[str], Decided],
    ) -> None:
        self._vault = vault
        self._embedder = embedder
        self._working_on = working_on
        self._decided = decided
        self._store = VectorStore()
        self._recalls = OpenRecalls()
        self._caseload = CaseloadRecall()
        self._filling = threading.Lock()

    def search(self, client_id: str, saved: SavedOverview, words: str, top: int) -> Answer:
        return self._answer("search", client_id, saved, words, top, people=0)

    def echoes(self, client_id: str, saved: SavedOverview, words: str) -> Answer:
        return self._answer("echoes", client_id, saved, words, ECHOES, people=PEOPLE)

    def caseload(self, words: str, top: int, among: Among = EVERYTHING) -> CaseloadAnswer:
        """Over all clients, in the notes that are meant; those not held in memory are read first."""
        self._be_ready()
        left_out = self._fill_caseload()
        asked = asking(words, (), {})
        vector = self._embedder.encode_query(*asked.words)
        if among.is_found:
            self._fill_said(among)
        found, nothing_close = self._caseload.search(Question(words, vector), top, among)
        for client_id in dict.fromkeys(one.client_id for one in found):
            notes = [one.echo.mention.note_id for one in found if one.client_id == client_id]
            self._vault.write_audit("search_caseload", client_id, list(dict.fromkeys(notes)))
        return CaseloadAnswer(nothing_close, tuple(found), left_out)

    def forget(self, client_id: str) -> None:
        """What is held of this client is out of date."""
        self._recalls.forget(client_id)
        self._caseload.forget(client_id)

    def forget_said(self, client_id: str) -> None:
        """What was found about this client, or decided, is out of date."""
        self._caseload.forget_said(client_id)

    def clear(self) -> None:
        """The vault was locked, or other notes are shown from now on."""
        self._recalls.clear()
        self._caseload.clear()

    def _answer(
        self, action: str, client_id: str, saved: SavedOverview, words: str, top: int, *, people: int
    ) -> Answer:
        self._be_ready()
        cards = {card.id: card for card in saved.cards}
        recall = self._recall(client_id)
        asked = asking(words, saved.overview.people, {card.id: card.session_date for card in saved.cards})
        encode = self._embedder.encode_query
        vector = recall.remembered(asked.words, encode) if action == "search" else encode(*asked.words)
        answer = recall.answer(asked, vector, top)
        note = shown_notes(self._vault, client_id).note
        named = known_people(named_in(words, saved.overview.people, people), cards, note)
        mentions = [*(echo.mention for echo in answer.echoes), *(one.source for one in named if one.source)]
        shown = list(dict.fromkeys(mention.note_id for mention in mentions))
        self._vault.write_audit(action, client_id, shown)
        return replace(answer, people=tuple(named), cards=tuple(cards[note_id] for note_id in shown))

    def _recall(self, client_id: str) -> Recall:
        era = self._recalls.era  # before the notes: those that a switch hides meanwhile are not kept
        with self._working_on(client_id):
            recall = self._recalls.get(client_id)
            if recall is None:
                shown = shown_notes(self._vault, client_id)
                recall = Recall.build(self._store, shown.notes(), read_notes(shown, self._embedder.name))
                self._recalls.put(client_id, recall, era)
                threading.Thread(target=recall.vectors.fill, name="fill", daemon=True).start()
            return recall

    def _fill_caseload(self) -> tuple[str, ...]:
        """Reads the clients who are not held yet; the ids of those whose file is damaged."""
        left_out = []
        with self._filling:
            era = self._caseload.era
            refused = self._vault.consents.refused()
            searched = [client.id for client in self._vault.clients() if client.id not in refused]
            for client_id in self._caseload.missing(searched):
                try:
                    with self._working_on(client_id):
                        shown = shown_notes(self._vault, client_id)
                        self._caseload.put(client_id, shown, self._embedder.name, era)
                except Damaged:
                    left_out.append(client_id)
                except NoConsent:  # said meanwhile
                    continue
        return tuple(left_out)

    def _fill_said(self, among: Among) -> None:
        """What was found about the clients who are meant; nothing of those whose file is damaged."""
        era = self._caseload.era
        refused = self._vault.consents.refused()
        meant = [client.id for client in self._vault.clients() if among.client_id in (None, client.id)]
        for client_id in self._caseload.missing_said(meant):
            if client_id not in refused:
                with suppress(Damaged, NoConsent), self._working_on(client_id):
                    self._caseload.put_said(client_id, _said_about(self._decided(client_id)), era)

    def _be_ready(self) -> None:
        if not self._embedder.ready:
            raise NotReady()


def _said_about(decided: Decided) -> SaidAbout:
    people = tuple(one.person for one in decided.people() if one.hidden != "not_a_person")
    return SaidAbout(tuple(one.risk for one in decided.risk()), people)
