"""Whose charts there are: clients of the companion with notes of their own, and people it has never heard of. Some are
as like each other as two people get: twins, namesakes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from companion.demo.sample import Sample


@dataclass(frozen=True, slots=True)
class Somebody:
    """`id` is the EHR's own word for them in an address, `visit` their appointment's. `words` stand in their notes and
    in nobody else's. `known_as`: where the companion has to tell them from a namesake."""

    key: str
    name: str
    born: date
    record: str
    id: str
    visit: str
    words: tuple[str, str, str] = ("", "", "")
    known_as: str = ""

    @property
    def shown(self) -> dict[str, str]:
        """What the EHR's banner says of them."""
        born = f"DOB {self.born:%m/%d/%Y}"
        return {"name": self.name, "birth_date": born, "record_number": f"MRN {self.record}"}

    @property
    def tell_tale(self) -> list[str]:
        """Whatever stands in the panel of them alone."""
        return [self.record[-4:], *self.words]

    def bring_in(self, folder: Path) -> Sample:
        """Two notes, as a companion imports them."""
        first, second, third = self.words
        notes = folder / self.key
        notes.mkdir()
        plan = f"Goal 1: Walk to {first} and back twice a week.\nGoal 2: Write to {second} before the spring."
        said = (
            f"S: Slept badly after the call with {second}. Was at {first}.\nO: Calm.\nRISK: Denies SI/HI.\nA: Steady."
        )
        left = f"P: HW: take the {third} notebook along each morning. RTC 1 wk."
        (notes / "2025-03-04.txt").write_text(f"TREATMENT PLAN\nPlan date: 03/04/2025\n{plan}\n", encoding="utf-8")
        (notes / "2025-03-11.txt").write_text(
            f"PROGRESS NOTE - SOAP     DOS 3/11/25   50 min\n{said}\n{left}\n", encoding="utf-8"
        )
        return Sample(self.known_as or self.name, self.record, self.born, "", notes)


def _one(line: str, *words: str, known_as: str = "") -> Somebody:
    """`line`: key, born, record number, id, visit, name."""
    key, born, record, ehr_id, visit, name = line.split(maxsplit=5)
    told = (words[0], words[1], words[2]) if words else ("", "", "")
    return Somebody(key, name, date.fromisoformat(born), record, ehr_id, visit, told, known_as)


CLIENTS = (
    _one("anneke 1980-02-03 71-1046 k7f3a1 9001 Anneke Vos", "Ardmoor", "Mistral", "ochre"),
    _one("bartolo 1969-10-21 71-2381 k2c9d4 9002 Bartolo Quispe", "Belcastro", "Juno", "umber"),
    _one("cosima 1991-07-30 71-3519 k8e0b7 9003 Cosima Wendt", "Corriglen", "Tadeo", "indigo"),
    _one("dunja 1977-12-05 71-4762 k5a6f2 9004 Dunja Okoro", "Dunvarra", "Pavlina", "sepia"),
    # twins: one family name, one birth date
    _one("ida 1993-06-15 71-5827 k1d8c3 9005 Ida Halloran", "Estermay", "Quillon", "teal"),
    _one("ivo 1993-06-15 71-6904 k3b2e9 9006 Ivo Halloran", "Farrowby", "Sunniva", "maroon"),
    # namesakes
    _one("mara 1975-01-09 71-7158 k9f4a6 9007 Mara Lindgren", "Glenhazel", "Ottoline", "russet"),
    _one(
        "marah 1988-11-30 71-8293 k6c7d5 9008 Mara Lindgren",
        *("Hartsgill", "Rosalba", "cobalt"),
        known_as="Mara Hanne Lindgren",
    ),
)
STRANGERS = (
    _one("ulla 1964-04-27 82-1177 k4e5f8 9011 Ulla Strand"),
    # the twin of one client, and the namesake of another
    _one("arne 1980-02-03 82-2288 k0a1b9 9012 Arne Vos"),
    _one("cosimah 1959-03-12 82-3399 k7d2c8 9013 Cosima Wendt"),
)
EVERYBODY = {one.key: one for one in (*CLIENTS, *STRANGERS)}
