"""Sessions: each request once, in any order within the window; nothing after a lock, a revocation or a long rest."""

from __future__ import annotations

import random

import pytest

from companion.errors import NotFound, Refused
from companion.service.sessions import IDLE_FOR, SESSIONS_AT_MOST, UNUSED_FOR, WINDOW, Session, Sessions

NONCE = bytes(16)


def session() -> Session:
    return Sessions().begin("p", "panel", "chrome-extension://a", bytes(32), NONCE)[0]


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
    unused, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE)
    used, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE)
    sessions.touch(used, 1)
    clock.now = UNUSED_FOR + 1
    with pytest.raises(Refused):
        sessions.find(unused.id)
    assert sessions.find(used.id) is used
    clock.now = IDLE_FOR + 2
    with pytest.raises(Refused):
        sessions.find(used.id)


def test_a_flood_of_sessions_is_refused_and_does_not_end_those_in_use() -> None:
    sessions = Sessions()
    used, _, _ = sessions.begin("p", "panel", "o", bytes(32), NONCE)
    sessions.touch(used, 1)
    for _ in range(SESSIONS_AT_MOST - 1):
        sessions.begin("q", "panel", "o", bytes(32), NONCE)
    with pytest.raises(Refused):
        sessions.begin("q", "panel", "o", bytes(32), NONCE)
    assert sessions.find(used.id) is used
