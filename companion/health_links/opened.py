"""What a link holds, opened with its key: FHIR files to be read, and what is left out of the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass

from jwcrypto import jwe, jwk
from jwcrypto.common import JWException, base64url_encode

from companion.errors import BadRequest, EyelineError
from companion.health_links.fetching import UNREACHABLE, Fetching
from companion.health_links.link import HealthLink
from companion.importers.contents import LeftOut

FHIR = "application/fhir+json"
NOT_OPENED = "It does not open with the link's key; ask for a new link."
_LEFT_OUT = {
    "application/smart-health-card": "It is a signed health card, such as of a vaccination, which is not read.",
    "application/smart-api-access": "It would give standing access to an EHR, which is not taken.",
}
_UNKNOWN = "It is of a kind that is not read; ask for the record as FHIR."


@dataclass(frozen=True, slots=True)
class Opened:
    """The FHIR files of a link as (name, bytes)."""

    files: tuple[tuple[str, bytes], ...]
    left_out: tuple[LeftOut, ...]


def open_link(link: HealthLink, passcode: str | None, *, patience: float | None = None) -> Opened:
    """Fetches the files and opens them. Raises EyelineError with what to do, and nothing of what was fetched."""
    with Fetching(link) if patience is None else Fetching(link, patience=patience) as fetching:
        if link.direct:
            listed: list[dict[str, object]] = [{"contentType": "", "embedded": fetching.file()}]
        else:
            listed = fetching.listed(passcode)
        files: list[tuple[str, bytes]] = []
        left: list[LeftOut] = []
        for number, one in enumerate(listed, 1):
            name = f"health-link-{number}.json"
            try:
                kind = _plain(one.get("contentType"))
                if kind in _LEFT_OUT:
                    raise BadRequest(_LEFT_OUT[kind])
                sealed = one.get("embedded") or fetching.at(str(one.get("location") or ""))
                files.append((name, _opened(link, str(sealed), kind)))
            except BadRequest as error:
                left.append(LeftOut(name, error.say))
    if not listed:
        raise EyelineError(UNREACHABLE)
    return Opened(tuple(files), tuple(left))


def _opened(link: HealthLink, sealed: str, kind: str) -> bytes:
    """A sealed file's bytes. Raises BadRequest where the key is not its own, or it is no FHIR."""
    token = jwe.JWE(algs=["dir", "A256GCM"])
    try:
        token.deserialize(sealed.strip())
        token.decrypt(jwk.JWK(kty="oct", k=base64url_encode(link.key)))
        told = json.loads(token.objects["protected"])
    except (JWException, ValueError, TypeError, KeyError):
        raise BadRequest(NOT_OPENED) from None
    inside = kind or _plain(told.get("cty"))
    if inside in _LEFT_OUT:
        raise BadRequest(_LEFT_OUT[inside])
    if inside not in ("", FHIR):
        raise BadRequest(_UNKNOWN)
    return bytes(token.payload)


def _plain(content_type: object) -> str:
    return str(content_type or "").partition(";")[0].strip().lower()
