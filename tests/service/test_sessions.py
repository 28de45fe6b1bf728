"""Sessions: each request once, in any order within the window; nothing after a lock, a revocation or a long rest."""

from __future__ import annotations

import random

import pytest

from companion.errors import NotFound, Refused
from companion.service.sessions import (
    FOR_EACH_PAIRING,
    IDLE_FOR,
    UNPROVEN_AT_MOST,
    UNUSED_FOR,
    WINDOW,
    Session,
    Sessions,
)

pytestmark = pytest.mark.trust

NONCE = bytes(16)


def session() -> Session:
    return Sessions().begin("p", "panel", "chrome-extension://a", bytes(32), NONCE, port=17913)[0]


def test_requests_may_overtake_each_other_and_none_counts_twice() -> None:
    one = session()
    order = list(range(1, 200))
    shuffled = [
        n
        for at in range(0, len(order), 8)
        for n in random.Random(7).sample(order[at : at + 8], len(order[at : at + 8]))
    ]
    for counter in shuffled:
        one.accept(counter)
    for counter in order:
        with pytest.raises(Refused):
            one.accept(counter)


def test_a_counter_behind_the_window_is_refused() -> None:
    one = session()
    one.accept(WINDOW + 10)
    one.accept(11)
    for counter in (10, 1, 11):
        with pytest.raises(Refused):
            one.accept(counter)


@pytest.mark.parametrize("counter", [0, -1, 1.5, "1", None, True, 2**53 + 1, [1]])
def test_a_counter_is_a_positive_whole_number(counter: object) -> None:
    with pytest.raises(Refused):
        session().accept(counter)


def test_a_jump_forgets_nothing_it_has_seen() -> None:
    one = session()
    one.accept(1)
    one.accept(500)
    one.accept(499)
    for counter in (1, 499, 500):
        with pytest.raises(Refused):
            one.accept(counter)


def test_a_scope_opens_only_the_chart_opened_last() -> None:
    one = session()
    first = one.open_scope("anna")
    second = one.open_scope("bert")
    assert one.client_of(second) == "bert"
    with pytest.raises(NotFound):
        one.client_of(first)
    one.close_scope()
    with pytest.raises(NotFound):
        one.client_of(second)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_sessions_end_unused_or_idle() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    unused, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)
    used, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)
    sessions.touch(used, 1)
    clock.now = UNUSED_FOR + 1
    with pytest.raises(Refused):
        sessions.find(unused.id)
    assert sessions.find(used.id) is used
    clock.now = IDLE_FOR + 2
    with pytest.raises(Refused):
        sessions.find(used.id)


def test_a_flood_of_unproven_sessions_shuts_nobody_out() -> None:
    sessions = Sessions()
    used, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)
    sessions.touch(used, 1)
    for _ in range(3 * UNPROVEN_AT_MOST):
        sessions.begin("q", "panel", "o", bytes(32), NONCE, port=17913)
    late, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)
    sessions.touch(late, 1)
    assert sessions.find(used.id) is used
    assert sessions.find(late.id) is late


def test_one_pairing_keeps_its_latest_sessions_and_takes_no_others() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    other, _, _ = sessions.begin("other", "panel", "o", bytes(32), NONCE, port=17913)
    sessions.touch(other, 1)
    mine = []
    for _ in range(FOR_EACH_PAIRING + 3):
        clock.now += 1
        mine.append(sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)[0])
        sessions.touch(mine[-1], 1)
    assert sessions.find(other.id) is other
    assert sessions.find(mine[-1].id) is mine[-1]
    with pytest.raises(Refused):
        sessions.find(mine[0].id)


def test_a_revoked_pairing_can_begin_nothing() -> None:
    sessions = Sessions()
    used, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)
    assert sessions.lives(used)
    sessions.end("p")
    assert not sessions.lives(used)
    with pytest.raises(Refused):
        sessions.begin("p", "panel", "o", bytes(32), NONCE, port=17913)


def test_a_jump_of_the_counter_costs_nothing() -> None:
    one = session()
    one.accept(2**53)
    with pytest.raises(Refused):
        one.accept(1)


def test_the_same_clients_chart_again_keeps_its_scope() -> None:
    one = session()
    word = one.open_scope("anna")
    assert one.open_scope("anna") == word
    assert one.open_scope("bert") != word
