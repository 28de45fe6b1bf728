"""No copy of this process's memory, which holds keys and words, is written to disk or handed to another process."""

from __future__ import annotations

import sys

_PR_SET_DUMPABLE = 4


def forbid() -> None:
    """For the whole life of the process: no core file; on Linux other processes of the same user may not read its
    memory or trace it either. What a system does not have is left as it is."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
