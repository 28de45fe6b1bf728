"""python3 scripts/mutate.py: changes the code in small ways, one at a time, and says which change no test notices.

    python3 scripts/mutate.py                       every change of every room (hours)
    python3 scripts/mutate.py guard --sample 50     fifty changes of one room, the same ones for the same --seed

Ours, over `ast`: mutmut and cosmic-ray copy or rewrite the tree and run one test command for every change, and most of
ours take seconds. Here the changed module is put in place of the real one at its import, in a process that runs its
room's tests alone, those of its own name first, up to the first that fails. Nothing is written to disk. Tests that run
`eyeline` as a program of its own do not see a change.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

UNCHANGED = -1
PATIENCE = 600
"""Seconds after which a change that hangs counts as noticed."""


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
            *("tests/service/test_guard.py", "tests/ehr/test_guard_beside_ehr.py", "tests/trust/test_attacks.py"),
        ),
    ),
    "shown": Room(("companion/shown_notes.py",), ("tests/trust/test_note_classes.py",)),
    "vault": Room(
        ("companion/vault/*.py", "companion/vault/backups/*.py"), ("tests/vault/test_*.py", "tests/trust/test_story.py")
    ),
}
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SUMMED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NOT_CHANGED = ("annotation", "returns", "decorator_list", "type_params")


@dataclass(frozen=True, slots=True)
class Change:
    """The `number`-th change of a file: at which line, from what, to what."""

    source: str
    number: int
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.before} -> {self.after}"


Put = Callable[[ast.AST], None]


def changes(source: str, code: str) -> list[Change]:
    """All of a file, in order."""
    tree = ast.parse(code)
    found = []
    for number, (node, new, _) in enumerate(_sites(tree)):
        after = "nothing" if isinstance(new, ast.Pass) else ast.unparse(new)
        found.append(Change(source, number, getattr(node, "lineno", 0), _first_line(node), after.split("\n")[0]))
    return found


def changed(code: str, number: int) -> ast.Module:
    """The file with its `number`-th change."""
    tree = ast.parse(code)
    for at, (node, new, put) in enumerate(_sites(tree)):
        if at == number:
            put(ast.copy_location(new, node))
            return ast.fix_missing_locations(tree)
    raise IndexError(number)


def _sites(parent: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, Put]]:
    """What stands somewhere, what else could, and how it is put there."""
    if _not_here(parent):
        return
    for field, value in ast.iter_fields(parent):
        if field in NOT_CHANGED:
            continue
        if isinstance(value, ast.AST):
            yield from _changes_of(value, partial(setattr, parent, field))
            yield from _sites(value)
        elif isinstance(value, list):
            for at, one in enumerate(value):
                if isinstance(one, ast.AST):
                    yield from _changes_of(one, partial(value.__setitem__, at))
                    yield from _sites(one)


def _changes_of(node: ast.AST, put: Put) -> Iterator[tuple[ast.AST, ast.AST, Put]]:
    for new in _others(node):
        yield node, new, put


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What else could stand where `node` does."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=right) if type(op) in COMPARED:
            yield ast.Compare(left, [COMPARED[type(op)]()], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SUMMED and not isinstance(left, ast.Constant):
            yield ast.BinOp(left, SUMMED[type(op)](), right)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Raise() | ast.Expr(value=ast.Call()) | ast.Delete():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.AugAssign():
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.If(test=test, body=body, orelse=orelse) if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Continue():
            yield ast.Break()


def _not_here(node: ast.AST) -> bool:
    """Where a change would say nothing: another system's code, types, the words of a sentence."""
    if isinstance(node, ast.If):
        tested = ast.unparse(node.test)
        return "sys.platform" in tested or tested == "TYPE_CHECKING"
    return isinstance(node, ast.JoinedStr)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).split("\n")[0]


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a changed module wherever the real one is imported."""

    def __init__(self, source: str, number: int) -> None:
        self._name = ".".join(Path(source).with_suffix("").parts).removesuffix(".__init__")
        self._path = ROOT / source
        self._number = number

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self._name:
            return None
        inside = [str(self._path.parent)] if self._path.stem == "__init__" else None
        return importlib.util.spec_from_file_location(name, self._path, loader=self, submodule_search_locations=inside)

    def create_module(self, *_: object) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        tree = changed(self._path.read_text(encoding="utf-8"), self._number)
        exec(compile(tree, str(self._path), "exec"), module.__dict__)  # noqa: S102 (our own code, changed)


def run_changed(source: str, number: int, tests: Sequence[str]) -> int:
    """In a process of its own: the tests with one change, up to the first that fails; pytest's own exit code.
    `UNCHANGED` changes nothing."""
    import pytest

    if number != UNCHANGED:
        sys.meta_path.insert(0, Instead(source, number))
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-m", "not long and not slow", *tests]))


def noticed(change: Change, tests: Sequence[str]) -> bool:
    """Whether a test fails, or hangs, by it."""
    command = [sys.executable, __file__, "--one", change.source, str(change.number), *tests]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1, 2, 3, 4):
        raise RuntimeError(done.stdout.decode("utf-8", "replace")[-2000:])
    return done.returncode != 0


def looking_at(source: str, room: Room) -> list[str]:
    """The room's test files, those of the module's own name first, then as the room names them."""
    files = [str(path.relative_to(ROOT)) for pattern in room.tests for path in sorted(ROOT.glob(pattern))]
    stem = Path(source).stem.split("_", maxsplit=1)[0].rstrip("s")
    return sorted(files, key=lambda name: stem not in Path(name).stem)


def look(name: str, sample: int | None, seed: int) -> bool:
    """One room; whether at least 95 of a hundred changes were noticed."""
    room = ROOMS[name]
    sources = sorted({str(path.relative_to(ROOT)) for pattern in room.sources for path in ROOT.glob(pattern)})
    every = [one for source in sources for one in changes(source, (ROOT / source).read_text(encoding="utf-8"))]
    chosen = every if sample is None else random.Random(seed).sample(every, min(sample, len(every)))
    survived, started = [], time.monotonic()
    for at, change in enumerate(sorted(chosen, key=lambda one: (one.source, one.number)), 1):
        seen = noticed(change, looking_at(change.source, room))
        survived += [] if seen else [change]
        sys.stdout.write(f"{at:>5}/{len(chosen)} {'noticed ' if seen else 'SURVIVED'} {change}\n")
        sys.stdout.flush()
    if not survived and noticed(Change(sources[0], UNCHANGED, 0, "", ""), looking_at(sources[0], room)):
        raise SystemExit(f"The tests of {name} fail, or take over {PATIENCE} s, with nothing changed. Mend that first.")
    killed = len(chosen) - len(survived)
    took = (time.monotonic() - started) / 60
    sys.stdout.write(f"{name}: {killed} of {len(chosen)} noticed ({len(every)} in all), {took:.0f} min\n")
    return killed >= 0.95 * len(chosen)


def main() -> int:
    """0 where every room's tests notice at least 95 of a hundred changes."""
    if sys.argv[1:2] == ["--one"]:
        return run_changed(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], help="which rooms; all of them where none is named")
    parser.add_argument("--sample", type=int, help="how many changes of each room, at random")
    parser.add_argument("--seed", type=int, default=9)
    given = parser.parse_args()
    looked = [look(name, given.sample, given.seed) for name in given.rooms or ROOMS]
    return 0 if all(looked) else 1


if __name__ == "__main__":
    sys.exit(main())
