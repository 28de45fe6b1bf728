"""The store zips: the same bytes from the same files, nothing in them that is not the store's, and they load."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from companion.demo.browser import FLAGS
from scripts.pack_extension import EXTENSION, NOT_FOR, NotAClone, main, manifest_for, pack, shipped

MANIFEST: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))


def test_two_runs_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = pack(tmp_path / "one"), pack(tmp_path / "two")
    assert [one.name for one in first] == [
        f"eyeline-{name}-{MANIFEST['version']}.zip" for name in ("chrome", "firefox")
    ]
    assert [one.read_bytes() for one in first] == [two.read_bytes() for two in second]


def test_neither_clone_nor_umask_nor_dates_change_a_byte(tmp_path: Path) -> None:
    usual = [made.read_bytes() for made in pack(tmp_path / "usual")]
    before = os.umask(0o077)
    try:
        clone = _cloned(tmp_path / "elsewhere" / "extension")
        other = [made.read_bytes() for made in pack(tmp_path / "other", clone)]
    finally:
        os.umask(before)
    assert other == usual


def _cloned(folder: Path) -> Path:
    """The same files in another repository, with other dates and modes, and one that git does not know."""
    for name in sorted(_known(), reverse=True):
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((EXTENSION / name).read_bytes())
        copy.chmod(0o700)
        os.utime(copy, (1_000_000_000, 1_000_000_000))
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    (folder / "scratch.js").write_text("not the extension's", encoding="utf-8")
    return folder


def _known() -> list[str]:
    return subprocess.check_output(["git", "ls-files"], cwd=EXTENSION, text=True).split()


@pytest.mark.parametrize("at", [0, 1], ids=list(NOT_FOR))
def test_what_a_zip_holds(tmp_path: Path, at: int) -> None:
    with zipfile.ZipFile(pack(tmp_path)[at]) as packed:
        names = packed.namelist()
    assert names == sorted(names)
    assert {Path(name).suffix for name in names} == {".js", ".html", ".css", ".json", ".png", ".md", ".LICENSE"}
    assert [name for name in names if name.endswith(".json")] == ["manifest.json"]
    assert {"background.js", "panel/panel.html", "panel/panel.js", "vendor/lit-html.LICENSE"} <= set(names)


def test_a_manifest_is_the_folders_without_the_other_browsers_keys() -> None:
    chrome, firefox = manifest_for("chrome", MANIFEST), manifest_for("firefox", MANIFEST)
    assert set(MANIFEST) - set(chrome) == {"key", "browser_specific_settings", "sidebar_action"}
    assert chrome["background"] == {"service_worker": "background.js", "type": "module"}
    assert chrome["permissions"] == MANIFEST["permissions"]
    gone = {"key", "minimum_chrome_version", "side_panel", "externally_connectable"}
    assert set(MANIFEST) - set(firefox) == gone
    assert firefox["background"] == {"scripts": ["background.js"], "type": "module"}
    assert firefox["permissions"] == [word for word in MANIFEST["permissions"] if word != "sidePanel"]
    for own in (chrome, firefox):
        for kept in ("version", "host_permissions", "content_security_policy", "commands", "icons"):
            assert own[kept] == MANIFEST[kept]


def test_a_rule_that_is_out_of_date_is_noticed() -> None:
    with pytest.raises(KeyError, match="sidebar_action"):
        manifest_for("chrome", {key: value for key, value in MANIFEST.items() if key != "sidebar_action"})


def test_the_stores_are_told_why_of_each_permission() -> None:
    page = (EXTENSION.parent / "docs" / "store.md").read_text(encoding="utf-8")
    reasons = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", page.split("## Why each permission")[1], re.MULTILINE))
    asked = ("permissions", "host_permissions", "optional_permissions", "optional_host_permissions")
    assert set(reasons) == {word for key in asked for word in MANIFEST.get(key, [])}
    assert all(len(reason) > 40 for reason in reasons.values())


def test_the_short_description_is_the_pages_and_fits_the_stores() -> None:
    page = (EXTENSION.parent / "docs" / "store.md").read_text(encoding="utf-8")
    assert MANIFEST["description"] in " ".join(page.split())
    assert len(MANIFEST["description"]) <= 132


def test_outside_a_clone_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    shutil.copy(EXTENSION / "manifest.json", tmp_path)
    with pytest.raises(NotAClone, match="clone Eyeline"):
        shipped(tmp_path)
    monkeypatch.setattr("scripts.pack_extension.subprocess.run", _no_git)
    assert main(["--out", str(tmp_path / "out")]) == 1
    assert "Install git" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def _no_git(*_: object, **__: object) -> None:
    raise FileNotFoundError("git")


CHROME_SAYS = {
    # what the empty list is there for: no other extension may talk to ours
    "'externally_connectable' specifies neither 'matches' nor 'ids'; nothing will be able to connect",
}
COMPLAINTS = """async (id) => {  // Chromium collects them in developer mode alone, when the extension is loaded
  await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
  const loaded = new Promise((resolve) => chrome.developerPrivate.onItemStateChanged.addListener((event) => {
    if (event.item_id === id && event.event_type === "LOADED") resolve();
  }));
  await chrome.developerPrivate.reload(id, { failQuietly: true });
  await loaded;
  const told = await chrome.developerPrivate.getExtensionInfo(id);
  return [...told.manifestErrors, ...told.runtimeErrors].map((one) => one.message);
}"""


@dataclass(frozen=True)
class Loaded:
    """What Chromium shows and says of an unpacked folder."""

    panel: str
    complaints: set[str]


@pytest.mark.browser
def test_the_packed_zip_loads_in_chromium_without_a_complaint(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Debian's Chromium is not installed, and CI is set")
        pytest.skip("Debian's Chromium is not installed")
    with zipfile.ZipFile(pack(tmp_path)[0]) as packed:
        packed.extractall(tmp_path / "unpacked")
    with ThreadPoolExecutor(1) as apart:  # Playwright starts once a thread, and tests/browser keeps one running
        packed_zip = apart.submit(_load, chromium, tmp_path / "unpacked", tmp_path / "profile").result()
        folder = apart.submit(_load, chromium, EXTENSION, tmp_path / "other profile").result()
    assert "Pair this browser" in packed_zip.panel
    assert packed_zip.complaints == CHROME_SAYS
    assert folder.complaints > CHROME_SAYS  # so it would have said something


def _load(chromium: str, folder: Path, profile: Path) -> Loaded:
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as started:
        context = started.chromium.launch_persistent_context(
            profile,
            headless=True,
            executable_path=chromium,
            ignore_default_args=["--disable-extensions"],
            args=[*FLAGS, *root, f"--disable-extensions-except={folder}", f"--load-extension={folder}"],
        )
        worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
        own = worker.url.split("/")[2]
        page = context.new_page()
        page.goto("chrome://extensions")
        complaints = set(page.evaluate(COMPLAINTS, own))
        page.goto(f"chrome-extension://{own}/panel/panel.html")
        page.get_by_role("heading", level=1).wait_for()
        panel = page.inner_text("body")
        context.close()
    return Loaded(panel, complaints)
