"""Medplum's components as one script and one style sheet: built once from the lock file, again when a source is new."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.environment import VENV, node, say

SOURCES = Path(__file__).with_name("medplum")
NEEDED = ("package.json", "package-lock.json", "app.jsx")
BUILT = ("app.js", "app.css")


def medplum_bundle() -> dict[str, bytes]:
    """The built files by name. The first call installs the packages (about ten seconds) and throws them away after."""
    mark = hashlib.sha256(b"\0".join((SOURCES / name).read_bytes() for name in NEEDED)).hexdigest()[:16]
    kept = VENV / "ehrs" / f"medplum-{mark}"
    if not kept.is_dir():
        say("building Medplum's chart page, once")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            _build(Path(folder))
            _keep(Path(folder) / "out", kept)
    return {name: (kept / name).read_bytes() for name in BUILT}


def _build(folder: Path) -> None:
    for name in NEEDED:
        shutil.copy(SOURCES / name, folder)
    program, npm = node(Path(sys.executable))
    # Nothing of these packages runs in Node but esbuild, so that their wish for a newer one does not matter
    _run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)
    esbuild = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--jsx=automatic", "--outfile=out/app.js")
    set_by_vite = ('--define:process.env.NODE_ENV="production"', "--define:import.meta.env={}")
    _run(program, esbuild, "app.jsx", *options, *set_by_vite, "--log-level=error", cwd=folder)


def _keep(built: Path, kept: Path) -> None:
    """Whole or not at all; another run may have been quicker."""
    try:
        built.rename(kept)
    except OSError:
        if not kept.is_dir():
            raise


def _run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} {command[1]}: {done.stderr[-2000:]}")
