"""What is held is made once, never outlives what it was made of, and is gone at a lock."""

from __future__ import annotations

from companion.held import HELD_AT_MOST, Held


def made() -> Held[str, list[str]]:
    return Held()


def make(words: str) -> list[str]:
    return words.split()


def test_it_is_made_once() -> None:
    held = made()
    first = held.get("a", lambda: "one two", make)
    assert held.get("a", lambda: "one two", make) is first == ["one", "two"]


def test_what_it_is_made_of_now_stands() -> None:
    held = made()
    held.get("a", lambda: "one", make)
    assert held.get("a", lambda: "two", make) == ["two"]
    assert held.get("a", lambda: "one", make) == ["one"]


def test_one_clients_is_never_anothers() -> None:
    held = made()
    ours = held.get("a", lambda: "one", make)
    assert held.get("b", lambda: "one", make) is not ours
    assert held.get("a", lambda: "one", make) is ours


def test_what_was_being_read_at_a_lock_is_not_held_after_it() -> None:
    held = made()

    def locked_meanwhile() -> str:
        held.clear()
        return "one"

    before = held.get("a", locked_meanwhile, make)
    assert held.get("a", lambda: "one", make) is not before


def test_the_one_left_alone_longest_goes_first() -> None:
    held = made()
    first, second = held.get("0", lambda: "x", make), held.get("1", lambda: "x", make)
    assert held.get("0", lambda: "x", make) is first
    for n in range(2, HELD_AT_MOST + 1):
        held.get(str(n), lambda: "x", make)
    assert held.get("0", lambda: "x", make) is first
    assert held.get("1", lambda: "x", make) is not second
