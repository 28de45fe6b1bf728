"""A folder of files: one that cannot be opened or named never stops the rest, and never goes unsaid."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.errors import Unreadable
from companion.folder import read_folder
from companion.note_files import note_files, read_file


@pytest.mark.skipif(sys.platform != "linux", reason="only there are names bytes")
def test_names_that_are_not_utf8_can_be_said_and_stay_two(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"caf\xe8.pdf"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"Seen 3 Dec 2024.")
    folder = read_folder(tmp_path)
    said = [*(note.source_name for note in folder.notes), *(f"{v.name} {v.why}" for v in folder.refused)]
    assert len({name.encode("utf-8") for name in said}) == 3


def test_a_folder_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "shut").mkdir(parents=True)
    (tmp_path / "z.txt").write_text("Seen 3 Dec 2024.")
    listing = os.scandir

    def shut(path: str) -> Iterator[os.DirEntry[str]]:  # root may open everything, so the refusal is played
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", shut)
    assert [name for name, _ in note_files(tmp_path)] == ["z.txt", "a/shut"]
    with pytest.raises(Unreadable, match="folder cannot be opened"):
        read_file(tmp_path / "a" / "shut")
    folder = read_folder(tmp_path)
    assert [note.id for note in folder.notes] == ["z.txt"]
    assert [(v.name, v.why.split(";")[0]) for v in folder.refused] == [("a/shut", "The folder cannot be opened")]
    assert [name for name, _ in note_files(tmp_path / "a" / "shut")] == ["shut"]
