"""Every page of the window, in both sizes and both colours, into docs/window: one sheet a page, at half its size."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from companion.demo.sample import samples
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from scripts.environment import ROOT
from scripts.generated import add_client
from tests.service.conftest import serving
from tests.window.conftest import BRIDGE
from tests.window.gallery import PAGES

FOLDER = ROOT / "docs" / "window"
HEAD = ROOT / "docs" / "client.png"
"""The picture in the README."""
SMALL = ["-dither", "None", "-colors", "160", "-strip", "-define", "png:exclude-chunks=date,time"]
SIZES = ((1280, 800), (900, 600))
SCHEMES = ("light", "dark")
NOTES = 300
NO_PLACE = (
    "for (const one of document.querySelectorAll('.facts dd')) if (/^[/]/.test(one.textContent)) one.textContent = '…'"
)
"""Where this computer put the vault is in no picture."""


def found(page: Page) -> None:
    """A search needs the model, which the tests' companion does without."""
    PAGES["search"](page)
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").fill("afraid of making mistakes at work")
    page.locator(".hit").first.click()
    page.locator(".note mark").wait_for()


ALL = {**PAGES, "found": found}


def window_pictures(browser: Browser, scratch: Path) -> int:
    """How many pages were drawn, with a sample client and a generated one of `NOTES` notes."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with open_window(browser, scratch / "vault") as page:
        for name in ALL:
            sheet(name, pictures(page, name, scratch))
    subprocess.run(["convert", scratch / "client-light-1280.png", *SMALL, f"PNG8:{HEAD}"], check=True)
    (FOLDER / "README.md").write_text(listing(), encoding="utf-8")
    return len(ALL)


@contextmanager
def open_window(browser: Browser, folder: Path) -> Iterator[Page]:
    with Vault.temporary(folder) as vault:
        workspace = Workspace(vault, Embedder())
        sample = samples()[0]
        client = sample.add_to(vault)
        list(workspace.import_path(client.id, sample.notes, "record"))
        add_client(workspace, 7, NOTES)
        workspace.embedder.load()
        while workspace.read_some(client.id):
            pass
        for _ in workspace.read_meanings(client.id):
            pass
        with serving(workspace) as running:
            key = base64.urlsafe_b64encode(running.launch_key).rstrip(b"=").decode("ascii")
            answers = {"launch": {"port": running.port, "key": key}}
            page = browser.new_page(locale="en-US")
            page.add_init_script(f"({BRIDGE})({json.dumps(answers)})")
            page.goto(f"http://127.0.0.1:{running.port}/")
            page.locator(".client").first.wait_for()
            yield page
            page.close()


def pictures(page: Page, name: str, scratch: Path) -> list[Path]:
    """The four of one page, in the sheet's order."""
    made = []
    for scheme in SCHEMES:
        for width, height in SIZES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": height})
            ALL[name](page)
            page.evaluate(NO_PLACE)
            page.mouse.move(2, height - 2)
            made.append(scratch / f"{name}-{scheme}-{width}.png")
            page.screenshot(path=made[-1])
    return made


def sheet(name: str, four: list[Path]) -> None:
    """Two rows on grey, in 160 colours and without a date, so that an unchanged page is an unchanged file."""
    half: list[str | Path] = ["-resize", "50%", "-background", "#9a9a9a", "-bordercolor", "#9a9a9a", "-border", "6"]
    rows: list[list[str | Path]] = [["(", *four[at : at + 2], *half, "+append", ")"] for at in (0, 2)]
    whole = ["-background", "#9a9a9a", "-append", *SMALL, f"PNG8:{FOLDER / name}.png"]
    subprocess.run(["convert", *rows[0], *rows[1], *whole], check=True)


def listing() -> str:
    told = "1280 x 800 and 900 x 600, light, then dark, drawn by scripts/screenshots.py with invented clients."
    lines = ["# Every page of the window", "", told, ""]
    for name in ALL:
        lines += [f"## {name.replace('_', ' ')}", "", f"![{name}]({name}.png)", ""]
    return "\n".join(lines)
