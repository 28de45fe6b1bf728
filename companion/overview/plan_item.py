"""One goal as a plan's layout gives it, before its words are cut from what is said of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One goal as the layout gives it: its words with what is said in the same line, and a status line's span.

    `rank` is what the plan calls it; "review" is a status by number, "loose" a numbered line under no heading, which is
    a goal only if an earlier plan has it.
    """

    rank: str
    number: int | None
    start: int
    stop: int
    lead: str = ""
    status: tuple[int, int] | None = None
