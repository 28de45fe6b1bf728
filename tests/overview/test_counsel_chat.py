"""The curated themes against questions that nobody wrote for us: 815 people's questions to therapists under 29 topics
(CounselChat, not in the repository). A question's topic should be among the three whose themes it fits best: by their
words, and where those say nothing, by their examples. `pytest -s` prints the figure beside the majority's."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from companion.overview.meaning import Row
from companion.overview.pattern import phrases
from companion.overview.rulebook import rules
from index import Embedder

pytestmark = pytest.mark.model

QUESTIONS = (
    Path(os.environ.get("EYELINE_EVALUATE", Path(__file__).parents[3] / "shared" / "evaluate"))
    / "public"
    / "counsel_chat.jsonl"
)
THEMES_OF = {
    "depression": "low_mood death_wish self_worth loneliness",
    "relationships": "partner_distance couple_infidelity trust_closeness",
    "intimacy": "sex_intimacy partner_distance couple_infidelity trust_closeness",
    "anxiety": "worry panic social_anxiety",
    "family-conflict": "family_conflict estrangement sibling_duty stepfamily",
    "parenting": "parenting child_needs stepfamily perinatal",
    "self-esteem": "self_worth perfectionism burden",
    "relationship-dissolution": "abandoned partner_distance estrangement",
    "behavioral-change": "avoidance control compulsions screens",
    "anger-management": "anger",
    "trauma": "trauma sexual_assault dissociation danger_world",
    "marriage": "partner_distance couple_infidelity",
    "domestic-violence": "violence_home",
    "lgbtq": "rejection_identity",
    "workplace-relationships": "work_conflict work_stress",
    "social-relationships": "loneliness social_anxiety saying_no",
    "substance-abuse": "substances alcohol",
    "grief-and-loss": "grief pregnancy_loss",
    "spirituality": "faith",
    "legal-regulatory": "legal",
    "sleep-improvement": "sleep",
    "eating-disorders": "eating_body",
    "human-sexuality": "sex_intimacy",
    "addiction": "substances alcohol gambling screens",
    "stress": "work_stress worry",
    "children-adolescents": "parenting leaving_home",
    "military-issues": "moral_injury",
}
"""Two more topics, of the profession and of counseling itself, have no theme: their questions count as wrong."""


def _asked() -> list[tuple[str, str]]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [(row["topic"], f"{row['title']}. {row['text']}") for row in map(json.loads, lines)]


def _fit(texts: list[str], embedder: Embedder) -> dict[str, Row]:
    """How well each question fits each theme: by words first, by its likeness to the examples second."""
    vectors = embedder.encode_passages([text[:200] for text in texts])  # its title and a sentence: it breaks ties alone
    fit: dict[str, Row] = {}
    for theme in rules("themes")["themes"]:
        strong, weak = phrases(theme["strong"]), phrases(theme["weak"])
        said = [
            2 * len({m.group(0).lower() for m in strong.finditer(text)}) + (weak.search(text) is not None)
            for text in texts
        ]
        like = (vectors @ embedder.encode_passages(theme["examples"]).T).max(axis=1)
        fit[theme["key"]] = np.minimum(said, 4) + like
    return fit


def test_questions_that_nobody_wrote_for_us(embedder: Embedder) -> None:
    if not QUESTIONS.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{QUESTIONS} is missing")
        pytest.skip(f"{QUESTIONS} is not on this machine")
    asked = _asked()
    fit = _fit([text for _, text in asked], embedder)
    topics = list(THEMES_OF)
    table = np.array([np.max([fit[key] for key in THEMES_OF[topic].split()], axis=0) for topic in topics])
    best = np.argsort(-table, axis=0)[:3].T
    said = [{topics[at] for at in three} for three in best]
    right = sum(topic in three for (topic, _), three in zip(asked, said, strict=True)) / len(asked)
    often = Counter(topic for topic, _ in asked).most_common(3)
    majority = sum(count for _, count in often) / len(asked)
    sys.stdout.write(f"\ntop-3 {right:.3f}, the three most frequent topics {majority:.3f}\n")
    assert right >= 0.55
    assert majority < 0.45
