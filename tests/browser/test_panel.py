"""The whole path: a real Chromium, the real side panel, a real companion, the demo chart."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from companion.demo.sample import Sample, samples
from companion.service import replies, requests
from companion.service.launch_replies import PairingListReply
from tests.browser.conftest import Room, pair, tail
from tests.browser.recorder import record, recorded
from tests.companion_process import CompanionProcess
from tests.panel import Panel

pytestmark = pytest.mark.browser

CATHERINE, DOMINIC, ROWAN = samples()[:3]


@pytest.fixture(scope="session")
def answers(companion: CompanionProcess) -> dict[str, replies.OverviewReply]:
    """What the companion answers about each client to another panel: what this one has to show."""
    panel = Panel(companion.port)
    panel.pair(companion.pairing_code())
    panel.begin()
    found = {}
    for sample in (CATHERINE, DOMINIC):
        page = {
            "site": "http://other.test",
            "record_number": sample.record_number,
            "name": sample.name,
            "birth_date": sample.birth_date.isoformat(),
        }
        asked = panel.ask("/v1/chart/open", **page)["result"]
        client = asked["candidates"][0]["id"]
        said = panel.ask("/v1/chart/confirm", **page, client_id=client)["result"]
        found[sample.name] = replies.ChartReply.model_validate(said).overview
    panel.http.close()
    return {name: overview for name, overview in found.items() if overview is not None}


def words_of(overview: replies.OverviewReply) -> list[str]:
    """Words that may be on screen for this client and for nobody else."""
    rows = [g.short for g in overview.goals[:3]] + [t.label for t in overview.themes[:3]]
    quotes = [s.quote for s in overview.last_time[:2]] + [
        overview.safety.source.quote if overview.safety.source else ""
    ]
    return [overview.client.initials, overview.client.record_tail, *filter(None, rows + quotes)]


def only_of(one: replies.OverviewReply, other: replies.OverviewReply) -> list[str]:
    return [word for word in words_of(one) if word not in words_of(other)]


def text_of(panel: Page) -> str:
    return str(panel.evaluate("document.documentElement.outerHTML"))


def test_pairing_on_its_own_screen(unpaired: Room) -> None:
    expect(unpaired.view("not_paired")).to_be_visible()
    unpaired.panel.get_by_label("Code").fill("ABCD-EFGH")
    unpaired.panel.get_by_label("Code").press("Enter")
    expect(unpaired.panel.get_by_role("alert")).to_contain_text("24 letters")
    wrong = unpaired.companion.pairing_code()
    unpaired.panel.get_by_label("Code").fill(wrong[:-1] + ("A" if wrong[-1] != "A" else "B"))
    unpaired.panel.get_by_role("button", name="Pair").click()
    expect(unpaired.panel.get_by_role("alert")).to_contain_text("does not fit")
    pair(unpaired.panel, unpaired.companion)
    expect(unpaired.view("no_chart")).to_be_visible()
    unpaired.panel.reload()
    expect(unpaired.view("no_chart")).to_be_visible()


def test_a_revoked_browser_is_told_so_and_pairs_again_only_when_asked_to(unpaired: Room) -> None:
    unpaired.panel.get_by_label("This browser").fill("to be revoked")
    pair(unpaired.panel, unpaired.companion)
    expect(unpaired.view("no_chart")).to_be_visible()
    unpaired.show(CATHERINE)
    listed = unpaired.companion.ask.ask("/v1/pairing/list", requests.PairingListRequest(), PairingListReply)
    pairing = next(browser.id for browser in listed.browsers if browser.name == "to be revoked")
    asked = requests.RevokeRequest(pairing=pairing)
    unpaired.companion.ask.ask("/v1/pairing/revoke", asked, PairingListReply)
    expect(unpaired.view("not_ours")).to_contain_text("does not know this browser")
    assert tail(CATHERINE) not in text_of(unpaired.panel)
    unpaired.panel.get_by_role("button", name="Pair again").click()
    expect(unpaired.view("not_paired")).to_be_visible()


def test_the_first_chart_is_confirmed_then_shown(room: Room, answers: dict[str, replies.OverviewReply]) -> None:
    room.show(CATHERINE)
    shown = answers[CATHERINE.name]
    panel = room.panel
    expect(panel.get_by_role("heading", level=1)).to_contain_text(shown.client.initials)
    rows = panel.locator("main.rest .row").all_inner_texts()
    for goal in shown.goals[:2]:
        assert any(" ".join(goal.short.split()) in " ".join(row.split()) for row in rows), goal
    for theme in shown.themes[:2]:
        assert any(theme.label in row and str(theme.session_count) in row for row in rows), theme
    room.go_home()
    room.click_client(CATHERINE)
    expect(panel.locator("main.rest")).to_be_visible()  # linked now: not asked again


def test_another_chart_blanks_the_panel_in_the_same_task(room: Room, answers: dict[str, replies.OverviewReply]) -> None:
    room.show(DOMINIC)
    room.go_home()
    room.show(CATHERINE)
    gone = only_of(answers[CATHERINE.name], answers[DOMINIC.name])
    assert any(word in text_of(room.panel) for word in gone)
    record(room.panel, gone)
    room.click_client(DOMINIC)
    seen = recorded(room.panel)
    assert seen["at_once"] == []
    assert seen["later"] == []
    assert all(frame == [] for frame in seen["frames"])
    expect(room.panel.get_by_role("heading", level=1)).to_contain_text(tail(DOMINIC))
    assert not [word for word in gone if word in text_of(room.panel)]


def test_a_banner_left_over_shows_nobody(room: Room, answers: dict[str, replies.OverviewReply]) -> None:
    """The address says one client, the banner still says the other: blank, and in two seconds why."""
    room.show(CATHERINE)
    gone = words_of(answers[CATHERINE.name])
    record(room.panel, gone)
    room.chart.evaluate("path => history.pushState(null, '', path)", f"/demo-ehr/clients/{DOMINIC.record_number}/notes")
    seen = recorded(room.panel)
    assert (seen["at_once"], seen["later"]) == ([], [])
    expect(room.view("no_chart")).to_contain_text("do not agree")
    room.chart.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    expect(room.panel.locator("[data-view=which_client], main.rest")).to_be_visible()
    assert not [word for word in only_of(answers[CATHERINE.name], answers[DOMINIC.name]) if word in text_of(room.panel)]


def test_another_name_under_the_same_address_shows_nobody_and_asks(
    room: Room, answers: dict[str, replies.OverviewReply]
) -> None:
    """The record number and the birth date are still hers: renamed, or another chart? The therapist alone can say."""
    room.show(CATHERINE)
    room.chart.locator("[data-field=name]").evaluate("(name) => { name.textContent = 'Somebody Else'; }")
    expect(room.view("which_client")).to_contain_text("name is not the one Eyeline knows")
    expect(room.panel.locator("main.rest")).to_have_count(0)
    rows = [row for row in words_of(answers[CATHERINE.name])[2:] if row in text_of(room.panel)]
    assert rows == []


def test_a_client_without_notes_and_a_page_without_chart(room: Room) -> None:
    room.click_client(ROWAN)
    expect(room.view("unknown_client")).to_be_visible()
    room.chart.goto("about:blank")
    expect(room.view("no_chart")).to_be_visible()
    room.chart.go_back()
    expect(room.view("unknown_client")).to_be_visible()


def test_another_tab_in_front_blanks_the_panel(room: Room) -> None:
    room.show(CATHERINE)
    other = room.context.new_page()
    expect(room.view("no_chart")).to_be_visible()
    assert tail(CATHERINE) not in text_of(room.panel)
    other.close()
    expect(room.panel.locator("main.rest")).to_be_visible()


def test_the_shade_takes_the_words_out_of_the_page(room: Room) -> None:
    room.show(CATHERINE)
    room.panel.locator("main.rest .row").first.focus()
    room.panel.keyboard.press("Escape")
    expect(room.view("shade")).to_be_attached()
    assert room.panel.evaluate("document.body.innerText.trim()") == ""
    assert tail(CATHERINE) not in text_of(room.panel)
    room.panel.keyboard.press("Escape")
    expect(room.panel.locator("main.rest")).to_be_visible()


def test_the_shades_command_comes_by_message(room: Room) -> None:
    """A key of the browser's cannot be pressed here; what the background page sends on it can."""
    room.show(CATHERINE)
    worker = room.context.service_workers[0] if room.context.service_workers else None
    assert worker is not None
    worker.evaluate("chrome.runtime.sendMessage({ kind: 'shade' })")
    expect(room.view("shade")).to_be_attached()
    worker.evaluate("chrome.runtime.sendMessage({ kind: 'shade' })")
    expect(room.panel.locator("main.rest")).to_be_visible()


def test_a_theme_opens_by_session_and_its_note_at_the_quote_and_escape_goes_back(
    room: Room, answers: dict[str, replies.OverviewReply]
) -> None:
    room.show(CATHERINE)
    theme = answers[CATHERINE.name].themes[0]
    source = theme.latest
    row = room.panel.locator("main.rest .row", has_text=theme.label).first
    row.click()
    expect(room.view("theme")).to_contain_text(theme.label)
    quote = room.panel.locator(f"[data-row='{source.note_id}:{source.start}:{source.end}']").first
    quote.click()
    mark = room.panel.locator("mark")
    expect(mark).to_be_in_viewport()
    assert mark.evaluate("(mark) => mark.textContent") == source.quote
    room.panel.keyboard.press("Escape")
    expect(room.view("theme")).to_be_visible()
    expect(quote).to_be_focused()
    room.panel.keyboard.press("Enter")
    expect(mark).to_be_in_viewport()
    room.panel.get_by_role("button", name="Back", exact=True).click()
    expect(quote).to_be_focused()
    room.panel.keyboard.press("Escape")
    expect(row).to_be_focused()


@pytest.mark.model
def test_echoes_of_what_is_typed(room: Room) -> None:
    room.show(CATHERINE)
    field = room.panel.get_by_label("What was said before about")
    field.fill("drinking wine in the evening")
    found = room.panel.locator(".found .row")
    expect(found.first).to_be_visible(timeout=60_000)
    assert 1 <= found.count() <= 3
    first = found.all_inner_texts()
    field.fill("her father")
    field.press("Enter")
    expect(found.first).not_to_have_text(first[0])
    found.first.click()
    expect(room.panel.locator("mark")).to_be_in_viewport()
    assert field.input_value() == "her father"
    room.panel.keyboard.press("Escape")
    field.fill("")
    expect(found).to_have_count(0)
    kept = room.panel.evaluate(
        "async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get(),"
        " Object.keys(localStorage), (await indexedDB.databases()).map((one) => one.name)])"
    )
    assert json.loads(kept) == [{}, {}, [], ["eyeline"]]


def test_locked_and_unlocked(room: Room) -> None:
    room.show(CATHERINE)
    room.companion.lock()
    expect(room.view("locked")).to_be_visible()
    assert tail(CATHERINE) not in text_of(room.panel)
    room.companion.unlock()
    expect(room.panel.locator("main.rest")).to_be_visible()


def test_a_companion_that_is_killed_takes_its_words_along_and_comes_back(room: Room) -> None:
    room.show(CATHERINE)
    room.companion.kill()
    expect(room.view("not_running")).to_be_visible(timeout=2000)
    assert tail(CATHERINE) not in text_of(room.panel)
    room.companion.start()
    expect(room.panel.locator("main.rest")).to_be_visible(timeout=30_000)


@contextmanager
def squatter(port: int) -> Iterator[list[str]]:
    """Another program on the companion's port, which answers as well as it can."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["content-length"])).decode())
            body = json.dumps({"session": "A" * 22, "nonce": "A" * 22, "proof": "A" * 43}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield heard
    server.shutdown()
    server.server_close()


def test_another_program_on_the_port_learns_nothing(room: Room) -> None:
    room.show(CATHERINE)
    room.companion.stop()
    with squatter(room.companion.port) as heard:
        expect(room.view("not_ours")).to_contain_text("Another program")
        assert tail(CATHERINE) not in text_of(room.panel)
        sealed = [body for body in heard if body.count(".") == 4]  # sent before the panel saw that the line was cut
        plain = [json.loads(body) for body in heard if body not in sealed]
        assert plain
        assert all(set(body) == {"pairing", "nonce"} for body in plain)
    room.companion.start()
    expect(room.panel.locator("main.rest")).to_be_visible(timeout=30_000)


def test_the_panel_can_reach_nothing_but_loopback(room: Room) -> None:
    blocked = room.panel.evaluate(
        "async () => { try { await fetch('https://example.com/'); return 'reached'; } catch (e) { return String(e); } }"
    )
    assert re.search("Failed to fetch|Refused|violates", blocked)
    refused = room.panel.evaluate(
        "new Promise((resolve) => { addEventListener('securitypolicyviolation', (e) => resolve(e.violatedDirective));"
        " fetch('https://example.com/').catch(() => 0); })"
    )
    assert refused == "connect-src"


def test_a_sample_can_be_told_from_a_client(room: Room, answers: dict[str, replies.OverviewReply]) -> None:
    room.show(CATHERINE)
    shown: Sample = CATHERINE
    marked = room.panel.locator(".sample").count()
    assert marked == int(answers[shown.name].client.invented)
