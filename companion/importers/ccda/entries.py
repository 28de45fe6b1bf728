"""Goals and measures in a C-CDA's entries, as notes in the lines that FHIR's goals and measures get."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from companion.errors import Unreadable
from companion.importers.ccda.header import LOINC, day_in
from companion.importers.ccda.xml import attribute, child, children, folded, name_of, within, words
from companion.importers.measures import (
    HIGHEST_ANSWER,
    IMPOSSIBLE,
    MISLABELED,
    Filled,
    Measure,
    answer_of,
    measured_by,
    named_in,
)

PROGRESS_TOWARD_GOAL = "2.16.840.1.113883.10.20.22.4.110"
ACHIEVED, NOT_ACHIEVED = "390801001", "390802008"
"""SNOMED CT: goal achieved, goal not achieved."""
_STATUS = {"aborted": "discontinued", "cancelled": "discontinued", "suspended": "on hold", "held": "on hold"}
_PREFIX = re.compile(r"(?i)^(?:(?:care|patient|treatment|provider)\s+)?goal\s*:\s*")


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A goal in an entry: its lines and its day."""

    text: str
    day: date | None


def goals_in(root: etree._Element, names: Mapping[str, str]) -> Iterator[GoalEntry]:
    """Every goal observation that says what the goal is; `names` are the narrative's words by their ID."""
    for one in within(root, "observation"):
        meant = attribute(one, "moodCode") == "GOL" and attribute(one, "negationInd") != "true"
        if meant and (said := _goal(one, names)):
            yield _goal_entry(one, said)


def _goal_entry(one: etree._Element, said: str) -> GoalEntry:
    status, recorded = _status(one)
    time = child(one, "effectiveTime")
    start = day_in(attribute(time, "value")) or day_in(attribute(child(time, "low"), "value"))
    due = day_in(attribute(child(time, "high"), "value"))
    authored = [day_in(attribute(child(author, "time"), "value")) for author in children(one, "author")]
    day = max((day for day in authored if day), default=start)
    lines = [f"Goal: {said}", f"Status: {status}"]
    lines += [f"Recorded as: {recorded}"] if recorded != status else []
    lines += [f"Start date: {start}"] if start else []
    lines += [f"Target date: {due}"] if due else []
    return GoalEntry("".join(f"{line}\n" for line in lines), day)


def _goal(one: etree._Element, names: Mapping[str, str]) -> str:
    """What the goal is, in the words of the narrative where the entry points at them, with a measured value."""
    code = child(one, "code")
    said = [_text(child(code, "originalText"), names), _plain(child(one, "text")), attribute(code, "displayName")]
    said += [_text(child(one, "text"), names)]
    name = _PREFIX.sub("", next((text for text in said if text), ""))
    value = _measured(child(one, "value"))
    again = _squeezed(value.removeprefix("at least ").removeprefix("at most ")) in _squeezed(name)
    return f"{name} {value}" if name and value and not again else name


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _plain(text: etree._Element | None) -> str:
    """An entry's own words, where it does not point at the narrative."""
    return "" if text is None or child(text, "reference") is not None else folded(words(text))


def _text(text: etree._Element | None, names: Mapping[str, str]) -> str:
    reference = attribute(child(text, "reference"), "value").removeprefix("#")
    return _plain(text) or names.get(reference, "")


def _measured(value: etree._Element | None) -> str:
    """A quantity as it stands: "92 %", "at least 10 %"."""
    if value is None:
        return ""
    if attribute(value, "value"):
        return _quantity(value)
    low, high = _quantity(child(value, "low")), _quantity(child(value, "high"))
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}" if high else ""


def _quantity(value: etree._Element | None) -> str:
    return " ".join(part for part in (attribute(value, "value"), attribute(value, "unit")) if part and part != "1")


def _status(one: etree._Element) -> tuple[str, str]:
    """(what became of it, as the record says it). A progress observation says more than the entry's own status."""
    code = attribute(child(one, "statusCode"), "code") or "active"
    status = _STATUS.get(code, code if code in ("active", "completed") else "active")
    said = [code]
    for inner in within(one, "observation"):
        if any(attribute(t, "root") == PROGRESS_TOWARD_GOAL for t in children(inner, "templateId")):
            value = child(inner, "value")
            told = attribute(value, "code")
            said.append(attribute(value, "displayName") or told)
            if told == ACHIEVED:
                status = "achieved"
            elif told == NOT_ACHIEVED and status == "completed":
                status = "discontinued"
    return status, "; ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measure in entries; `rows` are the IDs of the narrative's words that say the same."""

    filled: Filled
    rows: frozenset[str]


def measures_in(root: etree._Element) -> Iterator[MeasureEntry | Unreadable]:
    """Every measure that was filled in, one for each day; an error with the reason where a code or value cannot be
    believed."""
    together: dict[tuple[str, str], list[etree._Element]] = {}
    done = [(one, measured_by([_loinc(one)])) for one in within(root, "observation") if _was_done(one)]
    weight = Counter(m.name for _, fitting in done for m in fitting)
    known: dict[str, Measure] = {}
    for one, fitting in done:
        if fitting and _values(one):
            measure = max(fitting, key=lambda m: weight[m.name])
            known[measure.name] = measure
            together.setdefault((measure.name, _time(one)), []).append(one)
    for (name, time), parts in together.items():
        try:
            filled = _filled(known[name], time, parts)
            rows = (attribute(child(one, "text", "reference"), "value").removeprefix("#") for one in parts)
            yield MeasureEntry(filled, frozenset(row for row in rows if row))
        except Unreadable as error:
            yield error


def _was_done(one: etree._Element) -> bool:
    return attribute(one, "moodCode") in ("EVN", "") and attribute(one, "negationInd") != "true"


def _filled(measure: Measure, time: str, parts: list[etree._Element]) -> Filled:
    total: int | None = None
    answers: dict[int, int] = {}
    for one in parts:
        code, name = _loinc(one), attribute(child(one, "code"), "displayName")
        number = measure.number(code)
        figure = next((value for value in _values(one) if value is not None), None)
        if number is None:
            if not measure.fits(name):
                raise Unreadable(MISLABELED)
            if figure is None:
                raise Unreadable(IMPOSSIBLE)
            value = measure.possible(figure)
            if total not in (None, value):
                raise Unreadable("Two different totals stand there for one time; look at them in the EHR.")
            total = value
        elif not measure.items[number - 1].fits(name if not named_in(name) else ""):
            raise Unreadable(MISLABELED)
        elif figure is None or figure != int(figure) or not 0 <= figure <= HIGHEST_ANSWER:
            raise Unreadable(IMPOSSIBLE)
        else:
            answers[number] = int(figure)
    day = day_in(time)
    return Filled(measure, day.isoformat() if day else time, day, total, answers)


def _loinc(one: etree._Element) -> str:
    code = child(one, "code")
    return attribute(code, "code") if attribute(code, "codeSystem") == LOINC else ""


def _time(one: etree._Element) -> str:
    """The time of an observation, or of the panel around it."""
    around: etree._Element | None = one
    while around is not None:
        time = child(around, "effectiveTime")
        said = attribute(time, "value") or attribute(child(time, "low"), "value")
        if said and name_of(around) in ("observation", "organizer"):
            return said
        around = around.getparent()
    return ""


def _values(one: etree._Element) -> list[float | None]:
    """The figures of an observation's values; None for one that is none."""
    return [_figure(value) for value in children(one, "value")]


def _figure(value: etree._Element) -> float | None:
    code = answer_of(attribute(value, "code"))
    if code is not None:
        return float(code)
    try:
        figure = float(attribute(value, "value"))
    except ValueError:
        return None
    return figure if abs(figure) < 1e6 else None  # which NaN is not
