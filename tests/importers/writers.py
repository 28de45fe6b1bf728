"""Writes the same paragraphs and tables in every format, so that reading them back can be compared."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from html import escape

from docx import Document

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278"
    " 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944"
    " 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500"
    " 278 556 500 722 500 500 500 334 260 334 584"
)
"""Of Helvetica's characters 32 to 126, in thousandths of the type size (Adobe's font metrics)."""
WIDTH = {chr(32 + at): int(width) for at, width in enumerate(_WIDTHS.split())}

PAGE = (612, 792)
MARGIN, SIZE, LEADING = 72, 11, 14


def width_of(text: str) -> float:
    """In points."""
    return sum(WIDTH.get(sign, 556) for sign in text) * SIZE / 1000


def wrapped(line: str, room: float = PAGE[0] - 2 * MARGIN) -> list[str]:
    """As a word processor breaks it."""
    lines, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if current and width_of(longer) > room:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


def pdf_file(text: str, *, header: str = "", footer: str = "") -> bytes:
    """A text of lines, each wrapped to the page; cells stand at tab stops. `{n}` in a footer is the page's number."""
    rows: list[str] = []
    for line in text.split("\n"):
        rows += [line] if "\t" in line else wrapped(line)
    fitting = (PAGE[1] - 2 * MARGIN) // LEADING
    pages = [rows[at : at + fitting] for at in range(0, len(rows), fitting)] or [[]]
    return _pdf([_page(page, header, footer.replace("{n}", str(n + 1))) for n, page in enumerate(pages)])


def _page(rows: Sequence[str], header: str, footer: str) -> bytes:
    shown = [(MARGIN, PAGE[1] - 40, header), (MARGIN, 40, footer)]
    for at, row in enumerate(rows):
        y = PAGE[1] - MARGIN - at * LEADING
        cells = row.split("\t")
        stop = (PAGE[0] - 2 * MARGIN) / max(len(cells), 1)
        shown += [(int(MARGIN + n * stop), y, cell) for n, cell in enumerate(cells)]
    return b"\n".join(
        b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (SIZE, x, y, _literal(words)) for x, y, words in shown if words
    )


def _literal(words: str) -> bytes:
    return words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf(contents: Sequence[bytes]) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(contents):
        packed = zlib.compress(content)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (*PAGE, 5 + 2 * n)
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )


def rtf_file(text: str) -> bytes:
    """Paragraphs and rows of cells, as WordPad writes them."""
    body = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            ends = "".join(f"\\cellx{(n + 1) * 2000}" for n in range(len(cells)))
            body.append(f"\\trowd{ends} " + "".join(f"\\pard\\intbl {_rtf(cell)}\\cell" for cell in cells) + "\\row\n")
        else:
            body.append(f"\\pard {_rtf(line)}\\par\n")
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}}\n\\f0\\fs22 "
    return (head + "".join(body) + "}").encode("ascii")


def _rtf(words: str) -> str:
    def sign(char: str) -> str:
        if char in "\\{}":
            return f"\\{char}"
        if ord(char) < 128:
            return char
        if len(as_byte := char.encode("cp1252", "ignore")) == 1 and ord(char) % 2:
            return f"\\'{as_byte[0]:02x}"
        units = char.encode("utf-16-le")
        numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
        return "".join(f"\\u{number}?" for number in numbers)

    return "".join(map(sign, words))


def html_file(text: str) -> bytes:
    """Each line a paragraph, rows of cells a table."""
    body = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            body.append("<table><tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr></table>")
        else:
            body.append(f"<p>{escape(line)}</p>")
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Export</title><style>p {}</style></head>'
    return f"{head}<body>{''.join(body)}</body></html>".encode()


def odt_file(text: str) -> bytes:
    """As LibreOffice packs it."""
    body = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            inside = "".join(f"<table:table-cell>{_odt(cell)}</table:table-cell>" for cell in cells)
            body.append(f"<table:table><table:table-row>{inside}</table:table-row></table:table>")
        else:
            body.append(_odt(line))
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"))
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:text>'
        f"{''.join(body)}</office:text></office:body></office:document-content>"
    )
    return zip_file({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml.encode()})


def _odt(line: str) -> str:
    words = escape(line, quote=False)
    while "  " in words:
        words = words.replace("  ", ' <text:s text:c="1"/>', 1)
    return f"<text:p>{words}</text:p>"


def docx_file(text: str) -> bytes:
    document = Document()
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            row = document.add_table(1, len(cells)).rows[0]
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        else:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zip_file(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()
