"""Firefox's own lint (web-ext) over the packed zip and over the folder: no error, and no warning but the known ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts.environment import node
from scripts.pack_extension import EXTENSION, pack

LINT = Path(__file__).with_name("lint")
WEB_EXT = LINT / "node_modules" / "web-ext" / "bin" / "web-ext.js"

KNOWN = {
    # asked for only where it is there: Firefox takes the branch with sidebarAction
    ("UNSUPPORTED_API", "browser.js", "sidePanel.open is not supported"),
    # lit-html makes templates from the code's own constants; Trusted Types let nothing else through (test_manifest.py)
    ("UNSAFE_VAR_ASSIGNMENT", "vendor/lit-html.js", "Unsafe assignment to innerHTML"),
}
KNOWN_OF_THE_FOLDER = {
    # one manifest for every browser; scripts/pack_extension.py takes these two out for the store
    ("MANIFEST_PERMISSIONS", "manifest.json", '/permissions: Invalid permissions "sidePanel".'),
    (
        "BACKGROUND_SERVICE_WORKER_IGNORED",
        "manifest.json",
        'Unsupported "/background/service_worker" manifest property is ignored by Firefox.',
    ),
}


def _lint(folder: Path) -> dict[str, Any]:
    if not WEB_EXT.exists():
        why = "web-ext is not installed (npm ci in tests/extension/lint/)"
        if os.environ.get("CI"):
            pytest.fail(f"{why}, and CI is set")
        pytest.skip(why)
    program, _ = node(Path(sys.executable))
    command = [str(program), str(WEB_EXT), "lint", "--no-config-discovery", "--output", "json", "--source-dir"]
    quiet = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}  # a test asks no server about newer versions
    done = subprocess.run([*command, str(folder)], env=quiet, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _warnings(found: dict[str, Any]) -> set[tuple[str, str, str]]:
    assert found["errors"] == []
    assert found["notices"] == []
    places = re.compile(r" at \d+")  # where in a list a word stands is no news
    return {(one["code"], one["file"], places.sub("", one["message"])) for one in found["warnings"]}


def test_the_packed_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(pack(tmp_path)[1]) as packed:
        packed.extractall(tmp_path / "unpacked")
    assert _warnings(_lint(tmp_path / "unpacked")) == KNOWN


def test_the_folder_as_it_stands_in_git() -> None:
    assert _warnings(_lint(EXTENSION)) == KNOWN | KNOWN_OF_THE_FOLDER


def test_a_folder_that_firefox_would_refuse_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"manifest_version": 3, "name": "Eyeline"}', encoding="utf-8")
    assert _lint(tmp_path)["errors"]


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (LINT / "package-lock.json").read_text(encoding="utf-8")
