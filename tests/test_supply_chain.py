"""What others wrote and is installed stands in a list that is true, and nothing on our paths runs what it reads."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts import dependencies
from tests.test_layers import sources

ROOT = Path(__file__).parents[1]
RUNS_WHAT_IT_READS = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "jsonpickle"}


def test_the_list_of_dependencies_is_true() -> None:
    assert dependencies.stale() == [], "write it anew: python3 scripts/dependencies.py"


def test_the_list_says_otherwise_where_it_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = dependencies.LIST.read_text(encoding="utf-8")
    changed = tmp_path / "dependencies.md"
    monkeypatch.setattr(dependencies, "LIST", changed)
    for before, after in (
        ("| cryptography | 50.0.2 |", "| cryptography | 50.0.1 |"),
        ("| cffi | 2", "| a-package-that-nobody-needs | 2"),
        ("| typescript | 7.0.2 |", "| typescript | 7.0.1 |"),
    ):
        assert before in page
        changed.write_text(page.replace(before, after), encoding="utf-8")
        assert dependencies.stale()


def test_everything_asked_for_is_pinned_with_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for said in [*project["dependencies"], *(one for of in extras.values() for one in of)]:
        (only,) = Requirement(said).specifier
        assert only.operator == "==", said
    assert [name for of in dependencies.pinned().values() for name, (_, why) in of.items() if not why] == []


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_of_ours_unpickles_or_runs_what_it_reads(path: Path) -> None:
    """torch.load and numpy's own format can hold pickles; eval and exec run text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name.split(".")[0] for alias in node.names} | {getattr(node, "module", None) or ""}
            assert not names & RUNS_WHAT_IT_READS
        if isinstance(node, ast.Call):
            said = ast.unparse(node.func)
            assert said not in ("eval", "exec", "compile", "torch.load", "np.load", "numpy.load"), said
            assert not any(
                word.arg in ("allow_pickle", "trust_remote_code") and ast.unparse(word.value) != "False"
                for word in node.keywords
            )
