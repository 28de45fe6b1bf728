"""READ FIRST: the main paths, top to bottom. No HTTP in it.

    a file comes in       import_unit   bytes -> note and passages in the client's encrypted file, one transaction
    a page is kept        keep_page     the note on the EHR's page -> the same
    it is read            read_some     passages -> vectors, in the background, resumable
                          read_meanings sentences -> vectors, and themes that hold under changing words
    a chart opens         open_chart    what the page says -> a client, or "not sure"; overview: one read
    a word is said on it  decide        kept apart from what was found, put over it when a reply is made
    more is opened        findings      a theme, a goal, people, follow-ups, what was decided
    something is asked    search        words -> past passages of this client, verbatim, with their place
                          search_caseload the same over all clients, for the window alone
    it is to go           delete_note, delete_client: for good, from backups too

Everything that carries client words out of here writes its audit row first.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from companion import charts
from companion.client_locks import ClientLocks
from companion.decisions import Decided, Decision, Decisions, Hidden, Kept, to_json, to_keep
from companion.findings import Findings
from companion.held import Held
from companion.importers import page_note
from companion.incoming import Arrived, SaidSoFar, Unit, for_client, read_unit, units_below
from companion.made_overview import decided_over, made_overview
from companion.matching import Match
from companion.meaning import Examples, read_sentences
from companion.new_notes import keep_new, keep_page_note
from companion.overview import forget_words
from companion.patients import choose, for_patient, patients_below
from companion.recall import EVERYTHING, Among, mark_held_copies
from companion.record import Answer, ChartIdentity, Client, FileVerdict, Note, NoteCard, NoteClass, NoteKind
from companion.saved_overview import MADE_BY, SavedOverview
from companion.searching import CaseloadAnswer, Searching
from companion.shown_notes import hide_classes, shown_notes
from companion.vault import ClientFile, Vault
from index import Embedder

READ_AT_ONCE = 1024
"""Passages embedded in one go: so many are lost by a lock or a kill. 256 run at .89 of the bare speed, these at .96."""


class Workspace:
    """One therapist's vault with the index over it. Thread-safe: each client's work is done under its own lock."""

    def __init__(self, vault: Vault, embedder: Embedder) -> None:
        self.vault = vault
        self.embedder = embedder
        self._examples = Examples(embedder)
        self._searching = Searching(vault, embedder, self._working_on, self._decided)
        self._overviews: Held[str | None, SavedOverview | None] = Held()
        self._searched: Held[tuple[SavedOverview, Decisions], SavedOverview] = Held()
        self.shown_era = 0  # grows when other notes are shown
        self._locks = ClientLocks()

    # -- a file comes in --------------------------------------------------------------------------------------------

    def import_path(
        self, client_id: str, path: Path, note_class: NoteClass, patient_id: str | None = None
    ) -> Iterator[FileVerdict]:
        """Brings in a file or folder, with a verdict for each file as soon as it is committed. One bad file never stops
        the rest. The overview is made when the last is in. Raises WhichPatient before anything is kept."""
        chosen = choose(patients_below(units := units_below(path)), patient_id)
        so_far = SaidSoFar()
        for unit in units:
            yield from self.import_unit(client_id, unit, note_class, confirmed=True, patient_id=chosen, so_far=so_far)
        self.refresh_overview(client_id)

    def import_unit(
        self,
        client_id: str,
        unit: Unit,
        note_class: NoteClass,
        *,
        confirmed: bool,
        patient_id: str | None = None,
        whole: bool = False,
        so_far: SaidSoFar | None = None,
    ) -> Iterator[FileVerdict]:
        """Files that are read together, each with its verdict once it is committed; the overview is left as it is.
        What the therapist should look at first stays out until `confirmed`; so do others' notes than `patient_id`'s.
        With `whole`, no file is split at its date headings; `so_far` goes from unit to unit of one drop."""
        client = self.vault.client(client_id)
        for read in read_unit(unit, whole=whole):
            if isinstance(read, FileVerdict):
                yield read
            else:
                own = for_client(for_patient(read, patient_id), client, confirmed=confirmed, so_far=so_far)
                yield from self.keep(client_id, own, note_class)

    def keep(self, client_id: str, arrived: Arrived, note_class: NoteClass) -> list[FileVerdict]:
        """All notes of a file that are not here yet, in one transaction: its verdict, then one for each left out."""
        with self._working_on(client_id) as file:
            verdicts = keep_new(file, arrived, note_class)
            self._searching.forget(client_id)
        return verdicts

    def keep_page(
        self, client_id: str, text: str, met: date | None, kind: NoteKind, note_class: NoteClass
    ) -> FileVerdict:
        """A note read off the EHR's page, because the therapist said so: kept as a file is, and the overview made anew.
        The same words of the same day, from a page or a file, add nothing. Raises Unreadable with what to do."""
        note = page_note(text, met, kind, note_id=secrets.token_hex(12), note_class=note_class, today=date.today())
        with self._working_on(client_id) as file:
            verdict = keep_page_note(file, note)
            if verdict.verdict == "imported":
                self._searching.forget(client_id)
                self.refresh_overview(client_id)
        return verdict

    def delete_note(self, client_id: str, note_id: str) -> None:
        """One note and all that came of it, for good: no backup brings it back. Raises NotFound."""
        with self._working_on(client_id):
            self.vault.write_audit("delete_note", client_id, [note_id])
            self.vault.delete_note(client_id, note_id)
            self._searching.forget(client_id)
            self.refresh_overview(client_id)

    def delete_client(self, client_id: str) -> None:
        """All that is kept of a client, for good: the key of their file is destroyed first. Raises NotFound."""
        with self._locks.of(client_id):
            self.vault.write_audit("delete_client", client_id)
            self.vault.delete_client(client_id)
            self.forget(client_id)

    def forget(self, client_id: str) -> None:
        """Nothing of this client stays in memory."""
        self._searching.forget(client_id)
        self._overviews.forget(client_id)
        self._searched.clear()
        forget_words()

    def waiting(self, client_id: str) -> int:
        """Passages that no search can find yet."""
        return self.vault.open_client(client_id).waiting_count(self.embedder.name)

    def waiting_notes(self, client_id: str) -> frozenset[str]:
        """The shown notes that no search finds whole yet."""
        return shown_notes(self.vault, client_id).waiting_notes(self.embedder.name)

    def read_some(self, client_id: str) -> int:
        """Embeds the next passages of this client; how many are left. Stopped anywhere, it goes on from there."""
        file = self.vault.open_client(client_id)
        rows = file.waiting(self.embedder.name, READ_AT_ONCE)
        if rows:
            texts = {note.id: note.text for note in file.notes()}
            vectors = self.embedder.encode_passages([texts[row.note_id][row.start : row.end] for row in rows])
            named = [(r.id, vector.tobytes()) for r, vector in zip(rows, vectors, strict=True) if r.id is not None]
            with self._working_on(client_id):
                file.save_vectors(self.embedder.name, named)
                self._searching.forget(client_id)
        return file.waiting_count(self.embedder.name)

    def read_meanings(self, client_id: str) -> Iterator[int]:
        """Works out what sentences mean, some at a time, and then makes the overview with it; nothing to do where that
        is done. Stopped anywhere, it goes on from there."""
        file = self.vault.open_client(client_id)
        if self._saved(client_id).meant_by == self.embedder.name:
            return
        for read in read_sentences(file, file.notes(), self.embedder):
            with self._working_on(client_id):  # a search that is being made ready has been, and goes too
                self._searching.forget(client_id)
            yield read
        self.refresh_overview(client_id, all_read=True)
        yield 0

    def refresh_overview(self, client_id: str, *, all_read: bool = False) -> SavedOverview:
        """Reads the shown notes again and keeps what was found. Done after every import, and once more when the meaning
        of all sentences has been worked out (`all_read`); safe to repeat."""
        client = self.vault.client(client_id)
        with self._working_on(client_id) as file:
            mark_held_copies(file)
            shown = shown_notes(self.vault, client_id)
            saved = made_overview(client, shown, self.embedder, self._examples, all_read=all_read)
            file.save_overview(saved.to_json())
            self._searching.forget_said(client_id)
        return saved

    # -- a chart opens ----------------------------------------------------------------------------------------------

    def open_chart(self, identity: ChartIdentity) -> Match:
        """Whose chart this is: sure, to be asked, or unknown. Shows nothing of anybody."""
        return charts.open_chart(self.vault, identity)

    def confirm_chart(self, identity: ChartIdentity, client_id: str) -> Client:
        """Whose chart the therapist says it is, remembered. Raises NotSure unless the page agrees with that client."""
        return charts.confirm_chart(self.vault, identity, client_id)

    def reject_chart(self, identity: ChartIdentity, client_id: str) -> Match:
        """The therapist says whose chart it is not; what it is then."""
        return charts.reject_chart(self.vault, identity, client_id)

    # -- the panel shows --------------------------------------------------------------------------------------------

    def overview(self, client_id: str) -> SavedOverview:
        """The saved overview; made anew where notes have come in since (a kill between the two)."""
        saved = self._saved(client_id)
        self.vault.write_audit("overview", client_id, [card.id for card in saved.cards])
        return saved

    def decisions(self, client_id: str) -> Decisions:
        """What the therapist decided about what was found; put over it when a reply is made."""
        return Decisions.from_kept(self.vault.open_client(client_id).decisions())

    def decide(self, client_id: str, decision: Decision) -> Kept:
        """Keeps the therapist's word on one finding, or takes it back; with what was kept before. Raises BadRequest for
        what cannot be decided, NotFound for what was not found."""
        with self._working_on(client_id) as file:
            kept = to_keep(self._decided(client_id), decision)
            file.decide(kept.name, None if kept.value is None else to_json(kept.value))
            self._searching.forget_said(client_id)
        return kept

    def findings(self, client_id: str) -> Findings:
        """What is shown one click deeper; each look leaves its own audit row."""
        file, shown = self.vault.open_client(client_id), shown_notes(self.vault, client_id)
        return Findings(self._decided(client_id), shown.note, partial(self._seen, client_id), file.kept_decisions)

    def _decided(self, client_id: str) -> Decided:
        return decided_over(self._saved(client_id), self.decisions(client_id))

    def _seen(self, client_id: str, action: str, note_ids: list[str]) -> None:
        self.vault.write_audit(action, client_id, note_ids)

    def cards(self, client_id: str) -> dict[str, NoteCard]:
        """What this client's notes are called, by id; no words of theirs."""
        return {card.id: card for card in self._saved(client_id).cards}

    def note(self, client_id: str, note_id: str) -> Note:
        """One whole note. Raises NotFound, also for one that is not shown."""
        note = shown_notes(self.vault, client_id).note(note_id)
        self.vault.write_audit("note", client_id, [note_id])
        return note

    # -- something is asked -----------------------------------------------------------------------------------------

    def search(self, client_id: str, words: str, top: int = 10) -> Answer:
        """This client's past words nearest in meaning to `words`. Raises NotReady while the model loads."""
        return self._searching.search(client_id, self.searched(client_id, without=("not_a_person",)), words, top)

    def echoes(self, client_id: str, words: str) -> Answer:
        """Up to three past passages close to what is being written, and who is named in it. The words are not kept,
        logged or cached."""
        return self._searching.echoes(client_id, self.searched(client_id, without=("yes", "not_a_person")), words)

    def search_caseload(self, words: str, top: int = 10, among: Among = EVERYTHING) -> CaseloadAnswer:
        """The same over all clients, or the notes that are meant, for the window alone: a path of its own, and the
        first search on it reads every client's passages into memory. Raises NotReady while the model loads."""
        return self._searching.caseload(words, top, among)

    def searched(self, client_id: str, *, without: tuple[Hidden, ...]) -> SavedOverview:
        """The saved overview with the people as they are shown, `without` those hidden so: whom a search goes by."""

        def shown(now: tuple[SavedOverview, Decisions]) -> SavedOverview:
            people = [one.person for one in decided_over(*now).people() if one.hidden not in without]
            return replace(now[0], overview=replace(now[0].overview, people=tuple(people)))

        held_as = " ".join((client_id, *without))
        return self._searched.get(held_as, lambda: (self._saved(client_id), self.decisions(client_id)), shown)

    def _saved(self, client_id: str) -> SavedOverview:
        file, shown = self.vault.open_client(client_id), shown_notes(self.vault, client_id)
        saved = self._overviews.get(client_id, file.overview, SavedOverview.from_json)
        if saved is None or (saved.made_by, saved.without) != (MADE_BY, shown.without):
            return self.refresh_overview(client_id, all_read=True)
        if (len(saved.cards), saved.hidden_count) != (shown.count(), shown.hidden_count):
            return self.refresh_overview(client_id)
        return saved

    @contextmanager
    def _working_on(self, client_id: str) -> Iterator[ClientFile]:
        """The client's file, with nobody else changing it."""
        with self._locks.of(client_id):
            yield self.vault.open_client(client_id)

    def hide_classes(self, hidden: Collection[NoteClass]) -> None:
        """The notes of these classes are not shown from now on, those of all others are."""
        hide_classes(self.vault, hidden)
        self.shown_era += 1
        self._drop()

    def lock(self) -> None:
        """Drops keys, collections, matrices and caches."""
        self.vault.lock()
        self._drop()

    def _drop(self) -> None:
        self._searching.clear()
        self._overviews.clear()
        self._searched.clear()
        forget_words()
