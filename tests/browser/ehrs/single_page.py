"""The EHRs that are one page: its file for every address, and the data it fetches."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from tests.browser.ehrs.bundle import medplum_bundle
from tests.browser.ehrs.people import CLINICIAN, Chart, Person
from tests.browser.ehrs.site import Answer

PAGES = Path(__file__).with_name("pages")
PATHS = {
    "history": ("/home", "/patient/{id}/chart/summary"),
    "hash_tabs": ("/app/#/home", "/app/#/open/{id}"),
    "shadow": ("/app/schedule", "/app/clients/{id}/overview"),
    "medplum": ("/Patient", "/Patient/{id}/timeline"),
}


class SinglePage:
    def __init__(self, kind: str, people: Sequence[Person]) -> None:
        self.home, self._chart = PATHS[kind]
        self._page = (PAGES / f"{kind}.html").read_bytes()
        self._files = medplum_bundle() if kind == "medplum" else {}
        self._charts = [
            Chart(_opaque(kind, index, person), str(40211 + 37 * index), person, index)
            for index, person in enumerate(people)
        ]

    def chart_path(self, person: Person) -> str:
        return self._chart.format(id=next(chart.id for chart in self._charts if chart.person == person))

    def answer(self, asked: SplitResult) -> Answer:
        match asked.path.strip("/").split("/"):
            case ["api", "practice"]:
                return _json({"clinician": CLINICIAN, "people": [chart.row() for chart in self._charts]})
            case ["api", "charts", wanted]:
                return self._whole([chart for chart in self._charts if chart.id == wanted])
            case ["api", "appointments", wanted]:
                return self._whole([chart for chart in self._charts if chart.appointment == wanted])
            case [name] if name in self._files:
                return Answer(self._files[name], "text/css" if name.endswith(".css") else "text/javascript")
            case ["api", *_]:
                return _json({"error": "no such thing"}, status=404)
        return Answer(self._page)

    @staticmethod
    def _whole(found: list[Chart]) -> Answer:
        return _json(found[0].whole(), slow=True) if found else _json({"error": "not found"}, status=404)


def _opaque(kind: str, index: int, person: Person) -> str:
    seed = f"{kind}/{index}/{person.name}"
    return {
        "shadow": hashlib.sha256(seed.encode()).hexdigest()[:16],
        "hash_tabs": f"{5200 + 13 * index}",
    }.get(kind, str(uuid.uuid5(uuid.NAMESPACE_URL, seed)))


def _json(told: Any, *, status: int = 200, slow: bool = False) -> Answer:
    return Answer(json.dumps(told).encode(), "application/json", status, slow)
