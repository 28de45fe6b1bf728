"""A vault with two invented clients, made once and copied for each test; and the acts tests share.

Argon2id at its real cost runs where a passphrase is the matter; other tests unlock with the recovery key.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

from companion.record import Note
from companion.vault import ClientFile, PassageRow, Vault

PASSPHRASE = "four words are good"
MARKER = "Zzyzx-Quillfeather-Marker"
MODEL = "test-model"


@dataclass(frozen=True)
class Example:
    """Invented notes, numbered; note `n` comes from file `n` and has four passages."""

    marker: str = MARKER
    model: str = MODEL
    passphrase: str = PASSPHRASE

    def note(self, number: int, text: str | None = None) -> Note:
        day = date(2024, 1, 1) + timedelta(days=number)
        words = text or f"{self.marker} note {number}: she slept badly again. " * 4
        return Note(f"note-{number}", f"{day}.txt", "progress", "SOAP", "record", day, day, words)

    def passages(self, note: Note) -> list[PassageRow]:
        quarter = len(note.text) // 4
        return [
            PassageRow(None, note.id, i * quarter, (i + 1) * quarter, "Subjective", "client", False) for i in range(4)
        ]

    def sha256(self, number: int) -> str:
        return hashlib.sha256(f"file {number}".encode()).hexdigest()

    def add(self, file: ClientFile, number: int) -> bool:
        note = self.note(number)
        return file.add_file(
            sha256=self.sha256(number), name=note.source_name, notes=[note], passages=self.passages(note)
        )

    def vector(self, passage_id: int) -> bytes:
        return np.random.default_rng(passage_id).random(384).astype("<f4").tobytes()

    def embed(self, file: ClientFile, limit: int = 256) -> None:
        rows = [(p.id, self.vector(p.id)) for p in file.waiting(self.model, limit) if p.id is not None]
        file.save_vectors(self.model, rows)


@dataclass(frozen=True)
class Made:
    """A closed vault on disk: Ada has notes 0 and 1, embedded, an overview and a decision; Bea has note 2."""

    folder: Path
    recovery: str
    ada: str
    bea: str

    def unlocked(self) -> Vault:
        vault = Vault.open(self.folder)
        try:
            vault.unlock_with_recovery_key(self.recovery)
        except BaseException:
            vault.close()
            raise
        return vault

    def file(self, client_id: str) -> Path:
        return self.folder / "clients" / f"{client_id}.db"


@pytest.fixture(scope="session")
def example() -> Example:
    return Example()


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory, example: Example) -> Made:
    folder = tmp_path_factory.mktemp("original") / "vault"
    vault, recovery = Vault.create(folder, PASSPHRASE)
    with vault:
        ada = vault.add_client(name=f"Ada {MARKER}", record_number="A-0001", birth_date=date(1980, 5, 17))
        bea = vault.add_client(name="Bea", pronouns="she/her", invented=True)
        first = vault.open_client(ada.id)
        for number in range(2):
            example.add(first, number)
        example.embed(first)
        first.save_overview(f'{{"line": "{MARKER}"}}')
        first.decide("theme:sleep", f'"{MARKER}"')
        example.add(vault.open_client(bea.id), 2)
    return Made(folder, recovery, ada.id, bea.id)


@pytest.fixture
def made(original: Made, tmp_path: Path) -> Made:
    folder = tmp_path / "vault"
    shutil.copytree(original.folder, folder)
    return Made(folder, original.recovery, original.ada, original.bea)


@pytest.fixture
def vault(made: Made) -> Iterator[Vault]:
    with made.unlocked() as unlocked:
        yield unlocked


@pytest.fixture
def ada(vault: Vault, made: Made) -> ClientFile:
    return vault.open_client(made.ada)


Killed = Callable[[int, Callable[[], Vault], Callable[[Vault], object]], bool]


@pytest.fixture(scope="session")
def killed_at() -> Killed:
    """`killed_at(step, open, act)`: in a forked process, SIGKILL at the `step`th call or return that the vault's code
    makes during `act`, into SQLite and the file system included. False once `act` ends before that step."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    return _killed_at


def _killed_at(step: int, opened: Callable[[], Vault], act: Callable[[Vault], object]) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside numpy's threads: the child uses none
        child = os.fork()
    if child == 0:
        try:
            vault = opened()
            left = step

            def count(frame: FrameType, event: str, argument: Any) -> None:
                nonlocal left
                if f"{os.sep}vault{os.sep}" in frame.f_code.co_filename:
                    left -= 1
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.setprofile(count)
            act(vault)
            sys.setprofile(None)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act itself failed"
    return os.WIFSIGNALED(status)
