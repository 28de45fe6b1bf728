"""python3 scripts/test.py: sets up what tests need, checks style and types, runs every test. Words after it go to
pytest (`-k name`, `-m "not browser"`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.environment import BIN, ROOT, node, ready, run, say, system_packages

FOR_TESTS = {
    "chromium": "chromium",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "gnome-keyring-daemon": "gnome-keyring",
    "dbus-run-session": "dbus",
    "strace": "strace",
    "import": "imagemagick",
    "fc-list": "fonts-noto-core",
}


def main() -> int:
    """Ends with pytest's own exit code, or with that of the first check that failed."""
    python = ready(["demo", "test"])
    system_packages(FOR_TESTS, what_for="the browser and keyring tests")
    say("style")
    run(BIN / "ruff", "check")
    run(BIN / "ruff", "format", "--check", "--quiet")
    say("types")
    run(BIN / "mypy")
    run(python, "scripts/write_replies.py", "--check")
    check_extension_types(python)
    say("tests")
    return subprocess.run([str(python), "-m", "pytest", *sys.argv[1:]], cwd=ROOT, check=False).returncode


def check_extension_types(python: Path) -> None:
    """`tsc --checkJs` over the extension; its compiler is a development dependency alone."""
    program, npm = node(python)
    extension = ROOT / "extension"
    compiler = extension / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.exists():
        run(*npm, "ci", "--silent", "--no-audit", "--no-fund", cwd=extension)
    run(program, compiler, "-p", extension)


if __name__ == "__main__":
    sys.exit(main())
