"""What the panel may show at each moment, as the pages themselves have noted it, against what stood in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.browser.traces.people import CLIENTS, EVERYBODY

LIMIT = 250.0
"""Milliseconds that the browser may take to tell the panel of a change, on a machine that does other things too."""

FIELDS = ("name", "birth_date", "record_number")
Entry = dict[str, Any]


@dataclass(frozen=True)
class Front:
    """From when on which tab was in front. It came there at some time between the two."""

    tab: str
    since: float
    surely: float


@dataclass(frozen=True)
class May:
    """From `at` on: who may be shown, and about whom the therapist may be asked."""

    at: float
    shown: frozenset[str]
    asked: frozenset[str]


@dataclass(frozen=True)
class Wrong:
    """`key` stood in the panel in so many frames after they might no more and the panel had been told (or should have
    been)."""

    key: str
    view: str
    since: float
    told: float
    frames: int

    def __str__(self) -> str:
        return (
            f"{self.key} in {self.view!r} from {self.since:.1f} on, told at {self.told:.1f}, {self.frames} frames since"
        )


@dataclass(frozen=True)
class Verdict:
    """`wrong` must be empty. `stayed`: each time that a client who might no longer be shown was still in the panel, for
    how many milliseconds, and what told it then."""

    wrong: list[Wrong]
    stayed: list[tuple[float, str]]


def may_be(entry: Entry | None, fields: tuple[str, ...], kept: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Who may be shown while a page is as it noted, and who may be asked about. Shown is whom the address names, if the
    banner says the same or is a namesake's; where the address names nobody, whom the banner says, whole. Asked about is
    anybody of whom the page says a word."""
    if entry is None or entry["gone"]:
        return frozenset({kept} if kept else ()), frozenset()
    banners = [dict(zip(FIELDS, says, strict=True)) for says in entry["says"]]
    said = {
        key for key, one in EVERYBODY.items() for says in banners for field in FIELDS if says[field] == one.shown[field]
    }
    whole = {key for key in EVERYBODY for says in banners if _is(key, says, fields)}
    named = entry["named"]
    right = whole if named is None else {named} & (whole | _namesakes(whole))
    return frozenset(right & _known()), frozenset(said | ({named} if named else set()))


def _is(key: str, says: dict[str, str], fields: tuple[str, ...]) -> bool:
    return all(says[field] == (EVERYBODY[key].shown[field] if field in fields else "") for field in FIELDS)


def _namesakes(keys: set[str]) -> set[str]:
    return {other for key in keys for other in EVERYBODY if EVERYBODY[other].name == EVERYBODY[key].name}


def _known() -> set[str]:
    return {client.key for client in CLIENTS}


def timeline(
    entries: list[Entry], fronts: list[Front], fields: tuple[str, ...], keeps: list[tuple[float, str]]
) -> list[May]:
    """What may be shown from when on, for the tab in front. While one tab gives way to another either's client may be.
    Whom the therapist keeps (`keeps`: when, and whom) may be shown on a page of no EHR, until another page of one was
    in front."""
    found: list[May] = []
    kept: str | None = None
    times = sorted(
        {entry["at"] for entry in entries}
        | {f.since for f in fronts}
        | {f.surely for f in fronts}
        | {at for at, _ in keeps}
    )
    for at in times:
        kept = next((key for when, key in keeps if when == at), kept)
        shown: frozenset[str] = frozenset()
        asked: frozenset[str] = frozenset()
        for tab in _in_front(fronts, at):
            entry = next((e for e in reversed(entries) if e["tab"] == tab and e["at"] <= at), None)
            if entry and kept and _of_another(entry, fields, kept):
                kept = None
            now = may_be(entry, fields, kept)
            shown, asked = shown | now[0], asked | now[1]
        found.append(May(at, shown, asked))
    return found


def _of_another(entry: Entry, fields: tuple[str, ...], key: str) -> bool:
    """Whether the address or the banner is somebody else's."""
    banners = [dict(zip(FIELDS, says, strict=True)) for says in entry["says"]]
    said = {other for other in EVERYBODY for says in banners if _is(other, says, fields)}
    return bool(({entry["named"]} | said) - {key, None, ""})


def _in_front(fronts: list[Front], at: float) -> list[str]:
    begun = [front for front in fronts if front.since <= at]
    settled = [number for number, front in enumerate(begun) if front.surely <= at]
    return [front.tab for front in begun[settled[-1] if settled else 0 :]]


def judge(seen: list[Entry], told: list[Entry], until: float, may: list[May]) -> Verdict:
    """Of every client in the panel: whether a frame was drawn with them after the panel was told of the change since
    which they may not be there."""
    verdict = Verdict([], [])
    ends = [*(entry["at"] for entry in seen[1:]), until]
    for entry, end in zip(seen, ends, strict=True):
        for key in entry["found"]:
            for since, over in _forbidden(may, key, asks=entry["asks"]):
                begins, ceases = max(entry["at"], since), min(end, over)
                if begins >= ceases:
                    continue
                knew, why = next(((one["at"], one["why"]) for one in told if one["at"] >= since), (until, "nothing"))
                knew = min(knew, since + LIMIT)
                if entry["at"] < since:
                    verdict.stayed.append((ceases - since, why))
                drawn = [at for at in (entry["at"], *entry["frames"]) if begins <= at < ceases and at > knew]
                if drawn:
                    verdict.wrong.append(Wrong(key, entry["view"], begins, knew, len(drawn)))
    return verdict


def _forbidden(may: list[May], key: str, *, asks: bool) -> list[tuple[float, float]]:
    """From when to when this client may not stand in the panel; in a question, may not even be asked about."""
    allowed = [(one.at, key in one.asked if asks else key in one.shown) for one in may]
    spans: list[tuple[float, float]] = []
    for (at, right), (later, _) in pairwise([(0.0, False), *allowed, (float("inf"), False)]):
        if right:
            continue
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], later)
        else:
            spans.append((at, later))
    return spans
