"""Sealed bodies: what is changed, or sealed otherwise, is refused."""

from __future__ import annotations

import itertools
import json
import os

import pytest
from jwcrypto import jwe, jwk

from companion.errors import Refused
from companion.service.sealing import derive, proof, proven, seal, session_named, to_bytes, to_text, unseal

pytestmark = pytest.mark.trust

KEY = bytes(range(32))


def test_a_body_comes_back_as_it_was_sealed() -> None:
    compact = seal(KEY, {"kid": "s", "n": 1, "to": "/v1/status"}, {"id": "a", "params": {"words": "früh „auf“ 😀"}})
    opened = unseal(KEY, compact)
    assert opened.body["params"]["words"] == "früh „auf“ 😀"
    assert opened.header == {"alg": "dir", "enc": "A256GCM", "kid": "s", "n": 1, "to": "/v1/status"}
    assert session_named(compact) == "s"


def test_every_flipped_bit_is_refused() -> None:
    """Those too that base64url throws away at the end of a part."""
    compact = seal(KEY, {"kid": "s", "n": 1}, {"id": "a"})
    for at, bit in itertools.product(range(len(compact)), range(7)):
        changed = compact[:at] + chr(ord(compact[at]) ^ (1 << bit)) + compact[at + 1 :]
        with pytest.raises(Refused):
            unseal(KEY, changed)


def test_another_key_is_refused() -> None:
    with pytest.raises(Refused):
        unseal(os.urandom(32), seal(KEY, {"kid": "s"}, {}))


@pytest.mark.parametrize(("alg", "enc"), [("A256KW", "A256GCM"), ("dir", "A128CBC-HS256")])
def test_other_algorithms_are_refused(alg: str, enc: str) -> None:
    size = {"A128CBC-HS256": 32, "A256GCM": 32}[enc]
    token = jwe.JWE(b"{}", protected=json.dumps({"alg": alg, "enc": enc, "kid": "s"}))
    token.add_recipient(jwk.JWK(kty="oct", k=to_text(KEY[:size])))
    with pytest.raises(Refused):
        unseal(KEY, token.serialize(compact=True))


@pytest.mark.parametrize("compact", ["", "a", "a.b.c.d.e", "....", "{}", "null.." * 3, "é"])
def test_what_is_no_sealed_body_is_refused(compact: str) -> None:
    with pytest.raises(Refused):
        unseal(KEY, compact)
    with pytest.raises(Refused):
        session_named(compact)


def test_a_compressed_body_is_refused_before_it_grows() -> None:
    token = jwe.JWE(b"{}", protected=json.dumps({"alg": "dir", "enc": "A256GCM", "kid": "s", "zip": "DEF"}))
    token.add_recipient(jwk.JWK(kty="oct", k=to_text(KEY)))
    with pytest.raises(Refused):
        unseal(KEY, token.serialize(compact=True))


def test_hkdf_and_proofs_follow_the_written_protocol() -> None:
    """RFC 5869 appendix A.1 cannot be used as it is (42 bytes out); this is its T(1)."""
    ikm, salt = bytes([0x0B]) * 22, bytes(range(13))
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    assert derive(ikm, salt, "x") == HKDF(SHA256(), 32, salt, b"x").derive(ikm)
    assert proven(proof(KEY, "companion", b"a", b"b"), proof(KEY, "companion", b"ab"))
    assert not proven(proof(KEY, "companion", b"a"), proof(KEY, "panel", b"a"))


@pytest.mark.parametrize("text", ["", "AA", "AAAAAAAAAAAAAAAAAAAAAAA", "A A", "é" * 22, "A" * 21 + "="])
def test_ids_have_exactly_their_length(text: str) -> None:
    with pytest.raises(Refused):
        to_bytes(text, 16)
