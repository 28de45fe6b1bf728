"""Views without a companion: any state drawn by the extension's own files in a plain page, at any size."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

EXTENSION = Path(__file__).parents[2] / "extension"
ROOM = "http://panel.test/"
TODAY = "2025-04-15"
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
CSP: str = MANIFEST["content_security_policy"]["extension_pages"]

DRAW = """async ([state, today]) => {
  const { draw } = await import("/panel/draw.js");
  const { START } = await import("/panel/state.js");
  const heard = (globalThis.heard = []);
  const keys = () => [{ says: "Cover the panel at once; again to come back", key: "Alt+Shift+H" }];
  const acts = new Proxy({ keys, listens: () => false }, {
    get: (known, name) => known[name] ?? ((...given) => heard.push([name, ...given])),
  });
  draw({ ...START, link: "up", ...state, settings: { ...START.settings, ...state.settings } }, acts, today);
}"""


def _answer(route: Route) -> None:
    path = route.request.url.removeprefix(ROOM)
    if path == "panel/panel.js":
        route.fulfill(body="", content_type="text/javascript")
        return
    file = EXTENSION / path
    kind = mimetypes.guess_type(file.name)[0] or "text/plain"
    route.fulfill(body=file.read_bytes(), headers={"content-type": kind, "content-security-policy": CSP})


def open_views(page: Page) -> None:
    """The panel's own page without the script that drives it, under the extension's own Content-Security-Policy: what
    it forbids there, it forbids here."""
    page.route(f"{ROOM}**", _answer)
    page.goto(f"{ROOM}panel/panel.html")


def draw(page: Page, state: dict[str, Any], day: str = TODAY) -> None:
    """By the panel's own hand, which leaves out what does not fit."""
    page.evaluate(DRAW, [state, day])


def source(quote: str, day: str | None = "2025-03-18", note: str = "n1", start: int = 0) -> dict[str, Any]:
    kind = "progress"
    return {
        "note_id": note,
        "note_name": "x",
        "note_kind": kind,
        "date": day,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }


CARD = {
    "id": "c1",
    "name": "Catherine Lindqvist",
    "initials": "C.L.",
    "record_tail": "4471",
    "birth_date": "1982-04-17",
    "pronouns": "she/her",
    "invented": True,
}


def _goal(text: str, since: int | None) -> dict[str, Any]:
    row = {"key": text, "text": text, "short": text, "named": False, "status": "active", "sessions_ago": since}
    return {**row, "decided": [], "source": source(text, note=text)}


def _theme(label: str, trend: str, count: int, shape: list[int]) -> dict[str, Any]:
    row: dict[str, Any] = {"key": label, "label": label, "trend": trend, "session_count": count, "shape": shape}
    return {**row, "pinned": False, "named": False, "latest": source(label, note=label)}


def _score(instrument: str, *totals: int) -> dict[str, Any]:
    points = [{"date": f"2025-0{at + 1}-01", "total": total} for at, total in enumerate(totals)]
    return {"instrument": instrument, "points": points, "source": source(str(totals[-1]), note=instrument)}


FULL: dict[str, Any] = {
    "client": CARD,
    "as_of": "2025-04-15",
    "last_session": "2025-04-01",
    "session_count": 21,
    "notes_read": 24,
    "notes_waiting": 0,
    "newest_waiting": False,
    "intake": False,
    "people_count": 7,
    "follow_ups_open": 2,
    "themes_hidden": 1,
    "safety": {
        "key": "safety:0:21:substance_use",
        "type": "substance_use",
        "label": "Substance use",
        "assertion": "present",
        "found_assertion": "present",
        "decided": False,
        "source": source("three glasses a night", note="safety"),
        "date": "2025-03-18",
        "denied_on": None,
        "set_aside": 0,
        "notes_read": 24,
        "notes_hidden": 0,
    },
    "last_time": [source("no alcohol Mon-Thurs", "2025-04-01", "last")],
    "goals": [
        _goal("Share the care of father", 0),
        _goal("Keep limits around work hours", 2),
        _goal("Cut back re-checking", 5),
    ],
    "goals_open": 5,
    "themes": [
        _theme("Caring for father", "steady", 18, [1, 1, 2, 3, 2, 2, 2, 2]),
        _theme("Evening wine", "rising", 5, [0, 0, 0, 1, 0, 1, 2, 3]),
        _theme("Absent from family", "fading", 10, [2, 1, 2, 1, 0, 1, 0, 1]),
    ],
    "scores": [_score("GAD-7", 16, 15, 12, 9, 9), _score("PHQ-9", 8, 9, 7)],
}

LONG: dict[str, Any] = {
    **FULL,
    "client": {**CARD, "initials": "M.A.v.d.B.", "pronouns": "they/them"},
    "safety": {
        **FULL["safety"],
        "type": "suicidal_ideation",
        "label": "Suicidal ideation",
        "source": source('"some mornings I wish I just wouldn\'t wake up", no plan, no intent', note="safety"),
        "date": "2025-03-18",
        "denied_on": "2025-04-01",
        "set_aside": 0,
    },
    "last_time": [
        source("write the letter to father, bring it unread, decide together", "2025-04-01", "last"),
        source("call Dr. Feld re dose before Friday", "2025-04-01", "last2"),
    ],
    "goals": [
        _goal("Send routine emails after a single read at least 4 workdays out of 5", 0),
        _goal("Hold a family meeting and keep a written split of tasks", None),
        _goal("Antidisestablishmentarianismwithoutanyspaceatall", 12),
    ],
    "themes": [
        _theme("Perfectionism and re-checking at work", "steady", 118, [9, 1, 2, 3, 2, 2, 2, 2]),
        _theme("Responsibility for mother's feelings", "rising", 5, [0, 0, 0, 1, 0, 1, 2, 3]),
        _theme("Sleep", "resolved", 10, [2, 1, 2, 1, 0, 0, 0, 0]),
    ],
    "scores": [_score("CORE-OM", 102, 98), _score("AUDIT-C", 7)],
}

EMPTY: dict[str, Any] = {
    **FULL,
    "client": {**CARD, "pronouns": None, "invented": False, "record_tail": ""},
    "last_session": None,
    "session_count": 0,
    "notes_read": 1,
    "safety": {**FULL["safety"], "type": None, "label": "", "assertion": None, "source": None, "notes_read": 1},
    "last_time": [],
    "goals": [],
    "goals_open": 0,
    "themes": [],
    "scores": [],
}

HITS = {
    "nothing_close": False,
    "people": [],
    "hits": [
        {
            "source": source('wine, 1-2 glasses most nights "to come down." Denies drug use.', "2024-09-10", "e1"),
            "score": 0.6,
        },
        {
            "source": source("Pouring before the coat is off, she calls it the second shift.", "2025-03-18", "e2"),
            "score": 0.5,
        },
        {"source": source("Tom counted the bottles.", "2025-04-01", "e3"), "score": 0.4},
    ],
}


READING = {"identity": {"site": "https://ehr.example"}, "banner": "", "contradicts": False}


def overview(reply: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A state that shows an overview."""
    return {"chart": {"kind": "overview", "scope": "s", "overview": reply, "reading": READING}, **more}


def echoes(reply: dict[str, Any] | None, say: str = "", *, held: bool = False) -> dict[str, Any]:
    return {"asked": 1, "shown": reply, "shownAt": 0, "waiting": None, "held": held, "say": say}
