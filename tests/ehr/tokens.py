"""Tokens as an EHR signs them for CDS Hooks."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from jwcrypto import jwk, jws

from tests.ehr.ehr_server import Raw

ISSUER = "https://ehr.example"
EC = jwk.JWK.generate(kty="EC", crv="P-384", kid="ec", use="sig")
RSA = jwk.JWK.generate(kty="RSA", size=2048, kid="rsa")
SHORT = jwk.JWK.generate(kty="RSA", size=1024, kid="short")
OTHER = jwk.JWK.generate(kty="EC", crv="P-384", kid="ec")


def public(*keys: jwk.JWK) -> Raw:
    return {"keys": [json.loads(key.export_public()) for key in keys]}


KEYS = json.dumps(public(EC, RSA, SHORT))


def claims(url: str, **changed: Any) -> Raw:
    """What a sound token for `url` says; what is changed to None is left out."""
    now = int(time.time())
    told = {"iss": ISSUER, "aud": url, "iat": now, "exp": now + 300, "jti": str(uuid.uuid4()), **changed}
    return {name: value for name, value in told.items() if value is not None}


def signed(said: Raw, key: jwk.JWK = EC, alg: str = "ES384", **header: Any) -> str:
    head = {"alg": alg, "typ": "JWT", "kid": key.get("kid"), **header}
    token = jws.JWS(json.dumps(said))
    token.allowed_algs = [alg]
    token.add_signature(key, None, json.dumps({name: value for name, value in head.items() if value is not None}))
    return str(token.serialize(compact=True))
