"""Observations of measures (PHQ-9, GAD-7 and kin): those of one filling-in become one note.

A total, a panel and its answers often are resources of their own. What belongs to a panel, or was observed of the same
patient by the same measure at the very same time, is one filling-in; the note bears the name of the total or the panel,
and each of the others says in which note its answer stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fhir.resources.R4B.codeableconcept import CodeableConcept
from fhir.resources.R4B.observation import Observation, ObservationComponent

from companion.errors import Unreadable
from companion.importers.fhir.resources import Resource
from companion.importers.fhir.wording import LOINC, Written, all_words, codes_of, day_of, latest, when
from companion.importers.measures import (
    HIGHEST_ANSWER,
    IMPOSSIBLE,
    MISLABELED,
    Filled,
    Measure,
    answer_of,
    measured_by,
)

NO_MEASURE = "Of observations only measures such as PHQ-9 and GAD-7 are read; open it in the EHR if you need it."
NO_ANSWER = "It holds no total and no answer; look at it in the EHR."


@dataclass(frozen=True)
class Observed:
    """An Observation of a measure, and whose it is."""

    resource: Resource
    observation: Observation
    patient_id: str
    panel: str = ""
    """The name of the panel that has it as a member."""

    @property
    def time(self) -> str:
        said = self.observation.effectiveDateTime or self.observation.effectiveInstant
        period = self.observation.effectivePeriod
        return str(said or (period.start if period else "") or "")


@dataclass
class FillingIn:
    """The Observations of one filling-in of a measure."""

    measure: Measure
    parts: list[Observed] = field(default_factory=list)

    @property
    def first(self) -> Observed:
        """The one that gives the note its name: the total, else the panel, else the first answer."""
        return min(self.parts, key=self._rank)

    def _rank(self, one: Observed) -> int:
        codes = set(codes_of(one.observation.code, LOINC))
        return 0 if codes & self.measure.totals else 1 if codes & self.measure.panels else 2

    def written(self) -> Written:
        """The note. Raises Unreadable with the reason where a code or a value cannot be believed."""
        total: int | None = None
        answers: dict[int, int] = {}
        for part in self.parts:
            one = part.observation
            for concept, value in _valued(one):
                said, answer = _one(self.measure, concept, value)
                total = said if total is None else total
                if said is not None and said != total:
                    raise Unreadable("Two different totals were recorded for one time; look at them in the EHR.")
                answers.update(answer)
        if total is None and not answers:
            raise Unreadable(NO_ANSWER)
        first = self.first
        day, issued = day_of(first.time), day_of(first.observation.issued)
        filled = Filled(self.measure, when(first.time), day, total, answers)
        return Written(filled.text, "measure", day or issued, latest(day, issued), filled.doubt)


def of_a_measure(observation: Observation) -> bool:
    """One of its codes is a measure's. Raises Unreadable where the name beside the code is another measure's."""
    measures = _measures_of(observation.code)
    if not measures:
        return False
    if not any(measure.fits(all_words(observation.code)) for measure in measures):
        raise Unreadable(MISLABELED)
    return True


def filled_in(observed: Sequence[Observed]) -> list[FillingIn]:
    """The filling-ins among some Observations of measures."""
    together: dict[tuple[str, str], list[Observed]] = {}
    panels = {one.resource.name: one for one in observed}
    for one in observed:
        root = panels.get(one.panel, one)
        when_ = root.time or one.time
        key = when_ or root.resource.name
        together.setdefault((one.patient_id, key), []).append(one)
    return [filling for group in together.values() for filling in _by_measure(group)]


def _by_measure(group: Sequence[Observed]) -> Iterator[FillingIn]:
    """The Observations of one time, by measure; a question that several measures share goes to the one that has most
    others there, and a second total opens another filling-in only where it is said to be the same time twice."""
    options = {one.resource.name: _fitting(one.observation.code) for one in group}
    weight = {m.name: 0 for measures in options.values() for m in measures}
    for measures in options.values():
        for m in measures:
            weight[m.name] += 1
    found: dict[str, FillingIn] = {}
    for one in group:
        measure = max(options[one.resource.name], key=lambda m: weight[m.name])
        found.setdefault(measure.name, FillingIn(measure)).parts.append(one)
    yield from found.values()


def _measures_of(concept: CodeableConcept | None) -> tuple[Measure, ...]:
    return measured_by(codes_of(concept, LOINC))


def _fitting(concept: CodeableConcept | None) -> list[Measure]:
    said = all_words(concept)
    return [measure for measure in _measures_of(concept) if measure.fits(said)]


def _valued(one: Observation) -> Iterator[tuple[CodeableConcept, float | str | None]]:
    """The Observation's own code and value, and those of its components."""
    yield one.code, _value(one)
    for component in one.component or ():
        yield component.code, _value(component)


def _value(one: Observation | ObservationComponent) -> float | str | None:
    """The figure, the code of the answer, or None where there is neither."""
    if one.valueInteger is not None:
        return float(one.valueInteger)
    if one.valueQuantity is not None and one.valueQuantity.value is not None:
        return float(one.valueQuantity.value)
    codes = codes_of(one.valueCodeableConcept, LOINC)
    return codes[0] if codes else None


def _one(measure: Measure, concept: CodeableConcept, value: float | str | None) -> tuple[int | None, Mapping[int, int]]:
    """A total, or the answer to a question by its number; (None, {}) for a value that is neither."""
    codes = codes_of(concept, LOINC)
    if value is None:
        return None, {}
    if set(codes) & (measure.totals | measure.panels):
        if not measure.fits(all_words(concept)):
            raise Unreadable(MISLABELED)
        if isinstance(value, str):
            raise Unreadable(IMPOSSIBLE)
        return measure.possible(value), {}
    number = next((n for code in codes if (n := measure.number(code))), None)
    if number is None:
        return None, {}
    if not any(measure.items[number - 1].fits(words) for words in (all_words(concept),)):
        raise Unreadable(MISLABELED)
    return None, {number: answered(value)}


def answered(value: float | str) -> int:
    """An answer as a figure. Raises Unreadable where no question of the table can have it."""
    figure = answer_of(value) if isinstance(value, str) else value
    if figure is None or figure != int(figure) or not 0 <= figure <= HIGHEST_ANSWER:
        raise Unreadable(IMPOSSIBLE)
    return int(figure)


def members(observation: Observation) -> Iterable[str]:
    """The references to the Observations that a panel holds."""
    return [str(one.reference) for one in observation.hasMember or () if one.reference]
