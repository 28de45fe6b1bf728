"""What a worker gives up before the first file: memory without end, files, sockets, other processes."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

from companion.parsing.seccomp import give_up_calls

CPU = 60
"""Seconds of one core for one file."""
MEMORY = 2**30
"""Bytes of address space."""
OPEN_FILES = 64

_DENIED = ("open", "socket.", "subprocess.", "os.", "shutil.", "tempfile.", "glob.", "ctypes.", "winreg.", "_winapi.")
"""Python's own audit events: what every system denies, though a parser written in C could come round it."""


def confine() -> list[str]:
    """Returns what this system holds: `limits`, `calls`, `audit`. Everything that is read later must be imported
    already, since from here on no file opens."""
    held = ["limits"] if _limit() else []
    if give_up_calls():
        held.append("calls")
    sys.addaudithook(_refuse)
    return [*held, "audit"]


def begin_file() -> None:
    """Starts the file's clock: when its seconds of computing are over, the system ends the process (SIGPROF)."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, CPU)


def end_file() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit() -> bool:
    if sys.platform == "win32":
        return False
    import resource

    limits = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_AS, MEMORY),
    )
    for which, at_most in limits:
        with suppress(ValueError, OSError):  # macOS takes no limit on address space
            resource.setrlimit(which, (at_most, at_most))
    return True


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_DENIED):
        raise PermissionError(f"a parser may not do this: {event}")
