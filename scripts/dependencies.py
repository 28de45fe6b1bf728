"""python3 scripts/dependencies.py: writes docs/dependencies.md, the list of everything that others wrote and that is
installed: for Python from this environment, for npm from the lock files. `--check` ends with 1 where it is stale.

What pyproject.toml pins is compared with its version. What those bring along is compared by name: its version is the
one of the day the list was written, and differs between systems."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs" / "dependencies.md"
LOCKS = {
    "extension": "types and checks of the extension; the browser loads none of it",
    "tests/extension/lint": "web-ext, the stores' own linter, for a test",
    "tests/ehr/parts": "the SMART and FHIR parts of others, for tests",
    "tests/browser/ehrs/medplum": "an EHR of others' making, for tests",
}
_PIN = re.compile(r'"([A-Za-z0-9._-]+)==[^"]+"[\],]\s*#\s*(.+)$')
_HEAD = """# Dependencies

Written by `scripts/dependencies.py`; `tests/test_supply_chain.py` holds it. What is pinned in pyproject.toml has the
words that stand there; the rest is brought along by what is named. Versions of what is not pinned are those of the day
on which this was written (Linux, Python 3.11). None of it may open a connection: `tests/test_nothing_leaves.py`.

Not in a package manager: `extension/vendor/` (lit-html and finder, with their hashes and licences in its README).

"""
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "BSD license": "BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache License Version 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License": "ISC",
}
_SAID_ELSEWHERE = {"sqlcipher3": "zlib (its LICENSE file)"}


@dataclass
class Package:
    """`why` for what is pinned; `by` names what brings the others along."""

    name: str
    version: str
    licence: str
    why: str = ""
    by: set[str] = field(default_factory=set)

    @property
    def row(self) -> str:
        why = self.why or "for " + ", ".join(sorted(self.by))
        return f"| {self.name} | {self.version} | {self.licence} | {why} |"


def pinned() -> dict[str, dict[str, tuple[str, str]]]:
    """By group (`eyeline` is the product, the others are extras): name, version and the words beside it."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    words = {_key(found[1]): found[2] for line in lines if (found := _PIN.search(line))}
    project = tomllib.loads("\n".join(lines))["project"]
    groups = {"eyeline": project["dependencies"], **project["optional-dependencies"]}
    return {
        group: {
            _key(said.split("==")[0]): (said.split("==")[1], words.get(_key(said.split("==")[0]), "")) for said in of
        }
        for group, of in groups.items()
    }


def installed(group: dict[str, tuple[str, str]]) -> dict[str, Package]:
    """What the pins of a group bring into this environment."""
    found: dict[str, Package] = {}
    todo = [(Requirement(name), "") for name in group]
    done: set[tuple[str, str]] = set()
    while todo:
        wanted, by = todo.pop()
        name = _key(wanted.name)
        try:
            package = found.setdefault(name, Package(name, metadata.version(name), _licence(name)))
        except metadata.PackageNotFoundError:
            continue
        package.why = group[name][1] if name in group else ""
        package.by |= {by} if by else set()
        for extra in wanted.extras or {""}:
            if (name, extra) not in done:
                done.add((name, extra))
                todo += [(needed, name) for needed in _needs(name, extra)]
    return found


def npm(folder: str) -> list[Package]:
    """Those in a lock file, once each."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    asked = {**lock[""].get("dependencies", {}), **lock[""].get("devDependencies", {})}
    rows = {}
    for place, said in lock.items():
        name = place.rpartition("node_modules/")[2]
        if name:
            rows[name, said["version"]] = Package(
                name, said["version"], _of_lock(said), why="asked for" * (name in asked)
            )
    return [rows[key] for key in sorted(rows)]


def written() -> str:
    """The whole page."""
    parts, listed = [_HEAD], set[str]()
    before = LIST.read_text(encoding="utf-8") if LIST.exists() else ""
    for group, of in pinned().items():
        if not all(_is_installed(name) for name in of):  # an extra that this environment lacks stays as it was
            parts += re.findall(rf"^## Extra `{group}`(?:.|\n)*?(?=^## )", before, re.MULTILINE)
            continue
        packages = [package for name, package in sorted(installed(of).items()) if name not in listed]
        listed |= {package.name for package in packages}
        what = "The product" if group == "eyeline" else f"Extra `{group}`: development alone"
        parts.append(f"## {what} ({len(packages)})\n\n| package | version | licence | why |\n|---|---|---|---|\n")
        parts.append("\n".join(package.row for package in packages) + "\n\n")
    for folder, what in LOCKS.items():
        packages = npm(folder)
        rows = "\n".join(f"| {one.name} | {one.version} | {one.licence} | {one.why} |" for one in packages)
        parts.append(
            f"## npm, `{folder}`: {what} ({len(packages)})\n\n| package | version | licence | |\n|---|---|---|---|\n"
        )
        parts.append(rows + "\n\n")
    return "".join(parts).rstrip() + "\n"


def stale() -> list[str]:
    """What the page says otherwise than this environment and the lock files: pins and npm to the letter, what the pins
    bring along by name."""
    pins = {name: version for of in pinned().values() for name, (version, _) in of.items()}

    def told(page: str) -> set[str]:
        rows = [re.split(r"\s*\|\s*", line)[1:5] for line in page.splitlines() if line.startswith("| ")]
        python = [row for row in rows if row[3].startswith("for ")]
        return {row[0] for row in python} | {" ".join(row[:3]) for row in rows if row not in python}

    page = LIST.read_text(encoding="utf-8") if LIST.exists() else ""
    wrong = sorted(told(page) ^ told(written()))
    there = {name: metadata.version(name).split("+")[0] for name in pins if _is_installed(name)}
    return wrong + [
        f"{name} is {version}, not {pins[name]}" for name, version in there.items() if version != pins[name]
    ]


def _needs(name: str, extra: str) -> list[Requirement]:
    wanted = [Requirement(said) for said in metadata.requires(name) or []]
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": extra})]


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    if expression := about.get_all("License-Expression"):
        return str(expression[0])
    classified = [
        said.split(" :: ")[-1] for said in about.get_all("Classifier") or [] if said.startswith("License :: ")
    ]
    known = [one for one in classified if one in _SPDX]
    free = "".join(about.get_all("License") or []).splitlines()[:1]
    return " AND ".join(_SPDX.get(one, one) for one in known or free if one) or _SAID_ELSEWHERE.get(name, "not said")


def _of_lock(said: dict[str, Any]) -> str:
    licence = said.get("license", "not said")
    return licence if isinstance(licence, str) else json.dumps(licence)


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    if "--check" in sys.argv[1:]:
        wrong = stale()
        print("\n".join(wrong))
        return bool(wrong)
    LIST.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
