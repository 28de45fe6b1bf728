"""One generated way through an EHR: its habits, and what is done there. The same seed gives the same trace."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from typing import Any

from tests.browser.traces.people import CLIENTS, STRANGERS

WHOLE_LOADS = ("load", "load_bare")
NOTHING_VOUCHES = ("visit", "bare")
"""Where the address does not name the client, and the page is not loaded anew."""
ALIKE = (("ida", "ivo"), ("mara", "marah"), ("anneke", "arne"), ("cosima", "cosimah"))


@dataclass(frozen=True)
class Habits:
    """How the EHR behaves, as page.html reads it. `gaps` are the milliseconds between one thing and the next."""

    routing: str
    fill: str
    first: str
    fields: tuple[str, ...]
    order: tuple[str, ...]
    gaps: tuple[int, ...]
    hide: str
    races: bool
    filled: str
    endless: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Step:
    """`who` are keys of people, in the order in which they are clicked. `rests`: the panel gets the time to show the
    client before the next step."""

    does: str
    who: tuple[str, ...] = ()
    rests: bool = False


@dataclass(frozen=True)
class Trace:
    """It begins and ends at rest on a client's chart. `vouched`: by the address or by a fresh load at the end, so that
    the client has to be shown there."""

    seed: int
    habits: Habits
    first: str
    steps: tuple[Step, ...]
    last: str
    vouched: bool

    def __str__(self) -> str:
        steps = "\n".join(
            f"  {step.does} {' '.join(step.who)}{' (rests)' if step.rests else ''}" for step in self.steps
        )
        end = f"  at last {self.last}{' (vouched for)' if self.vouched else ''}"
        return f"trace {self.seed}: {self.habits}\n  first {self.first}\n{steps}\n{end}"


IN_PLACE = {
    "open": 10,
    "hurry": 5,
    "turn_page": 3,
    "home": 2,
    "back": 3,
    "forward": 1,
    "reload": 2,
    "tab": 2,
    "behind": 2,
    "window": 1,
    "shade": 1,
    "deep": 1,
    "cancelled": 3,
    "call": 1,
    "keep": 2,
    "slow": 1,
    "never": 1,
    "endless": 1,
}
BY_LOADS = {
    "open": 8,
    "hurry": 4,
    "back": 3,
    "reload": 1,
    "tab": 1,
    "behind": 1,
    "shade": 1,
    "deep": 1,
    "cancelled": 2,
    "call": 1,
    "keep": 1,
    "slow": 3,
    "never": 2,
    "endless": 1,
}
PEOPLE_NEEDED = {
    "open": 1,
    "hurry": 3,
    "tab": 1,
    "behind": 2,
    "window": 1,
    "shade": 1,
    "deep": 1,
    "cancelled": 2,
    "slow": 2,
    "never": 2,
    "endless": 1,
    "keep": 1,
}


def trace(seed: int) -> Trace:
    """Everything about it comes from the seed."""
    chance = random.Random(seed)
    habits = _habits(chance)
    first = chance.choice(CLIENTS).key
    steps: list[Step] = []
    now = first
    table = BY_LOADS if habits.routing in WHOLE_LOADS else IN_PLACE
    for does in chance.choices([*table], [*table.values()], k=chance.randint(2, 5)):
        who: list[str] = []
        for _ in range(PEOPLE_NEEDED.get(does, 0)):
            now = _next(chance, now)
            who.append(now)
        steps.append(Step(does, tuple(who), chance.random() < 0.5))
    last = _next(chance, now)
    while last not in {client.key for client in CLIENTS}:
        last = _next(chance, now)
    if habits.routing in NOTHING_VOUCHES and chance.random() < 0.5:
        steps.extend((Step("open", (last,)), Step("reload")))
        return Trace(seed, habits, first, tuple(steps), last, vouched=True)
    steps.append(Step("open", (last,)))
    return Trace(seed, habits, first, tuple(steps), last, vouched=habits.routing not in NOTHING_VOUCHES)


def _next(chance: random.Random, now: str) -> str:
    """Somebody else; whoever is like the one before more often than not."""
    like = [other for pair in ALIKE if now in pair for other in pair if other != now]
    if like and chance.random() < 0.4:
        return like[0]
    people = STRANGERS if chance.random() < 0.15 else CLIENTS
    return chance.choice([one.key for one in people if one.key != now])


def _habits(chance: random.Random) -> Habits:
    order = ["name", "birth_date", "record_number"]
    if chance.random() < 0.5:
        chance.shuffle(order)
    fields = chance.choice((tuple(order), ("name", "birth_date"), ("name", "record_number")))
    fills = ("in_place", "old_first", "removed", "hidden", "one_by_one", "flicker", "panes")
    return Habits(
        routing=chance.choices(("path", "hash", "visit", "bare", "load", "load_bare"), (6, 4, 3, 3, 4, 2))[0],
        fill=chance.choice(fills),
        first=chance.choice(("address", "address", "banner")),
        fields=fields,
        order=tuple(order),
        gaps=tuple(chance.choice((0, 0, 0, 2, 5, 8, 16, 20, 33, 60)) for _ in range(chance.randint(1, 5))),
        hide=chance.choice(("hidden", "away", "clear", "unseen")),
        races=chance.random() < 0.2,
        filled=chance.choice(("server", "script")),
    )


def _found(seed: int, steps: tuple[Step, ...], gaps: tuple[int, ...], first: str = "address") -> Trace:
    """In an EHR whose addresses name an appointment, so that the banner alone says whose it is."""
    fields = ("name", "birth_date", "record_number")
    habits = Habits("visit", "in_place", first, fields, fields, gaps, "hidden", races=False, filled="server")
    whole = (*steps, Step("open", ("dunja",)), Step("reload"))
    return Trace(seed, habits, "anneke", whole, "dunja", vouched=True)


FOUND = (
    # the next client is clicked just when the one before has come
    _found(1001, (Step("open", ("ida",)), Step("open", ("ivo",), rests=True)), (5, 5, 250)),
    # a way back to an address under which the banner has said the next client too early
    _found(1002, (Step("open", ("ida",), rests=True), Step("back", rests=True)), (60, 250), "banner"),
)
"""The smallest ways on which the wrong client was shown once."""
