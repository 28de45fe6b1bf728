"""What the panel shows of a risk, read alone, asserts what the note does: at every risk in the gold of c01 to c03."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.folder import read_folder
from companion.overview import client_overview
from companion.overview.pronoun import client_pronoun, done_to_another, of_another
from companion.overview.reading import read
from companion.overview.risk import CLAIMS
from companion.overview.verdict import verdict
from companion.record import RiskMention

SHARED = Path(__file__).parents[3] / "shared" / "evaluate"
CASELOAD = Path(os.environ.get("EYELINE_EVALUATE", SHARED)) / "caseload"
CLIENTS = ("c01", "c02", "c03")


def found_at_gold(client: str) -> Iterator[tuple[RiskMention, list[str], str]]:
    """The mentions that touch a risk of the gold, with the names around the client and the client's pronoun."""
    folder = CASELOAD / client
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    notes = read_folder(folder / "notes").notes
    overview = client_overview(notes, client_name=gold.get("client", ""))
    names, pronoun = [person.name for person in overview.people], client_pronoun(read(notes))
    texts = {path.name: path.read_text(encoding="utf-8") for path in (folder / "notes").iterdir()}
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for risk in gold["risk"]:
        start = texts[risk["note"]].find(risk["quote"])
        spans.setdefault((risk["note"], risk["type"]), []).append((start, start + len(risk["quote"])))
    for found in overview.risk:
        name = Path(found.mention.note_id).name
        near = spans.get((name, found.type), [])
        if any(found.mention.start < end and start < found.mention.end for start, end in near):
            yield found, names, pronoun


@pytest.mark.parametrize("client", CLIENTS)
def test_an_excerpt_says_alone_what_its_note_says(client: str) -> None:
    if not (CASELOAD / client).exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CASELOAD / client} is missing")
        pytest.skip(f"{CASELOAD / client} is not on this machine")
    seen, wrong = 0, []
    for found, names, pronoun in found_at_gold(client):
        shown, words = found.excerpt, found.mention
        assert shown.start <= words.start
        assert words.end <= shown.end
        seen += 1
        if shown == words:  # a form's own row
            continue
        at = words.start - shown.start
        said = verdict(found.type, shown.quote, at, at + len(words.quote), names)
        theirs = of_another(found.type, shown.quote[:at], pronoun)
        if said in CLAIMS and (theirs or done_to_another(found.type, words.quote, pronoun)):
            said = "other_person"
        if said != found.assertion:
            wrong.append((found.assertion, said, words.quote, shown.quote))
    assert seen > 50
    assert not wrong
