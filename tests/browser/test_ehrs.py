"""The fixture EHRs are what they are said to be: without that, a test of the panel beside them would prove little."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from companion.demo.browser import FLAGS
from companion.demo.sample import samples
from tests.browser.ehrs import KINDS, OTHERS, Ehr, Person, serve_ehr

pytestmark = pytest.mark.browser

PEOPLE = [Person(sample.name, sample.birth_date, sample.record_number) for sample in samples()]
CATHERINE, DOMINIC = PEOPLE[:2]
Serve = Callable[[str], Ehr]


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Debian's Chromium is not installed, and CI is set")
        pytest.skip("Debian's Chromium is not installed")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(headless=True, executable_path=path, args=[*FLAGS, *root])
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that must raise no error, and ask nothing of anybody but this machine."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    context.on("request", lambda asked: None if _is_here(asked.url) else wrong.append(asked.url))
    yield opened
    context.close()
    assert wrong == []


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "about", "blob") or parts.hostname == "127.0.0.1"


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """One running EHR of each make."""
    running: dict[str, Ehr] = {}

    def start(kind: str) -> Ehr:
        if kind not in running:
            running[kind] = serve_ehr(kind, PEOPLE)
        running[kind].delay_ms = 30
        return running[kind]

    yield start
    for ehr in running.values():
        ehr.close()


def banner(page: Page, kind: str) -> Locator:
    """Where each make says whose chart is open."""
    return page.locator(
        {
            "history": "[aria-label='patient banner']",
            "hash_tabs": ".pane.active .patient-strip",
            "server_rendered": "#ctl00_PatientHeader",
            "shadow": "pl-client-bar",
            "medplum": ".InfoBar_root",
        }[kind]
    )


SAID = {
    "history": ["Catherine Lindqvist", "MRN 20-4471", "Born: 17-Apr-1982 ("],
    "hash_tabs": ["Catherine Lindqvist", "DOB 04/17/1982", "Chart # 20-4471"],
    "server_rendered": ["Lindqvist, Catherine", "04/17/1982", "20-4471"],
    "shadow": ["Catherine Lindqvist", "Apr 17, 1982 (", "20-4471"],
    "medplum": ["Catherine Lindqvist", "DoB1982-04-17", "mrn20-4471"],
}
STALE = [kind for kind in KINDS if kind != "server_rendered"]


def name_in(kind: str, person: Person) -> str:
    return f"{person.last}, {person.first}" if kind == "server_rendered" else person.name


def open_chart(page: Page, kind: str, person: Person) -> None:
    if kind == "medplum":  # rows of its list are no links
        page.get_by_text(person.name).first.click()
    else:
        page.get_by_role("link", name=name_in(kind, person)).first.click()


def shoot(page: Page, shots: Path | None, name: str) -> None:
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=shots / f"ehr_{name}.png")


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_says_whose_it_is_and_names_others_beside(
    serve: Serve, page: Page, kind: str, shots: Path | None
) -> None:
    ehr = serve(kind)
    page.goto(ehr.home_url)
    shoot(page, shots, f"{kind}_home")
    open_chart(page, kind, CATHERINE)
    for words in SAID[kind]:
        expect(banner(page, kind)).to_contain_text(words)
    for other in (DOMINIC, OTHERS[0]):
        expect(page.get_by_text(name_in(kind, other)).first).to_be_attached()
    expect(page.get_by_text(re.compile("Ingrid")).first).to_be_visible()
    assert "Lindqvist" not in page.title()
    shoot(page, shots, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_charts_address_opens_it_in_a_fresh_browser(serve: Serve, page: Page, kind: str) -> None:
    ehr = serve(kind)
    for person in (OTHERS[1], CATHERINE):
        page.goto(ehr.chart_url(person))
        expect(banner(page, kind)).to_contain_text(name_in(kind, person))


@pytest.mark.parametrize("kind", STALE)
def test_the_address_is_new_while_the_banner_is_old(serve: Serve, page: Page, kind: str) -> None:
    ehr = serve(kind)
    page.goto(ehr.chart_url(CATHERINE))
    shown = banner(page, kind)
    expect(shown).to_contain_text("Catherine")
    before = page.url
    with ehr.holding():
        open_chart(page, kind, DOMINIC)
        page.wait_for_url(lambda url: url != before)
        expect(shown).to_contain_text("Catherine")
        expect(shown).to_be_visible()
    expect(shown).to_contain_text("Dominic")
    page.go_back()
    expect(shown).to_contain_text("Catherine")


def test_full_page_loads_change_address_and_banner_together(serve: Serve, page: Page) -> None:
    ehr = serve("server_rendered")
    page.goto(ehr.chart_url(CATHERINE))
    with ehr.holding():
        page.get_by_role("link", name="Ferrante, Dominic").first.click(no_wait_after=True)
        assert page.url == ehr.chart_url(CATHERINE)  # (a locator would wait for the load to end)
    expect(banner(page, "server_rendered")).to_contain_text("Ferrante")
    assert page.url == ehr.chart_url(DOMINIC)
    page.go_back()
    expect(banner(page, "server_rendered")).to_contain_text("Lindqvist")


@pytest.mark.parametrize("kind", STALE)
def test_the_delay_is_what_was_set(serve: Serve, page: Page, kind: str) -> None:
    ehr = serve(kind)
    page.goto(ehr.chart_url(CATHERINE))
    expect(banner(page, kind)).to_contain_text("Catherine")
    ehr.delay_ms = 400
    began = time.monotonic()
    open_chart(page, kind, DOMINIC)
    expect(banner(page, kind)).to_contain_text("Dominic")
    assert time.monotonic() - began >= 0.4


def test_history_refills_the_node_it_has_and_hashes_its_classes(serve: Serve, page: Page, shots: Path | None) -> None:
    ehr = serve("history")
    page.goto(ehr.chart_url(CATHERINE))
    name = banner(page, "history").get_by_text("Catherine Lindqvist", exact=True)
    node = name.element_handle()
    hashed = name.get_attribute("class")
    page.get_by_role("link", name="New note").click()
    page.wait_for_url("**/chart/notes/new")
    field = page.get_by_role("textbox", name="free-text-1")
    field.click()
    page.keyboard.type("Slept better.")
    expect(page.locator(".ProseMirror p")).to_have_text("Slept better.")
    shoot(page, shots, "history_note")
    open_chart(page, "history", DOMINIC)
    expect(banner(page, "history")).to_contain_text("Dominic")
    assert node is not None
    assert node.text_content() == "Dominic Ferrante"
    page.reload()
    found = banner(page, "history").get_by_text("Dominic Ferrante", exact=True)
    expect(found).to_be_visible()
    assert found.get_attribute("class") != hashed


def test_history_has_a_visit_whose_address_names_nobody(serve: Serve, page: Page) -> None:
    ehr = serve("history")
    page.goto(ehr.home_url)
    page.get_by_role("row", name="Dominic Ferrante").get_by_role("link", name="Open visit").click()
    page.wait_for_url(re.compile(r"/appointments/\d+$"))
    expect(banner(page, "history")).to_contain_text("Dominic Ferrante")
    expect(page.get_by_role("textbox", name="free-text-1")).to_be_visible()
    page.get_by_role("link", name="Fernhill Care").click()
    expect(banner(page, "history")).to_be_hidden()
    expect(banner(page, "history")).to_contain_text("Dominic Ferrante")  # in the page, not on the screen


def test_hash_tabs_keeps_the_panes_behind(serve: Serve, page: Page, shots: Path | None) -> None:
    ehr = serve("hash_tabs")
    page.goto(ehr.home_url)
    for number, person in enumerate(PEOPLE[:3], start=1):
        page.get_by_role("link", name="Home").click()
        page.locator("#pane-0").get_by_role("link", name=person.name).first.click()
        expect(banner(page, "hash_tabs")).to_contain_text(person.name)
        assert page.url.endswith(f"#/t/{number}")
    page.get_by_role("link", name="Home").click()
    expect(page.locator("#pane-0")).to_be_visible()
    panes = {number: page.locator(f"#pane-{number} .patient-strip") for number in (1, 2, 3)}
    expect(panes[1]).to_be_visible()  # as far as CSS goes: it stands behind an opaque pane
    assert (
        page.evaluate("""() => {
        const box = document.querySelector("#pane-1 .patient-strip").getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest(".pane").id;
    }""")
        == "pane-0"
    )
    expect(panes[2]).to_be_hidden()
    expect(panes[3]).to_be_hidden()
    assert page.locator("#pane-2").evaluate("(pane) => getComputedStyle(pane).display") == "none"
    assert page.locator("#pane-3").evaluate("(pane) => getComputedStyle(pane).visibility") == "hidden"
    page.locator(".tab-strip").get_by_role("link", name=CATHERINE.name).click()
    expect(banner(page, "hash_tabs")).to_contain_text(CATHERINE.name)
    shoot(page, shots, "hash_tabs_three_open")


def test_hash_tabs_names_a_new_notes_client_in_form_values_alone(serve: Serve, page: Page, shots: Path | None) -> None:
    ehr = serve("hash_tabs")
    page.goto(ehr.chart_url(CATHERINE))
    page.get_by_role("link", name="Notes").click()
    page.get_by_role("button", name="New note").click()
    page.wait_for_url("**/#/t/2")
    note = page.locator(".pane.active")
    expect(note.get_by_label("Client", exact=True)).to_have_value("Catherine Lindqvist")
    expect(note.get_by_label("Date of birth")).to_have_value("04/17/1982")
    assert "Lindqvist" not in note.inner_text()
    assert "Lindqvist" not in note.inner_html()
    note.get_by_label("Session content").fill("Slept better.")
    shoot(page, shots, "hash_tabs_note")
    page.locator(".tab-strip .active .close").click()
    page.wait_for_url("**/#/home")
    expect(page.locator("#pane-2")).to_have_count(0)
    page.goto(f"{ehr.origin}/app/#/t/9")
    page.wait_for_url("**/#/home")


def test_server_rendered_has_its_banner_and_its_editor_in_frames(serve: Serve, page: Page, shots: Path | None) -> None:
    ehr = serve("server_rendered")
    page.goto(ehr.chart_url(CATHERINE))
    page.get_by_role("link", name="Documents").click()
    expect(page.frame_locator("[name=header]").locator("#ctl00_PatientHeader_lblName")).to_have_text(
        "Lindqvist, Catherine"
    )
    expect(banner(page, "server_rendered")).to_have_count(0)
    shoot(page, shots, "server_rendered_documents")
    page.get_by_role("link", name="New Note").click()
    expect(banner(page, "server_rendered")).to_contain_text("Lindqvist, Catherine")
    page.frame_locator("[name=editor]").get_by_label("Progress note").fill("Slept better.")
    shoot(page, shots, "server_rendered_note")


def test_server_rendered_gives_new_numbers_at_a_fresh_login(serve: Serve, page: Page) -> None:
    ehr = serve("server_rendered")
    old = ehr.chart_url(CATHERINE)
    assert old.endswith("/PatientFile.php?pid=1187&tab=overview")
    page.goto(old)
    page.get_by_role("link", name="Log in again").click()
    page.wait_for_url(ehr.home_url)
    assert ehr.chart_url(CATHERINE) != old
    page.goto(old)
    expect(page.get_by_text("not available in this session")).to_be_visible()
    page.goto(ehr.chart_url(CATHERINE))
    expect(banner(page, "server_rendered")).to_contain_text("Lindqvist, Catherine")


def test_shadow_makes_its_banner_anew(serve: Serve, page: Page, shots: Path | None) -> None:
    ehr = serve("shadow")
    page.goto(ehr.chart_url(CATHERINE))
    expect(banner(page, "shadow")).to_contain_text("Catherine")
    node = banner(page, "shadow").element_handle()
    assert page.evaluate("document.querySelector('pl-client-bar')") is None  # two open shadow roots down
    assert page.evaluate("document.body.innerText").strip() == ""
    page.get_by_role("link", name="New note").click()
    page.wait_for_url(re.compile(r"/app/clients/[0-9a-f]{16}/notes/new$"))
    field = page.locator(".ql-editor")
    field.click()
    page.keyboard.type("Slept better.")
    expect(field.locator("p")).to_have_text("Slept better.")
    shoot(page, shots, "shadow_note")
    assert node is not None
    assert not node.evaluate("(node) => node.isConnected")
    page.get_by_role("link", name="Plan").click()
    framed = page.frame_locator("iframe[title='Plan editor']").locator(".ql-editor")
    framed.fill("Same time next week.")
    expect(framed).to_contain_text("Same time next week.")
    expect(banner(page, "shadow")).to_contain_text("Catherine")
    shoot(page, shots, "shadow_plan")


def test_medplum_draws_the_chart_and_takes_a_note(serve: Serve, page: Page, shots: Path | None) -> None:
    ehr = serve("medplum")
    page.goto(ehr.home_url)
    open_chart(page, "medplum", CATHERINE)
    page.wait_for_url(re.compile(r"/Patient/[0-9a-f-]{36}/timeline$"))
    expect(page.get_by_text("1982-04-17 (")).to_be_visible()  # the summary beside
    expect(page.get_by_text("Next: same time in two weeks.")).to_be_visible()
    expect(page.get_by_role("heading", name="Lindqvist")).to_have_count(0)
    page.get_by_role("tab", name="Details").click()
    page.wait_for_url("**/details")
    expect(page.get_by_text("Ingrid Lindqvist")).to_be_visible()
    page.get_by_role("tab", name="Visit").click()
    page.wait_for_url("**/visit")
    note = page.get_by_label("Chart note")
    note.fill("Slept better.")
    shoot(page, shots, "medplum_note")
    page.go_back()
    expect(note).to_have_count(0)
    expect(banner(page, "medplum")).to_contain_text("Catherine")
