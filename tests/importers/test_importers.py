"""Bytes to notes: every format reads what was written, every bad file gets a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import Unreadable
from companion.importers import CONTAINERS, LARGEST, READERS, read_note, read_text
from companion.importers.heading import note_format, session_date
from companion.importers.naming import read_name
from companion.record import NoteKind

ROOT = Path(__file__).parents[2]


def word_file(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zip_of(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def test_the_registry_and_the_docs_agree() -> None:
    listed = re.findall(r"^\| `(\.\w+)` \|.*\| (\w+) \|$", (ROOT / "docs" / "formats.md").read_text(), re.MULTILINE)
    assert dict(listed) == {suffix: form.kind for suffix, form in READERS.items()} | dict.fromkeys(CONTAINERS, "own")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv", ".vtt", ".srt"])
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_text_comes_back_to_the_character(suffix: str, text: str) -> None:
    if text.strip():
        assert read_text(f"note{suffix}", text.encode("utf-8")) == text


@given(
    st.lists(
        st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1).map(str.strip).filter(bool), min_size=1
    )
)
def test_word_paragraphs_come_back(paragraphs: list[str]) -> None:
    assert read_text("note.docx", word_file(*paragraphs)) == "\n".join(paragraphs)


def test_a_word_table_is_one_line_a_row_in_its_place() -> None:
    data = word_file("Before", table=[["PHQ-9", "14"], ["GAD-7", "9"]])
    assert read_text("x.docx", data) == "Before\nPHQ-9\t14\nGAD-7\t9"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pages", b"x", "are not read"),
        ("a", b"x", "are not read"),
        ("a.txt", b"", "holds no words"),
        ("a.txt", b" \n\t ", "holds no words"),
        ("a.txt", b"PK\x00\x00a", "not a text file"),
        ("a.txt", b"\xff\xfe\x00\x00a\x00", "not a text file"),
        ("a.txt", b"\xff\xfe\x00", "damaged UTF-16"),
        ("a.txt", "Привет, как дела".encode("cp1251"), "UTF-8"),
        ("a.txt", b"\x81\x02 caf\xe9", "UTF-8"),
        ("a.txt", b"x" * (LARGEST + 1), "larger than"),
        ("a.docx", b"no zip", "damaged or not a Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        ("a.docx", zip_of(**{"a.xml": b"<x/>"}), "cannot be read as a Word file"),
        ("a.docx", zip_of(**{"word/document.xml": b"\0" * (65 * 2**20)}), "unpacks to more than"),
        ("a.docx", word_file(""), "holds no words"),
    ],
)
def test_a_bad_file_gets_a_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as refused:
        read_text(name, data)
    assert refused.value.say.endswith(".")


def test_word_entities_are_not_followed(tmp_path: Path) -> None:
    """XXE: an external entity in the document part reads no file and reaches no network."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    evil = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    xml = f"{evil}{body}<w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    good = zipfile.ZipFile(io.BytesIO(word_file("x")))
    parts = {n: (xml.encode() if n == "word/document.xml" else good.read(n)) for n in good.namelist()}
    try:
        text = read_text("x.docx", zip_of(**parts))
    except Unreadable:
        return
    assert "secret" not in text


@pytest.mark.parametrize(
    ("name", "filed_on", "kind"),
    [
        ("007_2024-10-08_progress.txt", date(2024, 10, 8), "progress"),
        ("012_2025-01-09_contact.txt", date(2025, 1, 9), "contact"),
        ("Intake 2023-02-28.docx", date(2023, 2, 28), "intake"),
        ("20240131 plan review.md", date(2024, 1, 31), "plan"),
        ("2024-13-45_plan.txt", None, "plan"),
        ("1985-04-12_2025-03-01 Sam Lee plan.txt", date(2025, 3, 1), "plan"),
        ("notes.txt", None, None),
        ("planning.txt", None, None),
    ],
)
def test_names_say_when_and_what(name: str, filed_on: date | None, kind: NoteKind | None) -> None:
    assert (read_name(name).filed_on, read_name(name).kind) == (filed_on, kind)


@pytest.mark.parametrize(
    ("text", "filed_on", "met"),
    [
        ("LATE ENTRY - written 3/9/24 for session of Thurs 3/7/24 (power cut).", date(2024, 3, 9), date(2024, 3, 7)),
        ("Late note. For the session on March 7, 2024.", date(2024, 3, 9), date(2024, 3, 7)),
        ("Late entry for session of 3/7, seen by phone.", date(2024, 3, 9), date(2024, 3, 7)),
        ("Late entry for session of 3/20/24", date(2024, 3, 9), date(2024, 3, 9)),
        ("Came late. Talked of the session of 3/7/24.", date(2024, 3, 9), date(2024, 3, 9)),
        ("Client: A. B.  DOB 1/2/1980   Date of service: 5/6/2024", None, date(2024, 5, 6)),
        ("DOB 1/2/1980. Seen 3 Dec 2024 at home.", None, date(2024, 12, 3)),
        ("Nothing here says when.", None, None),
    ],
)
def test_when_the_session_was(text: str, filed_on: date | None, met: date | None) -> None:
    assert session_date(text, "progress", filed_on) == met


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SOAP note", "SOAP"),
        ("S: x\nO: y\nA: z\nP: w", "SOAP"),
        ("D: x\nA: y\nP: z", "DAP"),
        ("BIRP 1/2/24", "BIRP"),
        ("G: a\nI: b\nR: c\nP: d", "GIRP"),
        ("She came in and sat down.", "narrative"),
    ],
)
def test_formats(text: str, form: str) -> None:
    assert note_format(text) == form


def test_a_whole_note() -> None:
    note = read_note("sub/004_2024-05-02_plan.txt", b"Goal 1: rest", note_id="n", note_class="sud_counseling")
    assert (note.id, note.source_name, note.kind) == ("n", "sub/004_2024-05-02_plan.txt", "plan")
    assert (note.filed_on, note.session_date, note.note_class) == (date(2024, 5, 2), date(2024, 5, 2), "sud_counseling")


@pytest.mark.parametrize(
    ("name", "text", "met", "filed_on"),
    [
        ("measures.csv", "date,scale,total\n2024-09-10,PHQ-9,1\n2025-06-01,PHQ-9,2\n", (2024, 9, 10), (2025, 6, 1)),
        ("late.txt", "LATE ENTRY written 3/1/2025 for session of 1/2/2025. SI.", (2025, 1, 2), (2025, 3, 1)),
        ("all.txt", "1/2/2025 Seen.\n\n- 2/9/2025: seen again\nNext 4/1/2025", (2025, 1, 2), (2025, 2, 9)),
        ("one.txt", "DOB 1/2/2030\nSeen 1/2/2025. Next appointment 4/1/2025.", (2025, 1, 2), (2025, 1, 2)),
        ("2025-01-05 measures.csv", "date,total\n2025-06-01,21\n", (2025, 1, 5), (2025, 1, 5)),
    ],
)  # fmt: skip
def test_a_file_without_a_date_is_filed_no_earlier_than_what_it_tells(
    name: str, text: str, met: tuple[int, int, int], filed_on: tuple[int, int, int]
) -> None:
    note = read_note(name, text.encode(), note_id="n", note_class="record")
    assert (note.session_date, note.filed_on) == (date(*met), date(*filed_on))
