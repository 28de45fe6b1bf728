"""Three batteries of invented plans and reviews, with the goals a careful reader finds.

`goal_plans.json` has the layouts in which practices and record systems write them; `goal_wordings.json` has plans that
call nothing a goal (letters, romans, "One.", "Strand B -", a lead-in, the client's voice) and the words in which
reviews and notes close, drop and reopen goals. `plans/` has plans with their reviews, all written before any was
read by the program. The "held" halves were not looked at while the reading was made: they
show what a layout nobody thought of is likely to give. The "unseen" plans have only ever been scored: whoever mends
the reading leaves them unread, and raises their floors when other plans have made them better.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from companion.overview.goals import find_goals
from companion.overview.reading import read
from companion.overview.sessions import sessions_of
from companion.record import Note, TreatmentGoal

HERE = Path(__file__).parent


def _case(path: Path) -> dict[str, Any]:
    """A file of `plans/`: its half, each note below "@@ kind day", and the goals as "status opened closed | text"."""
    half, *parts = re.split(r"(?m)^(?:half |@@ )", path.read_text(encoding="utf-8"))[1:]
    *notes, (_, goals) = [part.rstrip("\n").split("\n", 1) for part in parts]
    told = [line.split(" | ", 1) for line in goals.splitlines()]
    return {
        "name": path.stem,
        "half": half.strip(),
        "notes": [dict(zip(("kind", "day"), h.split(), strict=True), lines=t.splitlines()) for h, t in notes],
        "goals": [
            dict(zip(("status", "opened", "closed"), state.replace(" -", " None").split(), strict=True), text=text)
            for state, text in told
        ],
    }


BATTERIES: dict[str, list[dict[str, Any]]] = {
    name: json.loads((HERE / f"goal_{name}.json").read_text(encoding="utf-8")) for name in ("plans", "wordings")
}
BATTERIES["reviews"] = [_case(path) for path in sorted((HERE / "plans").glob("*.txt"))]
ENOUGH = 0.8
"""Share of words from which a goal found is the goal meant."""
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def _goals(case: dict[str, Any]) -> tuple[TreatmentGoal, ...]:
    notes = []
    for place, one in enumerate(case["notes"]):
        day, text = date.fromisoformat(one["day"]), "\n".join(one["lines"]) + "\n"
        notes.append(Note(f"n{place}", f"{place}.txt", one["kind"], "narrative", "record", day, day, text))
    readings = read(notes)
    found = find_goals(readings, sessions_of(readings))
    texts = {note.id: note.text for note in notes}
    for goal in found:
        assert texts[goal.source.note_id][goal.source.start : goal.source.end] == goal.source.quote
        assert goal.text == " ".join(goal.source.quote.split())
    return found


def _alike(one: str, other: str) -> float:
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _verdicts(battery: str, half: str) -> Iterator[tuple[str, bool]]:
    """Each figure's yes and no, over every case of one half."""
    for case in BATTERIES[battery]:
        if case["half"] != half:
            continue
        left = list(_goals(case))
        for meant in case["goals"]:
            best = max(left, key=lambda goal: _alike(meant["text"], goal.text), default=None)
            if best is None or _alike(meant["text"], best.text) < ENOUGH:
                yield "found", False
                continue
            left.remove(best)
            yield "found", True
            yield "precision", True
            yield "status", best.status == meant["status"]
            yield "dates", [str(best.opened), str(best.closed)] == [meant["opened"], str(meant["closed"])]
        yield from (("precision", False) for _ in left)


@pytest.mark.parametrize(
    ("battery", "half", "floors"),
    [
        ("plans", "dev", {"found": 0.97, "precision": 0.97, "status": 0.97, "dates": 0.97}),
        ("plans", "held", {"found": 0.92, "precision": 0.95, "status": 0.93, "dates": 0.93}),
        ("wordings", "dev", {"found": 0.97, "precision": 0.97, "status": 0.97, "dates": 0.97}),
        ("wordings", "held", {"found": 0.85, "precision": 0.93, "status": 0.9, "dates": 0.9}),
        ("reviews", "dev", {"found": 0.93, "precision": 0.97, "status": 0.96, "dates": 0.96}),
        ("reviews", "held", {"found": 0.92, "precision": 0.95, "status": 0.75, "dates": 0.75}),
        ("reviews", "unseen", {"found": 0.87, "precision": 0.9, "status": 0.74, "dates": 0.66}),
    ],
)
def test_invented_plans_are_read_as_a_careful_reader_does(battery: str, half: str, floors: dict[str, float]) -> None:
    verdicts = list(_verdicts(battery, half))
    for figure, floor in floors.items():
        own = [right for name, right in verdicts if name == figure]
        assert sum(own) / len(own) >= floor, figure


@pytest.mark.parametrize(
    "unit",
    [
        "Goal goal goal ",
        "Goals for the goals of goals, ",
        "a b c d goal\n",
        "Goal: met | ",
        "1 2 3 4 ",
        "- - goal =\n",
        "A. (b) I. met #1 ",
    ],
)
def test_a_long_note_of_near_matches_costs_no_more_than_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = "Goals:\n" + unit * (size // len(unit))
        note = Note("n", "n.txt", "plan", "narrative", "record", date(2025, 1, 6), date(2025, 1, 6), text)
        readings = read([note])
        before = time.process_time()
        find_goals(readings, sessions_of(readings))
        return time.process_time() - before

    small, large = seconds(1 << 13), seconds(1 << 15)
    assert large < 4 * 3 * small + 1
