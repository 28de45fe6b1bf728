"""Files made to do harm, over all formats: seeded, so that a number names a file for good.

python -m tests.importers.corpus FOLDER COUNT    writes them, to look at
"""

from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from companion.importers import CONTAINERS, READERS
from tests.importers.fhir_fixtures import (
    bundle,
    consent,
    document,
    every_goal_state,
    ndjson,
    observation,
    patient,
    phq9_form,
)
from tests.importers.test_ccda import document as document_of
from tests.importers.test_ccda import goal as ccda_goal
from tests.importers.test_ccda import section
from tests.importers.writers import docx_file, html_file, odt_file, pdf_file, rtf_file, zip_file

SEED = 20261122
DEEP = 1_000_000
"""At this depth what takes quadratic time meets the limit of a minute."""
NOTE = (
    "PROGRESS NOTE\nDate of service: 3/4/2025\nS: She denies SI, “fine” since Thursday – café.\n"
    "PHQ-9\t14\nPlan: walk daily."
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10))
_RESOURCES = (
    patient("p1"),
    *every_goal_state("p1")[:4],
    observation("o1", "p1", "44261-6", 14),
    phq9_form("q1", "p1", [1] * 9, total=9),
    document("d1", "p1", "text/plain", NOTE.encode()),
    document("d2", "p1", "application/pdf", pdf_file(NOTE)),
    consent("c1", "p1"),
)
"""What an EHR exports of one client."""
_CCDA = document_of(section("<paragraph>She denies SI.</paragraph>") + section("Goals", ccda_goal("active"), "GOALS"))


def plain(suffix: str) -> bytes:
    """A sound file of that ending."""
    made: dict[str, Callable[[str], bytes]] = {
        ".docx": docx_file, ".odt": odt_file, ".rtf": rtf_file, ".pdf": pdf_file, ".html": html_file, ".htm": html_file
    }  # fmt: skip
    if suffix in made:
        return made[suffix](NOTE)
    if suffix == ".zip":
        return zip_file({"a.txt": NOTE.encode(), "sub/b.pdf": pdf_file(NOTE), "c.rtf": rtf_file(NOTE)})
    return {".json": bundle(*_RESOURCES), ".ndjson": ndjson(*_RESOURCES), ".xml": _CCDA}.get(suffix, NOTE.encode())


def handmade(deep: int) -> list[tuple[str, bytes]]:
    """What no mutation would find; `deep` is how often the deep ones go into themselves."""
    laughs = f"<!DOCTYPE x [{LAUGHS}]><x>&l9;</x>".encode()
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    loop = pdf_file(NOTE).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    return [
        *((f"xml{n}{suffix}", wrap(xml)) for n, xml in enumerate((laughs, outside)) for suffix, wrap in _XML.items()),
        ("deep.html", b"<div>" * deep),
        ("deep_table.html", b"<table><tr><td>" * (deep // 10) + b"x"),
        ("quotes.html", b"<a " + b'"' * deep),
        ("comments.html", b"<!--" * deep),
        ("unended.html", b"<!" * deep + b"<script" * deep),
        ("deep.rtf", b"{\\rtf1" + b"{" * deep),
        ("bin.rtf", b"{\\rtf1\\bin999999999 x}"),
        ("unicode.rtf", b"{\\rtf1 " + b"\\u-1" * deep + b"}"),
        ("loop.pdf", loop),
        ("deep.pdf", b"%PDF-1.4\n1 0 obj\n" + b"[" * deep + b"\nendobj\ntrailer<</Root 1 0 R>>"),
        ("bomb.pdf", _pdf_bomb()),
        ("deep.json", b'{"a":' * deep),
        ("deep.xml", b"<a>" * deep),
        ("nested.zip", zip_file({"z.zip": zip_file({"z.zip": b"PK"})})),
        ("bomb.zip", zip_file({f"{n}.txt": bytes(8 * 2**20) for n in range(40)})),
        ("bomb.docx", zip_file({"word/document.xml": b" " * (70 * 2**20), "[Content_Types].xml": b"<x/>"})),
        ("paths.zip", zip_file(dict.fromkeys(("../a.txt", "/b.txt", "c:\\d.txt", "e\x00.txt"), b"x"))),
        ("nul.txt", bytes(1000)),
        ("long_line.md", b"word " * 1_500_000),
    ]


_XML: dict[str, Callable[[bytes], bytes]] = {
    ".odt": lambda xml: zip_file({"content.xml": xml}),
    ".docx": lambda xml: zip_file({"word/document.xml": xml, "[Content_Types].xml": xml}),
    ".xml": lambda xml: xml,
    ".html": lambda xml: xml,
}


def _pdf_bomb() -> bytes:
    """A page whose content unpacks to 400 MiB."""
    packer, content = zlib.compressobj(9), b""
    for _ in range(400):
        content += packer.compress(b" " * 2**20)
    content += packer.flush()
    sound = pdf_file(NOTE)
    start, end = sound.index(b"stream\n") + 7, sound.index(b"\nendstream")
    return sound[:start] + content + sound[end:]


def corpus(count: int, deep: int) -> Iterator[tuple[str, bytes]]:
    """`count` files as (name, bytes): the handmade ones spread among mutations of sound ones of every ending."""
    chance = random.Random(SEED)
    suffixes = [*READERS, *CONTAINERS]
    sound = {suffix: plain(suffix) for suffix in suffixes}
    special = [(name, data) for name, data in handmade(deep) if Path(name).suffix in sound]
    for number in range(count):
        if special and number % 7 == 0 and number // 7 < len(special):
            yield special[number // 7]
            continue
        suffix = suffixes[number % len(suffixes)]
        data = sound[suffix]
        for _ in range(chance.choice((1, 1, 1, 2, 8, 40))):
            data = chance.choice(MUTATIONS)(data, chance)
        wrong_ending = chance.random() < 0.05
        yield f"{number:04}{chance.choice(suffixes) if wrong_ending else suffix}", data


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _lose(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randrange(1, 64) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at : at + chance.randrange(1, 256)] * chance.choice((2, 3, 50)) + data[at:]


_INSERTED = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"}", b"<", b"&#xD800;", b"\\u-9999?", b"999999999999", b"-1"),
    *(b"../", b"<<", b">>", b"endstream", b"PK\x03\x04", b"\\'", b"\r\n\r\n", b"%PDF-1.7", b"</x>"),
)


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    said = chance.choice([*_INSERTED, chance.randbytes(16)])
    return data[:at] + said + data[at:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """Another number in place of one of those in the file."""
    digits = [at for at, byte in enumerate(data[:20_000]) if 48 <= byte <= 57]
    if not digits:
        return data
    at = chance.choice(digits)
    return data[:at] + chance.choice((b"0", b"-1", b"65536", b"2147483648", b"99999999999")) + data[at + 1 :]


MUTATIONS = (_flip, _flip, _flip, _cut, _lose, _repeat, _insert, _insert, _number)

if __name__ == "__main__":
    for made, content in corpus(int(sys.argv[2]), DEEP):
        (Path(sys.argv[1]) / made).write_bytes(content)
