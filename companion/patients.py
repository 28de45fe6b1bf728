"""Which patient's notes: a set of FHIR files may hold several people's, and only one's are read or kept at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from companion.errors import BadRequest
from companion.importers import holds_many
from companion.importers.contents import Contents, FoundNote, LeftOut, Whose
from companion.incoming import Arrived, Unit, read_unit

ANOTHERS = "It is about another patient of these files."
NOBODYS = "These files hold several patients' notes, and it does not say whose it is."


class WhichPatient(BadRequest):
    """Nobody said which patient, or named one who is not there. `patients` are those to choose from, by id; `say` holds
    no name."""

    def __init__(self, patients: Mapping[str, Whose], asked: str | None) -> None:
        said = f"No patient with the id {asked} is in these files" if asked else "These files hold several patients"
        super().__init__(f"{said}; choose one with --patient ID. Nothing was read.")
        self.patients = dict(patients)


def patients_in(contents: Iterable[Contents]) -> dict[str, Whose]:
    """Everybody about whom there is a note that names its patient by an id."""
    return {
        note.whose.patient_id: note.whose for one in contents for note in one.notes if note.whose.patient_id is not None
    }


def patients_below(units: Iterable[Unit]) -> dict[str, Whose]:
    """Everybody in files on disk. They are read for it: what nobody chose must not be kept even in part."""
    several = (unit for unit in units if any(holds_many(name) for name, _ in unit.files))
    return patients_in(read.contents for unit in several for read in read_unit(unit) if isinstance(read, Arrived))


def choose(patients: Mapping[str, Whose], asked: str | None) -> str | None:
    """Whose notes are read; None where the files are not several people's, so that all of them are. Raises
    WhichPatient."""
    if asked is not None and asked not in patients:
        raise WhichPatient(patients, asked)
    if asked is None and len(patients) > 1:
        raise WhichPatient(patients, None)
    return asked if len(patients) > 1 else None


def of_patient(contents: Contents, chosen: str | None) -> Contents:
    """The notes of the patient who was chosen; everybody else's are set aside, each with its reason."""
    if chosen is None:
        return contents
    notes = tuple(note for note in contents.notes if note.whose.patient_id == chosen)
    aside = tuple(LeftOut(note.name, _why(note)) for note in contents.notes if note.whose.patient_id != chosen)
    return Contents(notes, (*contents.left_out, *aside))


def for_patient(arrived: Arrived, chosen: str | None) -> Arrived:
    """What a file held of the patient who was chosen."""
    return replace(arrived, contents=of_patient(arrived.contents, chosen))


def _why(note: FoundNote) -> str:
    return NOBODYS if note.whose.patient_id is None else ANOTHERS
