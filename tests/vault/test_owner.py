"""One owner at a time: a second process is told so, and a killed one does not keep the vault."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion import errors
from companion.vault import Vault

if TYPE_CHECKING:
    from tests.vault.conftest import Made

_SECOND = [sys.executable, str(Path(__file__).with_name("owner.py"))]


def test_a_second_process_is_refused(made: Made) -> None:
    with Vault.open(made.folder):
        second = subprocess.run([*_SECOND, str(made.folder)], capture_output=True, text=True, timeout=30, check=True)
    assert second.stdout.startswith("busy 409 Eyeline is already running with this vault")
    second = subprocess.run([*_SECOND, str(made.folder)], input="", capture_output=True, text=True, check=True)
    assert second.stdout == "open\n"


def test_this_process_is_no_exception(made: Made) -> None:
    with Vault.open(made.folder), pytest.raises(errors.Busy):
        Vault.open(made.folder)
    Vault.open(made.folder).close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_child_does_not_keep_a_closed_vault(made: Made) -> None:
    vault = Vault.open(made.folder)
    waiting, done = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(done)
        os.read(waiting, 1)
        os._exit(0)
    vault.close()
    try:
        Vault.open(made.folder).close()
    finally:
        os.close(done)
        os.waitpid(child, 0)
        os.close(waiting)


def test_a_killed_owner_lets_go(made: Made) -> None:
    with subprocess.Popen(
        [*_SECOND, str(made.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "open\n"
        with pytest.raises(errors.Busy):
            Vault.open(made.folder)
        owner.kill()
        owner.wait(30)
        Vault.open(made.folder).close()
