"""python3 scripts/mutate.py: changes the code in small ways, one at a time, and says which change no test notices.

    python3 scripts/mutate.py                       every change of every room (two hours)
    python3 scripts/mutate.py guard --sample 50     fifty changes of one room, the same ones for the same --seed

Ours, over `ast`: mutmut and cosmic-ray copy or rewrite the tree and start Python anew for every change, and most of our
tests take seconds. Here a room's tests are run once to see which lines each of them runs. Then, for each change, a fork
of this process, which has all libraries loaded, puts the changed module in place of the real one and runs the tests
that reach it, up to the first that fails; what survives is tried once more with all the room's tests. Tests that run
`eyeline` as a program of its own do not see a change.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pytest

from scripts.changes import Change, Instead, changes
from scripts.reached import HARD, Reached, reached

AT_ONCE = 2
PATIENCE = 300.0
"""Seconds after which a change that hangs counts as noticed."""
LIBRARIES = (
    "argon2",
    "fastapi",
    "httpx",
    "hypothesis.stateful",
    "jwcrypto.jwk",
    "numpy",
    "re2",
    "sqlcipher3",
    "uvicorn",
)
"""Loaded before the first fork; nothing of ours may be."""
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Room:
    """What is changed, and the tests that have to notice."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "matching": Room(("companion/matching.py", "companion/chart_memory.py"), ("tests/test_matching.py",)),
    "guard": Room(
        tuple(f"companion/service/{name}.py" for name in ("guard", "sealing", "sessions", "pairing", "body")),
        (
            *("tests/service/test_guard_alone.py", "tests/service/test_sealing.py", "tests/service/test_sessions.py"),
            "tests/service/test_pairing.py",
            "tests/service/test_pairing_desk.py",
            *("tests/service/test_guard.py", "tests/ehr/test_guard_beside_ehr.py", "tests/trust/test_attacks.py"),
        ),
    ),
    "shown": Room(("companion/shown_notes.py",), ("tests/test_shown_notes.py", "tests/trust/test_note_classes.py")),
    "vault": Room(
        ("companion/vault/*.py", "companion/vault/backups/*.py"), ("tests/vault/test_*.py", "tests/trust/test_story.py")
    ),
}


def looking_at(room: Room) -> list[str]:
    """The room's test files."""
    return [path.relative_to(ROOT).as_posix() for pattern in room.tests for path in sorted(ROOT.glob(pattern))]


def sources_of(room: Room) -> list[str]:
    return sorted({path.relative_to(ROOT).as_posix() for pattern in room.sources for path in ROOT.glob(pattern)})


def run_changed(change: Change, tests: Sequence[str]) -> None:
    """In a process of its own: the tests with one change, up to the first that fails. Ends with 0 where none does."""
    _say_nothing()
    sys.meta_path.insert(0, Instead(change.source, change.number))
    code = pytest.main(["-x", *HARD, "--timeout", str(PATIENCE), *tests])
    os._exit(0 if code == pytest.ExitCode.OK else 1)


def _say_nothing() -> None:
    os.setsid()
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _reached(sources: list[str], tests: list[str], answer: Connection) -> None:
    _say_nothing()
    answer.send(reached(ROOT, sources, tests))


def reached_in_a_fork(room: Room) -> Reached:
    """What `reached` says, with nothing of ours loaded into this process by it."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_reached, args=(sources_of(room), looking_at(room), theirs))
    process.start()
    theirs.close()
    try:
        found = ours.recv()
    except EOFError:
        raise SystemExit("A test fails with nothing changed. Mend that first.") from None
    process.join()
    assert isinstance(found, Reached)
    return found


def judged(every: Sequence[Change], tests: Callable[[Change], list[str]]) -> Iterator[tuple[Change, bool]]:
    """Each change, as soon as it is known whether it was noticed."""
    waiting, running = list(reversed(every)), dict[int, tuple[ForkProcess, Change, float]]()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            change = waiting.pop()
            if not (chosen := tests(change)):
                yield change, False
                continue
            process = FORK.Process(target=run_changed, args=(change, chosen))
            process.start()
            running[process.sentinel] = process, change, time.monotonic()
        wait(list(running), timeout=1.0)
        for sentinel, (process, change, started) in list(running.items()):
            late = time.monotonic() - started > PATIENCE
            if process.is_alive() and late:
                process.kill()
            if not process.is_alive() or late:
                process.join()
                del running[sentinel]
                yield change, process.exitcode != 0


def look(name: str, sample: int | None, seed: int) -> bool:
    """One room; whether at least 95 of a hundred changes were noticed."""
    room, started = ROOMS[name], time.monotonic()
    every = [one for source in sources_of(room) for one in changes(source, (ROOT / source).read_text(encoding="utf-8"))]
    chosen = every if sample is None else random.Random(seed).sample(every, min(sample, len(every)))
    by_test = reached_in_a_fork(room)
    left: list[Change] = []
    for at, (change, seen) in enumerate(judged(chosen, by_test.by), 1):
        left += [] if seen else [change]
        _say(f"{at:>5}/{len(chosen)} {'noticed ' if seen else 'survived'} {change}")
    survived = [change for change, seen in judged(left, lambda _: by_test.all()) if not seen]
    for change in sorted(survived, key=lambda one: (one.source, one.number)):
        _say(f"SURVIVED {'' if by_test.by(change) else '(no test runs it) '}{change}")
    killed = len(chosen) - len(survived)
    took = (time.monotonic() - started) / 60
    _say(f"{name}: {killed} of {len(chosen)} noticed ({len(every)} in all), {took:.0f} min")
    return killed >= 0.95 * len(chosen)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """0 where every room's tests notice at least 95 of a hundred changes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], help="which rooms; all of them where none is named")
    parser.add_argument("--sample", type=int, help="how many changes of each room, at random")
    parser.add_argument("--seed", type=int, default=9)
    given = parser.parse_args()
    for library in LIBRARIES:
        importlib.import_module(library)
    looked = [look(name, given.sample, given.seed) for name in given.rooms or ROOMS]
    return 0 if all(looked) else 1


if __name__ == "__main__":
    sys.exit(main())
