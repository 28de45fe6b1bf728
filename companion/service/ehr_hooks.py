"""CDS Hooks as they are asked: proven to be the registered EHR's, then answered with a card or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from companion.ehr import hooks
from companion.ehr.hooks import SERVICES, Unavailable
from companion.ehr.registration import Registration
from companion.ehr.signature import NotProven
from companion.errors import Locked, NoConsent, NotFound
from companion.service.ehr_pages import LAUNCH_AT
from companion.service.state import Running
from companion.shown_notes import shown_notes

SERVICES_AT = "/cds-services"
FEEDBACK = "/feedback"


@dataclass(frozen=True, slots=True)
class HookAsked:
    """One call that passed the door. `origin` is the page that made it, empty where no page did."""

    method: str
    path: str
    authorization: str
    origin: str
    body: bytes


def answer_hook(running: Running, asked: HookAsked) -> dict[str, Any]:
    """The answer's body. Raises NotProven, NotFound, BadRequest, Unavailable."""
    url = f"http://127.0.0.1:{running.port}{asked.path}"
    registration = running.ehrs.signatures.check(asked.authorization, running.ehrs.registrations, url)
    if asked.origin and registration.hooks and asked.origin not in registration.hooks.origins:
        raise NotProven
    service, _, rest = asked.path.removeprefix(SERVICES_AT).removeprefix("/").partition("/")
    if asked.path == SERVICES_AT and asked.method == "GET":
        return hooks.discovery()
    if service not in SERVICES or asked.method != "POST" or rest not in ("", FEEDBACK[1:]):
        raise NotFound("There is no such service.")
    if rest:
        hooks.read_feedback(asked.body)
        return {}
    return _card(running, registration, service, asked.body)


def _card(running: Running, registration: Registration, service: str, body: bytes) -> dict[str, Any]:
    """One card where the patient is a client with notes. A card tells the EHR so, and leaves an audit row."""
    asked = hooks.read_request(service, body)
    vault = running.workspace.vault
    if vault.locked:
        raise Unavailable("Eyeline is locked.")
    identity = hooks.patient_of(asked, registration)
    try:
        client = None if identity is None else running.charts.has_surely(identity)
        if client is None or not shown_notes(vault, client.id).count():
            return hooks.cards(None)
        vault.write_audit("card", client.id)
    except NoConsent:
        return hooks.cards(None)
    except Locked:
        raise Unavailable("Eyeline is locked.") from None
    return hooks.cards(f"http://127.0.0.1:{running.port}{LAUNCH_AT}")
