"""Saved overviews are decoded once, and never outlive what is kept or a lock."""

from __future__ import annotations

from datetime import date

from companion.overview import client_overview
from companion.saved_overview import HELD_AT_MOST, MADE_BY, HeldOverviews, SavedOverview


def kept(meant_by: str = "") -> str:
    nothing = client_overview((), client_name="Kim Muster", pronouns="", today=date(2026, 1, 1))
    return SavedOverview(MADE_BY, nothing, (), meant_by).to_json()


def test_what_is_kept_is_decoded_once() -> None:
    held = HeldOverviews()
    assert held.read("a", kept) is held.read("a", kept)


def test_what_is_kept_now_stands() -> None:
    held = HeldOverviews()
    held.read("a", kept)
    again = held.read("a", lambda: kept("a-model"))
    assert again is not None and again.meant_by == "a-model"
    assert held.read("a", lambda: None) is None
    assert held.read("a", lambda: "{}") is None, "another shape is made anew, not shown"


def test_one_clients_is_never_anothers() -> None:
    held = HeldOverviews()
    ours, theirs = held.read("a", kept), held.read("b", lambda: kept("b"))
    assert held.read("a", kept) is ours is not theirs


def test_what_was_being_read_at_a_lock_is_not_held_after_it() -> None:
    held = HeldOverviews()

    def locked_meanwhile() -> str:
        held.clear()
        return kept()

    before = held.read("a", locked_meanwhile)
    assert held.read("a", kept) is not before


def test_the_one_left_alone_longest_goes_first() -> None:
    held = HeldOverviews()
    first, second = held.read("0", kept), held.read("1", kept)
    assert held.read("0", kept) is first
    for n in range(2, HELD_AT_MOST + 1):
        held.read(str(n), kept)
    assert held.read("0", kept) is first
    assert held.read("1", kept) is not second
