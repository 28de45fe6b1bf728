"""python3 scripts/test.py: sets up what tests need, checks style and types, runs every test.

`--long` runs the long forms of some suites too (minutes each); `--trust` runs what the promises rest on, in its long
form, and prints a table of what was tried. Other words go to pytest (`-k name`; `-n 0` for one at a time).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.environment import BIN, ROOT, node, node_packages, ready, run, say, system_packages

FOR_TESTS = {
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openssl": "openssl",
    "gnome-keyring-daemon": "gnome-keyring",
    "dbus-run-session": "dbus",
    "strace": "strace",
    "import": "imagemagick",
    "fc-list": "fonts-noto-core",
    "/usr/lib/python3/dist-packages/gi": "python3-gi",
    "/usr/share/doc/gir1.2-gtk-3.0": "gir1.2-gtk-3.0",
    "/usr/share/doc/gir1.2-webkit2-4.1": "gir1.2-webkit2-4.1",
}


def main() -> int:
    """Ends with pytest's own exit code, or with that of the first check that failed."""
    python = ready(["demo", "test"])
    system_packages(FOR_TESTS, what_for="the browser, window and keyring tests")
    say("style")
    run(BIN / "ruff", "check")
    run(BIN / "ruff", "format", "--check", "--quiet")
    say("types")
    run(BIN / "mypy")
    run(python, "scripts/write_replies.py", "--check")
    check_extension(python)
    say("tests")
    command = [str(python), "-m", "pytest", *words_for_pytest(sys.argv[1:])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def words_for_pytest(words: list[str]) -> list[str]:
    """Ours put into its own. Two at once: a file's tests share what they set up, and stay together; the long suites
    are shared out test by test."""
    shared = "worksteal" if "--trust" in words else "loadfile"
    marked = {"--long": ["-m", "long or not long"], "--trust": ["-m", "trust", "--timeout", "3000"]}
    return ["-n", "2", "--dist", shared, *(each for word in words for each in marked.get(word, [word]))]


def check_extension(python: Path) -> None:
    """`tsc --checkJs` over the extension and the window's pages, and web-ext for the tests: development dependencies
    alone."""
    program, _ = node(python)
    extension = node_packages(python, ROOT / "extension")
    for made_by_others in (ROOT / "tests" / "extension" / "lint", ROOT / "tests" / "ehr" / "parts"):
        node_packages(python, made_by_others)
    for pages in (ROOT / "extension", ROOT / "companion" / "window"):
        run(program, extension / "typescript" / "bin" / "tsc", "-p", pages)


if __name__ == "__main__":
    sys.exit(main())
