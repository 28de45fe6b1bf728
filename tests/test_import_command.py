"""`eyeline import` as its user runs it: files of several clients, exports, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from companion.vault import Vault
from tests.companion_process import PASSPHRASE
from tests.importers.test_split import DAYS, export


@pytest.fixture
def data(tmp_path: Path) -> Path:
    vault, _ = Vault.create(tmp_path / "data", PASSPHRASE)
    vault.close()
    return tmp_path / "data"


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "companion", "import", *map(str, words)]


def kept(data: Path) -> dict[str, list[str]]:
    """The notes' names by client and birth date."""
    with Vault.open(data) as vault:
        vault.unlock(PASSPHRASE)
        return {
            f"{client.name} {client.birth_date}": sorted(n.source_name for n in vault.open_client(client.id).notes())
            for client in vault.clients()
        }


@pytest.mark.model
def test_the_files_of_several_clients_are_kept_apart(data: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    for place, text in {
        "a.txt": "Client: Sam Lee DOB 1/2/1980\nSeen 3/4/2025. Slept well.",
        "Lee, Sam DOB 1980-01-02/b.txt": "Seen 3/11/2025. Slept badly.",
        "c.txt": "Client: Sam Lee DOB 5/6/1990\nSeen 3/5/2025. Walked.",
        "d.txt": "Client: Sam Lee\nSeen 3/6/2025. Whose is it?",
        "chart.txt": f"Client: Ann Ray DOB 7/8/1970\n{export('Date of Service: {day}', *DAYS)}",
        "e.exe": "no note",
    }.items():
        (drop / place).parent.mkdir(parents=True, exist_ok=True)
        (drop / place).write_text(text)
    words = command(drop, "--data", data, "--class", "record", "--yes")
    done = subprocess.run(words, input=f"{PASSPHRASE}\n", capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "e.exe: refused because: Files ending in .exe are not read" in done.stdout
    assert "Sam Lee, born 1980-01-02: 2 files" in done.stdout
    assert "d.txt: left out because: It does not say whose it is in two ways" in done.stdout
    found = kept(data)
    assert found["Sam Lee 1980-01-02"] == ["Lee, Sam DOB 1980-01-02/b.txt", "a.txt"]
    assert "A client of that name is kept with another birth date" in done.stdout, "two of one name: asked, not guessed"
    assert len(found["Ann Ray 1970-07-08"]) == 3
    assert all(name.startswith("chart.txt[") for name in found["Ann Ray 1970-07-08"])
    assert len(found) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_leaves_whole_notes(data: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    for n in range(2000):
        (drop / f"{n:04}.txt").write_text(f"Note {n}: she slept and walked.")
    words = command(drop, "--data", data, "--class", "record", "--client", "Kim Muster")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{PASSPHRASE}\n")
        process.stdin.close()
        said = [process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        said += process.stdout.readlines()
        assert process.wait(timeout=120) == 130
    imported = [line.split(":")[0] for line in said if line.endswith("imported 1 note\n")]
    assert "goes on from here" in said[-1]
    assert 0 < len(imported) < 2000
    assert kept(data) == {"Kim Muster None": imported}


def typed(words: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Runs a command at a terminal of its own; each answer is typed once its question is shown. (Exit code, screen)."""
    import pty  # Windows has none

    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        screen, left = "", list(answers)
        with suppress(OSError):  # Linux says so when the other side is gone
            while said := os.read(ours, 4096):
                screen += said.decode(errors="replace")
                if left and left[0][0] in screen[screen.rfind("\n", 0, -1) + 1 :]:
                    os.write(ours, f"{left.pop(0)[1]}\n".encode())
        os.close(ours)
        return process.wait(timeout=120), screen


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_questions_are_answered_at_a_terminal(data: Path, tmp_path: Path) -> None:
    """Asked: passphrase, class, the split (no), each file as one note (yes)."""
    drop = tmp_path / "chart.txt"
    drop.write_text(export("Date of Service: {day}", *DAYS))
    words = command(drop, "--data", data, "--client", "Kim Muster")
    questions = [("> ", "1"), ("assphrase", PASSPHRASE), ("like that? [y/N]", "n"), ("as one note? [y/N]", "y")]
    code, screen = typed(words, questions)
    assert code == 0, screen
    assert "It holds 3 notes by its date headings" in screen
    assert kept(data) == {"Kim Muster None": ["chart.txt"]}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_no_keeps_everything_out(data: Path, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text("Client: Sam Lee DOB 1/2/1980\nSeen 3/4/2025. Slept well.")
    words = command(tmp_path / "drop", "--data", data, "--class", "record")
    code, screen = typed(words, [("assphrase", PASSPHRASE), ("this client's? [y/N]", "")])
    assert "It was not confirmed" in screen or "1 left out" in screen, screen
    assert (code, kept(data)) == (0, {})


def test_nothing_is_running(data: Path) -> None:
    done = subprocess.run(command("--status", "--data", data), capture_output=True, text=True, check=False)
    assert (done.returncode, "eyeline serve" in done.stderr) == (1, True), done.stderr
