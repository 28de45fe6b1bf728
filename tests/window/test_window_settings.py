"""What is set and kept beside the clients: the sample caseload, kept searches, an end to everything; each error says
what to do and changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import expect

from companion.demo.sample import samples
from companion.errors import BadRequest, Locked, NotFound
from companion.record import Client
from companion.saved_searches import AT_MOST, SETTING, saved_searches
from companion.service import launch_routes, present, requests, settings_routes, window_requests
from companion.service.sessions import Session
from companion.service.state import Running
from companion.service.window_replies import SavedSearchesReply
from companion.vault import Vault
from tests.axe import violations
from tests.importing import import_file
from tests.panel import Panel
from tests.window.conftest import Open

NOBODY = cast(Session, None)  # these routes ask nothing of the session: the table says who may call them
PASSPHRASE = "correct horse battery staple"


def save(running: Running, words: str, client_id: str | None = None) -> SavedSearchesReply:
    asked = window_requests.SaveSearchRequest(words=words, client_id=client_id, kinds=["plan"])
    return settings_routes.search_save(running, NOBODY, asked)


def words_of(reply: SavedSearchesReply) -> list[str]:
    return [one.words for one in reply.searches]


def test_window_searches_are_kept_encrypted_and_let_go(made: tuple[Running, list[Client]]) -> None:
    running, (kim, _) = made
    vault = running.workspace.vault
    save(running, "the zebra marmalade umbrella")
    kept = save(running, "  sleep  and work ", kim.id)
    assert words_of(kept) == ["sleep and work", "the zebra marmalade umbrella"]
    assert (kept.searches[0].client, kept.searches[0].kinds) == (present.client_card(kim), ["plan"])
    assert words_of(save(running, "the zebra marmalade umbrella")) == ["the zebra marmalade umbrella", "sleep and work"]
    on_disk = b"".join(path.read_bytes() for path in vault.folder.rglob("*") if path.is_file())
    assert b"zebra" not in on_disk
    gone = window_requests.ForgetSearchRequest(search=kept.searches[0].id)
    assert words_of(settings_routes.search_forget(running, NOBODY, gone)) == ["the zebra marmalade umbrella"]
    with pytest.raises(NotFound):
        settings_routes.search_forget(running, NOBODY, gone)
    save(running, "of somebody who goes", kim.id)
    running.remove_client(kim.id)
    listed = settings_routes.search_list(running, NOBODY, window_requests.SavedSearchesRequest())
    assert words_of(listed) == ["the zebra marmalade umbrella"]


def test_window_kept_searches_stay_a_list_to_choose_from(made: tuple[Running, list[Client]]) -> None:
    running, _ = made
    for number in range(AT_MOST):
        save(running, f"search {number}")
    with pytest.raises(BadRequest, match="Let one go first"):
        save(running, "one more")
    assert len(save(running, "search 7").searches) == AT_MOST, "the same again is one"
    running.workspace.vault.set_setting(SETTING, '[{"from": "another version"}]')
    assert saved_searches(running.workspace.vault) == ()


def test_window_about_says_what_this_eyeline_is(made: tuple[Running, list[Client]]) -> None:
    running, _ = made
    asked = window_requests.AboutEyelineRequest()
    about = settings_routes.about(running, NOBODY, asked)
    assert (about.clients, about.sample_clients, about.model_ready, about.lock_after) == (2, 0, False, 30)
    assert Path(about.data_folder) == running.workspace.vault.folder
    running.lock()
    with pytest.raises(Locked):
        settings_routes.about(running, NOBODY, asked)


def test_window_wipe_wants_its_words_and_leaves_a_first_run(made: tuple[Running, list[Client]]) -> None:
    running, (kim, _) = made
    vault = running.workspace.vault
    panel = Panel(running.port)
    panel.pair(running.desk.show_code(running.port))
    panel.begin()
    with pytest.raises(BadRequest, match="type: delete everything"):
        settings_routes.wipe(running, NOBODY, window_requests.WipeRequest(typed="delete"))
    assert vault.client(kim.id) == kim
    state = settings_routes.wipe(running, NOBODY, window_requests.WipeRequest(typed=" Delete  Everything "))
    assert (state.made, state.locked) == (False, True)
    assert [path.name for path in vault.folder.rglob("*") if path.is_file()] == ["vault.lock"]
    assert not Vault.exists(vault.folder)
    assert panel.post("/v1/status", panel.sealed("/v1/status", {})).status_code == 403
    panel.http.close()
    with pytest.raises(Locked):
        settings_routes.wipe(running, NOBODY, window_requests.WipeRequest(typed="delete everything"))
    running.make_vault(PASSPHRASE)
    assert vault.clients() == []


def test_window_removed_client_is_held_nowhere(made: tuple[Running, list[Client]]) -> None:
    running, (kim, lee) = made
    running.reading.add(kim.id)
    running.workspace.overview(kim.id)
    running.remove_client(kim.id)
    assert running.reading.passages_waiting == 0
    assert running.workspace.vault.clients() == [lee]
    assert running.workspace.vault.audit.rows(kim.id)[-1].action == "delete_client"
    assert kim.id not in running.workspace._overviews._held
    with pytest.raises(NotFound):
        running.workspace.overview(kim.id)


def test_window_sample_comes_in_marked_and_goes_with_one_action(made: tuple[Running, list[Client]]) -> None:
    running, real = made
    running.samples = samples()[:1]
    asked = window_requests.SampleRequest()
    said = settings_routes.sample_start(running, NOBODY, asked)
    assert (said.client.invented, said.left) == (True, 0)
    running.imports.job.wait()
    status = launch_routes.import_status(running, NOBODY, requests.ImportStatusRequest())
    assert (status.state, status.files) == ("done", status.files_done)
    with pytest.raises(NotFound, match="here already"):
        settings_routes.sample_start(running, NOBODY, asked)
    left = settings_routes.sample_remove(running, NOBODY, asked)
    assert [client.id for client in left.clients] == [client.id for client in real]


@pytest.mark.browser
def test_window_sample_is_played_with_and_everything_deleted(open_page: Open, unmade: Running) -> None:
    unmade.samples = samples()[:1]
    unmade.make_vault(PASSPHRASE)
    page = open_page(unmade.port, unmade.launch_key)
    expect(page.get_by_text("Only looking?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Bring in the sample caseload").click()
    row = page.locator(".client")
    expect(row).to_contain_text(samples()[0].name, timeout=30_000)
    expect(row).to_contain_text("sample")
    page.keyboard.press("Control+4")
    expect(page.get_by_text("1 invented client is here")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Remove the sample caseload").click()
    expect(page.get_by_role("button", name="Bring in the sample caseload")).to_be_visible()
    assert unmade.workspace.vault.clients() == []
    page.get_by_label("To go on, type").fill("delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was deleted")
    page.get_by_label("To go on, type").fill("delete everything")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Set it up")).to_be_focused()
    assert not unmade.workspace.vault.made


@pytest.mark.browser
def test_window_record_is_backed_up_written_out_and_deleted(
    open_page: Open, made: tuple[Running, list[Client]], tmp_path: Path
) -> None:
    running, (kim, lee) = made
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    page = open_page(running.port, running.launch_key, folder)
    page.locator(".client").first.click()
    page.get_by_text("Write out or delete this record").click()
    page.get_by_role("button", name="Choose a folder and write it").click()
    expect(page.locator(".record [role=status]")).to_contain_text("Written:")
    assert any("Kim Muster slept badly." in path.read_text() for path in folder.iterdir())
    page.get_by_label("To delete this client").fill("Kim")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("type: Kim Muster")
    assert violations(page) == []
    page.keyboard.press("Control+4")
    page.get_by_role("combobox", name="Lock by itself").select_option("10")
    expect(page.get_by_role("combobox", name="Lock by itself")).to_be_enabled()
    page.get_by_role("button", name="Choose a folder and back up").click()
    expect(page.get_by_text(f"2 clients, 2 notes, read back and compared: {folder}")).to_be_visible()
    page.get_by_role("button", name="Show the last 200").click()
    expect(page.get_by_text("Every row is as it was written, and 1 backup agrees.")).to_be_visible()
    expect(page.get_by_role("group", name="Rows of the audit")).to_contain_text("export")
    assert violations(page) == []
    page.keyboard.press("Control+1")
    page.locator(".client").first.click()
    page.get_by_text("Write out or delete this record").click()
    page.get_by_label("To delete this client").fill("kim muster")
    page.keyboard.press("Enter")
    expect(page.locator(".client")).to_have_count(1)
    assert running.workspace.vault.clients() == [lee]
    assert kim.id not in running.workspace._overviews._held
    assert running.lock_after() == 10


@pytest.mark.browser
def test_window_note_is_deleted_after_one_plain_question(open_page: Open, made: tuple[Running, list[Client]]) -> None:
    running, (kim, lee) = made
    import_file(running.workspace, kim.id, "2024-02-02_progress.txt", b"Kim walked by the river.", "record")
    page = open_page(running.port, running.launch_key)
    page.locator(".client").first.click()
    page.locator(".notes button").first.press("Enter")
    expect(page.locator("aside .text")).to_have_text("Kim walked by the river.")
    page.get_by_text("Delete this note", exact=True).press("Enter")
    expect(page.get_by_text("no backup brings it back")).to_be_visible()
    assert violations(page) == []
    file = running.workspace.vault.open_client(kim.id)
    assert file.note_count() == 2, "nothing is gone before it is said"
    page.get_by_role("button", name="Delete this note for good").press("Enter")
    expect(page.locator("aside")).to_have_count(0)
    expect(page.locator(".notes li")).to_have_count(1)
    assert [note.text for note in file.notes()] == ["Kim Muster slept badly."]
    assert running.workspace.vault.open_client(lee.id).note_count() == 1
    assert "river" not in page.content()


def test_window_pure_modules() -> None:
    node = shutil.which("node")
    if node is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("node is not installed")
    tests = [str(path) for path in sorted(Path(__file__).parent.glob("*.test.js"))]
    done = subprocess.run([str(node), "--test", *tests], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
