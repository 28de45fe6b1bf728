"""The changes that `scripts/mutate.py` makes: each is one, each can be run, and a test that looks notices it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.mutate import ROOMS, ROOT, Change, changed, changes, looking_at, noticed

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
            assert all((ROOT / test).is_file() for test in looking_at(source, ROOMS[name]))


def test_a_change_is_noticed_by_a_test_that_looks(tmp_path: Path) -> None:
    source = "companion/dates.py"
    change = next(one for one in changes(source, (ROOT / source).read_text("utf-8")) if one.after == "return None")
    looking, blind = tmp_path / "test_looking.py", tmp_path / "test_blind.py"
    looking.write_text("from tests.test_dates import *\n", encoding="utf-8")
    blind.write_text("def test_nothing() -> None:\n    import companion.dates\n", encoding="utf-8")
    assert noticed(change, [str(looking)])
    assert not noticed(change, [str(blind)])
    assert not noticed(Change(source, -1, 0, "", ""), [str(looking)])


def test_the_command_says_what_it_wants() -> None:
    said = subprocess.run(
        [sys.executable, "scripts/mutate.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--sample" in said.stdout
