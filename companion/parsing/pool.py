"""The companion's side of reading: at most two workers, each with one file at a time, ended when it takes too long.

A file that ends its worker, or keeps it busy, is refused alone: the next one gets a new worker.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from pydantic import TypeAdapter, ValidationError

from companion.errors import EyelineError, Unreadable
from companion.importers.contents import Contents
from companion.parsing.frames import Broken, read_frame, to_json, write_frame
from companion.parsing.worker import ANSWER_AT_MOST

WORKERS = 2
PATIENCE = 60.0
"""Seconds a file may take on the wall's clock."""
FILES_EACH = 256
"""Files after which a worker is replaced: what one file leaves behind in its memory reaches few others."""

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from companion.parsing.worker import main; main()"
_NEEDED = ("SYSTEMROOT",)
"""Without it Windows starts no process; of everything else a worker's environment is empty."""
_CONTENTS = TypeAdapter(Contents)

SLOW = f"Reading it took more than {PATIENCE:.0f} seconds and was stopped. Save it anew, or split it."
DIED = "Reading it failed badly: it is damaged, or made to do harm. Open it and save it again, or leave it out."


def _importable() -> list[str]:
    """Where a worker finds modules: ours by its own folder, since an editable installation is found by a hook that a
    worker does not run; never the folder that somebody happens to stand in, which may hold anything."""
    here = Path.cwd()
    places = [Path(place).resolve() for place in sys.path]
    return [str(Path(__file__).resolve().parents[2]), *(str(place) for place in places if place != here)]


class Worker:
    """One process. `held` names what the system denies it (see confinement.py)."""

    def __init__(self) -> None:
        self.files = 0
        self._late = False
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, json.dumps(_importable())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            cwd=sys.base_prefix,
            start_new_session=True,
        )
        try:
            self.held: list[str] = json.loads(self._heard())["held"]
        except Broken:
            self.end()
            raise EyelineError("The part of Eyeline that reads files does not start. Install Eyeline anew.") from None

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, wanted: str, files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
        """`wanted` is `contents`, `whole`, `set` or `text`. Raises Unreadable where the worker died over it; it is
        of no use then."""
        self.files += 1
        clock = threading.Timer(PATIENCE, self._give_up)
        clock.daemon = True
        clock.start()
        try:
            head = to_json({"files": [(name, len(data)) for name, data in files], "wanted": wanted})
            write_frame(self._pipe(self._process.stdin), head, *(data for _, data in files))
            return cast(dict[str, Any], json.loads(self._heard()))
        except (Broken, OSError, ValueError, RecursionError):
            self.end()
            raise Unreadable(SLOW if self._late else DIED) from None
        finally:
            clock.cancel()

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent is not missed
                self._pipe(pipe).close()
        self._process.wait()

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    def _heard(self) -> bytes:
        return read_frame(self._pipe(self._process.stdout), ANSWER_AT_MOST)

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> Any:
        assert pipe is not None
        return pipe


class ParsingPool:
    """Thread-safe. Workers start when they are first needed and stay for the next file."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        self._free = threading.BoundedSemaphore(WORKERS)
        self._guard = threading.Lock()

    def contents_of(self, name: str, data: bytes) -> Contents:
        """What `importers.contents_of` returns, made by a worker. Raises Unreadable with what to do."""
        return self._contents("contents", [(name, data)])

    def whole_contents_of(self, name: str, data: bytes) -> Contents:
        """What `importers.whole_contents_of` returns. Raises Unreadable."""
        return self._contents("whole", [(name, data)])

    def contents_of_set(self, files: Sequence[tuple[str, bytes]]) -> Contents:
        """What `importers.contents_of_set` returns. Raises Unreadable for all of them."""
        return self._contents("set", files)

    def text_of(self, name: str, data: bytes) -> str:
        """What `importers.read_text` returns. Raises Unreadable."""
        return str(self._ask("text", [(name, data)]))

    def close(self) -> None:
        """Ends what is idle; another call starts anew."""
        with self._guard:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _contents(self, wanted: str, files: Sequence[tuple[str, bytes]]) -> Contents:
        try:
            return _CONTENTS.validate_python(self._ask(wanted, files))
        except ValidationError:
            raise Unreadable(DIED) from None

    def _ask(self, wanted: str, files: Sequence[tuple[str, bytes]]) -> object:
        with self._worker() as worker:
            answer = worker.ask(wanted, files)
        if "refused" in answer:
            raise Unreadable(str(answer["refused"]))
        return answer.get(wanted)

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        with self._free:
            with self._guard:
                worker = self._idle.pop() if self._idle else None
            worker = worker if worker is not None and not worker.ended else Worker()
            try:
                yield worker
            except BaseException:
                worker.end()
                raise
            if worker.files >= FILES_EACH:
                worker.end()
                return
            with self._guard:
                self._idle.append(worker)


POOL = ParsingPool()
"""This process's workers: two however many vaults it opens."""
atexit.register(POOL.close)
