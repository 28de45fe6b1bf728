"""Where data lies and on which port we listen: read once, at the entry."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

PORT = 17913
"""The default; the pairing code carries the real one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`data_folder` holds everything Eyeline keeps; deleting it deletes Eyeline's copy of the record.
    `model_folder` None is the bundled model."""

    data_folder: Path
    port: int = PORT
    model_folder: Path | None = None


def read_settings(data_folder: Path | None = None, port: int | None = None) -> Settings:
    """From the command line's words, then EYELINE_DATA, EYELINE_PORT and EYELINE_MODEL, then the system's place."""
    model = os.environ.get("EYELINE_MODEL")
    return Settings(
        data_folder=data_folder or Path(os.environ.get("EYELINE_DATA") or _system_place()),
        port=int(os.environ.get("EYELINE_PORT", PORT)) if port is None else port,
        model_folder=Path(model) if model else None,
    )


def _system_place() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Eyeline"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Eyeline"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "eyeline"
