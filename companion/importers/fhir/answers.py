"""A QuestionnaireResponse as a note: a known measure in its fixed lines, any other form as questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fhir.resources.R4B.questionnaire import Questionnaire, QuestionnaireItem
from fhir.resources.R4B.questionnaireresponse import (
    QuestionnaireResponse,
    QuestionnaireResponseItem,
    QuestionnaireResponseItemAnswer,
)

from companion.errors import Unreadable
from companion.importers.fhir.scores import answered
from companion.importers.fhir.wording import LOINC, Lines, Written, code_of, day_of, folded, quantity, shown, when
from companion.importers.measures import MISLABELED, Filled, Measure, answer_of, measured_by, named_in

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SCORE = "http://hl7.org/fhir/StructureDefinition/itemWeight"
_LOINC = re.compile(r"(?:^|[/.#|])(\d{1,6}-\d)$")
"""A LOINC code at the end of a link id: "/44250-9"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the Questionnaire: its LOINC codes and its words."""

    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One answered question of a response, at its depth."""

    item: QuestionnaireResponseItem
    depth: int
    codes: tuple[str, ...]
    text: str


def response_written(response: QuestionnaireResponse, form: Questionnaire | None) -> Written:
    """The note. `form` is the Questionnaire that was answered, if the set has it. Raises Unreadable where a code or a
    value cannot be believed, or nothing was answered."""
    asked = _asked(form.item or ()) if form else {}
    items = list(_items(response.item or (), asked, 0))
    day = day_of(response.authored)
    title = str(form.title or "") if form else ""
    measure = _measure(items, title)
    if measure is not None:
        total, answers = _filled(measure, items)
        if total is not None or answers:
            filled = Filled(measure, when(response.authored), day, total, answers)
            return Written(filled.text, "measure", day, day, filled.doubt)
    text = _as_form(response, title, items)
    return Written(text, "measure", day, day)


def _asked(items: object) -> dict[str, Asked]:
    """The questions of a form by their link ids, groups gone through."""
    found: dict[str, Asked] = {}
    waiting = list(items) if isinstance(items, list | tuple) else []
    while waiting:
        item: QuestionnaireItem = waiting.pop()
        codes = tuple(code for coding in item.code or () if (code := code_of(coding, LOINC)))
        found[str(item.linkId)] = Asked(codes, str(item.text or ""))
        waiting += item.item or ()
    return found


def _items(items: object, asked: Mapping[str, Asked], depth: int) -> Iterator[Answered]:
    """Every item in order, with those below it and below its answers."""
    for item in items if isinstance(items, list | tuple) else ():
        link = str(item.linkId)
        known = asked.get(link, Asked((), ""))
        in_link = _LOINC.search(link)
        codes = known.codes or ((in_link.group(1),) if in_link else ())
        yield Answered(item, depth, codes, str(item.text or "") or known.text)
        yield from _items(item.item, asked, depth + 1)
        for answer in item.answer or ():
            yield from _items(answer.item, asked, depth + 1)


def _measure(items: list[Answered], title: str) -> Measure | None:
    """The measure that the questions are of: the one of which most were asked. A title that names another is not
    believed, nor are the codes below it."""
    codes = {code for item in items for code in item.codes}
    fitting = measured_by(codes)
    if not fitting:
        return None
    best = max(fitting, key=lambda m: len(codes & (m.totals | {item.code for item in m.items})))
    said = named_in(title)
    if said and best.name not in said:
        raise Unreadable(MISLABELED)
    return best


def _filled(measure: Measure, items: list[Answered]) -> tuple[int | None, dict[int, int]]:
    total: int | None = None
    answers: dict[int, int] = {}
    for one in items:
        value = _figure(one.item)
        if value is None:
            continue
        if set(one.codes) & measure.totals:
            if not measure.fits(one.text) or isinstance(value, str):
                raise Unreadable(MISLABELED)
            total = measure.possible(value)
        elif number := next((n for code in one.codes if (n := measure.number(code))), None):
            if not measure.items[number - 1].fits(one.text):
                raise Unreadable(MISLABELED)
            answers[number] = answered(value)
    return total, answers


def _figure(item: QuestionnaireResponseItem) -> float | str | None:
    """The figure of an item's one answer, or the code of it."""
    if len(item.answer or ()) != 1 or item.answer is None:
        return None
    answer = item.answer[0]
    if answer.valueInteger is not None:
        return float(answer.valueInteger)
    if answer.valueDecimal is not None:
        return float(answer.valueDecimal)
    if answer.valueQuantity is not None and answer.valueQuantity.value is not None:
        return float(answer.valueQuantity.value)
    return _coded(answer)


def _coded(answer: QuestionnaireResponseItemAnswer) -> float | str | None:
    coding = answer.valueCoding
    if coding is None:
        return None
    code = code_of(coding, LOINC) or str(coding.code or "")
    if answer_of(code) is not None:
        return code
    for extension in coding.extension or ():
        if str(extension.url) in (ORDINAL, SCORE) and extension.valueDecimal is not None:
            return float(extension.valueDecimal)
    return code or None


def _as_form(response: QuestionnaireResponse, title: str, items: list[Answered]) -> str:
    """Questions and answers as they stand. Raises Unreadable where nothing was answered."""
    lines = Lines()
    lines.add("Questionnaire", title or shown_name(response))
    lines.add("Date", when(response.authored))
    lines.add("Status", str(response.status))
    head = lines.text
    for one in items:
        said = [_said(answer) for answer in one.item.answer or ()]
        lines.add(folded(one.text).rstrip(":") or "Answer", *said)
    if lines.text == head:
        raise Unreadable("Nothing in it was answered; open the form in the EHR.")
    return lines.text


def shown_name(response: QuestionnaireResponse) -> str:
    """What the form is called, as far as the response itself says: the end of its address."""
    return str(response.questionnaire or "").partition("|")[0].rstrip("/").rpartition("/")[2].lstrip("#")


def _said(answer: QuestionnaireResponseItemAnswer) -> str:
    """An answer in words."""
    if answer.valueBoolean is not None:
        return "Yes" if answer.valueBoolean else "No"
    coding = answer.valueCoding
    if coding is not None:
        return str(coding.display or coding.code or "")
    for value in (answer.valueInteger, answer.valueDecimal):
        if value is not None:
            return str(value)
    dated = answer.valueDateTime or answer.valueDate
    plain = str(answer.valueString or answer.valueUri or answer.valueTime or "")
    return plain or when(dated) or quantity(answer.valueQuantity) or shown(answer.valueReference)
