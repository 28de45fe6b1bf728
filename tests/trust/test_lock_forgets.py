"""After a lock nothing that Python holds in this process has a word of a note in it: in a process of its own, which has
read a note, found what there is in it, shown it, and locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.trust

ROOT = Path(__file__).resolve().parents[2]
HALVES = "quill", "feather"
"""Of the word that stands in the note; nowhere in the program is it whole."""
NOTE = """TREATMENT PLAN
Goal 1: Client will walk with Ann {word} daily by June.
S: Her sister Ann {word} called. She wants to die when {word} is near. Drank four beers since {word}. PHQ-9 = 12.
A: Work on {word} goes on. {word}: met.
P: HW: walk with {word} daily.
"""
PROGRAM = """
import gc, sys
from pathlib import Path
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder

def held():
    word = "".join(sys.argv[1:3]).casefold()
    gc.collect()
    found = []
    for one in gc.get_objects():
        for other in gc.get_referents(one):
            if isinstance(other, (str, bytes)) and word in str(other).casefold() and other is not word:
                found.append(f"{type(one).__name__} {str(other)[:60]!r}")
    return found

def work(workspace, client_id):
    list(workspace.import_path(client_id, Path(sys.argv[3]), "record"))
    workspace.refresh_overview(client_id)
    decided = workspace.findings(client_id).decided
    return len(decided.risk()), len(decided.people()), len(decided.goals()), len(workspace.overview(client_id).cards)

vault, _ = Vault.create(Path(sys.argv[4]), "four words are good")
workspace = Workspace(vault, Embedder())
print(work(workspace, vault.add_client(name="Kim Muster").id))
print(len(held()))
workspace.lock()
print(held())
"""


def test_no_word_of_a_note_is_held_after_a_lock(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    note = NOTE.format(word="".join(HALVES).title())
    (tmp_path / "notes" / "001_2024-05-06_progress.txt").write_text(note, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, *HALVES, str(tmp_path / "notes"), str(tmp_path / "vault")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found, before, after = done.stdout.splitlines()
    assert all(int(count) for count in found.strip("()").split(",")), found
    assert int(before) > 10, "the words have to be there before"
    assert after == "[]"
