"""python scripts/pack_extension.py [--out DIR]: makes the two store zips from the files of extension/ that git knows.

The folder itself serves every browser and is what developers load. A store's lint knows one browser alone, so each zip
leaves out the manifest keys that are for the others. The same files give the same bytes on every machine: what a store
was given can be made again and compared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXTENSION = ROOT / "extension"
MANIFEST = "manifest.json"

FOR_DEVELOPMENT = ("package.json", "package-lock.json", "tsconfig.json", "*.d.ts", ".*")

# Keys that a browser's store does not take or warns about: the path into the manifest, and where the last part is in a
# list, the word that goes. Each store gives its copy a key of its own.
NOT_FOR: Mapping[str, Sequence[Sequence[str]]] = {
    "chrome": (
        ("key",),
        ("browser_specific_settings",),
        ("background", "scripts"),
        ("sidebar_action",),
    ),
    "firefox": (
        ("key",),
        ("minimum_chrome_version",),
        ("side_panel",),
        ("background", "service_worker"),
        ("permissions", "sidePanel"),
        ("externally_connectable",),
    ),
}


class NotAClone(Exception):
    """Which files belong to the extension is known to git alone; its words say what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description="Makes the store zips of the extension.")
    asked.add_argument("--out", type=Path, default=ROOT / "dist", help="where the zips go (default: dist/)")
    out: Path = asked.parse_args(arguments).out
    try:
        for made in pack(out):
            print(made)
    except NotAClone as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def pack(out: Path, folder: Path = EXTENSION) -> list[Path]:
    """The zips, one a store, in the order of `NOT_FOR`."""
    files = {name: (folder / name).read_bytes() for name in shipped(folder)}
    manifest = json.loads(files[MANIFEST])
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for browser in NOT_FOR:
        own = json.dumps(manifest_for(browser, manifest), indent=2, ensure_ascii=False) + "\n"
        target = out / f"eyeline-{browser}-{manifest['version']}.zip"
        write_zip(target, {**files, MANIFEST: own.encode("utf-8")})
        made.append(target)
    return made


def shipped(folder: Path) -> list[str]:
    """What the browser loads: the folder's files that git knows, without what only development needs."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=folder, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        listed = b""
    names = [name for name in listed.decode("utf-8").split("\0") if name]
    if MANIFEST not in names:
        raise NotAClone(f"git knows no {MANIFEST} in {folder}. Install git, clone Eyeline, and run this in the clone.")
    return [name for name in names if not any(fnmatch(Path(name).name, out) for out in FOR_DEVELOPMENT)]


def manifest_for(browser: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest without what is for other browsers. A rule that finds nothing to remove is out of date: KeyError."""
    own: dict[str, Any] = json.loads(json.dumps(manifest))
    for *way, last in NOT_FOR[browser]:
        inner: Any = own
        for step in way:
            inner = inner[step]
        if isinstance(inner, list):
            inner.remove(last)
        else:
            del inner[last]
    return own


def write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    """Sorted, one date, one mode, and stored: a compressor's bytes differ from one release of it to the next."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, whatever system this is: it says how the mode is read
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, files[name])


if __name__ == "__main__":
    sys.exit(main())
