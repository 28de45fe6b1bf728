"""Whether it is the registered EHR that asks: the signed token (JWT) that CDS Hooks has it send with every call."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from jwcrypto import jwk, jws
from jwcrypto.common import JWException, base64url_decode

from companion.ehr.contact import Contact, EhrFailed
from companion.ehr.registration import HooksFrom, Registration
from companion.errors import BadRequest, EyelineError

ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
"""Public-key signatures alone: with `none` or a shared secret (HS256) anybody could sign."""
LONGEST = 8192
"""Characters of a token."""
LIVES_AT_MOST = 24 * 3600.0
"""Seconds between a token's making and its end; longer ones are refused, since each is remembered so long."""
AHEAD = 60.0
"""Seconds by which the EHR's clock may be ahead of ours."""
REMEMBERED = 20_000
KEYS_FRESH = 600.0
KEYS_AGAIN = 30.0
"""Seconds after which keys are fetched again: anyhow, and where a token names one that is not among them."""
FETCHES_A_MINUTE = 12
RSA_BITS = 2048


class NotProven(EyelineError):
    """It is not shown that the registered EHR asks."""

    kind = "not_proven"
    status = 401

    def __init__(self) -> None:
        super().__init__("The token does not show that the registered EHR asks.")


class Signatures:
    """Checks tokens; remembers which were used and the keys that were fetched. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._used: dict[tuple[str, str], float] = {}
        self._keys: dict[str, tuple[float, jwk.JWKSet]] = {}
        self._fetched: deque[float] = deque(maxlen=FETCHES_A_MINUTE)

    def check(self, authorization: str, registrations: tuple[Registration, ...], url: str) -> Registration:
        """The registration of the EHR that signed this very call to `url`, once. Raises NotProven."""
        token = authorization[7:].strip() if authorization[:7].lower() == "bearer " else ""
        if not token or len(token) > LONGEST or token.count(".") != 2:
            raise NotProven
        header, claims = (_part(token, number) for number in (0, 1))
        for registration in registrations:
            if registration.hooks is not None and claims.get("iss") == registration.hooks.issuer:
                self._verify(token, header, registration, registration.hooks)
                self._claim(claims, url)
                return registration
        raise NotProven

    def _verify(self, token: str, header: dict[str, Any], registration: Registration, hooks: HooksFrom) -> None:
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or header.get("typ") != "JWT" or not isinstance(kid, str) or not kid:
            raise NotProven
        for key in self._keys_named(kid, header.get("jku"), registration, hooks):
            if _fits(key, algorithm) and _signed(token, key, algorithm):
                return
        raise NotProven

    def _claim(self, claims: dict[str, Any], url: str) -> None:
        """The rest of what the token says, and that it was not used before. Raises NotProven."""
        now = self._clock()
        until, made = _time(claims.get("exp")), _time(claims.get("iat"))
        early, word = _time(claims.get("nbf", made)), claims.get("jti")
        if not isinstance(word, str) or not 0 < len(word) <= 200:
            raise NotProven
        audience = claims.get("aud")
        meant = url in audience if isinstance(audience, list) else audience == url
        if not meant or early > now + AHEAD or until <= now or made > now + AHEAD or until - made > LIVES_AT_MOST:
            raise NotProven
        with self._guard:
            self._used = {used: end for used, end in self._used.items() if end > now}
            said = (str(claims["iss"]), word)
            if said in self._used or len(self._used) >= REMEMBERED:
                raise NotProven
            self._used[said] = until

    def _keys_named(self, kid: str, jku: object, registration: Registration, hooks: HooksFrom) -> list[jwk.JWK]:
        """The keys of that name: those that were pinned, or those at the address that the token names."""
        if hooks.keys:
            return list(key_set(hooks.keys).get_keys(kid) or ())
        if not isinstance(jku, str):
            raise NotProven
        found = self._at(jku, registration, KEYS_FRESH).get_keys(kid)
        return list(found or self._at(jku, registration, KEYS_AGAIN).get_keys(kid) or ())

    def _at(self, jku: str, registration: Registration, fresh: float) -> jwk.JWKSet:
        now = self._clock()
        with self._guard:
            known = self._keys.get(jku)
            if known is not None and now - known[0] < fresh:
                return known[1]
        with Contact(registration.allowed, patience=10.0) as contact:
            if not contact.may(jku):
                raise NotProven
            with self._guard:  # whoever can call could have the EHR's host asked without end
                if len(self._fetched) == FETCHES_A_MINUTE and now - self._fetched[0] < 60.0:
                    raise NotProven
                self._fetched.append(now)
            try:
                keys = key_set(json.dumps(contact.json(jku)))
            except (EhrFailed, BadRequest):
                raise NotProven from None
        with self._guard:
            if len(self._keys) >= FETCHES_A_MINUTE:
                self._keys.clear()
            self._keys[jku] = (now, keys)
        return keys


def key_set(said: str) -> jwk.JWKSet:
    """Public keys as a JWKS. Raises BadRequest where there are none, or secret ones are among them."""
    try:
        keys = jwk.JWKSet.from_json(said)
        found = list(keys["keys"])
    except (JWException, ValueError, TypeError, KeyError, RecursionError):
        found = []
    if not found or any(key.get("kty") == "oct" or key.has_private for key in found):
        raise BadRequest("Those are no public keys of an EHR (a JWKS). Ask its support for the file.")
    return keys


def _part(token: str, number: int) -> dict[str, Any]:
    try:
        said = json.loads(base64url_decode(token.split(".")[number]))
    except (ValueError, RecursionError):
        raise NotProven from None
    if not isinstance(said, dict):
        raise NotProven
    return said


def _fits(key: jwk.JWK, algorithm: str) -> bool:
    """The key is one for signatures of that kind, and long enough."""
    if key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        return False
    if algorithm.startswith("RS"):
        return bool(key.get("kty") == "RSA" and key.get_op_key("verify").key_size >= RSA_BITS)
    curve = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}[algorithm]
    return bool(key.get("kty") == "EC" and key.get("crv") == curve)


def _signed(token: str, key: jwk.JWK, algorithm: str) -> bool:
    signed = jws.JWS()
    signed.allowed_algs = [algorithm]
    try:
        signed.deserialize(token)
        signed.verify(key, alg=algorithm)
    except (JWException, ValueError, TypeError):
        return False
    return True


def _time(said: object) -> float:
    """Seconds since 1970. Raises NotProven for what is no time."""
    if not isinstance(said, int | float) or isinstance(said, bool) or not 0 < said < 10**11:
        raise NotProven
    return float(said)
