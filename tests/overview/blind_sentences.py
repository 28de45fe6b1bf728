"""Sentences of `blind/`, written before the rules were run on them, and how much of each file is read right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from companion.overview.goals import find_goals
from companion.overview.people import find_people
from companion.overview.risk import risk_mentions
from companion.overview.scores import find_scores
from companion.overview.sessions import sessions_of
from tests.overview.notes import note, readings

_WORD = re.compile(r"\w+")
HERE = Path(__file__).parent / "blind"
TYPES = {
    "SI": "suicidal_ideation",
    "SH": "self_harm",
    "HI": "homicidal_ideation",
    "SU": "substance_use",
    "VI": "violence",
    "AB": "abuse_neglect",
    "ED": "eating",
    "PS": "psychosis",
}
SAYS = {
    "P": "present",
    "D": "denied",
    "H": "historical",
    "Y": "hypothetical",
    "O": "other_person",
    "N": "not_risk",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence and what a careful reader finds in it."""

    text: str
    expected: str
    held: bool


def lines(name: str) -> list[Line]:
    """All sentences of a file."""
    found = []
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            text, _, expected = line.partition("=>")
            found.append(Line(text.removeprefix("H ").strip(), expected.strip(), line.startswith("H ")))
    return found


def score_verdict(line: Line) -> tuple[bool, str]:
    """Whether the totals found are exactly those expected."""
    found = find_scores(readings(note(line.text, "2024-03-14", "progress")))
    got = sorted(f"{s.instrument} {s.total}" for s in found if s.total is not None)
    return got == sorted(one.strip() for one in line.expected.split(";") if one.strip()), f"{line.text}: {got}"


def status_verdict(line: Line) -> tuple[bool, str]:
    """Whether a review that says the line behind a goal leaves it as expected."""
    plan = "Goals\n1. Cook dinner at home four nights a week.\n2. Call Aunt June on Sundays.\n"
    review = plan.replace("Goals", "Review").replace("week.", f"week. {line.text}").replace("days.", "days. Continue.")
    read_ = readings(note(plan, "2024-01-10", "plan"), note(review, "2024-03-14", "plan"))
    found = find_goals(read_, sessions_of(read_))
    wanted = {"M": "achieved", "A": "active", "D": "discontinued"}[line.expected]
    return [goal.status for goal in found] == [wanted, "active"], f"{line.text}: {[g.status for g in found]}"


def people_verdicts(line: Line) -> Iterator[tuple[bool, str]]:
    """For each person whether they are found with the relation, for each other word that it is nobody's name."""
    found = find_people(readings(note(line.text, "2024-03-14", "intake")))
    told = {(p.name.split()[-1], word.lower()) for p in found for word in [p.relation, *_WORD.findall(p.relation)]}
    got = f"{line.text}: {[(p.name, p.relation) for p in found]}"
    for one in (part.strip() for part in line.expected.split(";")):
        if one.startswith("!"):
            yield one[1:] not in {n for n, _ in told}, got
        elif one:
            name, _, relation = one.partition(": ")
            yield (name, relation.lower()) in told, got


def risk_verdict(line: Line) -> tuple[str, str, str]:
    """The assertion expected, the one found ("" for none, several joined by a plus), and what was read."""
    earlier, _, text = line.text.rpartition("||")
    start, end = text.index("[["), text.index("]]") - 2
    text = text.replace("[[", "").replace("]]", "")
    stripped = len(text) - len(text.lstrip())
    kind, said = line.expected.split()
    notes = [note(earlier.strip(), "2024-03-07", "progress")] if earlier else []
    now = note(text.strip(), "2024-03-14", "progress")
    got = {
        m.assertion
        for m in risk_mentions(readings(*notes, now))
        if m.mention.note_id == now.id
        and m.type == TYPES[kind]
        and m.mention.start < end - stripped
        and start - stripped < m.mention.end
    }
    return SAYS[said], "+".join(sorted(got)), f"{line.expected} | {line.text}"


def risk_figures(chosen: list[Line]) -> dict[str, float]:
    """`present`: share of what is present that is found so; `false_present`: share of the rest that is called so."""
    marks: dict[str, list[bool]] = defaultdict(list)
    for wanted, got, _ in map(risk_verdict, chosen):
        if wanted == "present":
            marks["present"].append(got == "present")
        else:
            marks["false_present"].append("present" in got)
    return {name: sum(seen) / len(seen) for name, seen in marks.items()}
