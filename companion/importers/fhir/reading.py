"""A set of FHIR files read together: every resource becomes a note or is named with the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fhir.resources.R4B.observation import Observation

from companion.errors import Unreadable
from companion.importers.contents import Contents, FoundNote, LeftOut
from companion.importers.fhir.models import OF_A_PATIENT, READ_WITH, WITHDRAWN, check, withdrawn
from companion.importers.fhir.record_set import RecordSet
from companion.importers.fhir.repeats import repeats
from companion.importers.fhir.resources import Resource, resources_in
from companion.importers.fhir.scores import NO_MEASURE, Observed, filled_in, members, of_a_measure
from companion.importers.fhir.writers import Writer, subject_of, visits_of

Verdict = list[FoundNote | LeftOut]
"""What becomes of one resource: its note or notes, and what of it was left out."""


def contents_of_set(files: Sequence[tuple[str, bytes]]) -> Contents:
    """What FHIR files hold together, in their order. Never raises over what stands in them."""
    resources: list[Resource] = []
    left: list[LeftOut] = []
    for name, data in files:
        try:
            found, refused = resources_in(name, data)
        except Unreadable as error:
            left.append(LeftOut(name, error.say))
            continue
        resources += found
        left += refused
        if not found and not refused:
            left.append(LeftOut(name, "It holds no resources; export it again, or leave it out."))
    verdicts = _Verdicts(RecordSet(resources)).all()
    parts = [part for one in resources for part in verdicts[one]]
    parts = list(_named_apart(parts))
    notes = tuple(part for part in parts if isinstance(part, FoundNote))
    return Contents(notes, (*(part for part in parts if isinstance(part, LeftOut)), *left))


class _Verdicts:
    """The verdict on every resource of a set."""

    def __init__(self, known: RecordSet) -> None:
        self._known = known
        self._writer = Writer(known)
        self._of: dict[Resource, Verdict] = {}
        self._observed: list[Observed] = []

    def all(self) -> dict[Resource, Verdict]:
        again = repeats(self._known.resources, self._known.index)
        for one in self._known.resources:
            try:
                if one in again:
                    raise Unreadable(again[one])
                self._of[one] = self._judge(one)
            except Unreadable as error:
                self._leave(one, error.say)
            except Exception as error:  # a library's own trouble over one resource; what it says may be the record's
                self._leave(one, f"It could not be read ({type(error).__name__}); look at it in the EHR.")
        self._scores()
        for binary, name in self._writer.used.items():
            self._leave(binary, f"It is the text of {name}, and came in with it.")
        return self._of

    def _leave(self, resource: Resource, why: str) -> None:
        self._of[resource] = [LeftOut(resource.name, why)]

    def _judge(self, one: Resource) -> Verdict:
        """The verdict on one resource but an Observation of a measure, which waits for its kin. Raises Unreadable with
        the reason where nothing comes in."""
        if withdrawn(one):
            raise Unreadable(WITHDRAWN)
        if one.kind in READ_WITH:
            check(one, READ_WITH[one.kind][0])
            raise Unreadable(READ_WITH[one.kind][1])
        if one.kind not in OF_A_PATIENT:
            raise Unreadable(f"Eyeline reads no {one.kind}; open it in the EHR if you need it.")
        model = check(one, OF_A_PATIENT[one.kind])
        if isinstance(model, Observation) and not of_a_measure(model):
            raise Unreadable(NO_MEASURE)
        patient_id = self._known.people.patient_id(subject_of(model), one)
        if isinstance(model, Observation):
            self._known.visit(visits_of(model), one, patient_id)
            self._observed.append(Observed(one, model, patient_id))
            return []
        return self._writer.notes(one, model, patient_id)

    def _scores(self) -> None:
        """The Observations of measures, each filling-in as one note."""
        stated = self._stated()
        waiting = [one for one in self._observed if one.resource not in stated]
        for one, name in stated.items():
            self._leave(one, f"It was worked out from {name} and stands in that note.")
        panels = self._panels()
        for filling in filled_in([replace(one, panel=panels.get(one.resource, "")) for one in waiting]):
            first = filling.first
            try:
                note = self._writer.note(first.resource, filling.written(), first.patient_id)
            except Unreadable as error:
                for part in filling.parts:
                    self._leave(part.resource, error.say)
                continue
            for part in filling.parts:
                self._leave(part.resource, f"Its answer stands in the note {note.name}.")
            self._of[first.resource] = [note]

    def _stated(self) -> dict[Resource, str]:
        """The Observations that say that they were worked out from a form which came in."""
        found = {}
        for one in self._observed:
            for reference in one.observation.derivedFrom or ():
                form = self._known.find(reference, one.resource, "QuestionnaireResponse")
                came = form is not None and any(isinstance(part, FoundNote) for part in self._of.get(form, ()))
                if form is not None and came and self._same_patient(form, one):
                    found[one.resource] = form.name
        return found

    def _same_patient(self, form: Resource, one: Observed) -> bool:
        return any(isinstance(part, FoundNote) and part.whose.patient_id == one.patient_id for part in self._of[form])

    def _panels(self) -> dict[Resource, str]:
        """For each Observation the panel of the same patient that has it as a member, by name."""
        by_resource = {one.resource: one for one in self._observed}
        found = {}
        for one in self._observed:
            for said in members(one.observation):
                there = self._known.index.find(said, one.resource, "Observation")
                member = by_resource.get(there) if there else None
                if member is not None and member.patient_id == one.patient_id:
                    found[member.resource] = one.resource.name
        return found


def _named_apart(parts: Sequence[FoundNote | LeftOut]) -> Iterator[FoundNote | LeftOut]:
    """The same name twice gets a number, so that an offset always means one note."""
    times: Counter[str] = Counter()
    for part in parts:
        times[part.name] += 1
        again = times[part.name]
        yield part if again == 1 else replace(part, name=f"{part.name} #{again}")
