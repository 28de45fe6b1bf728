"""C-CDA: narrative as text, goals and measures of entries, whose it is, and XML that is made to do harm."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import pytest

from companion.errors import Unreadable
from companion.importers import contents_of
from companion.importers.contents import Contents, Whose
from companion.parsing.pool import POOL
from tests.importers.test_fhir import overview
from tests.importers.writers import rtf_file

PERSON = (
    "<recordTarget><patientRole><id root='2.16.840.1.113883.4.1' extension='111-22-3333'/>"
    "<id root='1.2.3' extension='MR-7'/><patient><name use='L'><given>Ana</given><given qualifier='CL'>Annie</given>"
    "<family>Reyes</family></name><birthTime value='19900203'/></patient></patientRole></recordTarget>"
)


def document(body: str, *, head: str = PERSON, code: str = "11506-3") -> bytes:
    """A document whose structured body holds `body`."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><ClinicalDocument xmlns='urn:hl7-org:v3'"
        " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
        f"<code code='{code}' codeSystem='2.16.840.1.113883.6.1'/><title>Progress Note</title>"
        f"<effectiveTime value='20240503091500-0500'/>{head}"
        "<componentOf><encompassingEncounter><effectiveTime><low value='20240501'/></effectiveTime>"
        "</encompassingEncounter></componentOf>"
        f"<component><structuredBody>{body}</structuredBody></component></ClinicalDocument>"
    ).encode()


def section(text: str, entries: str = "", title: str = "PLAN") -> str:
    return f"<component><section><title>{title}</title><text>{text}</text>{entries}</section></component>"


def goal(status: str = "active", inside: str = "") -> str:
    return (
        "<entry><observation classCode='OBS' moodCode='GOL'><code displayName='Ride the bus alone'/>"
        f"<statusCode code='{status}'/><effectiveTime><low value='20240105'/><high value='20240901'/></effectiveTime>"
        f"<author><time value='20240501'/></author>{inside}</observation></entry>"
    )


def progress(code: str) -> str:
    return (
        "<entryRelationship typeCode='REFR'><observation classCode='OBS' moodCode='EVN'>"
        f"<templateId root='2.16.840.1.113883.10.20.22.4.110'/><value xsi:type='CD' code='{code}'/></observation>"
        "</entryRelationship>"
    )


def measured(code: str, value: str, *, row: str = "", name: str = "") -> str:
    told = f"<text><reference value='#{row}'/></text>" if row else ""
    said = f" displayName='{name}'" if name else ""
    return (
        "<entry><observation classCode='OBS' moodCode='EVN'>"
        f"<code code='{code}' codeSystem='2.16.840.1.113883.6.1'{said}/>{told}<effectiveTime value='20240501'/>"
        f"{value}</observation></entry>"
    )


def integer(figure: int | str) -> str:
    return f"<value xsi:type='INT' value='{figure}'/>"


def read(data: bytes) -> Contents:
    return contents_of("note.xml", data)


@pytest.mark.parametrize("name", ["Care_Plan.xml", "Progress_Note.xml", "goals_fragment.xml", "phq9_fragment.xml"])
def test_the_public_samples_come_in(public: Path, name: str) -> None:
    contents = POOL.contents_of(name, (public / "ccda" / name).read_bytes())
    assert contents.notes and contents.left_out == ()
    assert len({note.name for note in contents.notes}) == len(contents.notes)
    assert all(note.session_date and note.filed_on for note in contents.notes)


def test_whose_and_when_the_public_samples_are(public: Path) -> None:
    plan, note = (
        contents_of(name, (public / "ccda" / name).read_bytes()).notes[0]
        for name in ("Care_Plan.xml", "Progress_Note.xml")
    )
    assert plan.whose == Whose("Eve Betterhalf", date(1975, 5, 1))
    assert (plan.kind, str(plan.session_date)) == ("plan", "2013-08-20")
    assert note.whose == Whose("Adam Everyman", date(1954, 11, 25), "12345")
    assert (note.kind, str(note.session_date)) == ("progress", "2005-03-29")


def test_the_public_fragments_reach_the_overview(public: Path) -> None:
    form = overview(contents_of("phq9.xml", (public / "ccda" / "phq9_fragment.xml").read_bytes()))
    assert [(s.instrument, s.total, s.item9, str(s.date)) for s in form.scores] == [("PHQ-9", 12, 0, "2015-06-22")]
    assert {risk.assertion for risk in form.risk} == {"denied"}
    goals = overview(contents_of("goals.xml", (public / "ccda" / "goals_fragment.xml").read_bytes())).goals
    assert [(g.text, g.status) for g in goals] == [("Weight Loss", "active"), ("Asthma management", "active")]


def test_the_narrative_is_text_line_by_line() -> None:
    text = (
        "She <content styleCode='Bold'>wants</content>\n   to drive.<br/>Soon.<paragraph>One.</paragraph>"
        "<list><item>Walk<list><item>twice</item></list></item><item>Cook</item></list>"
        "<list listType='ordered'><caption>Steps</caption><item>Call</item></list>"
        "<table><thead><tr><th>Goal</th><th>Date</th></tr></thead><tbody><tr><td>Drive</td><td/></tr></tbody></table>"
        "<content revised='delete'>Never shown.</content>"
        "<renderMultiMedia referencedObject='x'><caption>a picture</caption></renderMultiMedia>"
    )
    (note,) = read(document(section(text))).notes
    assert note.text == (
        "Progress Note\n\nPLAN\nShe wants to drive.\nSoon.\nOne.\n- Walk\n  - twice\n- Cook\nSteps\n1. Call\n"
        "Goal\tDate\nDrive\t\n"
    )
    assert (note.name, note.kind, str(note.session_date), str(note.filed_on)) == (
        *("note.xml", "progress"),
        *("2024-05-01", "2024-05-03"),
    )
    assert note.whose == Whose("Ana Reyes", date(1990, 2, 3), "MR-7")


@pytest.mark.parametrize(
    ("entry", "status", "closed"),
    [
        (goal(), "active", "None"),
        (goal("suspended"), "active", "None"),
        (goal("completed"), "achieved", "2024-05-01"),
        (goal("cancelled"), "discontinued", "2024-05-01"),
        (goal("aborted"), "discontinued", "2024-05-01"),
        (goal("active", progress("390801001")), "achieved", "2024-05-01"),
        (goal("completed", progress("390802008")), "discontinued", "2024-05-01"),
        (goal("active", progress("390802008")), "active", "None"),
    ],
)
def test_a_goal_of_an_entry_reaches_the_overview(entry: str, status: str, closed: str) -> None:
    contents = read(document(section("See below.", entry)))
    note = contents.notes[1]
    assert note.name == "Goal 1 (note.xml)"
    assert "Start date: 2024-01-05\nTarget date: 2024-09-01\n" in note.text
    (found,) = overview(contents).goals
    assert (found.text, found.status, str(found.closed)) == ("Ride the bus alone", status, closed)


def test_a_measure_of_entries_is_a_note_and_its_rows_are_told_once() -> None:
    rows = "<table><tbody><tr ID='r9'><td>Thoughts of being better off dead</td><td>0</td></tr></tbody></table>Calm."
    entries = measured("44261-6", integer(12)) + measured("44260-8", integer(0), row="r9")
    contents = read(document(section(rows, entries, "MENTAL STATUS")))
    assert contents.notes[0].text == "Progress Note\n\nMENTAL STATUS\nCalm.\n"
    assert contents.notes[1].text == "PHQ-9 total: 12\nDate: 2024-05-01\n9. Thoughts of death or self-harm: 0\n"
    assert contents.notes[1].name == "PHQ-9 2024-05-01 (note.xml)"


def test_a_total_that_the_narrative_tells_is_told_once() -> None:
    contents = read(document(section("PHQ-9 today: 12.", measured("44261-6", integer(12)))))
    assert [note.name for note in contents.notes] == ["note.xml"]
    other = read(document(section("PHQ-9 last year: 9.", measured("44261-6", integer(12)))))
    assert [note.name for note in other.notes] == ["note.xml", "PHQ-9 2024-05-01 (note.xml)"]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (measured("44261-6", integer(45)), "none that this measure can have"),
        (measured("44261-6", integer("NaN")), "none that this measure can have"),
        (measured("44261-6", integer("1e400")), "none that this measure can have"),
        (measured("44261-6", integer("twelve")), "none that this measure can have"),
        (measured("44260-8", integer(7)), "none that this measure can have"),
        (measured("44249-1", integer(9), name="GAD-7 panel"), "two different measures"),
        (measured("44260-8", integer(1), name="Feeling nervous or on edge"), "two different measures"),
        (measured("44261-6", integer(9)) + measured("44261-6", integer(12)), "Two different totals"),
    ],
)
def test_a_measure_that_cannot_be_believed_is_left_out(entry: str, sentence: str) -> None:
    contents = read(document(section("Calm.", entry)))
    assert [note.name for note in contents.notes] == ["note.xml"]
    assert [sentence in left.why for left in contents.left_out] == [True]


def test_a_body_of_another_format_is_read_and_never_another_document() -> None:
    words = "She said that the river walks help her.\n"
    for content_type, data in (("text/rtf", rtf_file(words)), ("text/plain", words.encode())):
        packed = base64.b64encode(data).decode()
        body = (
            f"<component><nonXMLBody><text mediaType='{content_type}' representation='B64'>{packed}</text></nonXMLBody>"
        )
        whole = document("").replace(b"<component><structuredBody></structuredBody>", body.encode())
        (note,) = read(whole).notes
        assert words.strip() in note.text and note.whose.record_number == "MR-7"
        assert str(note.session_date) == "2024-05-01"
        with pytest.raises(Unreadable, match="format that is not read"):
            read(whole.replace(content_type.encode(), b"text/xml"))


def test_fragments_with_prefixes_that_nobody_declared_are_read() -> None:
    fragment = (
        "<section><title>GOALS</title><text>Drive.</text>" + goal("completed", progress("390801001")) + "</section>"
    )
    assert overview(read(fragment.encode())).goals[0].status == "achieved"
    latin = "<?xml version='1.0' encoding='ISO-8859-1'?><section sdtc:x='1'><text>Café.</text></section>"
    assert "Café." in read(latin.encode("latin-1")).notes[0].text
    two = "<?xml version='1.0'?>\n<entry sdtc:x='1'/><section><text>Drive again.</text></section>"
    assert "Drive again." in read(two.encode()).notes[0].text


ENTITY = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><section><text>&a;</text></section>"
LAUGHS = (
    b"<!DOCTYPE x [<!ENTITY a 'ha'>"
    + b"".join(f"<!ENTITY a{n} '{f'&a{n - 1 if n else chr(0)};'.replace(chr(0), '') * 10}'>".encode() for n in range(9))
    + b"]><section><text>&a8;</text></section>"
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no XML"),
        (b"words", "no XML"),
        (b"<section><text>open", "no XML"),
        (b"<a>" * 100_000, "no XML"),
        (b"<section><text>" + b"<content>" * 5_000 + b"x" + b"</content>" * 5_000 + b"</text></section>", "no XML"),
        (b"<section><text>&nbsp;&undefined;</text></section>", "no XML"),
        (b"<html><body>words</body></html>", "no C-CDA"),
        (b"<Patient xmlns='http://hl7.org/fhir'/>", "FHIR written in XML"),
        (b"<section><title>EMPTY</title><text/></section>", "no words"),
        (document("", head=PERSON + PERSON.replace("Ana", "Bo")), "more than one person"),
        (ENTITY, "DOCTYPE"),
        (LAUGHS, "DOCTYPE"),
        (b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><section><text>x</text></section>", "DOCTYPE"),
        ("<!DOCTYPE x><section><text>x</text></section>".encode("utf-16"), "DOCTYPE"),
        (b"<?xml version='1.0' encoding='klingon'?><section><text>x</text></section>", "XML"),
    ],
)
def test_what_is_no_document_or_does_harm_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as raised:
        POOL.contents_of("note.xml", data)
    assert sentence in raised.value.say and raised.value.say.endswith(".")
