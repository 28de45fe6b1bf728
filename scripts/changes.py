"""Small changes of Python code, one at a time: what could stand there instead, and a module with one of them in place
of the real one. Nothing is written to disk."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

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
    lines: tuple[int, ...] = ()
    """Where it runs: its own, and the first of its statement."""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.before} -> {self.after}"


Put = Callable[[ast.AST], None]


def changes(source: str, code: str) -> list[Change]:
    """All of a file, in order."""
    tree = ast.parse(code)
    statements = sorted(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt))
    found = []
    for number, (node, new, _) in enumerate(_sites(tree)):
        after = "nothing" if isinstance(new, ast.Pass) else ast.unparse(new)
        runs = node.test if isinstance(node, ast.If) else node
        first, last = getattr(runs, "lineno", 0), getattr(runs, "end_lineno", 0)
        begins = max((line for line in statements if line <= first), default=first)
        lines = (begins, *range(first, last + 1))
        found.append(Change(source, number, first, _first_line(node), after.split("\n")[0], lines))
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
        self._path = Path(__file__).resolve().parents[1] / source
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
