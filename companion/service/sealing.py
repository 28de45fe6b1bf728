"""Keys and sealed bodies as docs/protocol.md writes them down: HKDF and HMAC with SHA-256, JWE `dir` `A256GCM`."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwcrypto import jwe, jwk
from jwcrypto.common import JWException

from companion.errors import Refused

NONCE = 16
"""Bytes of a nonce or an id."""


def to_text(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def to_bytes(text: str, length: int) -> bytes:
    """The bytes of a nonce, id or proof; Refused when it is not exactly `length` bytes of base64url."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refused("Refused.") from None
    if len(data) != length:
        raise Refused("Refused.")
    return data


def derive(key: bytes, salt: bytes, info: str) -> bytes:
    """HKDF-SHA256 (RFC 5869), 32 bytes out."""
    return HKDF(SHA256(), 32, salt, info.encode("ascii")).derive(key)


def proof(key: bytes, who: str, *parts: bytes) -> bytes:
    """HMAC-SHA256 over `who`, a zero byte and the parts."""
    return hmac.digest(key, who.encode("ascii") + b"\x00" + b"".join(parts), sha256)


def port_bytes(port: int) -> bytes:
    """As a proof holds it: two bytes, big-endian."""
    return port.to_bytes(2, "big")


def proven(given: bytes, expected: bytes) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(given, expected)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An opened body: the header that was authenticated with it, and the JSON inside."""

    header: dict[str, Any]
    body: dict[str, Any]


def seal(key: bytes, header: dict[str, Any], body: dict[str, Any]) -> str:
    """A compact JWE. `header` gets `alg` and `enc`."""
    protected = json.dumps({"alg": "dir", "enc": "A256GCM", **header}, separators=(",", ":"))
    plain = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    token = jwe.JWE(plain, protected=protected, algs=["dir", "A256GCM"])
    token.add_recipient(_jwk(key))
    return cast(str, token.serialize(compact=True))


def unseal(key: bytes, compact: str) -> Sealed:
    """Opens a compact JWE. Refused on anything but `dir` with `A256GCM` under this key, holding a JSON object, and on
    another spelling of the same bytes: base64url leaves bits over at the end of a part that no tag covers."""
    if not all(_is_plainest(part) for part in compact.split(".")):
        raise Refused("Refused.")
    try:
        token = jwe.JWE(algs=["dir", "A256GCM"])
        token.deserialize(compact, _jwk(key))
        header, body = json.loads(token.objects["protected"]), json.loads(token.payload)
    except (JWException, ValueError, KeyError, TypeError, RecursionError):
        raise Refused("Refused.") from None
    if not isinstance(header, dict) or not isinstance(body, dict) or "zip" in header:
        raise Refused("Refused.")
    return Sealed(header, body)


def session_named(compact: str) -> str:
    """The session id a sealed body claims, before anything is proven."""
    try:
        first = compact.split(".", 1)[0]
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
        return str(header["kid"])
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise Refused("Refused.") from None


def _is_plainest(part: str) -> bool:
    try:
        return to_text(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)) == part
    except (binascii.Error, ValueError):
        return False


def _jwk(key: bytes) -> jwk.JWK:
    return jwk.JWK(kty="oct", k=to_text(key))
