""".venv/bin/python scripts/screenshots.py: every state of the panel, in both sizes and both colours, into docs/states,
and every page of the window into docs/window (`--window`: these alone).

One sheet a state: 252 x 600 (Firefox's sidebar) and 360 x 665 (Chromium's side panel), light, then dark. Drawn by the
extension's own files from tests/browser/gallery.py, with invented words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, sync_playwright

from scripts.environment import ROOT
from scripts.window_pictures import FOLDER as WINDOW
from scripts.window_pictures import window_pictures
from tests.browser.gallery import STATES
from tests.browser.shown import draw, open_views

FOLDER = ROOT / "docs" / "states"
SIZES = ((252, 600), (360, 665))
SCHEMES = ("light", "dark")


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None or shutil.which("montage") is None:
        print("Debian's chromium and imagemagick are missing; scripts/test.py installs them.")
        return 1
    args = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=chromium, args=args)
        if "--window" not in sys.argv:
            panel_pictures(browser, Path(scratch))
        pages = window_pictures(browser, Path(scratch))
        browser.close()
    print(f"{pages} pages in {WINDOW.relative_to(ROOT)}")
    return 0


def panel_pictures(browser: Browser, scratch: Path) -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name in STATES:
        sheet(name, pictures(browser, name, scratch))
    (FOLDER / "README.md").write_text(listing(), encoding="utf-8")
    print(f"{len(STATES)} states in {FOLDER.relative_to(ROOT)}")


def pictures(browser: Browser, name: str, scratch: Path) -> list[Path]:
    """The four of one state, in the sheet's order."""
    made = []
    for scheme in SCHEMES:
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            open_views(page)
            draw(page, STATES[name])
            made.append(scratch / f"{name}-{scheme}-{width}.png")
            page.screenshot(path=made[-1])
            page.close()
    return made


def sheet(name: str, four: list[Path]) -> None:
    """Side by side on grey, in 64 colours and without a date, so that an unchanged state is an unchanged file."""
    look = ["-tile", "4x1", "-gravity", "north", "-geometry", "+8+8", "-background", "#9a9a9a"]
    small = ["-dither", "None", "-colors", "64", "-strip", "-define", "png:exclude-chunks=date,time"]
    subprocess.run(["montage", *four, *look, *small, f"PNG8:{FOLDER / name}.png"], check=True)


def listing() -> str:
    lines = ["# Every state of the panel", "", *(__doc__ or "").split("\n\n", 1)[1].splitlines(), ""]
    for name in STATES:
        lines += [f"## {name.replace('_', ' ')}", "", f"![{name}]({name}.png)", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
