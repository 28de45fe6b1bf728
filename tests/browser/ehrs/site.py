"""What every make of fixture EHR answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import SplitResult

from tests.browser.ehrs.people import Person


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    slow: bool = False
    """It waits for the deliberate delay."""
    headers: dict[str, str] = field(default_factory=dict)


class Site(Protocol):
    home: str

    def chart_path(self, person: Person) -> str: ...

    def answer(self, asked: SplitResult) -> Answer: ...
