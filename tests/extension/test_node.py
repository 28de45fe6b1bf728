"""Runs the extension's own tests and its type check: what fails there fails here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from companion.service.sealing import unseal
from scripts import write_replies
from tests.extension.write_vectors import DOWN, TARGET, vectors

ROOT = Path(__file__).parents[2]
TSC = ROOT / "extension" / "node_modules" / ".bin" / "tsc"


def _needed(tool: str | None, why: str) -> str:
    if tool is None:
        if os.environ.get("CI"):
            pytest.fail(f"{why}, and CI is set")
        pytest.skip(why)
    return tool


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, f"\n{done.stdout}\n{done.stderr}"


def test_pure_modules() -> None:
    node = _needed(shutil.which("node"), "node is not installed")
    files = sorted(str(path) for path in (ROOT / "tests" / "extension").glob("*.test.js"))
    assert files
    _run([node, "--test", *files])


def test_types() -> None:
    tsc = _needed(str(TSC) if TSC.exists() else None, "tsc is not installed (npm ci in extension/)")
    _run([tsc, "-p", "extension"])


def test_the_wires_types_are_those_of_the_models() -> None:
    assert write_replies.main(["--check"]) == 0


def test_vectors_are_what_python_makes() -> None:
    """All but the sealed one, whose nonce is fresh each time: that one must still open."""
    kept, made = json.loads(TARGET.read_text(encoding="utf-8")), vectors()
    sealed = kept.pop("sealed")
    assert kept == {name: value for name, value in made.items() if name != "sealed"}
    assert unseal(DOWN, sealed).body == kept["body"]
