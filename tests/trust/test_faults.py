"""Killed at any moment, and with every write, sync or rename that fails: what was acknowledged is there, and every
failure is a sentence."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault
from tests.trust.acknowledged import Acknowledged
from tests.trust.actor import NOTE_LENGTH
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust
ROOT = Path(__file__).parents[2]
INJECTED = {"pwrite64": 300, "fdatasync": 60, "fsync": 30, "ftruncate": 10, "rename": 8, "unlink": 20}
"""The calls that change what is on the disk, and about how many of each there are in one run."""


def actor(place: tuple[Path, str, Path], seed: int, acts: int) -> list[str]:
    folder, recovery, backups = place
    return [sys.executable, "-m", "tests.trust.actor", str(folder), recovery, str(seed), str(acts), str(backups)]


def opened(place: tuple[Path, str, Path]) -> Vault:
    vault = Vault.open(place[0])
    try:
        vault.unlock_with_recovery_key(place[1])
    except BaseException:
        vault.close()
        raise
    return vault


@sizes(short=12, long=200)
def test_killed_at_any_moment(place: tuple[Path, str, Path], size: int, tally: Tally) -> None:
    chance, wrong, acknowledged = random.Random(size), 0, 0
    for kill in range(size):
        with opened(place) as vault:
            known = Acknowledged.of(vault)
        with subprocess.Popen(actor(place, kill, 10_000), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(chance.randrange(1, 30))]
            until = time.perf_counter() + chance.random() * 0.006
            while time.perf_counter() < until:  # a moment far shorter than a sleep can be
                pass
            process.kill()
            lines += process.stdout.readlines()
        assert not any(line.startswith("refused") for line in lines), lines
        known.hear([line.strip() for line in lines if line.endswith("\n")])
        acknowledged += len(lines)
        with opened(place) as vault:
            wrong += len(known.wrong(vault, place[2]))
    tally(f"kill -9 amid import, decide, delete, re-wrap, new keys, backup ({acknowledged:,} acts)", size, wrong)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
@sizes(short=10, long=400)
def test_the_nth_call_that_fails(place: tuple[Path, str, Path], size: int, tally: Tally, tmp_path: Path) -> None:
    """The n-th call of each kind fails once, or from then on: as on a full disk, a broken one, one that became
    read-only."""
    chance, wrong, failed = random.Random(size), [], 0
    for run in range(size):
        call, among = list(INJECTED.items())[run % len(INJECTED)]
        error = chance.choice(("ENOSPC", "EIO", "EROFS"))
        when = f"{chance.randrange(1, among)}{chance.choice(('', '+'))}"
        with opened(place) as vault:
            known = Acknowledged.of(vault)
        log = tmp_path / "injected"
        traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-e", f"trace={call}"]
        traced += ["-e", f"inject={call}:error={error}:when={when}"]
        done = subprocess.run([*traced, *actor(place, run, 25)], cwd=ROOT, capture_output=True, text=True, check=False)
        failed += "(INJECTED)" in log.read_text(errors="replace")
        if "Traceback" in done.stderr:
            wrong.append(f"{call} {error} {when}: {done.stderr.splitlines()[-1]}")
        known.hear([line for line in done.stdout.splitlines() if not line.startswith("refused")])
        with opened(place) as vault:
            wrong += [f"{call} {error} {when}: {one}" for one in known.wrong(vault, place[2])]
    assert failed > size // 3, "the faults have to happen"
    assert wrong == [], "\n".join(wrong)
    tally(f"write, sync, truncate, rename, unlink, open that fail ({failed} did)", size, len(wrong))


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
def test_a_log_that_cannot_be_cut_refuses_no_deletion(place: tuple[Path, str, Path], tmp_path: Path) -> None:
    """The deletion was committed before: a refusal that says nothing was changed would be false."""
    traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(tmp_path / "injected"), "-e", "trace=ftruncate"]
    traced += ["-e", "inject=ftruncate:error=EIO:when=9+"]
    gone = 0
    for seed in range(6):
        with opened(place) as vault:
            known = Acknowledged.of(vault)
        done = subprocess.run([*traced, *actor(place, seed, 40)], cwd=ROOT, capture_output=True, text=True, check=True)
        known.hear([line for line in done.stdout.splitlines() if not line.startswith("refused")])
        gone += len(known.gone_notes)
        with opened(place) as vault:
            assert known.wrong(vault, place[2]) == []
    assert gone


@sizes(short=40, long=500)
def test_bits_that_flip_and_ends_that_are_lost(
    place: tuple[Path, str, Path], size: int, tally: Tally, tmp_path: Path
) -> None:
    """In every kind of file, the write-ahead logs of a killed process too: told, or nothing has changed."""
    with subprocess.Popen(actor(place, 5, 10_000), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(40):
            process.stdout.readline()
        process.kill()
    sound = tmp_path / "sound"
    shutil.copytree(place[0], sound)
    files = sorted(path for path in sound.rglob("*") if path.is_file() and path.stat().st_size)
    assert any(path.suffix == ".db-wal" for path in files)
    chance, silent, told = random.Random(size), [], 0
    for number in range(size):
        broken = tmp_path / "broken"
        shutil.copytree(sound, broken)
        path = broken / files[number % len(files)].relative_to(sound)
        content = bytearray(path.read_bytes())
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        try:
            with opened((broken, *place[1:])) as vault:
                if not _tells(vault) and not _is_older(everything(vault)):
                    silent.append(path.name)
        except errors.EyelineError as error:
            assert error.say
            told += 1
        shutil.rmtree(broken)
    assert told
    assert silent == [], "\n".join(silent)
    tally("bits flipped and ends cut off in every kind of file", size, len(silent))


Held = dict[str, tuple[tuple[str, ...], str]]


def everything(vault: Vault) -> Held:
    """By client, the notes' words in order of coming, and what was decided."""
    return {
        client.id: (
            tuple(sorted(note.text for note in vault.open_client(client.id).notes())),
            str(vault.open_client(client.id).decisions()),
        )
        for client in vault.clients()
    }


def _tells(vault: Vault) -> bool:
    """Whether the full check (it runs on a schedule) tells of damage."""
    if vault._open().caseload.file.problems():
        return True
    return any(vault.open_client(client.id).problems() for client in vault.clients())


def _is_older(now: Held) -> bool:
    """A log that fails its own check counts as never written, which SQLite does not tell from a crash: what is there
    must then be whole notes, each its own client's."""
    return all(
        text == f"{client_id} note {text.split()[2]} " * NOTE_LENGTH
        for client_id, (texts, _) in now.items()
        for text in texts
    )
