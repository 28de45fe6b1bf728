"""What the therapist has said about a chart: whose it is, whose it is not. Types alone; the vault keeps them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartKeys:
    """What tells a chart in the room of one site: the page's own id of the client (`address`), the record number it
    shows (`record`), and name with birth date where it shows both (`person`)."""

    site: str
    address: str | None
    record: str | None
    person: str | None

    @property
    def all(self) -> tuple[str, ...]:
        """What the chart is remembered under: its address, and one thing more."""
        return tuple(key for key in (self.address, self.record or self.person) if key)

    @property
    def telling(self) -> tuple[str, ...]:
        """Those that tell this chart from every other. Name and birth date do so only where the page has nothing else:
        a namesake's chart shows the same."""
        return tuple(key for key in (self.address, self.record) if key) or self.all


@dataclass(frozen=True, slots=True)
class ChartLink:
    """The therapist's word that a chart is this client's. `name` are the words of the name that the page showed then,
    so that a client who goes by another name there is asked about once."""

    key: str
    client_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChartMemory:
    """All that was said about the charts that have some of these keys. `rejected` are the clients who are not this
    chart's, whatever was said before; `namesakes`: name and birth date have stood for more than one person, so they
    count for nobody."""

    links: tuple[ChartLink, ...] = ()
    rejected: frozenset[str] = frozenset()
    namesakes: bool = False

    def linked(self, key: str | None) -> set[str]:
        """Whose chart that key was said to be."""
        return {link.client_id for link in self.links if link.key == key}

    def counting(self, key: str | None) -> set[str]:
        """Whose chart that key is: nobody's who was rejected."""
        return self.linked(key) - self.rejected

    def names(self, client_id: str) -> set[str]:
        """The names under which this client was confirmed here."""
        return {link.name for link in self.links if link.client_id == client_id and link.name}
