"""Every word in `rules/assertion.json` does what its list says, in a plain sentence."""

from __future__ import annotations

import pytest

from companion.overview.assertion import assess
from companion.overview.rulebook import rules

SENTENCES = {
    "negation_before": ("{} [suicidal ideation].", {"denied"}),
    "negation_before_near": ("She {} [cutting].", {"denied"}),
    "negation_after": ("[Suicidal ideation] {}.", {"denied", "not_risk"}),
    "negation_next_sentence": ("[Wants to vanish]. {}.", {"denied"}),
    "historical_before": ("{} [suicide attempt].", {"historical"}),
    "historical_before_near": ("{} [drinker].", {"historical"}),
    "historical_after": ("[Cutting] {} ok.", {"historical"}),
    "hypothetical_before": ("{} [suicidal ideation].", {"hypothetical"}),
    "hypothetical_firm": ("{} [suicidal ideation].", {"hypothetical"}),
    "hypothetical_after": ("[Suicidal ideation] {}.", {"hypothetical"}),
    "hypothetical_ignored": ("{} [suicidal ideation].", {"present", "denied"}),
    "not_meant": ("[killing me], {}.", {"not_risk"}),
    "experiencer_before": ("{} [suicide].", {"other_person"}),
    "relations": ("Her {} reported [suicidal ideation].", {"other_person"}),
    "object_before": ("{} her brother [drinks].", {"present", "denied", "hypothetical", "historical"}),
    "owned_places": ("At her brother's {} [drank].", {"present"}),
    "client": ("Her brother called and {} [cutting].", {"present"}),
    "subordinators": ("{} her son left she [cut].", {"present", "hypothetical"}),
    "double": ("{} [suicidal ideation].", {"present"}),
    "ignored": ("{} [suicidal ideation].", {"present"}),
    "stops": ("No plan {} [suicidal ideation].", {"present", "hypothetical"}),
    "fresh_start": ("No SI, {} [cutting].", {"present", "historical"}),
    "asking": ("{} [suicidal ideation]: no.", {"denied"}),
    "answering": ("Asked about [suicidal ideation]. {} no.", {"denied"}),
    "answers_no": ("Asked about [suicidal ideation]. {}.", {"denied"}),
    "finds": ("Her mother {} [cuts on his arm].", {"present", "hypothetical"}),
    "tells": ("Her mother {} he is [cutting].", {"present", "hypothetical"}),
    "women": ("Her {} says he is [cutting].", {"present"}),
    "men": ("His {} says she is [cutting].", {"present"}),
    "answers_yes": ("Asked about [suicidal ideation]. {}.", {"present"}),
    "speaking": ('Her brother {}, "I [drink]."', {"other_person"}),
}


def example(entry: str) -> str:
    """One phrase that an entry stands for."""
    plain = entry.replace("##", "14").replace("1#", "14").replace("#", "9").replace("...", "one two")
    return plain.replace(" *", " she").replace("* ", "she ").replace("*", "")


@pytest.mark.parametrize("key", SENTENCES)
def test_each_word_does_what_its_list_says(key: str) -> None:
    template, expected = SENTENCES[key]
    wrong = {}
    for entry in rules("assertion")[key]:
        marked = template.format(example(entry))
        start, end = marked.index("["), marked.index("]") - 1
        said = assess(marked.replace("[", "").replace("]", ""), start, end)
        if said not in expected:
            wrong[entry] = said
    assert not wrong


def test_no_list_is_left_out() -> None:
    own = {"about", "conditional", "aims"}  # read by `told` and `verdict`: tested with them
    assert set(rules("assertion")) - own == set(SENTENCES)
