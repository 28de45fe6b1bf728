"""The house's arrows, read off the imports: extension -> service -> workspace -> rooms -> record."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LEAVES = {"companion.record", "companion.errors", "companion.dates", "companion.chart_memory", "companion.held"}
ROOMS = {"companion.vault", "companion.importers", "companion.overview", "companion.matching"}
MAY_IMPORT: dict[str, set[str]] = {
    "index": {"index"},
    "companion.record": set(),
    "companion.errors": set(),
    "companion.dates": set(),
    "companion.held": set(),
    "companion.client_locks": set(),
    "companion.chart_memory": set(),
    "companion.core_dumps": set(),
    "companion.settings": LEAVES,
    "companion.login_start": LEAVES,
    "companion.matching": LEAVES,
    "companion.whose_notes": LEAVES | {"companion.importers"},
    "companion.new_notes": LEAVES | {"companion.incoming", "companion.recall", "companion.vault"},
    "companion.groups": LEAVES | {"companion.importers"},
    "companion.import_job": LEAVES | {"companion.incoming", "companion.patients", "companion.workspace"},
    "companion.watched_folder": LEAVES | {"companion.note_files"},
    "companion.decisions": LEAVES | {"companion.decisions", "companion.overview"},
    "companion.saved_overview": LEAVES,
    "companion.known_people": LEAVES | {"companion.overview"},
    "companion.findings": LEAVES | {"companion.decisions", "companion.known_people"},
    "companion.vault": LEAVES | {"companion.vault"},
    "companion.health_links": LEAVES | {"companion.health_links", "companion.importers"},
    "companion.ehr": LEAVES | {"companion.ehr"},
    "companion.ehr_desk": LEAVES | {"companion.ehr", "companion.vault"},
    "companion.launched_charts": LEAVES | {"companion.ehr", "companion.matching", "companion.workspace"},
    "companion.ehr_pulls": LEAVES
    | {"companion.ehr", "companion.ehr_desk", "companion.importers", "companion.incoming"}
    | {"companion.parsing", "companion.patients", "companion.workspace"},
    "companion.importers": LEAVES | {"companion.importers"},
    "companion.overview": LEAVES | {"companion.overview"},
    "companion.parsing": LEAVES | {"companion.importers", "companion.parsing"},
    "companion.note_files": LEAVES | {"companion.importers"},
    "companion.incoming": LEAVES
    | {"companion.importers", "companion.note_files", "companion.parsing", "companion.whose_notes"},
    "companion.patients": LEAVES | {"companion.importers", "companion.incoming"},
    "companion.folder": LEAVES | {"companion.importers", "companion.incoming", "companion.patients"},
    "companion.shown_notes": LEAVES | {"companion.vault"},
    "companion.made_overview": LEAVES
    | {"companion.decisions", "companion.meaning", "companion.overview", "companion.saved_overview"}
    | {"companion.shown_notes", "index"},
    "companion.recall": LEAVES
    | {"companion.recall", "companion.overview", "companion.shown_notes", "companion.vault", "index"},
    "companion.charts": LEAVES | {"companion.matching", "companion.vault"},
    "companion.meaning": LEAVES | {"companion.overview", "companion.shown_notes", "companion.vault", "index"},
    "companion.workspace": LEAVES
    | ROOMS
    | {"companion.decisions", "companion.findings", "companion.known_people"}
    | {
        "companion.charts",
        "companion.client_locks",
        "companion.incoming",
        "companion.patients",
        "companion.made_overview",
        "companion.meaning",
        "companion.new_notes",
        "companion.recall",
        "companion.saved_overview",
        "companion.searching",
        "companion.shown_notes",
        "index",
    },
    "companion.export": LEAVES | {"companion.workspace"},
    "companion.searching": LEAVES
    | {"companion.decisions", "companion.known_people", "companion.recall", "companion.saved_overview"}
    | {"companion.shown_notes", "companion.vault", "index"},
    "companion.caseload_list": LEAVES | {"companion.overview", "companion.shown_notes", "companion.vault"},
    "companion.saved_searches": LEAVES | {"companion.vault"},
    "companion.scheduled_backups": LEAVES | {"companion.vault"},
    "companion.reading": LEAVES | {"companion.workspace", "index"},
    "companion.upkeep": LEAVES | {"companion.workspace"},
    "companion.service": LEAVES
    | {
        "companion.service",
        "companion.workspace",
        "companion.reading",
        "companion.upkeep",
        "companion.matching",
        "companion.vault",
    }
    | {"companion.decisions", "companion.findings", "companion.import_job", "companion.saved_overview"}
    | {"companion.caseload_list", "companion.overview", "companion.recall", "companion.saved_searches"}
    | {"companion.export", "companion.made_overview", "companion.shown_notes", "companion.whose_notes"}
    | {"companion.login_start", "companion.scheduled_backups"}
    | {"companion.ehr", "companion.ehr_desk", "companion.ehr_pulls", "companion.launched_charts"},
    "companion.window": LEAVES | {"companion.window"},
    "companion.demo": LEAVES | {"companion.demo", "companion.vault", "companion.service"},
}
OUTSIDE_ALONE: dict[str, str | tuple[str, ...]] = {
    "sqlcipher3": "companion/vault",
    "keyring": "companion/vault",
    "argon2": "companion/vault",
    "chromadb": "index/vectors.py",
    "sentence_transformers": "index/embedder.py",
    "torch": "index/embedder.py",
    "fastapi": "companion/service",
    "uvicorn": "companion/service",
    "jwcrypto": ("companion/service", "companion/health_links", "companion/ehr/signature.py"),
    "docx": "companion/importers",
    "fhir": "companion/importers/fhir",
    "lxml": "companion/importers",
    "pypdf": "companion/importers",
    "zipfile": ("companion/importers", "companion/vault/backups"),
    "httpx": ("companion/commands/running.py", "companion/health_links/fetching.py", "companion/ehr/contact.py"),
    "playwright": "companion/demo/browser.py",
    "webview": "companion/window",
}
"""One room for each outside thing; three of them have more: what comes and goes sealed or signed over a wire, and zips,
which come in and go out as backups."""


def sources() -> list[Path]:
    return sorted([*ROOT.glob("companion/**/*.py"), *ROOT.glob("index/**/*.py")])


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[0] if parts[0] == "index" else ".".join(parts[:2])


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_go_one_way(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    room = room_of(module)
    if room in ("companion.__init__", "companion.__main__", "companion.commands"):
        return
    allowed = MAY_IMPORT[room]
    for name in imported(path):
        if name.split(".")[0] in ("companion", "index"):
            assert room_of(name) in allowed, f"{module} imports {name}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_each_outside_thing_has_one_room(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    for name in imported(path):
        home = OUTSIDE_ALONE.get(name.split(".")[0])
        assert home is None or place.startswith(home), f"{place} imports {name}, which belongs to {home}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, "two nouns in one room?"
    tree = ast.parse(text)
    assert ast.get_docstring(tree) or not text.strip(), "no docstring says what this file is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 46, f"{node.name} is long"
