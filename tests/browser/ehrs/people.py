"""Who is in a fixture EHR, and the ordinary clutter that stands around them on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from companion.record import Client

CLINICIAN = "Miriam Okafor, LCSW"
SERVICES = ("90834 Psychotherapy, 45 min", "90837 Psychotherapy, 60 min", "90791 Intake evaluation")


@dataclass(frozen=True, slots=True)
class Person:
    """A person whose chart an EHR holds."""

    name: str
    birth_date: date | None = None
    record_number: str | None = None

    @classmethod
    def of(cls, client: Client) -> Person:
        return cls(client.name, client.birth_date, client.record_number)

    @property
    def first(self) -> str:
        return self.name.rpartition(" ")[0]

    @property
    def last(self) -> str:
        return self.name.rpartition(" ")[2]


OTHERS = (
    Person("Beatriz Almonte", date(1979, 3, 8), "31-0922"),
    Person("Owen Hadley", date(1991, 12, 30), "28-5503"),
    Person("Priya Raman", date(1968, 9, 21), "19-7740"),
)
"""In every practice beside the given people: their names and dates stand in lists, and their charts open too."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A person with the EHR's own opaque ids for them and for their next appointment."""

    id: str
    appointment: str
    person: Person
    index: int

    @property
    def time(self) -> str:
        minutes = 9 * 60 + 60 * self.index
        return f"{minutes // 60 % 24}:{minutes % 60:02}"

    @property
    def service(self) -> str:
        return SERVICES[self.index % len(SERVICES)]

    @property
    def relative(self) -> Person:
        """Somebody of the same family name whose birth date stands on the same page."""
        return Person(f"Ingrid {self.person.last}", date(1955, 3, 2) + timedelta(days=97 * self.index))

    @property
    def sessions(self) -> list[date]:
        return [date(2026, 1, 6) + timedelta(days=self.index - 14 * back) for back in range(4)]

    def row(self) -> dict[str, Any]:
        """What a list or a schedule says of them."""
        person = self.person
        return {
            "id": self.id,
            "appointment": self.appointment,
            "name": person.name,
            "first": person.first,
            "last": person.last,
            "birth_date": _iso(person.birth_date),
            "record_number": person.record_number,
            "time": self.time,
            "service": self.service,
        }

    def whole(self) -> dict[str, Any]:
        relative = {"name": self.relative.name, "birth_date": _iso(self.relative.birth_date)}
        return {**self.row(), "relative": relative, "sessions": [_iso(day) for day in self.sessions]}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
