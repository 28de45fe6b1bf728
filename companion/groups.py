"""Whose the files of one drop are: put together by the names, birth dates and record numbers in them and their paths.

Two that agree make files one person's; a name alone never does. Whoever is unsure is set aside, not guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from companion.importers.contents import Whose


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are surely one person's, and all that they say of whose they are."""

    name: str
    birth_date: date | None
    record_number: str | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """`unsure`: (file, a sentence that says why)."""

    groups: tuple[Group, ...]
    unsure: tuple[tuple[str, str], ...]


SAYS_NOBODY = "It does not say whose it is in two ways (name, birth date, record number). Import it with --client."
SEVERAL = "It holds notes of more than one client. Unpack or split it, or import it with --client."
DIFFERS = "Its name, birth date and record number fit more than one person here. Import it with --client."

NAMELESS = "It says a birth date and a record number, and no name. Import it with --client."

Said = tuple[str, str]


def grouped(files: Sequence[tuple[str, Iterable[Whose]]]) -> Grouped:
    """Each file as (name, what its notes say). Groups in the order of their first file."""
    told = {name: _told(said) for name, said in files}
    unsure = {name: SEVERAL for name, said in told.items() if said is None}
    unsure |= {name: SAYS_NOBODY for name, said in told.items() if said is not None and len(said) < 2}
    sure = {name: said for name, said in told.items() if said is not None and len(said) >= 2}
    groups = []
    for names in _together(sure):
        said = {one for name in names for one in sure[name]}
        if len({what for what, _ in said}) < len(said):
            unsure |= dict.fromkeys(names, DIFFERS)
        elif "name" not in {what for what, _ in said}:
            unsure |= dict.fromkeys(names, NAMELESS)
        else:
            of = {what: next(w for w in _all(files, names, what)) for what, _ in said}
            groups.append(Group(_name(of), _born(of), _number(of), tuple(names)))
    return Grouped(tuple(groups), tuple((name, unsure[name]) for name, _ in files if name in unsure))


def _told(said: Iterable[Whose]) -> frozenset[Said] | None:
    """What one file says; None where its notes speak of different people."""
    found: set[Said] = set()
    for whose in said:
        found |= {(what, folded) for what, folded, _ in _answers(whose)}
    return None if len({what for what, _ in found}) < len(found) else frozenset(found)


def _answers(whose: Whose) -> Iterable[tuple[str, str, object]]:
    if whose.name:
        yield "name", " ".join(sorted(_plain(whose.name).split())), whose.name
    if whose.birth_date:
        yield "born", whose.birth_date.isoformat(), whose.birth_date
    if whose.record_number:
        yield "number", "".join(c for c in whose.record_number if c.isalnum()).casefold(), whose.record_number


def _plain(name: str) -> str:
    """`Lee, Sam` and `Sam Lee` are one name."""
    return "".join(c if c.isalnum() else " " for c in name).casefold()


def _together(sure: dict[str, frozenset[Said]]) -> list[list[str]]:
    """Files of which each shares two answers with another of its group."""
    leader = {name: name for name in sure}

    def first(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    by_pair: dict[tuple[Said, Said], str] = {}
    for name, said in sure.items():
        for pair in combinations(sorted(said), 2):
            other = by_pair.setdefault((pair[0], pair[1]), name)
            leader[first(name)] = first(other)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sure:
        groups[first(name)].append(name)
    return list(groups.values())


def _all(files: Sequence[tuple[str, Iterable[Whose]]], names: Sequence[str], what: str) -> Iterable[object]:
    for name, said in files:
        if name in names:
            yield from (as_said for whose in said for kind, _, as_said in _answers(whose) if kind == what)


def _name(of: dict[str, object]) -> str:
    last, _, first = str(of.get("name", "")).partition(", ")
    return f"{first} {last}".strip()


def _born(of: dict[str, object]) -> date | None:
    born = of.get("born")
    return born if isinstance(born, date) else None


def _number(of: dict[str, object]) -> str | None:
    number = of.get("number")
    return None if number is None else str(number)
