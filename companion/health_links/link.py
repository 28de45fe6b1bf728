"""A SMART Health Link as it is pasted: `shlink:/` and a JSON in base64url, perhaps behind a viewer's address."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from companion.errors import BadRequest

SCHEME = "shlink:/"
LONGEST = 8192
"""Characters; a link is made to fit into a QR code."""
NO_LINK = "That is no SMART Health Link; copy it whole, from shlink:/ on."
EXPIRED = "That link has expired. Ask for a new one; nothing was fetched."


@dataclass(frozen=True, slots=True)
class HealthLink:
    """Where the record lies and the key that opens it. `label` is what its maker calls it: shown, never believed."""

    url: str
    key: bytes
    label: str
    wants_passcode: bool
    direct: bool
    """The address gives the one file itself (flag U), not a list of files."""

    @property
    def host(self) -> str:
        """The host, with its port where that is unusual: what a fetch reaches, and nothing else."""
        return urlsplit(self.url).netloc


def read_link(pasted: str, *, now: datetime | None = None, loopback: bool = False) -> HealthLink:
    """The link. `loopback` lets an unencrypted address on this computer pass, which tests need. Raises BadRequest for
    what is none, has expired, or has no safe address."""
    _, found, packed = pasted.strip().rpartition(SCHEME)
    if not found or len(pasted) > LONGEST:
        raise BadRequest(NO_LINK)
    try:
        said = json.loads(base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True))
        url, flags, version = str(said["url"]), str(said.get("flag") or ""), said.get("v") or 1
        key = base64.b64decode(str(said["key"]) + "=", altchars=b"-_", validate=True)
        ends = float(said["exp"]) if said.get("exp") is not None else None
        expired = ends is not None and datetime.fromtimestamp(ends, UTC) <= (now or datetime.now(UTC))
        safe = _is_safe(url, loopback=loopback)
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError):
        raise BadRequest(NO_LINK) from None
    if len(key) != 32 or version != 1 or not set(flags) <= set("LPU") or {"P", "U"} <= set(flags):
        raise BadRequest("That link is damaged or of a kind that is not known here. Ask for a new one.")
    if not safe:
        raise BadRequest("That link leads to no encrypted address (https), so it is not followed.")
    if expired:
        raise BadRequest(EXPIRED)
    label = "".join(sign for sign in str(said.get("label") or "") if sign.isprintable())[:80]
    return HealthLink(url, key, label, "P" in flags, "U" in flags)


def _is_safe(url: str, *, loopback: bool) -> bool:
    """HTTPS to a named host without a password in the address. Raises ValueError for what is no address."""
    parts = urlsplit(url)
    host, _ = parts.hostname or "", parts.port
    if not host or "@" in parts.netloc or not url.isascii() or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def same_host(link: HealthLink, url: str) -> bool:
    """An address that a list of files gives is one of the link's own host, over the same kind of connection."""
    try:
        here, there = urlsplit(link.url), urlsplit(url)
        ports = (here.port, there.port)
    except ValueError:
        return False
    same = (here.scheme, here.hostname) == (there.scheme, there.hostname)
    return same and ports[0] == ports[1] and "@" not in there.netloc
