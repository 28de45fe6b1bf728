"""`eyeline import` beside a companion: told from another terminal to pause, go on and end; and a watched folder."""

from __future__ import annotations

import argparse
import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest

from companion.commands import bring_in
from companion.vault import Vault
from tests.companion_process import PASSPHRASE, CompanionProcess

FILES = 700


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder on which a companion runs."""
    folder = tmp_path_factory.mktemp("beside") / "data"
    vault, _ = Vault.create(folder, PASSPHRASE)
    vault.close()
    companion = CompanionProcess(folder)
    companion.start()
    yield folder
    companion.stop()


def command(data: Path, *words: str | Path) -> list[str]:
    return [sys.executable, "-m", "companion", "import", "--data", str(data), *map(str, words)]


@contextmanager
def running(words: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The command, and its end: what watches a folder never ends by itself, least of all when a test has failed."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def say(data: Path, what: str) -> str:
    """What `--status` and its kin print; run in this process, since the job goes on while another would start."""
    parser = argparse.ArgumentParser()
    bring_in.add(parser.add_subparsers())
    arguments = parser.parse_args(["import", "--data", str(data), f"--{what}"])
    with redirect_stdout(io.StringIO()) as said:
        assert arguments.run(arguments) == 0
    return said.getvalue()


def test_another_terminal_pauses_resumes_and_cancels(data: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    for n in range(FILES):
        (drop / f"{n:04}.txt").write_text(f"Note {n}: she slept and walked.")
    words = command(data, drop, "--class", "record", "--client", "Kim Muster")
    with running(words) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        assert "(paused)" in say(data, "pause")
        assert "(paused)" in say(data, "status")
        assert "(paused)" not in say(data, "resume")
        assert "(paused)" in say(data, "pause")
        ended = say(data, "cancel")
        said += process.stdout.readlines()
        assert process.wait(timeout=120) == 130
    imported = sum(line.endswith("imported 1 note\n") for line in said)
    assert 0 < imported < FILES
    assert f"{imported} of {FILES} files, {imported} notes" in ended, "it stopped between two files"
    assert "goes on from here" in said[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_what_comes_into_a_watched_folder_is_brought_in(data: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.txt").write_text("Seen 3/4/2025. She slept.")
    words = command(data, drop, "--class", "record", "--client", "Ann Ray", "--birth-date", "1980-01-02", "--watch")
    with running(words) as process:
        assert process.stdout is not None
        before = [process.stdout.readline() for _ in range(3)]
        assert before[0] == "a.txt: imported 1 note\n"
        assert before[2].startswith("Watching")
        (drop / "b.txt").write_text("Seen 3/11/2025. She walked.")
        assert process.stdout.readline() == "b.txt: imported 1 note\n"
        (drop / "c.txt").write_text("Client: Sam Lee DOB 5/6/1990\nSeen 3/5/2025.")
        assert process.stdout.readline().startswith("c.txt: left out because: It says another birth date")
        process.send_signal(signal.SIGINT)
        assert process.stdout.readlines()[-1] == "No longer watching.\n"
        assert process.wait(timeout=60) == 0
