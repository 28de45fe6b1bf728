"""What an EHR says of how it lets apps in (SMART App Launch 2, `.well-known/smart-configuration`)."""

from __future__ import annotations

from dataclasses import dataclass

from companion.ehr.address import origin_of
from companion.ehr.contact import Contact, EhrFailed
from companion.errors import BadRequest

NO_SMART = "The EHR does not say how it lets apps in. Ask its support for the address of its FHIR server (SMART)."
NO_PKCE = "The EHR does not protect the way in as SMART asks (PKCE with S256), so Eyeline does not use it."


@dataclass(frozen=True, slots=True)
class Discovered:
    """Where the therapist's browser is sent to log in, and where the code is changed for tokens. `fine`: the EHR knows
    scopes as SMART 2 writes them."""

    authorize: str
    token: str
    fine: bool

    @property
    def origins(self) -> tuple[str, ...]:
        """The hosts that it names."""
        return tuple(dict.fromkeys((origin_of(self.authorize), origin_of(self.token))))


def discover(contact: Contact, issuer: str) -> Discovered:
    """Asks the issuer's own host. Raises EhrFailed where it is no SMART server or a careless one."""
    try:
        said = contact.json(f"{issuer}/.well-known/smart-configuration")
    except EhrFailed as error:
        raise EhrFailed(NO_SMART, error.answered) if error.answered in (400, 401, 403, 404) else error from None
    authorize, token = said.get("authorization_endpoint"), said.get("token_endpoint")
    can, methods = said.get("capabilities"), said.get("code_challenge_methods_supported")
    if not isinstance(authorize, str) or not isinstance(token, str):
        raise EhrFailed(NO_SMART)
    if not isinstance(methods, list) or "S256" not in methods:
        raise EhrFailed(NO_PKCE)
    found = Discovered(authorize, token, isinstance(can, list) and "permission-v2" in can)
    try:
        _ = found.origins
    except BadRequest:
        raise EhrFailed(NO_SMART) from None
    return found
