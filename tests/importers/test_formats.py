"""What each of the newer formats keeps and leaves out; what a bad file of it is told."""

from __future__ import annotations

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from companion.errors import Unreadable
from companion.importers import contents_of, read_text
from companion.importers.markup import Tag, cut
from companion.importers.paragraphs import Page, joined
from companion.importers.web_page import UNENDED
from tests.importers.writers import html_file, odt_file, pdf_file, rtf_file, wrapped, zip_file

WEEK = (
    "S: She said that the week went fairly well until Thursday, when an argument with her brother about the house kept"
    " her awake. She denies suicidal ideation, self-harm and any thought of harming others, and says the walks help."
)


def rtf(body: str) -> str:
    return read_text("a.rtf", f"{{\\rtf1\\ansi\\ansicpg1252 {body}}}".encode("latin-1"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Client {\deleted admits }denies SI.", "Client denies SI."),
        (r"No {\v hidden }plan{\v0  here}.", "No plan here."),
        (r"a{\*\unknown lost}b{\footnote lost}{\header lost}c", "abc"),
        (r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}\f1\'cf\f0 \'e9", "Пé"),
        (r"\u8220?fine\u8221? \uc2\u233 xxe", "“fine” ée"),
        (r"\u-10179?\u-8638?", "🙂"),
        (r"a\bin4 }}}}b", "ab"),
        (r"{\field{\*\fldinst HYPERLINK http://x}{\fldrslt shown}}", "shown"),
        (r"{\pict\pngblip 89504e47}a\~b\_c\{\}\\", "a\xa0b-c{}\\"),
        (r"one\par two\line three\tab four", "one\ntwo\nthree\tfour"),
        (r"\trowd\cellx1\cellx2 \intbl PHQ-9\cell 14\cell\row after", "PHQ-9\t14\nafter"),
        (r"{\fonttbl{\f3\fcharset128 M;}}\f3\'93\'fa\'96\'7b", "日本"),
    ],
)
def test_rich_text(body: str, text: str) -> None:
    assert rtf(body) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One <b>bold</b>\n word</p><p>Two</p>", "One bold word\nTwo"),
        ("<table><tr><th>PHQ-9<td>14<tr><td><p>a</p><p>b</p><td>c</table>end", "PHQ-9\t14\na b\tc\nend"),
        ("a<script>lost()</script><style>lost</style><div hidden>lost <p>lost</div>b", "ab"),
        ("<div style='color:red; display : none'>lost<div>lost</div></div>seen", "seen"),
        ("<ul><li>one<li>two</ul><h2>Plan</h2>x<br>y", "one\ntwo\nPlan\nx\ny"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("No &lt;SI&gt; &amp; no plan&nbsp;&#8212; ok", "No <SI> & no plan\xa0— ok"),
        ("<img src=http://x/><input hidden>still here", "still here"),
        ("<p>unclosed <script>lost", "unclosed"),
    ],
)
def test_web_pages(page: str, text: str) -> None:
    assert read_text("a.html", page.encode()) == text


@pytest.mark.parametrize(
    "hostile",
    ["<!--", "<!", "</", "<a ", '<a "', "<a x='>", "<a =\"'", "<script", "<script>", "<title></titl", "<b>x", "<td> y"],
)
def test_a_hostile_web_page_is_cut_in_one_pass(hostile: str) -> None:
    """Forty thousand of each: what reads to the end for every one of them would take hours, not a moment."""
    parts = list(cut(f"<p>before{hostile * 40_000}"))
    assert parts[:2] == [Tag("p"), "before"]
    assert len(parts) <= 80_002


def test_what_does_not_end_in_a_web_page_is_said() -> None:
    for unended in ("<!-- lost", "<a href='lost", "<style>lost", "<?lost", "<p title=lost"):
        (note,) = contents_of("a.html", f"<p>kept{unended}".encode()).notes
        assert (note.text, note.needs_confirming) == ("kept", UNENDED)


def test_a_web_page_says_its_encoding() -> None:
    page = '<meta charset="iso-8859-1"><p>caf\xe9 \x93quoted\x94'.encode("latin-1")
    (note,) = contents_of("a.htm", page).notes
    assert (note.text, note.needs_confirming) == ("café “quoted”", "")
    assert read_text("a.htm", b"<meta charset=nonsense><p>fine") == "fine"


def test_an_open_document_leaves_out_what_was_deleted() -> None:
    with zipfile.ZipFile(io.BytesIO(odt_file("She denies SI."))) as packed:
        xml = packed.read("content.xml").decode()
    tracked = "<text:tracked-changes><text:p>admits</text:p></text:tracked-changes>"
    more = '<text:note><text:p>lost</text:p></text:note><text:tab/>no<text:s text:c="3"/>plan'
    made = xml.replace("<office:text>", f"<office:text>{tracked}").replace("SI.", f"SI{more}")
    assert read_text("a.odt", zip_file({"content.xml": made.encode()})) == "She denies SI\tno   plan"


def test_a_pdfs_broken_lines_are_whole_again() -> None:
    text = f"PROGRESS NOTE\n{WEEK}\nPlan: walk daily\n- call the office\nPHQ-9\t14\tmoderate"
    assert read_text("a.pdf", pdf_file(text)) == text


def test_labels_inside_one_long_paragraph_do_not_break_it() -> None:
    said = "PAST PSYCHIATRIC HISTORY: None. AXIS II: Deferred. 3. No fever. PLAN: Walk. She denies SI. Celexa 20 mg. "
    text = (said * 12).strip()
    assert read_text("a.pdf", pdf_file(text)) == text


def test_a_label_under_a_line_that_happens_to_be_full_begins_a_line() -> None:
    full = next(w for w in ("walks " * n for n in range(1, 40)) if len(wrapped(f"{w}Plan:")) == 2).strip()
    text = f"Subjective: {WEEK}\nObjective: fine\nAssessment: better\n{full}\nPlan: walk daily"
    assert read_text("a.pdf", pdf_file(text)) == text


def test_a_sentence_over_two_pages_is_not_cut_by_their_heads_and_feet() -> None:
    text = "\n".join([WEEK] * 30)
    head, foot = "Riverside Counseling, record 20-4471", "Confidential"
    read = read_text("a.pdf", pdf_file(text, header=head, footer=f"{foot} Page {{n}}")).split("\n")
    assert read[0] == head
    assert [line for line in read[1:] if line] == [*[WEEK] * 30, f"{foot} Page 1"]


def test_scores_at_the_edge_of_a_page_are_no_page_numbers() -> None:
    pages = [Page(("PHQ-9 12", "", "words", "7")), Page(("PHQ-9 14", "", "more", "9"))]
    assert joined(pages).split("\n") == ["PHQ-9 12", "", "words", "7", "PHQ-9 14", "", "more", "9"]
    assert joined([Page(("a", "3")), Page(("b", "4"))]).split("\n") == ["a", "b"]
    assert joined([Page(("words", "RTC 12/3", "Page 1 of 1"))]) == "words\nRTC 12/3"


def test_notes_of_a_page_each_keep_their_last_lines() -> None:
    notes = [("Session 1", "", *["She slept."] * n, "", "RTC in 1 week.") for n in (4, 20, 9)]
    assert joined([Page(note) for note in notes]).count("RTC in 1 week.") == 3


def test_short_lines_are_left_alone() -> None:
    lines = ("Goal 1 walk more in the day", "Goal 2 sleep by eleven", "and so on")
    assert joined([Page(lines)]) == "\n".join(lines)


def locked_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file("Seen 3/4/2024."))))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_locked_against_printing_alone_is_read() -> None:
    assert read_text("a.pdf", locked_pdf("")) == "Seen 3/4/2024."


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"", "damaged or not a PDF"),
        ("a.pdf", b"no pdf at all", "damaged or not a PDF"),
        ("a.pdf", pdf_file("words")[:200], "damaged or not a PDF"),
        ("a.pdf", pdf_file(""), "no text layer"),
        ("a.pdf", locked_pdf("secret"), "protected by a password"),
        ("a.rtf", b"words", "not rich text"),
        ("a.rtf", b"{\\rtf1 " + b"{" * 5000, "too deep"),
        ("a.rtf", rtf_file(""), "holds no words"),
        ("a.odt", b"PK", "not an OpenDocument text"),
        ("a.odt", zip_file({"content.xml": b"<x/>"}), "not an OpenDocument text"),
        ("a.odt", zip_file({"content.xml": b"<x", "META-INF/manifest.xml": b"encryption-data"}), "password"),
        ("a.odt", zip_file({"content.xml": b'<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'}), "document type"),
        ("a.odt", zip_file({"content.xml": b" " * (65 * 2**20)}), "not an OpenDocument text"),
        ("a.html", b"<html></html>", "holds no words"),
        ("a.html", html_file(""), "holds no words"),
    ],
)
def test_a_bad_file_gets_a_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as refused:
        read_text(name, data)
    assert refused.value.say.endswith(".")


def test_a_guessed_encoding_is_said() -> None:
    (note,) = contents_of("a.txt", "She said “fine” – naïve, café.".encode("cp1252")).notes
    assert note.text == "She said “fine” – naïve, café."
    assert "cp1252" in note.needs_confirming
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (note,) = contents_of("a.txt", "naïve".encode(encoding)).notes
        assert note.text.removeprefix("\ufeff") == "naïve"
        assert note.needs_confirming == ""


def test_what_cannot_be_kept_is_replaced() -> None:
    assert read_text("a.rtf", b"{\\rtf1 a\\u-10179?b\\u0?c}") == "a\ufffdb\ufffdc"
