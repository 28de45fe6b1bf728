"""Who the patients of a set are, and whose a resource is. Never a guess: what does not name its patient by an address
or an identifier of this set is nobody's."""

from __future__ import annotations

from collections.abc import Sequence

from fhir.resources.R4B.humanname import HumanName
from fhir.resources.R4B.identifier import Identifier
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.reference import Reference

from companion.errors import Unreadable
from companion.importers.contents import Whose
from companion.importers.fhir.index import Index
from companion.importers.fhir.resources import Resource
from companion.importers.fhir.wording import codes_of, day_of, folded

UNLINKED = "It does not say whose it is in a way that this set can tell; open it in the EHR."
MIXED = "Two different people stand under its patient's id; export each of them alone."


class People:
    """The set's patients by id. `whose` holds those who have a Patient resource."""

    def __init__(self, index: Index, patients: Sequence[tuple[Resource, Patient]]) -> None:
        self._index = index
        self.whose: dict[str, Whose] = {}
        self._mixed: set[str] = set()
        self._numbers: dict[tuple[str, str], set[str]] = {}
        for resource, patient in patients:
            self._add(resource, patient)

    def patient_id(self, reference: Reference | None, within: Resource) -> str:
        """Whose it is. Raises Unreadable with the reason where that cannot be told."""
        said = str(reference.reference or "") if reference else ""
        address = self._index.address(said, within, "Patient") if said else None
        found = _key(address.base, address.id) if address else ""
        if not found and reference and not said:
            found = self._by_number(reference.identifier)
        if not found:
            raise Unreadable(UNLINKED)
        if found in self._mixed:
            raise Unreadable(MIXED)
        return found

    def of(self, patient_id: str) -> Whose:
        """What is known of a patient: their id at least."""
        return self.whose.get(patient_id, Whose(patient_id=patient_id))

    def _add(self, resource: Resource, patient: Patient) -> None:
        address = self._index.address_of(resource)
        key = _key(address.base, address.id)
        if not address.id:
            return
        numbers = list(patient.identifier or ())
        said = Whose(_name(patient.name or ()), day_of(patient.birthDate), _record_number(numbers), key)
        known = self.whose.setdefault(key, said)
        if not _one_person(known, said):
            self._mixed.add(key)
        for number in numbers:
            if number.system and number.value:
                self._numbers.setdefault((str(number.system), str(number.value)), set()).add(key)

    def _by_number(self, identifier: Identifier | None) -> str:
        """The one patient who has that identifier, system and value."""
        if identifier is None or not identifier.system or not identifier.value:
            return ""
        found = self._numbers.get((str(identifier.system), str(identifier.value)), set())
        return next(iter(found)) if len(found) == 1 else ""


def _key(base: str, id_: str) -> str:
    return f"{base}/Patient/{id_}" if base else id_


def _one_person(one: Whose, other: Whose) -> bool:
    """The same id twice is one person: the birth date is the same, or where one has none, the name."""
    if one.birth_date and other.birth_date:
        return one.birth_date == other.birth_date
    return one.name.casefold() == other.name.casefold()


def _name(names: Sequence[HumanName]) -> str:
    """The official name, else the usual one, else the first that is not an old one."""
    order = {"official": 0, "usual": 1, "old": 3, "maiden": 3}
    for name in sorted(names, key=lambda name: order.get(str(name.use), 2)):
        parts = [str(part) for part in (*(name.given or ()), name.family) if part]
        if said := folded(" ".join(parts) or str(name.text or "")):
            return said
    return ""


def _record_number(numbers: Sequence[Identifier]) -> str | None:
    return next((str(n.value) for n in numbers if n.value and n.type and "MR" in codes_of(n.type)), None)
