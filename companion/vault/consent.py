"""Consent, kept with the caseload: whether a client's notes may be read at all. `Vault.open_client` asks it, so that no
way to a client's words leads round it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Literal

from pydantic import TypeAdapter

from companion.errors import BadRequest, NoConsent
from companion.record import Day
from companion.vault.client_file import ClientFile
from companion.vault.unlocked import Unlocked

ConsentState = Literal["not_recorded", "given", "none"]


@dataclass(frozen=True, slots=True)
class Consent:
    """What a client said about their notes being read by Eyeline, and on which day. `none`: they said no."""

    state: ConsentState = "not_recorded"
    on: Day | None = None

    @property
    def allows(self) -> bool:
        """Where the law asks for none, nothing needs to be recorded."""
        return self.state != "none"


_PREFIX = "consent "
"""Settings of the caseload: this, and the client's id."""
_CONSENT = TypeAdapter(Consent)


class Consents:
    """Made by `Vault.consents`."""

    def __init__(self, unlocked: Unlocked, lock: RLock) -> None:
        self._unlocked = unlocked
        self._lock = lock

    def of(self, client_id: str) -> Consent:
        said = self._unlocked.caseload.setting(_PREFIX + client_id)
        return Consent() if said is None else _CONSENT.validate_json(said)

    def check(self, client_id: str) -> None:
        """Raises NoConsent where they said no."""
        if not self.of(client_id).allows:
            raise NoConsent()

    def refused(self) -> frozenset[str]:
        """The ids of the clients who have said no."""
        said = self._unlocked.caseload.settings(_PREFIX)
        return frozenset(i.removeprefix(_PREFIX) for i, kept in said.items() if not _CONSENT.validate_json(kept).allows)

    def record(self, client_id: str, consent: Consent) -> None:
        """What the client said. From a no on, every handle given out raises `NoConsent`, and what was made of their
        notes goes; the notes and the therapist's decisions stay. Raises NotFound, BadRequest."""
        if consent.on is not None and consent.on > date.today():
            raise BadRequest("That day is still to come. Say on which day the client said so.")
        with self._lock:
            self._unlocked.caseload.client(client_id)
            value = None if consent == Consent() else _CONSENT.dump_json(consent).decode("utf-8")
            self._unlocked.caseload.set_setting(_PREFIX + client_id, value)
            if not consent.allows:
                self._unlocked.files.close(client_id, NoConsent())
                self._unlocked.files.get(client_id).forget_reading()

    def file_despite(self, client_id: str) -> ClientFile:
        """As `Vault.open_client`, consent or none: for a record that is written out because the therapist says so."""
        return self._unlocked.files.get(client_id)

    def forget(self, client_id: str) -> None:
        """The client goes."""
        self._unlocked.caseload.set_setting(_PREFIX + client_id, None)
