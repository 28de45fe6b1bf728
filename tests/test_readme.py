"""The README, the protocol page and the code agree."""

from __future__ import annotations

import argparse
import inspect as python_inspect
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from companion.__main__ import COMMANDS
from companion.service import (
    detail_replies,
    ehr_replies,
    ehr_requests,
    key_requests,
    launch_replies,
    replies,
    requests,
    window_replies,
    window_requests,
)
from companion.service.routes import SEALED

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")


def parsers() -> dict[str, argparse.ArgumentParser]:
    commands = argparse.ArgumentParser().add_subparsers()
    for command in COMMANDS:
        command.add(commands)
    return dict(commands.choices)


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    named = set(re.findall(r"\.venv/bin/eyeline (\w+)", README))
    assert named | {"demo", "unlock"} == set(parsers())
    assert "eyeline unlock" in README


def test_options_in_the_readme_exist() -> None:
    for line in re.findall(r"\.venv/bin/eyeline .*", README):
        command = parsers()[line.split()[1]]
        inner = [
            one for action in command._actions if isinstance(action.choices, dict) for one in action.choices.values()
        ]
        known = {option for one in (command, *inner) for action in one._actions for option in action.option_strings}
        for option in re.findall(r"--[a-z-]+", line.split("#")[0]):
            assert option in known, f"{option} in: {line}"


def test_the_two_commands_exist() -> None:
    for script in re.findall(r"python3 (scripts/\w+\.py)", README):
        assert (ROOT / script).is_file()


def test_the_file_map_agrees_with_the_tree() -> None:
    rows = re.findall(r"^\| `([^`|]+)` \|", README.split("## File map")[1], re.MULTILINE)
    assert len(rows) > 10
    for place in rows:
        assert (ROOT / place).exists(), place
    mapped = {place.split("/")[1] for place in rows if place.startswith("companion/")}
    rooms = {p.name for p in (ROOT / "companion").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms <= mapped
    for script in re.findall(r"`(\w+\.py)`", next(r for r in README.splitlines() if r.startswith("| `scripts/`"))):
        assert (ROOT / "scripts" / script).is_file()


@pytest.mark.parametrize("page", ["README.md", *[f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md"))]])
def test_links_and_pictures_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), target


def test_files_named_in_the_security_page_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|companion|docs)/[\w/.]+)`", text)
    assert len(named) > 8
    for place in named:
        assert (ROOT / place).exists(), place


def test_the_protocol_page_names_every_route_and_no_other() -> None:
    served = {route.path for route in SEALED} | {"/v1/pair/start", "/v1/pair/finish", "/v1/session"}
    assert set(re.findall(r"`(?:POST )?(/v1/[\w/]+)`", PROTOCOL)) == served


REPLIES = [replies, detail_replies, launch_replies, ehr_replies, window_replies]
REQUESTS = [requests, ehr_requests, key_requests, window_requests]


@pytest.mark.parametrize("module", [*REPLIES, *REQUESTS])
def test_the_protocol_page_names_every_top_level_model(module: object) -> None:
    base = requests.Request if module in REQUESTS else replies.Reply
    models = {
        name: model
        for name, model in vars(module).items()
        if python_inspect.isclass(model)
        and issubclass(model, BaseModel)
        and issubclass(model, base)
        and model is not base
    }
    assert models
    used_inside = {name for name in models for other in models.values() if name in _inner(other)}
    for name in set(models) - used_inside:
        assert f"`{name}`" in PROTOCOL, name


def _inner(model: type[BaseModel]) -> set[str]:
    return set(re.findall(r"\w+", " ".join(str(field.annotation) for field in model.model_fields.values())))
