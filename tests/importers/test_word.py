"""Word files: no word of the body is dropped, whatever wraps it."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx import Document

from companion.errors import Unreadable
from companion.importers import read_text

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word_body(body: str) -> bytes:
    """A .docx whose body is this XML."""
    empty, out = io.BytesIO(), io.BytesIO()
    Document().save(empty)
    xml = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(empty) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, xml if name == "word/document.xml" else before.read(name))
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str) -> str:
    return f'<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>{inside}</w:p>'


def tc(inside: str) -> str:
    return f"<w:tc><w:tcPr/>{inside}</w:tc>"


INSERTED = f"{run('Client ')}<w:ins>{run('denies ')}</w:ins>{run('suicidal ideation.')}"
DELETED = "<w:del><w:r><w:delText>admits </w:delText></w:r></w:del>"
NESTED = f"<w:tbl><w:tr>{tc(p(run('PHQ-9')))}{tc(p(run('14')))}</w:tr></w:tbl>"
CELL_CONTROL = f"<w:sdt><w:sdtContent>{tc(p(run('b')))}</w:sdtContent></w:sdt>"
ROW_CONTROL = f"<w:sdt><w:sdtContent><w:tr>{tc(p(run('c')))}</w:tr></w:sdtContent></w:sdt>"
BOX = f"<w:txbxContent>{p(run('boxed'))}</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(INSERTED), "Client denies suicidal ideation."),
        (p(f"{run('Client ')}{DELETED}<w:ins>{run('denies ')}</w:ins>{run('SI.')}"), "Client denies SI."),
        (p(f"<w:moveFrom>{run('old ')}</w:moveFrom><w:moveTo>{run('new')}</w:moveTo>"), "new"),
        (p(f"{run('No ')}<w:sdt><w:sdtPr/><w:sdtContent>{run('plan')}</w:sdtContent></w:sdt>{run('.')}"), "No plan."),
        (f"<w:sdt><w:sdtContent>{p(run('A'))}{p(run('B'))}</w:sdtContent></w:sdt>{p(run('C'))}", "A\nB\nC"),
        (p(f"<w:smartTag><w:smartTag>{run('Ann')}</w:smartTag></w:smartTag>{run(' came')}"), "Ann came"),
        (p(f"<w:hyperlink>{run('link')}</w:hyperlink><w:fldSimple>{run(' field')}</w:fldSimple>"), "link field"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"), "a\tb\nc\nd"),
        (p("<w:r><w:t>a<!-- x -->b</w:t></w:r>"), "ab"),
        (f"<w:tbl><w:tr>{tc(p(run('a')))}{CELL_CONTROL}</w:tr>{ROW_CONTROL}</w:tbl>", "a\tb\nc"),
        (f"<w:tbl><w:tr>{tc(p(run('Scores')) + NESTED)}{tc(p(run('x')))}</w:tr></w:tbl>", "Scores\nPHQ-9\t14\tx"),
        (p(f"{run('in ')}<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
           f"</mc:AlternateContent></w:r>{run('line')}"), "in line"),
    ],
)  # fmt: skip
def test_every_word_of_the_body_is_read(body: str, text: str) -> None:
    assert read_text("x.docx", word_body(body)) == text


def test_a_zip_of_an_unknown_version_is_refused() -> None:
    data = bytearray(word_body(p(run("x"))))
    at = data.rfind(b"PK\x01\x02")
    data[at + 6 : at + 8] = struct.pack("<H", 99)
    with pytest.raises(Unreadable, match="damaged or not a Word file"):
        read_text("x.docx", bytes(data))
