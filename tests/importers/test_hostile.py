"""Thousands of broken and hostile files: each gets a verdict, none ends the companion, hangs it, or reaches outside."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion.errors import Unreadable
from companion.incoming import read_bytes
from companion.parsing import pool
from companion.parsing.pool import PATIENCE, ParsingPool
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.importers.corpus import DEEP, corpus
from tests.trust.conftest import tally

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

__all__ = ["tally"]

pytestmark = pytest.mark.trust

SOME, ALL = 170, 5000
SHALLOW = 10_000
OUTSIDE = re.compile(r"\b(open|openat|socket|connect|execve|fork)\(")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Vault.temporary(tmp_path / "vault") as vault:
        yield Workspace(vault, Embedder())


def bring_in(workspace: Workspace, count: int, deep: int) -> Counter[str]:
    """Every file to its verdict; after each, exactly what was said to be kept is kept."""
    client = workspace.vault.add_client(name="Kim Muster")
    file = workspace.vault.open_client(client.id)
    said: Counter[str] = Counter()
    kept = 0
    for name, data in corpus(count, deep):
        begun = time.monotonic()
        try:
            arrived = read_bytes(name, data)
            for note in arrived.contents.notes:
                note.text.encode("utf-8")
                assert note.text.strip()
                assert "\0" not in note.text
            verdict = workspace.keep(client.id, arrived, "record")[0]
        except Unreadable as refused:
            assert refused.say.endswith("."), name
            verdict = None
        assert time.monotonic() - begun < PATIENCE + 10, name
        said[verdict.verdict if verdict else "refused"] += 1
        kept += verdict.notes if verdict else 0
        assert file.note_count() == kept, f"{name}: half of it is here"
    passages = {row.note_id for row in file.passages()}
    assert passages <= {note.id for note in file.notes()}
    assert file.problems() == []
    return said


def test_every_file_gets_a_verdict(workspace: Workspace) -> None:
    said = bring_in(workspace, SOME, SHALLOW)
    assert said.total() == SOME
    assert min(said["imported"], said["refused"]) > SOME // 10, "a corpus that is all sound or all broken shows little"


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
def test_five_thousand_files_reach_nothing_outside(workspace: Workspace, tmp_path: Path, tally: Tally) -> None:
    """The same under strace: after a worker is confined, no call that opens, connects or starts anything succeeds."""
    log = tmp_path / "calls"
    watch = "trace=%file,%network,%process,write"
    real = subprocess.Popen

    def traced(command: list[str], **how: object) -> subprocess.Popen[bytes]:
        if "companion.parsing.worker" not in command[-2]:
            return real(command, **how)  # type: ignore[call-overload, no-any-return]
        to = f"{log}.{time.monotonic_ns()}"
        return real(["strace", "-D", "-f", "--seccomp-bpf", "-o", to, "-s", "60", "-e", watch, *command], **how)  # type: ignore[call-overload, no-any-return]

    pool.POOL.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", traced)
        said = bring_in(workspace, ALL, DEEP)
        pool.POOL.close()
    assert said.total() == ALL
    logs = sorted(tmp_path.glob("calls.*"))
    assert len(logs) >= ALL // pool.FILES_EACH
    reached = []
    for made in logs:
        calls = made.read_text(errors="replace").split('{\\"held\\"', 1)
        assert len(calls) == 2, "a worker that never said that it was confined"
        asked = [line for line in calls[1].splitlines() if OUTSIDE.search(line)]
        reached += [line for line in asked if "= -1 E" not in line]
    assert reached == []
    tally("hostile files, their readers under strace", ALL, len(reached))


def test_the_pool_outlives_its_files() -> None:
    reading = ParsingPool()
    for name, data in corpus(20, SHALLOW):
        try:
            reading.contents_of(name, data)
        except Unreadable:
            continue
    assert reading.text_of("a.txt", b"fine") == "fine"
    reading.close()
