"""Whose notes are brought in: a client who is kept already, or a new one. Never a guess, never a name alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from companion.errors import BadRequest
from companion.importers.contents import Whose
from companion.record import Client

_ANOTHER = "If this is another person, give a name that tells the two apart."


def whose(clients: Sequence[Client], name: str, record_number: str | None, birth_date: date | None) -> Client | None:
    """The one client of that name with whom all that was told agrees; None where nobody has that name. Raises
    BadRequest, saying what to add or change, where what is told and what is kept differ or do not meet."""
    if not _folded(name):
        raise BadRequest("Say who the notes are about: a client, or a new client's name.")
    named = [client for client in clients if _folded(client.name) == _folded(name)]
    told = _identifiers(record_number, birth_date)
    kept = [(client, _identifiers(client.record_number, client.birth_date)) for client in named]
    fitting = [client for client, has in kept if told.items() <= has.items() and bool(told) == bool(has)]
    if len(fitting) == 1 and (told or len(named) == 1):
        return fitting[0]
    if named:
        raise BadRequest(_why_not(told, [has for _, has in kept], len(fitting)))
    return None


def contradiction(said: Whose, client: Client) -> str:
    """A sentence where what a note says of whose it is cannot be this client; empty where nothing speaks against it. A
    name alone says nothing: people are called by several."""
    of_note = _identifiers(said.record_number, said.birth_date)
    of_client = _identifiers(client.record_number, client.birth_date)
    differing = sorted({what for what in of_note if what in of_client and of_note[what] != of_client[what]})
    if not differing:
        return ""
    which = " and another ".join(reversed(differing))
    return f"It says another {which} than this client's, and was not brought in. Check whose it is."


def _why_not(told: dict[str, str], kept: Sequence[dict[str, str]], fitting: int) -> str:
    if fitting or not told:
        wanted = sorted({what for has in kept for what in has if what not in told}, reverse=True)
        say = f"Give the {' or the '.join(wanted)} too." if wanted else "Nothing kept tells them apart."
        if len(kept) > 1:
            return f"More than one client has that name. {say}"
        return f"A client of that name is kept, and a name alone is not enough. {say} {_ANOTHER}"
    differing = sorted({what for has in kept for what in has if what in told and has[what] != told[what]}, reverse=True)
    if differing:
        return f"A client of that name is kept with another {' and another '.join(differing)}. Check it. {_ANOTHER}"
    missing = " and ".join(sorted({what for has in kept for what in told if what not in has}, reverse=True))
    instead = " and ".join(sorted({what for has in kept for what in has if what not in told}, reverse=True))
    give = f", and give the {instead}" if instead else ""
    return (
        f"A client of that name is kept without a {missing}. If it is they, leave the {missing} out{give}. {_ANOTHER}"
    )


def _identifiers(record_number: str | None, birth_date: date | None) -> dict[str, str]:
    """What tells two people of one name apart, as far as it is known."""
    record = "".join(c for c in record_number or "" if c.isalnum()).casefold()
    birth = birth_date.isoformat() if birth_date else ""
    return {what: value for what, value in (("record number", record), ("birth date", birth)) if value}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
