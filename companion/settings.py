"""Where data lies and on which port we listen: read once, at the entry."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from companion.errors import BadRequest

PORT = 17913
"""The default; the pairing code carries the real one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`data_folder` holds everything Eyeline keeps; deleting it deletes Eyeline's copy of the record.
    `model_folder` None is the bundled model. `links_on_loopback` lets a health link lead to an unencrypted address on
    this computer: for tests alone."""

    data_folder: Path
    port: int = PORT
    model_folder: Path | None = None
    links_on_loopback: bool = False


def read_settings(data_folder: Path | None = None, port: int | None = None) -> Settings:
    """From the command line's words, then EYELINE_DATA, EYELINE_PORT and EYELINE_MODEL, then the system's place.
    EYELINE_LINKS_ON_LOOPBACK=1 is for tests. Raises BadRequest for a port that is none."""
    model = os.environ.get("EYELINE_MODEL")
    return Settings(
        data_folder=data_folder or Path(os.environ.get("EYELINE_DATA") or _system_place()),
        port=_port(os.environ.get("EYELINE_PORT") or PORT if port is None else port),
        model_folder=Path(model) if model else None,
        links_on_loopback=os.environ.get("EYELINE_LINKS_ON_LOOPBACK") == "1",
    )


def _port(said: str | int) -> int:
    number = int(said) if str(said).isascii() and str(said).isdigit() else -1
    if not 0 <= number <= 65535:
        raise BadRequest(
            "The port (--port or EYELINE_PORT) must be a number from 0 to 65535. Correct it or leave it out."
        )
    return number


def _system_place() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Eyeline"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Eyeline"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "eyeline"
