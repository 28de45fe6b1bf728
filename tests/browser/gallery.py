"""Every view the panel has, as the state that shows it: what tests measure and scripts/screenshots.py draws."""

from __future__ import annotations

from typing import Any

from tests.browser.shown import CARD, EMPTY, FULL, HITS, LONG, READING, echoes, overview, source

NOTE_TEXT = "S: Ct is acting director 🙂.\nAsked: three glasses a night, Tom counted.\n" + "P: HW. RTC 4/1.\n" * 60
AT = NOTE_TEXT.index("three")
NOTE: dict[str, Any] = {
    "kind": "note",
    "source": source("three glasses a night", start=AT),
    "reply": {"note_id": "n1", "note_name": "x", "note_kind": "progress", "date": "2025-03-18", "text": NOTE_TEXT},
    "say": "",
}
SITE = {"origin": "https://ehr.example", "name": "ehr.example"}
TWO = [CARD, {**CARD, "id": "c2", "record_tail": "9902", "birth_date": "1960-01-02", "invented": False}]
WHICH: dict[str, Any] = {
    "kind": "which_client",
    "why": "More than one client fits this chart.",
    "reading": READING,
    "rejected": [],
}
UNKNOWN: dict[str, Any] = {"kind": "unknown_client", "reading": READING, "rejected": []}
LEFT_OVER: dict[str, Any] = {"kind": "no_chart", "why": "left_over", "say": "", "site": SITE}

PERSON: dict[str, Any] = {"name": "Marisol", "relation": "aide", "note_count": 9, "last_mentioned": "2025-03-18"}
PEOPLE: list[dict[str, Any]] = [
    {**PERSON, "source": source("Marisol has started and Dad likes her")},
    {**PERSON, "name": "Walter", "relation": "father", "source": source("Walter left a pan on the stove")},
    {**PERSON, "name": "Mrs. Aho", "relation": "", "source": None},
]
DECIDED: dict[str, Any] = {
    "found_name": "Marisol",
    "found_relation": "aide",
    "decided": [],
    "hidden": None,
    "joined": [],
}
PEOPLE_SHOWN: list[dict[str, Any]] = [{**person, **DECIDED, "key": str(at)} for at, person in enumerate(PEOPLE)]
THEME: dict[str, Any] = {
    "key": "father",
    "label": "Caring for father",
    "found_label": "Caring for father",
    "trend": "steady",
    "session_count": 18,
    "pinned": False,
    "hidden": False,
    "joined": [],
    "split_from": None,
    "sessions": [
        {
            "date": "2025-03-18",
            "sources": [source("Took the car keys while he napped, “felt like a thief.”", note="t1")],
        },
        {
            "date": "2025-03-04",
            "sources": [
                source("Dad asked where Elaine was, twice.", note="t2"),
                source("Aunt Carol offered to sit w/ Dad Sundays, ct told her no need", note="t2", start=90),
            ],
        },
    ],
}
GOAL: dict[str, Any] = {
    "key": "g",
    "text": "Share the care of father with two other people by June",
    "short": "Share the care of father",
    "named": False,
    "status": "active",
    "found_status": "active",
    "found_text": "Share the care of father with two other people by June",
    "found_opened": "2024-09-24",
    "found_closed": None,
    "decided": [],
    "opened": "2024-09-24",
    "closed": None,
    "source": source("Share the care of father with two other people by June", "2024-09-24", "g1"),
    "mentions": [
        {"kind": "progress", "source": source("Marisol has started and Dad likes her", "2025-03-04", "g2")},
        {"kind": "setback", "source": source("cancelled the aide, “easier to do it myself”", "2025-02-18", "g3")},
    ],
}
FOLLOW_UPS: list[dict[str, Any]] = [
    {
        "key": "f1",
        "source": source("no alcohol Mon-Thurs", "2025-04-01"),
        "outcome": None,
        "decided": False,
        "reported": None,
    },
    {
        "key": "f2",
        "source": source("call Dr. Feld re dose", "2025-03-18"),
        "outcome": "partly",
        "decided": False,
        "reported": source("left a message for Dr. Feld", "2025-04-01"),
    },
    {"key": "f3", "source": source("worry log", "2025-03-04"), "outcome": "done", "decided": True, "reported": None},
]
TEACHING: dict[str, Any] = {
    "origin": SITE["origin"],
    "name": "ehr.example",
    "order": "mdy",
    "picks": {},
    "pointing": None,
    "over": "",
    "say": "",
}
PICKED: dict[str, Any] = {"name": {"place": {"ways": []}, "text": "Catherine Lindqvist"}}
BORN: dict[str, Any] = {"birth_date": {"place": {"ways": []}, "text": "DOB 04/05/1982"}}
DRAFT: dict[str, Any] = {
    "text": NOTE_TEXT,
    "session_date": "2025-04-01",
    "kind": "progress",
    "note_class": "psychotherapy",
}
UNDO: dict[str, Any] = {"about": "theme", "key": "father", "what": "hide", "value": None, "say": "Hidden."}


def level(kind: str, reply: Any = None, **more: Any) -> dict[str, Any]:
    """A state one key deeper."""
    return overview(FULL, levels=[{"kind": kind, "reply": reply, "say": "", **more.pop("level", {})}], **more)


def teach(**teaching: Any) -> dict[str, Any]:
    return {"chart": {"kind": "teach", "teaching": {**TEACHING, **teaching}}}


STATES: dict[str, dict[str, Any]] = {
    "not_running": {"link": "not_running"},
    "not_ours": {"link": "not_ours"},
    "refused": {"link": "refused"},
    "locked": {"link": "locked"},
    "mismatch": {"link": "mismatch", "say": "The companion on this computer is older than this panel. Update it."},
    "not_paired": {"link": "not_paired", "say": "A code has 24 letters; these are 23."},
    "blank": {},
    "shade": {**overview(FULL), "shade": True},
    "no_chart": {"chart": {"kind": "no_chart", "why": "", "say": "", "site": SITE}},
    "doubt": {"chart": LEFT_OVER},
    "no_banner": {"chart": {**LEFT_OVER, "why": "no_banner"}},
    "new_site": {"chart": {"kind": "new_site", "site": SITE, "say": ""}},
    "unknown_page": {"chart": {"kind": "new_site", "site": None, "say": ""}},
    "teach": teach(),
    "teach_pointing": teach(picks=PICKED, pointing="birth_date", over="DOB 04/05/1982 Pronouns she/her"),
    "teach_dates": teach(picks={**PICKED, **BORN}),
    "unknown_client": {"chart": {**UNKNOWN, "why": "No client here agrees with this chart in two ways."}},
    "not_this_client": {"chart": {**UNKNOWN, "why": "", "rejected": [CARD]}},
    "which_client": {"chart": {**WHICH, "candidates": TWO}},
    "error": {"chart": {"kind": "error", "say": "A file fails its check; nothing was changed."}},
    "overview": overview(FULL),
    "long": overview(LONG),
    "empty": overview(EMPTY),
    "intake": overview({**EMPTY, "intake": True}),
    "reading": overview({**FULL, "notes_waiting": 12}),
    "newest_waiting": overview({**FULL, "notes_waiting": 1, "newest_waiting": True}),
    "kept": overview(FULL, kept={"until": 0, "chart": None}),
    "share": overview(FULL, settings={"share": True}),
    "names": overview(FULL, settings={"names": True}),
    "single_card": overview(FULL, settings={"single": True}, card=1),
    "text_18": overview(FULL, settings={"text": 18}),
    "text_24": overview(LONG, settings={"text": 24}, card=1),
    "echoes": overview(FULL, echoes=echoes(HITS)),
    "echoes_held": overview(FULL, echoes=echoes({**HITS, "people": PEOPLE[:1]}, held=True)),
    "note": overview(FULL, levels=[NOTE]),
    "theme": level("theme", THEME),
    "theme_hidden": level("theme", {**THEME, "hidden": True}, undo=UNDO),
    "goal": level("goal", GOAL),
    "themes": level("themes", {"themes": FULL["themes"], "hidden": FULL["themes"][:1]}),
    "goals": level("goals", {"goals": [*FULL["goals"], {**FULL["goals"][0], "key": "x", "status": "achieved"}]}),
    "people": level("people", {"people": PEOPLE_SHOWN[:2], "hidden": PEOPLE_SHOWN[2:]}, undo=UNDO),
    "follow_ups": level("follow_ups", {"follow_ups": FOLLOW_UPS}),
    "more": level("more"),
    "settings": level("settings"),
    "keep_note": level("keep_note", level={"draft": None, "step": "point"}),
    "keep_note_draft": level("keep_note", level={"draft": DRAFT, "step": "look"}),
}
