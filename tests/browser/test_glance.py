"""The resting panel within its glance budget, on what real notes of every fixture client bring: at most sixty words,
short lines, nothing small, pale, cut, moving or out of view, at every size of the panel and of its type.

The replies are made in process; the views are drawn by the extension's own files. Geometry is read off the page: every
word's box against the window, against whatever clips it and against every other word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from companion.decisions import Decisions
from companion.demo.sample import samples
from companion.folder import read_folder
from companion.overview import client_overview
from companion.record import Client, NoteCard
from companion.saved_overview import MADE_BY, SavedOverview
from companion.service.present import overview_reply
from tests.browser import shown
from tests.browser.conftest import Launch
from tests.browser.test_views import MEASURE

pytestmark = pytest.mark.browser

GLANCE = 60
LINE = 8
HEADLINE = 4
SMALL = {"a", "an", "the", "of", "in", "on", "at", "for", "to", "and", "or", "with", "from", "by", "about"}
"""Words that a headline may hold beside its four: the eye does not stop at them."""
TEXT_SIZES = (14, 15, 18, 20, 24)
SIZES = {"252x600": (252, 600), "360x665": (360, 665)}
CLIENTS = [f"c0{number}" for number in range(1, 7)] + [f"sample{number}" for number in range(1, 4)]

GLANCED = r"""() => {
  const letter = /\p{L}/u;
  const faults = [];
  const called = (one) => one.className?.baseVal ?? (one.className || one.tagName.toLowerCase());
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
    for (const box of range.getClientRects()) {
      const spare = Math.max(0, (box.height - size) / 2); // a font's box is taller than its letters
      texts.push({ node, left: box.left, right: box.right, top: box.top + spare, bottom: box.bottom - spare });
    }
  }
  const holds = (outer, inner) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
    && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  for (const text of texts) {
    const name = called(text.node.parentElement);
    if (!holds(screen, text)) faults.push(`${name}: text out of the window`);
    for (let at = text.node.parentElement; at !== document.body; at = at.parentElement) {
      if (!holds(at.getBoundingClientRect(), text)) faults.push(`${name}: text runs out of ${called(at)}`);
    }
  }
  for (const [at, one] of texts.entries()) {
    for (const other of texts.slice(at + 1)) {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 1 && one.node !== other.node) {
        faults.push(`${called(one.node.parentElement)} over ${called(other.node.parentElement)}`);
      }
    }
  }
  for (const one of document.querySelectorAll("body, body *")) {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    if (box.width && !holds(screen, box)) faults.push(`${called(one)}: out of the window`);
    if (one.closest("svg")) continue;
    const scrolls = /auto|scroll|hidden/.test(style.overflowX + style.overflowY);
    if (scrolls && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)) {
      faults.push(`${called(one)}: scrolls or is cut`);
    }
    if (style.animationName !== "none" || parseFloat(style.transitionDuration)) faults.push(`${called(one)}: moves`);
    if (style.textOverflow !== "clip" || style.webkitLineClamp !== "none") faults.push(`${called(one)}: may be cut`);
  }
  for (const field of document.querySelectorAll("input[placeholder]")) {
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    const style = getComputedStyle(field, "::placeholder");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = field.clientWidth - parseFloat(getComputedStyle(field).paddingLeft) * 2;
    if (pen.measureText(field.placeholder).width > room) faults.push("placeholder: cut");
  }
  const counted = (say) => {
    const tops = new Map();
    const inside = document.createTreeWalker(say, NodeFilter.SHOW_TEXT);
    for (let node = inside.nextNode(); node; node = inside.nextNode()) {
      for (const word of node.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const top = Math.round(range.getClientRects()[0].top);
        tops.set(top, (tops.get(top) ?? 0) + letter.test(word[0]));
      }
    }
    return [...tops.values()];
  };
  const rest = [...document.querySelectorAll("header, main.rest")];
  return {
    faults: [...new Set(faults)],
    words: rest.flatMap((part) => part.innerText.match(/\S*\p{L}\S*/gu) ?? []).length,
    lines: [...document.querySelectorAll("main.rest .say, main.rest p")].map(counted),
    rows: [...document.querySelectorAll("main.rest li .say")].map(counted),
    tall: document.documentElement.scrollHeight > innerHeight || document.body.scrollHeight > innerHeight,
    cards: document.querySelector(".turn") !== null,
    sections: [...document.querySelectorAll("main.rest section")].map((one) => one.ariaLabel),
  };
}"""


@dataclass(frozen=True)
class Told:
    """What the companion would answer about a client, and the day on which it is looked at."""

    reply: dict[str, Any]
    day: str


Tell = Callable[[str], Told]


def _told(client: Client, notes: Path) -> Told:
    read = read_folder(notes).notes
    cards = tuple(NoteCard(n.id, n.source_name, n.kind, n.note_class, n.session_date) for n in read)
    found = client_overview(read, client_name=client.name, pronouns=client.pronouns or "")
    reply = overview_reply(client, SavedOverview(MADE_BY, found, cards, ""), Decisions({}), frozenset())
    assert reply.last_session is not None
    return Told(json.loads(reply.model_dump_json()), (reply.last_session + timedelta(days=14)).isoformat())


@pytest.fixture(scope="module")
def tell(caseload: Path) -> Tell:
    """Each client's answer, made once."""

    @cache
    def told(name: str) -> Told:
        if name.startswith("sample"):
            one = samples()[int(name[-1]) - 1]
            who = Client(name, one.name, one.record_number, one.birth_date, one.pronouns, invented=True)
            return _told(who, one.notes)
        known = json.loads((caseload / name / "client.json").read_text(encoding="utf-8"))
        born = date.fromisoformat(known["birth_date"])
        who = Client(name, known["name"], known["record_number"], born, known["pronouns"])
        return _told(who, caseload / name / "notes")

    return told


@pytest.fixture(scope="module")
def context(launch: Launch) -> Iterator[BrowserContext]:
    context = launch()
    yield context
    context.close()


@pytest.fixture(scope="module")
def drawn(context: BrowserContext) -> Page:
    page = context.new_page()
    shown.open_views(page)
    return page


@pytest.fixture(params=SIZES)
def page(drawn: Page, request: pytest.FixtureRequest) -> Page:
    width, height = SIZES[request.param]
    drawn.set_viewport_size({"width": width, "height": height})
    return drawn


def glance(page: Page, told: Told, card: int = 0, **settings: Any) -> dict[str, Any]:
    shown.draw(page, shown.overview(told.reply, settings=settings, card=card), told.day)
    found: dict[str, Any] = page.evaluate(GLANCED)
    return found


def ways(single: bool) -> list[dict[str, Any]]:
    return [{"text": text, "single": single} for text in TEXT_SIZES]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("single", [False, True], ids=["whole", "single"])
def test_nothing_is_cut_small_moving_or_out_of_view(page: Page, tell: Tell, client: str, single: bool) -> None:
    told = tell(client)
    for settings in ways(single):
        for card in range(4):
            found = glance(page, told, card, **settings)
            assert (found["faults"], found["tall"]) == ([], False), (settings, card, found["sections"])
            if not found["cards"]:
                break


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("single", [False, True], ids=["whole", "single"])
def test_sixty_words_are_enough(page: Page, tell: Tell, client: str, single: bool) -> None:
    told = tell(client)
    counts = {(s["text"], card): glance(page, told, card, **s)["words"] for s in ways(single) for card in range(4)}
    assert {way: words for way, words in counts.items() if words > GLANCE} == {}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_type_contrast_and_targets(page: Page, tell: Tell, client: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for settings in ways(single=False):
        glance(page, tell(client), **settings)
        found = page.evaluate(MEASURE)
        assert [word for word in found["words"] if not 14 <= word["size"] <= 24 or word["contrast"] < 7] == []
        assert found["low"] >= 24
        assert (found["wide"], found["sideways"], found["moving"]) == ([], False, 0)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("width", [252, 360, 720])
def test_a_line_is_eight_words(drawn: Page, tell: Tell, client: str, width: int) -> None:
    """However wide the therapist drags the panel. A row of a list is two lines at the usual width, three where an
    excerpt that cannot be shorter and keep its meaning has more than twelve words."""
    drawn.set_viewport_size({"width": width, "height": 665})
    for text in (14, 15, 18):
        found = glance(drawn, tell(client), text=text)
        assert max(words for line in found["lines"] for words in line) <= LINE, found["lines"]
        if width >= 360:
            assert [lines for lines in found["rows"] if len(lines) > (2 if sum(lines) <= 12 else 3)] == []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_headline_is_four_words(tell: Tell, client: str) -> None:
    labels = [theme["label"] for theme in tell(client).reply["themes"][:3]]
    assert labels
    assert [one for one in labels if len([w for w in one.lower().split() if w not in SMALL]) > HEADLINE] == []


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ("main.rest .say { height: 9px; overflow: hidden; }", "say: scrolls or is cut"),
        ("main.rest .since { position: relative; left: -130px; }", "over since"),
        ("main.rest .scores { transform: translateX(60px); }", "out of the window"),
        ("main.rest .row { height: 12px; min-height: 0; }", "runs out of row"),
        ("main.rest .row { transition: color 1s; }", "row: moves"),
        ("main.rest .say { overflow: hidden; text-overflow: ellipsis; }", "say: may be cut"),
        ("::placeholder { font-size: 40px; }", "placeholder: cut"),
    ],
)
def test_what_is_wrong_is_seen(page: Page, tell: Tell, planted: str, seen: str) -> None:
    """The measure itself: each of its faults, planted."""
    glance(page, tell("sample1"))
    page.evaluate(
        "(rule) => document.styleSheets[3].insertRule(rule, document.styleSheets[3].cssRules.length)", planted
    )
    try:
        assert [fault for fault in page.evaluate(GLANCED)["faults"] if seen in fault]
    finally:
        page.evaluate("document.styleSheets[3].deleteRule(document.styleSheets[3].cssRules.length - 1)")
