"""Two thousand hostile texts, shown wherever a note's or a page's words are: nothing runs, nothing is asked for, the
layout holds, and the words are what they were.

They go through the extension's own files under the manifest's own Content-Security-Policy, many to one call. A text
comes as JSON, so that a lone half of a surrogate pair gets as far as it could from a companion."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, FloatRect, Locator, Page, Request, ViewportSize

from tests.browser import shown
from tests.browser.conftest import Launch
from tests.browser.gallery import (
    DRAFT,
    FOLLOW_UPS,
    GOAL,
    NOTE,
    PEOPLE,
    PEOPLE_SHOWN,
    THEME,
    UNKNOWN,
    WHICH,
    level,
    teach,
)
from tests.browser.hostile.texts import MEGABYTE, texts
from tests.browser.hostile.watching import SHOW, TURNED, WATCH
from tests.browser.shown import CARD, FULL, overview, source

pytestmark = pytest.mark.browser

State = dict[str, Any]


@dataclass
class Stage:
    """A page that notices whatever runs or is asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def show(self, shows: list[dict[str, Any]]) -> list[Any]:
        """Draws each state and returns what is wrong: the number of the state, and what."""
        faults: list[Any] = self.page.evaluate(SHOW, json.dumps(shows))
        return faults

    def quiet(self) -> None:
        assert self.page.evaluate("ran") == []
        assert self.asked == []
        assert self.dialogs == []
        assert self.page.url == f"{shown.ROOM}panel/panel.html"
        assert len(self.page.frames) == 1


@pytest.fixture(scope="module")
def context(launch: Launch) -> Iterator[BrowserContext]:
    context = launch()
    yield context
    context.close()


@pytest.fixture
def stage(context: BrowserContext) -> Iterator[Stage]:
    page = context.new_page()
    page.set_viewport_size(SIZES[0])
    shown.open_views(page)
    stage = Stage(page)
    stage.show([{"state": overview(FULL), "words": []}])  # so that every file of the views has been asked for
    page.evaluate(WATCH)

    def heard(request: Request) -> None:
        stage.asked.append(request.url)

    def asked(dialog: Dialog) -> None:
        stage.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", heard)
    page.on("dialog", asked)
    yield stage
    stage.quiet()
    page.close()


def one(state: State, *words: str) -> dict[str, Any]:
    return {"state": state, "words": list(words)}


def at_rest(a: str, b: str, c: str, d: str) -> list[dict[str, Any]]:
    """Four texts together in one panel, then each alone in its place: together they may be too many to be shown."""
    safe = {**FULL["safety"], "source": source(a)}
    goals = [{**FULL["goals"][0], "short": c}, *FULL["goals"][1:]]
    themes = [{**FULL["themes"][0], "label": d}, *FULL["themes"][1:]]
    parts: list[State] = [{"last_time": [source(b)]}, {"goals": goals}, {"themes": themes}]
    together = FULL | {"safety": safe} | parts[0] | parts[1] | parts[2]
    single = [
        one(overview(FULL | part, settings={"single": True}, card=card), text)
        for card, (part, text) in enumerate(zip(parts, (b, c, d), strict=True))
    ]
    return [one(overview(together)), one(overview({**FULL, "safety": safe}), a), *single]


def in_a_theme(*given: str) -> list[dict[str, Any]]:
    sessions = [{"date": "2025-03-18", "sources": [source(text, note=f"t{at}") for at, text in enumerate(given)]}]
    return [one(level("theme", {**THEME, "label": given[0], "sessions": sessions}), *given)]


def in_echoes(a: str, b: str, c: str) -> list[dict[str, Any]]:
    person = {**PEOPLE[0], "name": a, "relation": b}
    hits = [{"source": source(text, note=f"e{at}"), "score": 0.5} for at, text in enumerate((a, b, c))]
    found = {"nothing_close": False, "people": [person], "hits": hits}
    return [one(overview(FULL, echoes=shown.echoes(found)), a, b, c)]


def as_a_note(text: str) -> list[dict[str, Any]]:
    whole = f"S: {text}\nP: RTC 4/1."
    note = {**NOTE, "source": source(text, start=3), "reply": {**NOTE["reply"], "text": whole}}
    note["source"]["end"] = 3 + _characters(text)
    return [one(overview(FULL, levels=[note]), whole)]


def _characters(text: str) -> int:
    """As JavaScript counts them: two halves that stand side by side are one."""
    return len(text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"))


def as_a_client(a: str, b: str) -> list[dict[str, Any]]:
    card = {**CARD, "name": a, "initials": a, "record_tail": b, "pronouns": a}
    which = {"chart": {**WHICH, "candidates": [card, CARD], "rejected": [card]}}
    return [one(overview({**FULL, "client": card}, settings={"names": True}), a, b), one(which, a, b)]


def elsewhere(a: str, b: str) -> list[dict[str, Any]]:
    """Deeper, and what the EHR's page says."""
    follow_ups = [{**FOLLOW_UPS[0], "source": source(a)}]
    goal = {**GOAL, "source": source(a), "mentions": [{"kind": "progress", "source": source(b)}]}
    picks = {"name": {"place": {"ways": []}, "text": a}}
    unknown = {"chart": {**UNKNOWN, "why": a, "rejected": [{**CARD, "initials": a, "record_tail": b}]}}
    note = {**NOTE, "source": {**source("x", day=None), "note_name": a}}
    return [
        one(level("goal", goal), a, b),
        one(level("follow_ups", {"follow_ups": follow_ups}), a),
        one(level("people", {"people": [{**PEOPLE_SHOWN[0], "name": a, "relation": b}], "hidden": []}), a, b),
        one(level("keep_note", level={"draft": {**DRAFT, "text": a}, "step": "look"}), a),
        one(overview(FULL, levels=[note]), a),
        one(teach(picks=picks, pointing="birth_date", over=b), b),
        one(unknown, a, b),
        one({"chart": {"kind": "error", "say": a}}),
    ]


SIZES: list[ViewportSize] = [{"width": 252, "height": 600}, {"width": 360, "height": 665}]
SHOWS: dict[str, tuple[int, Callable[..., list[dict[str, Any]]]]] = {
    "rest": (4, at_rest),
    "theme": (20, in_a_theme),
    "echoes": (3, in_echoes),
    "note": (1, as_a_note),
    "client": (2, as_a_client),
    "elsewhere": (2, elsewhere),
}


@pytest.mark.parametrize("place", SHOWS)
def test_two_thousand_texts(stage: Stage, place: str) -> None:
    many, shows = SHOWS[place]
    given = [one.text for one in texts()][:: 4 if place == "elsewhere" else 1]
    for at in range(0, len(given), 200):
        stage.page.set_viewport_size(SIZES[at // 200 % 2])
        some = given[at : at + 200]
        groups = [(some[i : i + many] + some)[:many] for i in range(0, len(some), many)]
        states = [state for group in groups for state in shows(*group)]
        faults = stage.show(states)
        assert faults == [], [(what, states[number]["words"]) for number, what in faults[:3]]
        stage.quiet()


@pytest.mark.parametrize("place", SHOWS)
def test_a_megabyte_of_marks_on_one_letter(stage: Stage, place: str) -> None:
    """Set as one pile it ends Chromium's page: views/verbatim.js draws the first of it, and changes no word."""
    many, shows = SHOWS[place]
    assert len(MEGABYTE.encode()) > 1_000_000
    given = [*(f"word {number}" for number in range(1, many)), MEGABYTE]
    assert stage.show(shows(*(given if place == "elsewhere" else reversed(given)))) == []


def test_the_marker_that_templates_are_made_with(stage: Stage) -> None:
    """lit-html marks its places with a random word. A note that knew it would still be words."""
    live = stage.page.evaluate("document.body.innerHTML.match(/lit\\$\\d+\\$/)[0]")
    for text in (live, f"<!--?{live}-->", f"<?{live}>", f"@click{live}", f'" {live}="hit=1', f"${{{live}}}"):
        for many, shows in SHOWS.values():
            assert stage.show(shows(*([text] * many))) == [], text


def test_a_direction_turns_nothing_beside_it(stage: Stage) -> None:
    """Overrides and isolates left open, and right-to-left words: the day, the count and the record number stay as and
    where they are."""
    for mark in ("\u202e", "\u2067", "\u202b", "\u2067\u202e", "\u2069\u202e", "\u2067" * 200):
        for words in ("three glasses", "שלוש כוסות 12/03", "ثلاث كؤوس 3"):
            text = f"{mark}{words}"
            for many, shows in SHOWS.values():
                for state in shows(*([text] * many)):
                    stage.show([state])
                    assert stage.page.evaluate(TURNED) == [], (mark, words)


def _inside(place: Locator) -> FloatRect:
    """Whole pixels of it alone, without its rounded corners, which are never painted twice the same."""
    box = place.bounding_box()
    assert box is not None
    top, bottom = ceil(box["y"]) + 1, int(box["y"] + box["height"]) - 1
    return {"x": ceil(box["x"]) + 9, "y": top, "width": int(box["width"]) - 18, "height": bottom - top}


def test_marks_are_not_painted_over_the_row_above(stage: Stage) -> None:
    """Ink, not boxes: what is around a row of piled marks looks as it does around the bare letter."""

    def painted(letter: str) -> list[bytes]:
        rows = [FULL["goals"][0], {**FULL["goals"][1], "short": letter}, FULL["goals"][2]]
        client = {**CARD, "name": letter}
        stage.show([one(overview({**FULL, "goals": rows, "client": client}, settings={"names": True}))])
        goals = stage.page.get_by_role("region", name="Goals").locator("li")
        others = [goals.nth(0), goals.nth(2), stage.page.get_by_role("region", name="Safety")]
        return [stage.page.screenshot(clip=_inside(place)) for place in others]

    pile = "".join(chr(0x300 + at % 0x30) for at in range(120))
    assert painted("a" + pile) == painted("a")


def test_what_runs_is_noticed(context: BrowserContext) -> None:
    """The watch itself: a script, a request and a forbidden style, done on purpose."""
    page = context.new_page()
    shown.open_views(page)
    page.evaluate(WATCH)
    with page.expect_request("**/eyeline-16.png"):
        page.evaluate("hit = 1; const img = new Image(); img.src = '/icons/eyeline-16.png'; document.body.append(img);")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("ran.length >= 2")
    assert page.evaluate("ran")[0] == "hit"
    assert any("style-src" in one for one in page.evaluate("ran"))
    page.close()
