"""The clients as the window lists them: who they are and when they last came. No words of a note."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from companion.errors import Damaged
from companion.overview.sessions import MEETINGS
from companion.record import Client, Day
from companion.shown_notes import shown_notes
from companion.vault import Vault


@dataclass(frozen=True, slots=True)
class ListedClient:
    """`last_session` None: no note that is shown tells of a meeting on a known day; `notes` counts the shown ones.
    `damaged`: their file could not be read."""

    client: Client
    last_session: Day | None
    notes: int
    damaged: bool = False
    consented: bool = True


def listed_clients(vault: Vault, today: date, damaged: Collection[str] = ()) -> list[ListedClient]:
    """All, by name; one damaged file hides nobody else, and of who has not consented there is the name alone. `damaged`
    are those known to be so already, by id."""
    vault.write_audit("clients", None)
    refused = vault.consents.refused()
    return [
        ListedClient(one, None, 0, consented=False) if one.id in refused else _listed(vault, one, today, damaged)
        for one in vault.clients()
    ]


def _listed(vault: Vault, client: Client, today: date, damaged: Collection[str]) -> ListedClient:
    if client.id in damaged:
        return ListedClient(client, None, 0, damaged=True)
    try:
        cards = shown_notes(vault, client.id).cards()
    except Damaged:
        return ListedClient(client, None, 0, damaged=True)
    met = [card.session_date for card in cards if card.kind in MEETINGS and card.session_date]
    tomorrow = today + timedelta(days=1)  # a day further off is a mistyped year
    return ListedClient(client, max((day for day in met if day <= tomorrow), default=None), len(cards))
