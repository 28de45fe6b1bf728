"""Another user of the same computer: opens no file, reads no memory, and is answered nothing by the companion."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.service.test_guard import PATHS

if TYPE_CHECKING:
    from tests.companion_process import CompanionProcess
    from tests.trust.sizes import Tally

pytestmark = [
    pytest.mark.trust,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None,
        reason="becoming another user needs root, on Linux",
    ),
]

NOBODY = "65534"
SPY = Path(__file__).with_name("spy.py").read_text(encoding="utf-8")


@contextmanager
def open_way(folder: Path) -> Iterator[None]:
    """Everybody may come as far as the folder, as in a home that others may look into."""
    above = [path for path in folder.parents if path.stat().st_uid == os.geteuid()]
    before = {path: path.stat().st_mode for path in above}
    for path, mode in before.items():
        path.chmod(mode | 0o011)
    yield
    for path, mode in before.items():
        path.chmod(mode)


def test_another_user_gets_nothing(companion: CompanionProcess, tally: Tally) -> None:
    folder, pid, port = companion.folder, companion.pid, companion.port
    beside = folder.with_name("for everybody")
    beside.write_text("x", encoding="ascii")
    beside.chmod(0o644)
    files = [str(beside), str(folder), *sorted(str(path) for path in folder.rglob("*"))]
    assert [name for name in files if name.endswith("launch.json")]
    given = json.dumps({"files": files, "pid": pid, "port": port, "paths": PATHS})
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    spy = [*as_nobody, "/usr/bin/python3", "-I", "-c", SPY]
    with open_way(folder):
        done = subprocess.run(spy, input=given, capture_output=True, text=True, check=True, timeout=120, cwd="/")
    said = json.loads(done.stdout)
    assert said["user"] == int(NOBODY)
    assert said["tried"] > len(PATHS) + len(files)
    assert said["refused"] == 3 * len(PATHS), "it has to reach the companion"
    assert said["got"].pop(0) == f"_read {beside}", "it comes as far as the folder"
    tally("files, memory and routes tried as another user of the computer", said["tried"], len(said["got"]))
