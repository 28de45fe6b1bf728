"""Theme labels are our own words: none is an answer of the measuring set."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_label_is_a_gold_answer(caseload: Path) -> None:
    rules = json.loads((ROOT / "companion" / "overview" / "rules" / "themes.json").read_text(encoding="utf-8"))
    labels = {label.lower() for label in _labels(rules)}
    assert len(labels) > 40
    for gold in sorted(caseload.glob("*/gold.json")):
        for theme in json.loads(gold.read_text(encoding="utf-8")).get("themes", []):
            for answer in (theme["label"], *theme.get("aliases", [])):
                if len(answer.split()) >= 3:  # "insomnia" is everybody's word
                    assert answer.lower() not in labels, f"{gold.parent.name}: {answer}"


def _labels(rules: object) -> list[str]:
    if isinstance(rules, dict):
        mine = [rules["label"]] if isinstance(rules.get("label"), str) else []
        return mine + [label for value in rules.values() for label in _labels(value)]
    return [label for value in rules for label in _labels(value)] if isinstance(rules, list) else []
