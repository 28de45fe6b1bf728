"""The changes that `scripts/mutate.py` makes: each is one, each can be run, and a test that looks notices it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.changes import changed, changes
from scripts.mutate import ROOMS, ROOT, looking_at

CODE = """
import sys
LIMIT: int = 3

def fits(count: int, names: set[str]) -> bool:
    \"\"\"Whether it does.\"\"\"
    if sys.platform == "win32":
        return False
    if not names:
        raise ValueError(f"none {count + 1}")
    return count < LIMIT and "a" in names
"""

ROOM = """
LIMIT = 3

def fits(n):
    return n < LIMIT

def other():
    return 1
"""
TESTS = """
import room

def test_a():
    assert sum(range(10**6)) and room.fits(2)

def test_b():
    assert room.fits(1)

def test_c():
    pass
"""


def test_each_change_is_one_and_words_types_and_other_systems_are_left_alone() -> None:
    found = changes("x.py", CODE)
    assert [(one.before, one.after) for one in found] == [
        ("3", "4"),
        ("not names", "names"),
        ("raise ValueError(f'none {count + 1}')", "nothing"),
        ("return count < LIMIT and 'a' in names", "return None"),
        ("count < LIMIT and 'a' in names", "count < LIMIT or 'a' in names"),
        ("count < LIMIT", "count <= LIMIT"),
        ("'a' in names", "'a' not in names"),
    ]
    made = [ast.unparse(changed(CODE, one.number)) for one in found]
    assert len({*made, ast.unparse(ast.parse(CODE))}) == len(found) + 1


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_can_be_changed(name: str) -> None:
    for pattern in ROOMS[name].sources:
        for path in ROOT.glob(pattern):
            code = path.read_text(encoding="utf-8")
            source = str(path.relative_to(ROOT))
            for one in changes(source, code)[::10]:
                compile(changed(code, one.number), source, "exec")
    assert all((ROOT / test).is_file() for test in looking_at(ROOMS[name]))


def test_a_change_is_noticed_by_a_test_that_looks(tmp_path: Path) -> None:
    source = "companion/dates.py"
    every = changes(source, (ROOT / source).read_text("utf-8"))
    change = next(one for one in every if one.after == "return None")
    looking, blind = tmp_path / "test_looking.py", tmp_path / "test_blind.py"
    looking.write_text("from tests.test_dates import *\n", encoding="utf-8")
    blind.write_text("def test_nothing() -> None:\n    import companion.dates\n", encoding="utf-8")
    script = f"""
from scripts.mutate import judged
from scripts.changes import Change
for tests in ({str(looking)!r}, {str(blind)!r}):
    print([seen for _, seen in judged([{change!r}], lambda _: [tests])])
print([seen for _, seen in judged([{change!r}], lambda _: [])])
"""
    assert said_by("-c", script).split("\n")[:3] == ["[True]", "[False]", "[False]"]


def test_the_tests_of_a_change_are_those_that_run_its_line_the_quickest_first(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(ROOM, encoding="utf-8")
    (tmp_path / "test_room.py").write_text(f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n{TESTS}", "utf-8")
    script = f"""
from pathlib import Path
from scripts.changes import changes
from scripts.reached import reached
root = Path({str(tmp_path)!r})
found = reached(root, ["room.py"], [str(root / "test_room.py")])
for one in changes("room.py", (root / "room.py").read_text()):
    print("->", one.before, [test.split("::")[-1] for test in found.by(one)])
"""
    told = [line for line in said_by("-c", script).split("\n") if line.startswith("->")]
    assert told == [
        "-> 3 ['test_b', 'test_a']",
        "-> return n < LIMIT ['test_b', 'test_a']",
        "-> n < LIMIT ['test_b', 'test_a']",
        "-> 1 []",
    ]


def test_the_command_says_what_it_wants() -> None:
    assert "--sample" in said_by("scripts/mutate.py", "--help")


def said_by(*words: str) -> str:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout
