"""Whose chart is open: the page's identity against our clients. Never a guess, never a name alone.

Shown is a client with whom two of these agree and none disagrees (two identifiers, as the Joint Commission asks before
any act on a patient): the address linked before, the record number, the name, the birth date. And only where the
therapist has said before that this chart is theirs, by a link that counts on this page:

    the page's address id is linked             it counts
    the record number is linked                 where the address id is not, and the number agrees
    name and birth date are linked              where the page has no address id at all, and nobody shares them

Everything else is asked: two links that differ, a name that is not the client's, two clients who fit alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import re2

from companion.chart_memory import ChartKeys, ChartMemory
from companion.record import ChartIdentity, Client

_WORD = re2.compile(r"[\p{L}\p{N}]+")

By = Literal["address", "record", "person"]
"""Which of a chart's links counts on the page that is open."""

FIRST_TIME = "First time on this chart."
SEVERAL = "More than one client fits this chart."
NOTHING_TO_COMPARE = "Your notes give no record number or birth date to compare. Look at the chart before you say yes."
ANOTHER_NAME = "The chart's name is not the one Eyeline knows."
NO_LONGER = "The chart no longer agrees with the client it was linked to."
TWO_LINKS = "This page is linked to two clients."
NAMESAKES = "More than one person has this name and birth date. Look at the chart before you say yes."


@dataclass(frozen=True, slots=True)
class Match:
    """`sure`: show this client. `ask`: the candidates agree, the therapist says which. `unknown`: nobody fits.
    `rejected` would be candidates, had the therapist not said that this chart is not theirs."""

    verdict: Literal["sure", "ask", "unknown"]
    candidates: tuple[Client, ...] = ()
    why: str = ""
    rejected: tuple[Client, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page says, made comparable once for all clients."""

    identity: ChartIdentity
    words: frozenset[str]
    name: str
    record: str
    memory: ChartMemory


@dataclass(frozen=True, slots=True)
class _Fit:
    """A client who may be meant. `agreeing` counts signals; `named`: the page's name is one we know them by."""

    client: Client
    agreeing: int
    record: bool
    named: bool
    bare: bool
    """Nothing but the name could be compared."""


def match(identity: ChartIdentity, clients: Sequence[Client], memory: ChartMemory) -> Match:
    """`memory` is what the therapist has said about the charts of `chart_keys(identity)`."""
    keys = chart_keys(identity)
    page = _Page(identity, _words(identity.name), name_words(identity.name), _plain(identity.record_number), memory)
    linked = _linked(keys, memory)
    at_address = memory.linked(keys.address)
    confirmed = at_address | memory.linked(keys.record)
    fitting = [fit for c in clients if (fit := _fit(page, c, c.id in at_address, c.id in confirmed))]
    rejected = tuple(fit.client for fit in fitting if fit.client.id in memory.rejected)
    fits = [fit for fit in fitting if fit.client.id not in memory.rejected]
    why = _why_ask(page, keys, fits, linked)
    if linked and not why:
        return Match("sure", tuple(fit.client for fit in fits if fit.client.id == linked[0]), "", rejected)
    if not fits and linked is None:
        return Match("unknown", (), _why_unknown(identity, rejected), rejected)
    return Match("ask", tuple(fit.client for fit in fits), why, rejected)


def chart_keys(identity: ChartIdentity) -> ChartKeys:
    """What the therapist's word about this chart is kept under."""
    name, record = name_words(identity.name), _plain(identity.record_number)
    person = f"person:{name}:{identity.birth_date}" if name and identity.birth_date else None
    return ChartKeys(
        identity.site,
        f"id:{identity.address_id}" if identity.address_id else None,
        f"record:{record}" if record else None,
        person,
    )


def name_words(name: str | None) -> str:
    """A name's words, however they are ordered, written large and accented."""
    return " ".join(sorted(_words(name)))


def is_blank(record_number: str | None) -> bool:
    """Whether there is no letter or digit in it to compare."""
    return not _plain(record_number)


def _linked(keys: ChartKeys, memory: ChartMemory) -> tuple[str, By] | None:
    """The client whose link counts on this page, and which link it is."""
    by_address, by_record = memory.counting(keys.address), memory.counting(keys.record)
    if by_address:
        return _alone(by_address, "address")
    if by_record:
        return _alone(by_record, "record")
    nothing_else = keys.address is None and keys.record is None and not memory.namesakes
    return _alone(memory.counting(keys.person), "person") if nothing_else else None


def _alone(linked: set[str], by: By) -> tuple[str, By] | None:
    """A key that was confirmed for two clients counts for neither."""
    return (next(iter(linked)), by) if len(linked) == 1 else None


def _why_ask(page: _Page, keys: ChartKeys, fits: Sequence[_Fit], linked: tuple[str, By] | None) -> str:
    """Why the therapist has to be asked; empty where the linked client is certain."""
    if linked is None:
        return _why_first(page, keys, fits)
    client_id, by = linked
    own = next((fit for fit in fits if fit.client.id == client_id), None)
    if own is None or own.agreeing < 2:
        return NO_LONGER
    if by == "record" and not own.record:
        return FIRST_TIME
    other = page.memory.counting(keys.record or (None if page.memory.namesakes else keys.person))
    if len(other) == 1 and client_id not in other:
        return TWO_LINKS
    return _why_uncertain(page, fits, own, by)


def _why_uncertain(page: _Page, fits: Sequence[_Fit], own: _Fit, by: By) -> str:
    """What may still be wrong where a link and two signals agree."""
    if page.words and not own.named:
        return ANOTHER_NAME
    rivals = [fit for fit in fits if fit is not own]
    return SEVERAL if any(by == "person" or fit.agreeing >= own.agreeing for fit in rivals) else ""


def _why_first(page: _Page, keys: ChartKeys, fits: Sequence[_Fit]) -> str:
    if len(fits) > 1:
        return SEVERAL
    if any(fit.bare for fit in fits):
        return NOTHING_TO_COMPARE
    return NAMESAKES if page.memory.namesakes and not keys.record else FIRST_TIME


def _fit(page: _Page, client: Client, at_address: bool, confirmed: bool) -> _Fit | None:
    """None for a client who cannot be meant: too little agrees, or something disagrees."""
    told = page.identity
    birth = told.birth_date is not None and told.birth_date == client.birth_date
    if not (birth or at_address or confirmed or _may_share(page.words, client.name)):
        return None  # the record number alone is not enough
    record = _plain(client.record_number)
    records = bool(page.record) and page.record == record
    if (page.record and record and not records) or (told.birth_date and client.birth_date and not birth):
        return None
    ours = _words(client.name)
    remembered = page.name in page.memory.names(client.id)
    named = remembered or _same_name(page.words, ours)
    if page.words and not page.words & ours and not (remembered or confirmed):
        return None
    # An address id that is the record number itself says nothing beyond it.
    address = at_address and not (records and _plain(told.address_id) == page.record)
    agreeing = sum((address, records, birth, named))
    # Known by name alone: where the page has more, the therapist can look and say.
    bare = agreeing == 1 and named and not record and client.birth_date is None
    if agreeing < 2 and not (bare and (page.record or told.birth_date or told.address_id)):
        return None
    return _Fit(client, agreeing, records, named, bare)


def _may_share(words: frozenset[str], name: str) -> bool:
    """False only where no word is shared. Far cheaper than `_words`, which a large caseload would feel."""
    if not name.isascii():
        return bool(words)
    folded = name.casefold()
    return any(word in folded for word in words)


def _same_name(page: frozenset[str], ours: frozenset[str]) -> bool:
    """Every word of the shorter name stands in the longer one, in any order, and there are at least two."""
    return min(len(page), len(ours)) >= 2 and (page <= ours or ours <= page)


def _why_unknown(identity: ChartIdentity, rejected: Sequence[Client]) -> str:
    if rejected:
        return "You said that this chart is not the client's it agrees with."
    told = [identity.record_number, identity.birth_date, identity.address_id]
    if identity.name and not any(told):
        return "The page shows a name alone, and a name alone is not enough."
    return "No client here agrees with this chart in two ways."


def _words(name: str | None) -> frozenset[str]:
    if not name:
        return frozenset()
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return frozenset(_WORD.findall(name.casefold()))


def _plain(number: str | None) -> str:
    if not number:
        return ""
    return "".join(c for c in unicodedata.normalize("NFKC", number) if c.isalnum()).casefold()
