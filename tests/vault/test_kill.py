"""SIGKILL, in the middle of everything: what was acknowledged is there, once, and the rest is finished or never was."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.vault.conftest import Example, Killed, Made

pytestmark = pytest.mark.trust


@sizes(short=8, long=20)
def test_what_was_acknowledged_survives_sigkill(made: Made, size: int) -> None:
    chance = random.Random(20261122)
    noted: set[int] = set()
    embedded: set[int] = set()
    cut_short = 0
    for kill in range(size):
        lines = _killed_writer(
            made, first=kill * 1000, acks=chance.randrange(1, 9), microseconds=chance.randrange(4000)
        )
        noted |= {number for word, number in lines if word == "noted"}
        embedded |= {number for word, number in lines if word == "embedded"}
        cut_short += lines[-1][0] != "embedded"
        with made.unlocked() as vault:
            file = vault.open_client(made.bea)
            assert file.problems() == []
            notes = Counter(note.id for note in file.notes())
            passages = Counter(passage.note_id for passage in file.passages())
            waiting = {passage.note_id for passage in file.waiting("m", 100_000)} - {"note-2"}
            assert set(notes.values()) == {1}
            assert {f"k{number}" for number in noted} <= set(notes)
            assert {count for note_id, count in passages.items() if note_id != "note-2"} == {120}
            assert set(passages) == set(notes)
            assert not waiting & {f"k{number}" for number in embedded}
            assert len(file.files()) == len(notes)
            file.save_vectors("m", [(p.id, bytes(1536)) for p in file.waiting("m", 100_000) if p.id is not None])
    assert cut_short >= size // 8, "the kills all fell between two files"


def _killed_writer(made: Made, *, first: int, acks: int, microseconds: int) -> list[tuple[str, int]]:
    """Run the writer until its `acks`th line, a little longer, kill it, and return every line it got out."""
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(made.folder), made.recovery, made.bea]
    with subprocess.Popen([*command, str(first)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acks)]
        until = time.perf_counter() + microseconds / 1e6
        while time.perf_counter() < until:  # a moment far shorter than a sleep can be
            pass
        process.kill()
        lines += process.stdout.readlines()
    assert process.returncode == -9, lines
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def _steps(made: Made, tmp_path: Path, stride: int) -> Iterator[tuple[int, Made]]:
    """A fresh copy of the vault for every step at which a process is to be killed."""
    for step in range(1, 5_000, stride):
        folder = tmp_path / f"step-{step}"
        shutil.copytree(made.folder, folder)
        yield step, type(made)(folder, made.recovery, made.ada, made.bea)
        shutil.rmtree(folder)
    pytest.fail("the act never ended")


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.long)])
def test_a_deletion_killed_at_any_step_is_finished_or_never_was(
    made: Made, tmp_path: Path, example: Example, killed_at: Killed, stride: int
) -> None:
    kept = finished = 0
    for step, copy in _steps(made, tmp_path, stride=stride):
        killed = killed_at(step, copy.unlocked, lambda vault, copy=copy: vault.delete_client(copy.ada))  # type: ignore[misc]
        with copy.unlocked() as vault:
            left = {file.stem for file in (copy.folder / "clients").iterdir()}
            assert len(vault.open_client(copy.bea).notes()) == 1
            assert vault._open().caseload.leaving() == []
            if copy.ada in {client.id for client in vault.clients()}:
                kept += 1
                assert len(vault.open_client(copy.ada).notes()) == 2
            else:
                finished += 1
                assert copy.ada not in left
                with pytest.raises(errors.NotFound):
                    vault.open_client(copy.ada)
        if not killed:
            break
    assert (kept > 10 // stride, finished > 10 // stride) == (True, True), (kept, finished)


def test_a_new_client_killed_at_any_step_is_whole_or_not_there(made: Made, tmp_path: Path, killed_at: Killed) -> None:
    there = absent = 0
    for step, copy in _steps(made, tmp_path, stride=3):
        killed = killed_at(step, copy.unlocked, lambda vault: vault.add_client(name="Cy"))
        with copy.unlocked() as vault:
            new = {client.id for client in vault.clients()} - {copy.ada, copy.bea}
            assert {file.name for file in (copy.folder / "clients").iterdir()} == {
                f"{client_id}.db" for client_id in {copy.ada, copy.bea} | new
            }
            for client_id in new:
                file = vault.open_client(client_id)
                assert file.notes() == []
                assert file.problems() == []
            there, absent = there + bool(new), absent + (not new)
        if not killed:
            break
    assert (there > 1, absent > 10) == (True, True), (there, absent)


def test_a_renewed_recovery_key_killed_at_any_step_leaves_the_passphrase(
    made: Made, tmp_path: Path, example: Example, killed_at: Killed
) -> None:
    def opened(folder: Path) -> Vault:
        return Vault.open(folder)

    for step, copy in _steps(made, tmp_path, stride=25):
        killed = killed_at(
            step,
            lambda copy=copy: opened(copy.folder),  # type: ignore[misc]
            lambda vault: vault.ways_in.renew_recovery_key(example.passphrase),
        )
        with Vault.open(copy.folder) as vault:
            vault.unlock(example.passphrase)
            assert len(vault.clients()) == 2
        if not killed:
            break


def test_a_vault_killed_in_the_making_can_be_made_again(tmp_path: Path, example: Example, killed_at: Killed) -> None:
    unfinished = 0
    for step in range(1, 5_000, 60):
        folder = tmp_path / f"step-{step}"
        killed = killed_at(
            step,
            lambda: None,  # type: ignore[arg-type, return-value]
            lambda _, folder=folder: Vault.create(folder, example.passphrase),  # type: ignore[misc]
        )
        if Vault.exists(folder):
            with Vault.open(folder) as vault:
                vault.unlock(example.passphrase)
                assert vault.clients() == []
        else:
            unfinished += 1
            vault, _ = Vault.create(folder, example.passphrase)
            vault.close()
        if not killed:
            break
    assert unfinished > 2
