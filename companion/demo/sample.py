"""The sample caseload that ships with the package: invented people, marked as such wherever they show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from companion.record import Client
from companion.vault import Vault

FOLDER = Path(__file__).parent / "caseload"


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented client, and the folder of the notes about them."""

    name: str
    record_number: str
    birth_date: date
    pronouns: str
    notes: Path

    def add_to(self, vault: Vault) -> Client:
        return vault.add_client(
            name=self.name,
            record_number=self.record_number,
            birth_date=self.birth_date,
            pronouns=self.pronouns,
            invented=True,
        )


def samples() -> list[Sample]:
    """All sample clients, in the order of their folders."""
    found = []
    for folder in sorted(FOLDER.iterdir()):
        if (folder / "client.json").is_file():
            told = json.loads((folder / "client.json").read_text(encoding="utf-8"))
            born = date.fromisoformat(told["birth_date"])
            found.append(Sample(told["name"], told["record_number"], born, told["pronouns"], folder / "notes"))
    return found
