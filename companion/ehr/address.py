"""Addresses that an EHR gives or the therapist typed: which are safe to follow, and which are of the same host."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from companion.errors import BadRequest

LONGEST = 2000
"""Characters."""
UNSAFE = "That is no safe address: it must begin with https:// (or be on this computer). Copy it from the EHR again."
_PORTS = {"https": 443, "http": 80}


def origin_of(url: str) -> str:
    """ "https://ehr.example:8443", the host with its port where that is unusual. Raises BadRequest for what is neither
    https nor http on this computer, holds a password or a fragment, or is no address at all."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise BadRequest(UNSAFE) from None
    plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}') and len(url) <= LONGEST
    if not plain or not host or "@" in parts.netloc or "#" in url:
        raise BadRequest(UNSAFE)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise BadRequest(UNSAFE)
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port and port != _PORTS[parts.scheme] else "")


def issuer_of(url: str) -> str:
    """A FHIR server's base address as it is kept and compared: without the slash at its end. Raises BadRequest."""
    said = url.strip().rstrip("/")
    origin_of(said)
    if "?" in said or "/../" in f"{said}/" or "/./" in f"{said}/":
        raise BadRequest(UNSAFE)
    return said


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
