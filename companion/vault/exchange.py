"""One database file takes another's place: both closed, neither with anything left in a write-ahead log."""

from __future__ import annotations

from pathlib import Path

from companion.errors import EyelineError
from companion.vault.keys import sync_folder


def refuse_open(path: Path) -> None:
    """A log of the file before would be read into the file that takes its name. Raises EyelineError where another
    program's reading keeps it there."""
    log = _beside(path, "-wal")
    if log.exists() and log.stat().st_size:
        raise EyelineError(f"Another program reads {path.name} just now. Nothing was changed; try again later.")


def take_place(renewed: Path, path: Path) -> None:
    """A kill or a power loss leaves the one or the other, whole. Raises EyelineError with nothing changed."""
    try:
        refuse_open(renewed)
        refuse_open(path)
        for left in ("-wal", "-shm"):
            _beside(path, left).unlink(missing_ok=True)
            _beside(renewed, left).unlink(missing_ok=True)
        sync_folder(path.parent)
        renewed.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise EyelineError(f"{path.name} could not be exchanged ({error.strerror}). It is tried again.") from None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
