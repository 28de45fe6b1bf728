"""One file with many notes is split where its headings surely say so; one note with dates in it never is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from companion.importers import contents_of, read_text, whole_contents_of
from companion.importers.split import parts_of
from companion.parsing.pool import POOL
from tests.importers.writers import docx_file, pdf_file, zip_file

BODY = "S: She spoke of the week and of her brother, slept badly, walked twice. Denies SI.\nP: walk daily, call again."
DAYS = ("3/4/2025", "3/11/2025", "3/18/2025")


def export(heading: str, *days: str, body: str = BODY) -> str:
    return "\n\n".join(f"{heading.format(n=n, day=day)}\n{body}" for n, day in enumerate(days, 11))


@pytest.mark.parametrize(
    "heading",
    [
        "Date of Service: {day}",
        "DATE OF SERVICE: {day}   50 min in person",
        "Session Date: Tuesday, {day}",
        "Session {n} - {day}",
        "Progress Note #{n}  ({day})",
        "Individual Therapy Progress Note - {day}",
        "DAP Note {day}",
        "Date: {day}",
        "----------------------------\n{day}",
        "==========\n\n  Tuesday, {day} 3 pm",
        "PROGRESS NOTE\nClient: Sam Lee   DOB 1/2/1980\nDate of Service: {day}",
    ],
)
@pytest.mark.parametrize("days", [DAYS, DAYS[::-1]])
def test_an_export_is_split_at_its_headings(heading: str, days: tuple[str, ...]) -> None:
    text = export(heading, *days)
    notes = contents_of("chart.txt", text.encode()).notes
    assert [note.session_date for note in notes] == [date(2025, 3, int(day.split("/")[1])) for day in days]
    assert "".join(note.text for note in notes) == text
    for note in notes:
        start, end = map(int, note.name.removeprefix("chart.txt[").removesuffix("]").split(":"))
        assert text[start:end] == note.text
        assert note.text.startswith(heading.split("{", maxsplit=1)[0].split("\n", maxsplit=1)[0])
        assert "3 notes by its date headings, 2025-03-04 to 2025-03-18" in note.needs_confirming


def test_what_stands_before_the_first_heading_stays_with_the_first_note() -> None:
    text = f"Chart of Sam Lee, printed 4/1/2025\n\n{export('Session {n} - {day}', *DAYS)}"
    first = contents_of("chart.txt", text.encode()).notes[0]
    assert first.text.startswith("Chart of Sam Lee")
    assert first.session_date == date(2025, 3, 4)


def test_kinds_and_late_entries() -> None:
    text = f"Intake Assessment 3/4/2025\n{BODY}\nTreatment Plan 3/11/2025\n{BODY}\nProgress Note 3/18/2025\nLATE ENTRY"
    text += f" written 3/18/2025 for session of 3/15/2025\n{BODY}"
    notes = contents_of("chart.txt", text.encode()).notes
    assert [note.kind for note in notes] == ["intake", "plan", "progress"]
    assert (notes[2].filed_on, notes[2].session_date) == (date(2025, 3, 18), date(2025, 3, 15))


@pytest.mark.parametrize(
    "text",
    [
        f"Date of Service: 3/4/2025\n{BODY}",
        f"Date of Service: 3/4/2025\n{BODY}\nDate of Service: 3/4/2025\n{BODY}",
        f"{BODY}\nHistory: seen 3/4/2025, again on 3/11/2025.\nNext appointment: 4/1/2025\nNext appointment: 4/8/2025",
        "Session 1 - 3/4/2025\nSession 2 - 3/11/2025\nSession 3 - 3/18/2025\nTo come.",
        "Date: 3/4/2025 PHQ-9 14\nDate: 3/11/2025 PHQ-9 12\nDate: 3/18/2025 PHQ-9 9\n",
        export("{day}", *DAYS),
        f"Date: 3/4/2025\n{BODY}\nSigned by the client.\nDate: 3/5/2025\nAddendum: {BODY}",
        export("{day}: called, no answer, left word with her sister", *DAYS),
        export("Session {n} - {day}", "3/4/2025", "1/9/2025", "2/2/2025"),
        export(
            "Session {n} - {day}, of which she said that it had been the hardest week of all since the move and", *DAYS
        )
        + " the letter came",
        f"Intake 3/4/2025\n{BODY}\nShe was born 1/2/1980, DOB: 1/2/1980.\nDOB: 2/3/1981 is her sister's.",
    ],
)
def test_one_note_is_not_split(text: str) -> None:
    assert parts_of(text) == []


def test_a_file_named_for_one_note_is_never_split() -> None:
    text = export("Date of Service: {day}", *DAYS)
    assert len(contents_of("012_2025-03-18_contact.txt", text.encode()).notes) == 1
    assert len(contents_of("a.vtt", f"WEBVTT\n{text}".encode()).notes) == 1
    assert len(contents_of("a.docx", docx_file(text)).notes) == 3
    made = contents_of("a.pdf", pdf_file(text))
    assert "".join(note.text for note in made.notes) == read_text("a.pdf", pdf_file(text))
    assert len(made.notes) == 3


def test_no_note_of_the_measuring_set_is_split(caseload: Path) -> None:
    for path in sorted(caseload.glob("c*/notes/*")):
        assert len(contents_of(f"x{path.suffix}", path.read_bytes()).notes) == 1, path.name
    for path in sorted((caseload.parent / "public").glob("*_notes/*.txt")):
        assert parts_of(path.read_text(encoding="utf-8")) == [], path.name


def test_who_says_no_keeps_each_file_whole() -> None:
    """In a zip as well; with the day and kind that the file has by itself, and nothing of it lost."""
    text = export("Date of Service: {day}", *DAYS)
    packed = zip_file({"chart.txt": text.encode(), "one.txt": b"Seen 3/4/2025. Slept."})
    assert len(contents_of("z.zip", packed).notes) == len(DAYS) + 1
    chart, one = whole_contents_of("z.zip", packed).notes
    assert (chart.name, chart.text, chart.needs_confirming) == ("z.zip/chart.txt", text, "")
    assert (one.name, one.text) == ("z.zip/one.txt", "Seen 3/4/2025. Slept.")
    (alone,) = POOL.whole_contents_of("chart.txt", text.encode()).notes
    assert (alone.name, alone.text) == ("chart.txt", text)


def test_what_is_of_two_clients_is_never_kept_as_one_note() -> None:
    text = export("Date of Service: {day}", *DAYS).replace("3/11/2025\n", "3/11/2025\nDOB: 5/6/1990\n")
    assert [n.whose.birth_date for n in whole_contents_of("a.txt", text.encode()).notes] == [date(1990, 5, 6)]
    text = text.replace("3/18/2025\n", "3/18/2025\nDOB: 1/2/1980\n")
    contents = whole_contents_of("chart.txt", text.encode())
    assert contents.notes == ()
    assert [(part.name, "more than one client" in part.why) for part in contents.left_out] == [("chart.txt", True)]
