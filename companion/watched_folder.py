"""A folder to watch: which of its files are new, and no longer being written."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from companion.note_files import note_files

State = tuple[int, int]
"""A file's size and when it was changed (nanoseconds)."""


@dataclass(slots=True)
class WatchedFolder:
    """What has been seen of it. A file is ready when two looks, as far apart as the caller makes them, found it the
    same: it is written no more. Once ready it is not ready again, unless it has changed."""

    folder: Path
    _looked: dict[str, State] = field(default_factory=dict)
    _taken: dict[str, State] = field(default_factory=dict)

    def take_all(self) -> None:
        """What is there now has been brought in by other means and is never read again."""
        self._taken = self._states()

    def ready(self) -> list[Path]:
        """The files that are ready since the last look, in the order of names. Raises NotFound where the folder is
        gone."""
        now = self._states()
        settled = [n for n, state in now.items() if self._looked.get(n) == state and self._taken.get(n) != state]
        self._looked = now
        self._taken |= {name: now[name] for name in settled}
        return [self.folder / name for name in settled]

    def _states(self) -> dict[str, State]:
        states = {}
        for name, path in note_files(self.folder):
            try:
                about = os.stat(path, follow_symlinks=False)  # noqa: PTH116  note_files passes links over
            except OSError:
                continue  # gone between the two
            states[name] = (about.st_size, about.st_mtime_ns)
        return states
