"""Searches that the therapist keeps: in the caseload's encrypted file, because what is asked for tells of clients."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from companion.errors import BadRequest, NotFound
from companion.record import Assertion, Day, NoteKind
from companion.vault import Vault

SETTING = "saved_searches"
AT_MOST = 50
"""More is not a list to choose from at a glance."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """`client_id` None: over all clients; `kinds` empty: notes of every kind; `person` by name or relation."""

    id: str
    words: str
    client_id: str | None
    since: Day | None
    until: Day | None
    kinds: tuple[NoteKind, ...]
    assertion: Assertion | None = None
    person: str = ""


Kept: TypeAlias = tuple[SavedSearch, ...]
_Told: TypeAlias = tuple[str, str | None, Day | None, Day | None, tuple[NoteKind, ...], Assertion | None, str]
_SHAPE: TypeAdapter[Kept] = TypeAdapter(Kept)


def saved_searches(vault: Vault) -> Kept:
    """The one kept last first. Those of a client who is gone are left out."""
    here = {client.id for client in vault.clients()}
    return tuple(one for one in _kept(vault) if one.client_id is None or one.client_id in here)


def save_search(vault: Vault, asked: SavedSearch) -> Kept:
    """Kept first, under an id of its own; the same again is one. Raises BadRequest where there are too many."""
    kept = saved_searches(vault)
    others = [one for one in kept if _told(one) != _told(asked)]
    if len(others) >= AT_MOST:
        raise BadRequest(f"{AT_MOST} searches are kept already. Let one go first.")
    first = SavedSearch(secrets.token_hex(8), *_told(asked))
    return _keep(vault, (first, *others))


def forget_search(vault: Vault, search_id: str) -> Kept:
    """Raises NotFound."""
    kept = saved_searches(vault)
    if search_id not in [one.id for one in kept]:
        raise NotFound("That search is not kept any more.")
    return _keep(vault, tuple(one for one in kept if one.id != search_id))


def _told(one: SavedSearch) -> _Told:
    words, person = " ".join(one.words.split()), " ".join(one.person.split())
    return words, one.client_id, one.since, one.until, tuple(sorted(one.kinds)), one.assertion, person


def _kept(vault: Vault) -> Kept:
    try:
        return _SHAPE.validate_json(vault.setting(SETTING) or "[]")
    except ValidationError:  # another version's: nothing of a client's is lost by it
        return ()


def _keep(vault: Vault, kept: Kept) -> Kept:
    vault.set_setting(SETTING, _SHAPE.dump_json(kept).decode("utf-8"))
    return kept
