"""Ctrl-C as a wish that is heard, and met between two files, and not as an error in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class _Heard:
    """The handler, which keeps that it was called."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.event.set()


@contextmanager
def ctrl_c_heard() -> Iterator[threading.Event]:
    """The event that a Ctrl-C sets while this lasts. One inside another yields the outer's event, so that no Ctrl-C is
    lost between the two."""
    before = signal.getsignal(signal.SIGINT)
    if isinstance(before, _Heard):
        yield before.event
        return
    heard = _Heard()
    signal.signal(signal.SIGINT, heard)
    try:
        yield heard.event
    finally:
        signal.signal(signal.SIGINT, before)
