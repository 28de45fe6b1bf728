"""Writes sealing_vectors.json: what the kept Python libraries make of fixed keys, for sealing.test.js to agree with.

python -m tests.extension.write_vectors
"""

from __future__ import annotations

import json
from pathlib import Path

from companion.service.sealing import derive, port_bytes, proof, seal, to_text

TARGET = Path(__file__).with_name("sealing_vectors.json")


SECRET, OURS, THEIRS, SESSION = bytes(range(13)), bytes(range(16)), bytes(range(16, 32)), bytes(range(32, 48))
PAIRING_KEY = derive(SECRET, OURS + THEIRS, "eyeline/1 pairing")
DOWN = derive(PAIRING_KEY, OURS + THEIRS, "eyeline/1 down")


def vectors() -> dict[str, object]:
    """Keys, a proof and a sealed reply as docs/protocol.md has them."""
    origin = "chrome-extension://aoobieilfhkgcmghpmkgbpnfncopolnm"
    code_key = derive(SECRET, b"", "eyeline/1 code")
    session_key = derive(PAIRING_KEY, b"", "eyeline/1 proof")
    body = {"id": to_text(OURS), "client": "c1", "result": {"text": "café “no” 🙂"}}
    return {
        "secret": to_text(SECRET),
        "ours": to_text(OURS),
        "theirs": to_text(THEIRS),
        "session": to_text(SESSION),
        "origin": origin,
        "code_proof": to_text(proof(code_key, "companion", OURS, THEIRS, origin.encode("ascii"))),
        "session_proof": to_text(proof(session_key, "companion", OURS, THEIRS, SESSION, port_bytes(17913))),
        "up": to_text(derive(PAIRING_KEY, OURS + THEIRS, "eyeline/1 up")),
        "sealed": seal(DOWN, {"kid": to_text(SESSION), "re": 7}, body),
        "body": body,
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(vectors(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
