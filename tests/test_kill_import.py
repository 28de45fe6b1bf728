"""kill -9 in the middle of an import, again and again: what was acknowledged is there, none twice, none by halves."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from companion.vault import Vault
from tests.companion_process import PASSPHRASE
from tests.trust.sizes import sizes

pytestmark = pytest.mark.trust

NOTES = 10
"""For each kill."""


def make_notes(folder: Path, count: int) -> None:
    folder.mkdir()
    for n in range(count):
        day = f"20{10 + n // 336:02}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}"
        text = f"SOAP\nS: Note {n}, made for this test. " + "She spoke of the week and how it went. " * (n % 9)
        (folder / f"{n:03}_{day}_progress.txt").write_text(text, encoding="utf-8")


def import_and_kill(data: Path, notes: Path, after: int) -> set[str]:
    """The files that were acknowledged before the process was killed, in the middle of a later one."""
    command = [sys.executable, "-m", "companion", "import", str(notes), "--data", str(data), "--client", "Kim Muster"]
    with subprocess.Popen(
        [*command, "--class", "record"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{PASSPHRASE}\n")
        process.stdin.close()
        acknowledged: set[str] = set()
        for line in process.stdout:
            name, _, verdict = line.partition(": ")
            if verdict.startswith("imported 1 note"):
                acknowledged.add(name)
            if len(acknowledged) == after:
                process.kill()
                break
        acknowledged |= {line.partition(": ")[0] for line in process.stdout if "imported 1 note\n" in line}
    return acknowledged


@pytest.mark.slow
@sizes(short=5, long=40)
def test_no_acknowledged_note_is_lost_or_doubled(tmp_path: Path, size: int) -> None:
    data, notes = tmp_path / "data", tmp_path / "notes"
    make_notes(notes, NOTES * size)
    vault, _ = Vault.create(data, PASSPHRASE)
    vault.close()
    chance = random.Random(11)
    acknowledged: set[str] = set()
    for _ in range(size):
        more = import_and_kill(data, notes, chance.randint(1, 2 * NOTES - 2))
        assert not more & acknowledged, "a note that was acknowledged before came in again"
        acknowledged |= more
    with Vault.open(data) as vault:
        vault.unlock(PASSPHRASE)
        (client,) = vault.clients()
        file = vault.open_client(client.id)
        kept = [note.source_name for note in file.notes()]
        assert acknowledged <= set(kept)
        assert len(kept) == len(set(kept))
        assert len(kept) <= len(acknowledged) + size, "at most the one under way each time"
        texts = {note.id: note for note in file.notes()}
        for note in texts.values():
            assert note.text == (notes / note.source_name).read_text(encoding="utf-8")
        with_passages = {row.note_id for row in file.passages()}
        assert with_passages == set(texts), "a note without its passages is half imported"
        assert file.problems() == []
