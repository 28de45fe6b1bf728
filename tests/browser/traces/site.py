"""A small EHR whose every habit a trace sets: how it routes, and how its banner comes to say the next client's name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult

from tests.browser.ehrs.people import Person
from tests.browser.ehrs.site import Answer
from tests.browser.traces.people import CLIENTS, EVERYBODY

PAGE = Path(__file__).with_name("page.html")


@dataclass
class Habitual:
    """Every path is the same page, which reads its habits from the browser's local storage. Loads of charts can be made
    slow, and `/never` is asked for by a page that shall not come to an end."""

    home: str = "/home"

    def chart_path(self, person: Person) -> str:
        raise NotImplementedError("traces go their own ways")

    def answer(self, asked: SplitResult) -> Answer:
        if asked.path.startswith("/never"):
            return Answer(b"", "text/javascript", slow=True)
        people = {
            one.key: {**one.shown, "id": one.id, "visit": one.visit, "known": one in CLIENTS}
            for one in EVERYBODY.values()
        }
        body = PAGE.read_text(encoding="utf-8").replace("__PEOPLE__", json.dumps(people))
        return Answer(body.encode(), slow="slow" in asked.query)


@dataclass
class Call:
    """A video call: a page of another site, where nobody's name stands."""

    home: str = "/"

    def chart_path(self, person: Person) -> str:
        raise NotImplementedError("a call has no charts")

    def answer(self, asked: SplitResult) -> Answer:
        what = "call" if asked.path == self.home else "nothing"
        return Answer(f"<!doctype html><title>Call</title><p>This is a {what}.</p>".encode())
