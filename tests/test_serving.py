"""`serve`, `pair`, `lock` and `unlock` as their user runs them, against one running companion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from companion.service import replies, requests
from companion.vault import Vault
from tests.companion_process import PASSPHRASE, CompanionProcess


def eyeline(folder: Path, *words: str, say: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "companion", *words, "--data", str(folder)]
    return subprocess.run(command, input=say, capture_output=True, text=True, check=False)


def is_locked(companion: CompanionProcess) -> bool:
    return companion.ask.ask("/v1/status", requests.StatusRequest(), replies.StatusReply).locked


def test_lock_and_unlock_by_passphrase_and_by_recovery_key(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    vault, recovery_key = Vault.create(folder, PASSPHRASE)
    vault.close()
    companion = CompanionProcess(folder)
    companion.start()
    try:
        for flag, secret in (((), PASSPHRASE), (("--recovery-key",), recovery_key)):
            assert eyeline(folder, "lock").returncode == 0
            assert is_locked(companion)
            wrong = eyeline(folder, "unlock", *flag, say="not this one at all\n")
            assert (wrong.returncode, wrong.stdout) == (1, "")
            assert wrong.stderr.strip().endswith(".")
            assert is_locked(companion)
            assert eyeline(folder, "unlock", *flag, say=f"{secret}\n").returncode == 0
            assert not is_locked(companion)
        assert eyeline(folder, "lock").returncode == 0
        locked = eyeline(folder, "pair")
        assert (locked.returncode, "locked" in locked.stderr) == (1, True)
    finally:
        companion.stop()


def test_a_second_companion_on_the_same_vault_is_told_so(tmp_path: Path) -> None:
    companion = CompanionProcess(tmp_path / "data")
    companion.start()
    try:
        done = eyeline(tmp_path / "data", "serve", "--port", "0", say=f"{PASSPHRASE}\n")
        assert (done.returncode, "already" in done.stderr) == (1, True)
        assert "Traceback" not in done.stderr
    finally:
        companion.stop()


@pytest.mark.parametrize("secret", ["", "\n", "wrong passphrase altogether\n"])
def test_serve_does_not_start_without_its_passphrase(tmp_path: Path, secret: str) -> None:
    vault, _ = Vault.create(tmp_path / "data", PASSPHRASE)
    vault.close()
    done = eyeline(tmp_path / "data", "serve", "--port", "0", say=secret)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert not (tmp_path / "data" / "launch.json").exists()
