"""What is found in a client's notes, made anew of those that are shown."""

from __future__ import annotations

from datetime import date

from companion.decisions import Decided, Decisions
from companion.meaning import Examples, HeldMeaning
from companion.overview import client_overview
from companion.record import Client
from companion.saved_overview import MADE_BY, SavedOverview
from companion.shown_notes import ShownNotes
from index import Embedder


def made_overview(
    client: Client, shown: ShownNotes, embedder: Embedder, examples: Examples, *, all_read: bool
) -> SavedOverview:
    """By words alone where no meanings are held or the model is not loaded. With `all_read`, it is marked as made with
    the meaning of all sentences, where that is so."""
    notes = shown.notes()
    known = HeldMeaning(shown, embedder.name, examples)
    meaning = None if known.empty or not embedder.ready else known
    found = client_overview(
        notes, client_name=client.name, pronouns=client.pronouns or "", today=date.today(), meaning=meaning
    )
    whole = all_read and embedder.ready and known.notes >= {note.id for note in notes}
    meant_by = embedder.name if whole else ""
    return SavedOverview(MADE_BY, found, tuple(shown.cards()), meant_by, shown.without, shown.hidden_count)


def decided_over(saved: SavedOverview, decisions: Decisions) -> Decided:
    """What was found, with the therapist's decisions over it."""
    cards = {card.id: card for card in saved.cards}
    return Decided(saved.overview, cards, decisions, date.today(), saved.hidden_count)
