"""Living with the window: one of it, a PIN after a lock, started with the login where asked, left out of captures where
the system does that."""

from __future__ import annotations

import ctypes
import plistlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from companion.errors import EyelineError
from companion.login_start import desktop_entry, launch_agent, start_at_login, starts_at_login
from companion.record import Client
from companion.service.one_window import OneWindow
from companion.service.state import Running
from companion.vault import keyring_secret
from companion.window.capture import EXCLUDE, exclude_from_capture
from tests.axe import violations
from tests.importing import import_file
from tests.vault.keyrings import MemoryKeyring
from tests.window.conftest import Open

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's configuration, for the test alone."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield tmp_path / "config"


def test_window_starts_with_the_login_where_asked(config: Path, tmp_path: Path) -> None:
    place = config / "autostart" / "eyeline.desktop"
    assert not starts_at_login()
    start_at_login(tmp_path, True)
    assert starts_at_login()
    lines = place.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert f'Exec="{sys.executable}" "-m" "companion" "window" "--data" "{tmp_path}"' in lines
    (place.parent / "another.desktop").write_text("")
    start_at_login(tmp_path, False)
    start_at_login(tmp_path, False)
    assert [path.name for path in place.parent.iterdir()] == ["another.desktop"]


def test_window_login_start_quotes_any_folder() -> None:
    said = desktop_entry(["/opt/a b/python", 'we"ird $HOME `x` 100% back\\slash']).decode()
    (run,) = [line.removeprefix("Exec=") for line in said.splitlines() if line.startswith("Exec=")]
    value = run.replace("%%", "%").replace("\\\\", "\\")  # as a reader of the file undoes it, before the quotes
    assert value == '"/opt/a b/python" "we\\"ird \\$HOME \\`x\\` 100% back\\\\slash"'
    agent = plistlib.loads(launch_agent(["/a b/python", "-m", "companion"]))
    assert agent == {"Label": "eyeline", "ProgramArguments": ["/a b/python", "-m", "companion"], "RunAtLoad": True}


def test_window_login_start_that_cannot_be_written_is_told(config: Path, tmp_path: Path) -> None:
    config.write_text("not a folder")
    with pytest.raises(EyelineError, match="could not be changed"):
        start_at_login(tmp_path, True)
    assert config.read_text() == "not a folder"


def test_window_that_is_open_is_brought_to_the_front_and_one_that_is_not_is_not_waited_for() -> None:
    asked = threading.Event()
    window = OneWindow(asked.set)
    assert not window.bring_to_front()
    assert not asked.is_set()

    def page() -> None:
        assert asked.wait(10)
        window.raised()

    listening = threading.Thread(target=page)
    with window.listens():
        listening.start()
        assert window.bring_to_front()
        listening.join()
    assert not window.bring_to_front()


def test_window_asks_windows_to_leave_it_out_of_captures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The call as documented, to a stand-in for the system: nobody here has Windows."""
    asked: list[tuple[int, int]] = []

    def answer(handle: int, affinity: int) -> int:
        asked.append((handle, affinity))
        return 1

    window = SimpleNamespace(native=SimpleNamespace(Handle=SimpleNamespace(ToInt32=lambda: 4711)))
    assert not exclude_from_capture(window), "no such thing on this system"
    monkeypatch.setattr(sys, "platform", "win32")
    user32 = SimpleNamespace(SetWindowDisplayAffinity=answer)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    assert exclude_from_capture(window)
    assert asked == [(4711, EXCLUDE)]


@pytest.mark.browser
def test_window_settings_of_opening_and_of_what_is_shown(
    open_page: Open, made: tuple[Running, list[Client]], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, (kim, _) = made
    keyring = MemoryKeyring()
    monkeypatch.setattr(keyring_secret, "_backend", lambda: keyring)
    import_file(running.workspace, kim.id, "2024-02-02_progress.txt", b"She told a dream.", "psychotherapy")
    page = open_page(running.port, running.launch_key)
    expect(page.locator(".client").first).to_contain_text("2 notes")
    page.keyboard.press("Control+4")
    page.get_by_role("button", name="Start with the login", exact=True).click()
    expect(page.get_by_role("button", name="Do not start with the login")).to_be_focused()
    assert starts_at_login()
    page.get_by_label("Psychotherapy notes").uncheck()
    expect(page.get_by_label("Psychotherapy notes")).to_be_enabled()
    assert violations(page) == []
    page.keyboard.press("Control+1")
    expect(page.locator(".client").first).to_contain_text("1 note")
    page.keyboard.press("Control+4")
    page.get_by_text("Set a PIN for after a lock").press("Enter")
    page.get_by_role("textbox", name="PIN").fill("12")
    page.get_by_role("textbox", name="Passphrase").fill(PASSPHRASE)
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert running.workspace.vault.ways_in.pin.tries == 0
    page.get_by_role("textbox", name="Passphrase").fill(PASSPHRASE)
    page.get_by_role("textbox", name="PIN").fill("2580")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A PIN is set: 5 tries")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Control+l")
    expect(page.get_by_label("PIN", exact=True)).to_be_checked()
    page.get_by_label("PIN, passphrase or recovery key").fill("1111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("4 tries")
    assert violations(page) == []
    page.get_by_label("PIN, passphrase or recovery key").fill("2580")
    page.keyboard.press("Enter")
    expect(page.locator(".client").first).to_be_visible()
    page.keyboard.press("Control+4")
    page.get_by_role("button", name="Remove the PIN").click()
    expect(page.get_by_text("Set a PIN for after a lock")).to_be_visible()
