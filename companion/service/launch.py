"""`launch.json`: how this user's command line finds the running companion and proves that it may ask."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from companion.errors import NotFound
from companion.service.sealing import to_bytes, to_text

NAME = "launch.json"
KEY = 32


@dataclass(frozen=True, slots=True)
class Launch:
    """The port and the key of one run. Opens nothing on disk."""

    port: int
    key: bytes = field(repr=False)


def write_launch(folder: Path, launch: Launch) -> None:
    """Readable by this user alone; replaces what a killed run left."""
    path = folder / NAME
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as out:
        json.dump({"port": launch.port, "key": to_text(launch.key)}, out)


def read_launch(folder: Path) -> Launch:
    """Raises NotFound when no companion is running on this folder."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="ascii"))
        return Launch(int(told["port"]), to_bytes(str(told["key"]), KEY))
    except (OSError, ValueError, KeyError, TypeError):
        raise NotFound("Eyeline is not running. Start it with: eyeline serve") from None


def remove_launch(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)
