"""`assess` on real de-identified reports that nobody wrote for us: half of the public NegEx set, not in the repository.

One verdict stands for one span, so a finding that is both negated and historical counts as negated. `pytest -s` prints
the confusion table.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from companion.overview.assertion import assess

ROWS = (
    Path(os.environ.get("EYELINE_EVALUATE", Path(__file__).parents[3] / "shared" / "evaluate"))
    / "public"
    / "negex_half.tsv"
)


def _gold(negation: str, temporality: str, experiencer: str) -> str:
    if negation == "Negated":
        return "denied"
    if temporality == "Historical":
        return "historical"
    return (
        "hypothetical" if temporality == "Not particular" else "other_person" if experiencer == "Other" else "present"
    )


def _place(concept: str, sentence: str) -> tuple[int, int]:
    """Where the concept stands: the set writes it in capitals, and now and then with other white space."""
    words = r"\s+".join(re.escape(word) for word in concept.split())
    found = re.search(words.upper(), sentence) or re.search(words, sentence, re.IGNORECASE)
    return found.span() if found else (0, len(sentence))


@lru_cache(maxsize=1)
def confusion() -> Counter[tuple[str, str]]:
    """How often each (gold, verdict) was seen."""
    table: Counter[tuple[str, str]] = Counter()
    for line in ROWS.read_text(encoding="utf-8").splitlines()[1:]:
        concept, sentence, *gold = line.split("\t")
        table[_gold(*gold), assess(sentence, *_place(concept, sentence))] += 1
    return table


def f1(table: Counter[tuple[str, str]], name: str) -> float:
    """F1 of one verdict against all others."""
    right = table[name, name]
    said = sum(count for (_, verdict), count in table.items() if verdict == name)
    gold = sum(count for (wanted, _), count in table.items() if wanted == name)
    return 2 * right / (said + gold) if said + gold else 0.0


def shown(table: Counter[tuple[str, str]]) -> str:
    """The confusion table: rows are the gold, columns the verdicts."""
    names = sorted({name for pair in table for name in pair})
    head = " " * 14 + "".join(f"{name:>14}" for name in names)
    rows = (f"{gold:<14}" + "".join(f"{table[gold, name]:>14}" for name in names) for gold in names)
    return "\n".join([head, *rows, f"F1 denied {f1(table, 'denied'):.3f}, historical {f1(table, 'historical'):.3f}"])


def test_reports_that_nobody_wrote_for_us() -> None:
    if not ROWS.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{ROWS} is missing")
        pytest.skip(f"{ROWS} is not on this machine")
    table = confusion()
    sys.stdout.write(f"\n{shown(table)}\n")
    assert f1(table, "denied") >= 0.95, shown(table)
    assert f1(table, "historical") >= 0.70, shown(table)
