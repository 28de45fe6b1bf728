"""Zips: what can be read is read, everything else gets its sentence, and nothing is written or reached outside."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from companion.errors import Unreadable
from companion.importers import archive, contents_of
from companion.importers.contents import Contents
from tests.importers.writers import pdf_file, zip_file


def verdicts(contents: Contents) -> dict[str, str]:
    return {note.name: "" for note in contents.notes} | {part.name: part.why for part in contents.left_out}


def test_folders_stay_in_names_and_names_say_dates() -> None:
    data = zip_file({"Lee, Sam/002_2024-05-01_plan.txt": b"Goal 1: rest", "b.pdf": pdf_file("Seen 3/4/2024.")})
    plan, seen = sorted(contents_of("old/export.zip", data).notes, key=lambda note: note.name)
    assert (seen.name, seen.text, str(seen.filed_on)) == ("old/export.zip/b.pdf", "Seen 3/4/2024.", "2024-03-04")
    assert (plan.name, plan.kind) == ("old/export.zip/Lee, Sam/002_2024-05-01_plan.txt", "plan")
    assert str(plan.filed_on) == "2024-05-01"


def test_each_odd_part_has_its_sentence_and_the_rest_comes_in() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed, pytest.warns(UserWarning, match="Duplicate"):
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        for name in ("../up.txt", "/root.txt", "C:\\x.txt", "a\\..\\b.txt", "inner.zip", "tool.exe", "empty.txt"):
            packed.writestr(name, "")
        for name in (".hidden.txt", "__MACOSX/._a.txt", "twice.txt", "twice.txt", "deep/good.txt"):
            packed.writestr(name, f"words of {name}")
        packed.writestr("bad.docx", b"no word file")
        packed.writestr("large.txt", b"x" * (8 * 2**20 + 1))
    contents = contents_of("z.zip", out.getvalue())
    said = verdicts(contents)
    assert {note.name for note in contents.notes} == {"z.zip/twice.txt", "z.zip/deep/good.txt"}
    assert "same name" in said["z.zip/twice.txt"]
    assert "links are not followed" in said["z.zip/link.txt"]
    assert sum("leads outside" in why for why in said.values()) == 4
    assert "zip inside a zip" in said["z.zip/inner.zip"]
    assert ".exe are not read" in said["z.zip/tool.exe"]
    assert "holds no words" in said["z.zip/empty.txt"]
    assert "not a Word file" in said["z.zip/bad.docx"]
    assert "larger than 8 MiB" in said["z.zip/large.txt"]
    assert not any("hidden" in name or "MACOSX" in name for name in said)
    assert all(why.endswith(".") for why in said.values() if why)


def test_a_locked_and_a_damaged_part_are_said() -> None:
    data = bytearray(zip_file({"a.txt": b"words " * 200, "b.txt": b"more words " * 200}))
    for at in (data.find(b"PK\x01\x02"), data.find(b"PK\x03\x04")):
        flags = at + (8 if data[at : at + 4] == b"PK\x01\x02" else 6)
        data[flags : flags + 2] = struct.pack("<H", 1)
    second = data.find(b"PK\x03\x04", 10)
    data[second + 40 : second + 60] = b"\xff" * 20
    said = verdicts(contents_of("z.zip", bytes(data)))
    assert "password" in said["z.zip/a.txt"]
    assert "damaged" in said["z.zip/b.txt"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 no zip", "damaged or not a zip"),
        (b"", "damaged or not a zip"),
        (zip_file({}), "holds no notes"),
    ],
)
def test_a_bad_zip_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        contents_of("z.zip", data)


def test_too_many_files_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archive, "FILES_AT_MOST", 3)
    with pytest.raises(Unreadable, match="more than 3 files"):
        contents_of("z.zip", zip_file({f"{n}.txt": b"x" for n in range(4)}))
    monkeypatch.setattr(archive, "FILES_AT_MOST", 5000)
    monkeypatch.setattr(archive, "UNPACKED_AT_MOST", 2**20)
    bomb = zip_file({f"{n}.txt": b"words " * 100_000 for n in range(4)})
    assert len(bomb) < 20_000
    with pytest.raises(Unreadable, match="unpacks to more than 1 MiB"):
        contents_of("z.zip", bomb)
