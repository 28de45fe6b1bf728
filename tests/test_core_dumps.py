"""Memory that holds keys is not written down, and not read by others."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.trust
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells")
def test_a_command_leaves_no_core_and_is_not_read_by_others() -> None:
    look = (
        "import ctypes, resource; from companion.__main__ import main; main(['text', '/nowhere']);"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "(0, 0) 0"
