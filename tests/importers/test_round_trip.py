"""What is written in a format is read back; and what is found in it is what is found in its text."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.importers import contents_of, read_note, read_text
from companion.overview import client_overview
from companion.record import ClientOverview, Mention, Note
from tests.importers.writers import docx_file, html_file, odt_file, pdf_file, rtf_file, zip_file

Writer = Callable[[str], bytes]
WRITERS: dict[str, Writer] = {".docx": docx_file, ".odt": odt_file, ".rtf": rtf_file}
"""Formats that keep every character."""
FLOWING: dict[str, Writer] = {".html": html_file, ".pdf": pdf_file}
"""Formats that keep words and lines, and not how much room is between them."""

WORDS = (
    "she he they client denies reports sleep anxious PHQ-9 work brother plan walks daily and the of at to with no not"
    " “fine” café – 14 3/4/2025 w/ (again) half-done Dr. Lee"
).split()
LINES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(lambda words: " ".join(words).capitalize() + "."),
    min_size=1,
    max_size=12,
)
ANY = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffd"), min_size=1, max_size=60)


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.lists(ANY, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=8))
def test_every_character_comes_back(suffix: str, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert read_text(f"a{suffix}", WRITERS[suffix](text)) == text


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(ANY.map(str.strip).filter(bool), min_size=1, max_size=8))
def test_every_word_of_a_web_page_comes_back(lines: list[str]) -> None:
    assert read_text("a.html", html_file("\n".join(lines))) == "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(lines=LINES)
def test_every_word_of_a_pdf_comes_back_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert read_text("a.pdf", pdf_file(text)).split() == text.split()


def made_note(chance: random.Random) -> str:
    day = f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(2020, 2025)}"
    said = [" ".join(chance.choices(WORDS, k=chance.randint(4, 60))).capitalize() + "." for _ in range(4)]
    table = f"PHQ-9\t{chance.randint(0, 27)}\nGAD-7\t{chance.randint(0, 21)}"
    return f"PROGRESS NOTE\nDate of service: {day}\nS: {said[0]}\nO: {said[1]}\n{table}\nA: {said[2]}\nP: {said[3]}"


def test_a_thousand_notes_come_back() -> None:
    """Each note in one of the formats, all of them in zips of a hundred."""
    chance = random.Random(20261122)
    formats = {**WRITERS, **FLOWING, ".txt": str.encode, ".srt": str.encode, ".md": str.encode}
    notes = [(f"{n:03}{suffix}", made_note(chance)) for n, suffix in enumerate(chance.choices(list(formats), k=1000))]
    for at in range(0, 1000, 100):
        some = dict(notes[at : at + 100])
        packed = zip_file({name: formats[Path(name).suffix](text) for name, text in some.items()})
        contents = contents_of("z.zip", packed)
        assert contents.left_out == ()
        read = {note.name.removeprefix("z.zip/"): note.text for note in contents.notes}
        assert read.keys() == some.keys()
        for name, text in some.items():
            same = read[name].split() == text.split() if name.endswith(".pdf") else read[name] == text
            assert same, name


def places(overview: ClientOverview, ids: dict[str, str]) -> dict[str, list[tuple[object, ...]]]:
    """What was found, by words and not by offsets: those count what a format makes of room."""

    def quote(mention: Mention | None) -> tuple[str, str]:
        return (ids[mention.note_id], " ".join(mention.quote.split())) if mention else ("", "")

    return {
        "risk": sorted((r.type, r.assertion, str(r.date), *quote(r.mention)) for r in overview.risk),
        "scores": sorted((s.instrument, str(s.total), str(s.item9), str(s.date)) for s in overview.scores),
        "goals": sorted((" ".join(g.text.split()), str(g.status)) for g in overview.goals),
        "follow_ups": sorted((*quote(f.assigned), str(f.outcome)) for f in overview.follow_ups),
        "people": sorted((p.name, str(p.relation), str(len(p.note_ids))) for p in overview.people),
        "themes": sorted((t.label, str(t.trend), str(len(t.mentions))) for t in overview.themes),
    }


def found_in(notes: dict[str, str], write: Writer, suffix: str) -> dict[str, list[tuple[object, ...]]]:
    read: list[Note] = []
    for name, text in notes.items():
        made = f"{Path(name).stem}{suffix}"
        read.append(read_note(made, write(text), note_id=made, note_class="record"))
    return places(client_overview(read), {f"{Path(name).stem}{suffix}": Path(name).stem for name in notes})


def shares_alike(notes: dict[str, str]) -> dict[str, float]:
    """By format: of all that is found in the notes as text or in that format, the share that is found in both."""
    plain = found_in(notes, str.encode, ".txt")
    shares = {}
    for suffix in (".docx", ".rtf", ".pdf"):
        made = found_in(notes, {**WRITERS, **FLOWING}[suffix], suffix)
        both = sum((Counter(plain[kind]) & Counter(made[kind])).total() for kind in plain)
        shares[suffix] = both / sum((Counter(plain[kind]) | Counter(made[kind])).total() for kind in plain)
    return shares


def client_notes(caseload: Path, client: str) -> dict[str, str]:
    files = (path for path in (caseload / client / "notes").iterdir() if path.suffix in (".txt", ".md"))
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def test_a_clients_findings_do_not_hang_on_the_format(caseload: Path) -> None:
    assert shares_alike(client_notes(caseload, "c02")) == {".docx": 1.0, ".rtf": 1.0, ".pdf": 1.0}


@pytest.mark.long
def test_nobodys_findings_hang_on_the_format(caseload: Path) -> None:
    """All six clients alike; the public samples, whose notes are one line of thousands of letters, nearly so in PDF."""
    for client in ("c01", "c03", "c04", "c05", "c06"):
        assert shares_alike(client_notes(caseload, client)) == {".docx": 1.0, ".rtf": 1.0, ".pdf": 1.0}, client
    for sample, at_least in (("mtsamples_notes", 0.98), ("primock57_notes", 0.98)):
        files = sorted((caseload.parent / "public" / sample).glob("*.txt"))
        notes = {f"{n:03}_2024-{n % 12 + 1:02}-11_progress.txt": f.read_text("utf-8") for n, f in enumerate(files)}
        shares = shares_alike(notes)
        assert shares[".docx"] == shares[".rtf"] == 1.0, sample
        assert shares[".pdf"] >= at_least, sample
