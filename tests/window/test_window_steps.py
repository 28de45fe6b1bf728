"""The window's pages in Chromium: first run, bringing notes in, locking; every step by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from companion.record import Client
from companion.service.state import Running
from tests.axe import violations
from tests.panel import Panel
from tests.window.conftest import Open

pytestmark = pytest.mark.browser

PASSPHRASE = "correct horse battery staple"


def view(page: Page, name: str) -> None:
    expect(page.locator(f"[data-view={name}]")).to_be_visible()


def choose_passphrase(page: Page, passphrase: str, again: str) -> None:
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_label("The same again").fill(again)
    page.keyboard.press("Enter")


def type_groups(page: Page, wrong: bool = False) -> None:
    view(page, "recovery")
    groups = [one.split()[1] for one in page.locator(".key li").all_inner_texts()]
    for field in page.locator("form input").all():
        number = int(re.findall(r"\d+", field.evaluate("one => one.labels[0].innerText"))[0])
        field.fill("AAAAA" if wrong else groups[number - 1].lower())
    page.keyboard.press("Enter")


def to_the_first_page(page: Page) -> None:
    view(page, "welcome")
    page.keyboard.press("Enter")
    choose_passphrase(page, PASSPHRASE, PASSPHRASE)
    view(page, "recovery")
    type_groups(page)
    view(page, "keyring")
    page.keyboard.press("Enter")
    expect(page.locator("output.code")).to_be_visible()
    page.get_by_role("button", name="Go on to your notes").click()
    view(page, "bring_in")


def folder_of(place: Path, count: int) -> Path:
    folder = place / "notes"
    folder.mkdir()
    for n in range(count):
        words = f"Session {n}. He slept {n} hours and called his aunt about matter {n}."
        (folder / f"{n:04}_2024-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}_progress.txt").write_text(words)
    return folder


def test_window_first_run_by_keyboard_alone(open_page: Open, unmade: Running) -> None:
    page = open_page(unmade.port, unmade.launch_key)
    view(page, "welcome")
    assert violations(page) == []
    page.keyboard.press("Enter")
    view(page, "passphrase")
    choose_passphrase(page, "short", "short")
    expect(page.get_by_role("alert")).to_contain_text("at least 12")
    choose_passphrase(page, PASSPHRASE, PASSPHRASE + "r")
    expect(page.get_by_role("alert")).to_contain_text("not the same")
    assert violations(page) == []
    assert unmade.workspace.vault.locked
    choose_passphrase(page, PASSPHRASE, PASSPHRASE)
    view(page, "recovery")
    assert violations(page) == []
    key = "-".join(one.split()[1] for one in page.locator(".key li").all_inner_texts())
    type_groups(page, wrong=True)
    expect(page.get_by_role("alert")).to_contain_text("Compare it with your copy")
    type_groups(page)
    view(page, "keyring")
    assert key not in page.content()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("output.code")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    panel = Panel(unmade.port)
    panel.pair(page.evaluate("navigator.clipboard.readText()"))
    panel.http.close()
    page.get_by_role("button", name="Go on to your notes").click()
    view(page, "bring_in")
    unmade.lock()
    view(page, "unlock")
    page.get_by_label("Recovery key", exact=True).check()
    page.get_by_label("Passphrase, or the recovery key").fill(key)
    page.keyboard.press("Enter")
    view(page, "bring_in")
    page.keyboard.press("Control+4")
    expect(page.get_by_text("test browser")).to_be_visible()
    page.get_by_role("button", name="End pairing of test browser").click()
    expect(page.get_by_text("No browser is paired yet")).to_be_visible()
    assert violations(page) == []


def test_window_keyring_that_is_not_there_is_told(
    open_page: Open, unmade: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    page = open_page(unmade.port, unmade.launch_key)
    view(page, "welcome")
    page.keyboard.press("Enter")
    choose_passphrase(page, PASSPHRASE, PASSPHRASE)
    type_groups(page)
    page.get_by_role("button", name="Yes, open after login").click()
    expect(page.get_by_role("alert")).to_contain_text("passphrase opens as before")
    assert not unmade.workspace.vault.in_keyring


def test_window_brings_notes_in_with_a_verdict_each(open_page: Open, unmade: Running, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 12)
    (folder / "empty.txt").write_text("")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    page = open_page(unmade.port, unmade.launch_key, folder)
    to_the_first_page(page)
    page.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a folder or a file")
    page.get_by_role("button", name="Choose a folder").click()
    expect(page.get_by_label("or type where they are")).to_have_value(str(folder))
    page.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("whose notes")
    page.get_by_label("Name").fill("Kim Muster")
    page.get_by_label("Record number").fill("77-1234")
    page.get_by_label("Birth date").fill("1990-02-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("what kind of notes")
    assert unmade.workspace.vault.clients() == [], "nobody is made before all is said"
    page.get_by_label("Psychotherapy notes").check()
    assert violations(page) == []
    page.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_role("heading", name="Kim Muster: all files have their verdict")).to_be_visible()
    assert page.locator("tr[data-verdict=imported]").count() == 12
    assert page.locator("tr[data-verdict=refused]").count() >= 1
    expect(page.get_by_text(re.compile(r"Being read in the background: \d+ passages left")).first).to_be_visible()
    assert violations(page) == []
    (client,) = unmade.workspace.vault.clients()
    notes = unmade.workspace.vault.open_client(client.id).notes()
    assert {note.note_class for note in notes} == {"psychotherapy"}
    page.get_by_role("button", name="Bring in more").click()
    page.get_by_label("Client").select_option(label="Kim Muster · 1234 · 1 Feb 1990")
    page.get_by_label("or type where they are").fill(str(tmp_path / "nowhere"))
    page.get_by_label("The record").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    page.get_by_label("or type where they are").fill(str(folder))
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-verdict=already_here]")).to_have_count(12)


def test_window_import_of_many_is_paused_and_cancelled(open_page: Open, unmade: Running, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 400)
    page = open_page(unmade.port, unmade.launch_key, folder)
    to_the_first_page(page)
    page.get_by_role("button", name="Choose a folder").click()
    page.get_by_label("Name").fill("Kim Muster")
    page.get_by_label("The record").check()
    page.get_by_role("button", name="Bring in", exact=True).click()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Kim Muster: paused")).to_be_visible()
    page.keyboard.press("Control+2")
    view(page, "search")
    expect(page.get_by_text("of 400 files in")).to_be_visible()
    page.keyboard.press("Control+3")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("heading", name="Kim Muster: coming in")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Kim Muster: cancelled")).to_be_visible()
    count = page.locator(".count").inner_text()
    (client,) = unmade.workspace.vault.clients()
    kept = unmade.workspace.vault.open_client(client.id).notes()
    assert 0 < len(kept) < 400
    assert re.search(rf", {len(kept)} notes?$", count)
    for note in kept:
        assert note.text == (folder / note.source_name).read_text()


def test_window_goes_blank_where_it_was_locked_from_elsewhere(open_page: Open, unmade: Running, tmp_path: Path) -> None:
    page = open_page(unmade.port, unmade.launch_key, folder_of(tmp_path, 3))
    to_the_first_page(page)
    page.get_by_role("button", name="Choose a folder").click()
    page.get_by_label("Name").fill("Kim Muster")
    page.get_by_label("The record").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kim Muster")).to_be_visible()
    page.keyboard.press("Control+l")
    view(page, "unlock")
    assert "Kim" not in page.content()
    page.get_by_label("Passphrase, or the recovery key").fill("not the passphrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not open this vault")
    assert violations(page) == []
    page.get_by_label("Passphrase, or the recovery key").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    view(page, "clients")
    page.keyboard.press("Control+2")
    page.get_by_role("searchbox").fill("slept badly")
    expect(page.get_by_role("status").last).to_contain_text("loading its search model")
    unmade.lock()
    view(page, "unlock")
    assert "slept" not in page.content()


def test_window_shade_takes_the_text_out_of_the_page_and_comes_back(
    open_page: Open, made: tuple[Running, list[Client]]
) -> None:
    running, _ = made
    page = open_page(running.port, running.launch_key)
    page.locator(".client").first.click()
    expect(page.locator(".notes li")).to_have_count(1)
    page.locator(".notes button").first.press("Enter")
    expect(page.locator("aside .text")).to_contain_text("slept badly")
    page.keyboard.press("Alt+Shift+KeyH")
    assert page.locator("body").inner_text().strip() == "", "in this very frame"
    assert "Kim" not in page.content()
    assert [rule for rule, *_ in violations(page)] == ["page-has-heading-one"], "it has no words, as in the panel"
    page.keyboard.press("Control+1")
    page.keyboard.press("Tab")
    expect(page.locator("[data-view=shade]")).to_be_attached()
    page.keyboard.press("Alt+Shift+KeyH")
    expect(page.locator("aside .text")).to_contain_text("slept badly")
    page.keyboard.press("Control+1")
    expect(page.locator(".client").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-view=shade]")).to_be_attached()
    assert "Kim" not in page.content()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("button", name="Cover").press("Enter")
    expect(page.locator("[data-view=shade]")).to_be_attached()
    running.lock()
    view(page, "unlock")
