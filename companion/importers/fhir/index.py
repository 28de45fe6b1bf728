"""What a reference in a set of resources means: the resource at that address, and the address itself.

Ids mean something on one server alone. A set usually comes from one; where it names several, an id counts together with
its server, so that Patient/1 of one is never taken for Patient/1 of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from companion.importers.fhir.resources import Resource

_RELATIVE = re.compile(r"([A-Z][A-Za-z]{1,40})/([A-Za-z0-9\-.]{1,64})(?:/_history/[A-Za-z0-9\-.]{1,64})?")
_ABSOLUTE = re.compile(rf"(https?://.{{1,2000}})/{_RELATIVE.pattern}")
_HTTP = re.compile(r"https?://", re.IGNORECASE)


class Address(NamedTuple):
    """Where a resource stands; `base` is empty where the set has one server at most."""

    kind: str
    base: str
    id: str


class Index:
    """The resources of a set by their addresses."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._bases = {one.base for one in resources if one.base}
        for one in resources:
            self._bases |= {base for said in _references(one.raw) if (base := _base_of(said))}
        self._at: dict[Address, Resource] = {}
        self._urls: dict[str, list[Resource]] = {}
        for one in resources:
            if one.id:
                self._at.setdefault(self.address_of(one), one)
            if one.url:
                self._urls.setdefault(one.url, []).append(one)

    def address_of(self, resource: Resource) -> Address:
        """A resource's own address."""
        return Address(resource.kind, self._told(resource.base), resource.id)

    def address(self, said: str, within: Resource, kind: str) -> Address | None:
        """The address that a reference inside `within` names, if it names one of `kind`; no resource need be there."""
        if (at := self._by_url(said, within)) is not None:
            found = self.address_of(at)
        elif said.lower().startswith(("urn:uuid:", "urn:oid:")):
            found = Address(kind, "", re.split("[:]", said)[-1])
        elif match := _ABSOLUTE.fullmatch(said):
            found = Address(match.group(2), self._told(match.group(1)), match.group(3))
        elif match := _RELATIVE.fullmatch(said):
            found = Address(match.group(1), self._told(within.base), match.group(2))
        else:
            return None
        return found if found.kind == kind else None

    def find(self, said: str, within: Resource, kind: str) -> Resource | None:
        """The resource that a reference names, if it is in the set."""
        address = self.address(said, within, kind)
        return self._at.get(address) if address else None

    def _by_url(self, said: str, within: Resource) -> Resource | None:
        """The resource whose fullUrl is the reference, in the same file before another; two that differ are none."""
        there = self._urls.get(said, [])
        near = [one for one in there if one.file == within.file] or there
        return near[0] if near and all(one.raw == near[0].raw for one in near) else None

    def _told(self, base: str) -> str:
        return base if len(self._bases) > 1 else ""


def _base_of(said: str) -> str:
    found = _ABSOLUTE.fullmatch(said) if _HTTP.match(said) else None
    return found.group(1) if found and found.group(2) == "Patient" else ""


def _references(raw: dict[str, object]) -> list[str]:
    """What a resource says of its patient, on the few places where that stands."""
    found = []
    for name in ("subject", "patient"):
        place = raw.get(name)
        said = place.get("reference") if isinstance(place, dict) else None
        found += [said] if isinstance(said, str) else []
    return found
