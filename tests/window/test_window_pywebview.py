"""The window itself: pywebview on WebKitGTK under Xvfb, from the first run to a note at its quote."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from companion.demo.sample import samples
from companion.window import gtk
from companion.window.gtk import NoWindow, bring_in_gtk

ROOT = Path(__file__).parents[2]
SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"]


@pytest.mark.browser
def test_window_from_first_run_to_a_note_at_its_quote(tmp_path: Path) -> None:
    if shutil.which("xvfb-run") is None or not Path(gtk.DEBIAN, "gi").is_dir():
        if os.environ.get("CI"):
            pytest.fail("Xvfb or WebKitGTK is not installed, and CI is set")
        pytest.skip("Xvfb or WebKitGTK is not installed")
    sample = samples()[1]
    notes = sorted(sample.notes.iterdir())[:8]
    few = tmp_path / "notes"
    few.mkdir()
    for note in notes:
        shutil.copy(note, few)
    command = [*SCREEN, sys.executable, "-m", "tests.window.drive", str(tmp_path / "data"), str(few)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["imported"] == 8
    words = " ".join(note.read_text(encoding="utf-8") for note in notes)
    assert " ".join(seen["quote"].split()) in " ".join(words.split())
    assert seen["header"].startswith("Kim Muster · 1234")
    assert seen["address"].count("/") == 3, "the key, or anything else, stands in the address"
    assert seen["storage"] == ""
    assert seen["after_lock"].startswith("Eyeline is locked")
    assert "Kim" not in seen["after_lock"]
    assert seen["second_start"] == [0, "Eyeline's window is open already; it has come to the front."]
    assert seen["ended"], "a request to end closes it"
    assert "violat" not in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "launch.json").exists(), "the companion ends with its window"


def test_window_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtk, "DEBIAN", "/nowhere")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.delitem(sys.modules, "gi", raising=False)
    with pytest.raises(NoWindow, match="apt-get install"):
        bring_in_gtk()
    assert "gi" not in sys.modules
