"""The desk by itself: how long a code lives, whose attempt is whose, and that nothing of it is told by accident."""

from __future__ import annotations

import base64

import pytest

from companion.errors import Refused
from companion.service.pairing import ATTEMPTS_AT_MOST, LIVES, Paired, PairingDesk
from companion.service.sealing import derive, port_bytes, proof, to_bytes
from tests.panel import ORIGIN

pytestmark = pytest.mark.trust

OTHER = "chrome-extension://evilevilevilevilevilevilevilevil"
NONCE = bytes(range(16))


def secret_of(code: str) -> bytes:
    return base64.b32decode(code.replace("-", ""))[2:]


def proven(code: str, ours: bytes, origin: str, name: str = "x") -> bytes:
    """What a browser that knows the code answers."""
    key = derive(secret_of(code), b"", "eyeline/1 code")
    return proof(key, "panel", NONCE, ours, origin.encode(), b"\x00", name.encode())


def test_a_code_lives_five_minutes_to_the_second() -> None:
    now = [0.0]
    desk = PairingDesk(lambda: now[0])
    code = desk.show_code(1)
    now[0] = LIVES
    attempt, ours, _ = desk.start(NONCE, ORIGIN)
    assert desk.finish(attempt, ORIGIN, "x", proven(code, ours, ORIGIN)).origin == ORIGIN
    desk.show_code(1)
    now[0] += LIVES + 0.001
    with pytest.raises(Refused):
        desk.start(NONCE, ORIGIN)
    assert LIVES == 300


def test_who_knows_the_code_cannot_finish_what_another_began() -> None:
    desk = PairingDesk()
    code = desk.show_code(1)
    attempt, ours, _ = desk.start(NONCE, ORIGIN)
    with pytest.raises(Refused):
        desk.finish(attempt, OTHER, "x", proven(code, ours, OTHER))
    with pytest.raises(Refused):  # it was begun once and is over
        desk.finish(attempt, ORIGIN, "x", proven(code, ours, ORIGIN))
    attempt, ours, _ = desk.start(NONCE, ORIGIN)
    with pytest.raises(Refused):  # the name is proven too
        desk.finish(attempt, ORIGIN, "y", proven(code, ours, ORIGIN))
    attempt, ours, _ = desk.start(NONCE, ORIGIN)
    assert desk.finish(attempt, ORIGIN, "x", proven(code, ours, ORIGIN)).name == "x"
    with pytest.raises(Refused):
        desk.start(NONCE, ORIGIN)


def test_a_flood_pushes_out_its_own_first_attempt_and_no_other_origins() -> None:
    desk = PairingDesk()
    code = desk.show_code(1)
    mine, ours, _ = desk.start(NONCE, ORIGIN)
    begun = [desk.start(NONCE, OTHER) for _ in range(ATTEMPTS_AT_MOST + 1)]
    for attempt, _, _ in (begun[0], ("nobody's", b"", b"")):
        with pytest.raises(Refused):
            desk.finish(attempt, OTHER, "x", bytes(32))
    for attempt, _, _ in begun[1:5]:  # four wrong ones; what was not begun is no try
        with pytest.raises(Refused):
            desk.finish(attempt, OTHER, "x", bytes(32))
    assert desk.finish(mine, ORIGIN, "x", proven(code, ours, ORIGIN)).origin == ORIGIN


def test_the_fifth_wrong_try_ends_the_code() -> None:
    desk = PairingDesk()
    desk.show_code(1)
    begun = [desk.start(NONCE, ORIGIN) for _ in range(5)]
    for attempt, _, _ in begun:
        desk.start(NONCE, OTHER)
        with pytest.raises(Refused):
            desk.finish(attempt, ORIGIN, "x", bytes(32))
    with pytest.raises(Refused):
        desk.start(NONCE, ORIGIN)


def test_no_key_stands_in_what_a_traceback_would_print() -> None:
    desk = PairingDesk()
    code = desk.show_code(1)
    attempt, ours, _ = desk.start(NONCE, ORIGIN)
    assert repr(secret_of(code)) not in repr(desk._code)
    paired = desk.finish(attempt, ORIGIN, "x", proven(code, ours, ORIGIN))
    assert isinstance(paired, Paired)
    assert repr(paired.key) not in repr(paired)


@pytest.mark.parametrize("text", ["AAA", "AAA=", "AA A", "AAAA\n\n\n\n", "AA.AAA--", ""])
def test_bytes_are_as_many_as_wanted_and_nothing_stands_among_them(text: str) -> None:
    assert to_bytes("AAAA", 3) == bytes(3)
    with pytest.raises(Refused):
        to_bytes(text, 3)


def test_a_port_is_two_bytes() -> None:
    assert port_bytes(17913) == b"\x45\xf9"
