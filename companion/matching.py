"""Whose chart is open: the page's identity against our clients. Never a guess, never a name alone.

Two of these must agree with one client, none may contradict, and no other client may fit as well: the address linked
before, the record number, the name, the birth date (two identifiers, as the Joint Commission asks before any act on a
patient). The first time a chart agrees, the therapist confirms it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import re2

from companion.record import ChartIdentity, Client

_WORD = re2.compile(r"[\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Match:
    """`sure`: show this client. `ask`: the candidates agree, the therapist says which. `unknown`: nobody fits."""

    verdict: Literal["sure", "ask", "unknown"]
    candidates: tuple[Client, ...] = ()
    why: str = ""


def match(identity: ChartIdentity, clients: Sequence[Client], linked: str | None) -> Match:
    """`linked` is the client that the therapist has confirmed for this address before, if any."""
    fitting = [c for c in clients if _agreeing(identity, c, linked) >= 2 and not _contradicts(identity, c)]
    if linked is not None and all(c.id != linked for c in fitting):
        return Match("ask", tuple(fitting), "The chart no longer agrees with the client it was linked to.")
    if not fitting:
        return Match("unknown", (), _why_unknown(identity))
    if linked is not None and len(fitting) == 1:
        return Match("sure", tuple(fitting))
    if len(fitting) > 1:
        return Match("ask", tuple(fitting), "More than one client fits this chart.")
    return Match("ask", tuple(fitting), "First time on this chart.")


def link_key(identity: ChartIdentity) -> str:
    """What a confirmed link is kept under: the page's own id of the client, else the record number, else both name and
    birth date."""
    if identity.address_id:
        return f"id:{identity.address_id}"
    if identity.record_number:
        return f"record:{_plain(identity.record_number)}"
    return f"person:{' '.join(sorted(_words(identity.name)))}:{identity.birth_date or ''}"


def _agreeing(identity: ChartIdentity, client: Client, linked: str | None) -> int:
    """How many signals agree. An address counts once it has been linked; an address id that is the record number
    itself says nothing beyond the record number."""
    record = bool(identity.record_number) and _plain(identity.record_number) == _plain(client.record_number)
    address = identity.address_id is not None and linked == client.id
    if address and record and _plain(identity.address_id) == _plain(identity.record_number):
        address = False
    birth = identity.birth_date is not None and identity.birth_date == client.birth_date
    return sum((address, record, birth, _same_name(identity.name, client.name)))


def _contradicts(identity: ChartIdentity, client: Client) -> bool:
    records = identity.record_number and client.record_number
    births = identity.birth_date and client.birth_date
    return bool(
        (records and _plain(identity.record_number) != _plain(client.record_number))
        or (births and identity.birth_date != client.birth_date)
        or (identity.name and not _words(identity.name) & _words(client.name))
    )


def _same_name(page: str | None, ours: str) -> bool:
    """Every word of the shorter name stands in the longer one, in any order, and there are at least two."""
    a, b = _words(page), _words(ours)
    return min(len(a), len(b)) >= 2 and (a <= b or b <= a)


def _why_unknown(identity: ChartIdentity) -> str:
    told = [identity.record_number, identity.birth_date, identity.address_id]
    if identity.name and not any(told):
        return "The page shows a name alone, and a name alone is not enough."
    return "No client here agrees with this chart in two ways."


def _words(name: str | None) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", name or "").casefold()
    return frozenset(_WORD.findall("".join(c for c in folded if not unicodedata.combining(c))))


def _plain(number: str | None) -> str:
    return "".join(c for c in (number or "") if c.isalnum()).casefold()
