"""Windows alone: asks the system to leave the window out of screen captures and shared screens. Written as documented
(SetWindowDisplayAffinity), and not tried."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

EXCLUDE = 0x11
"""WDA_EXCLUDEFROMCAPTURE: Windows 10 from version 2004 on; before, the call fails and nothing changes."""


def exclude_from_capture(window: Any) -> bool:
    """`window` is pywebview's, shown already. False where the system does not do it."""
    if sys.platform != "win32":
        return False
    return bool(ctypes.windll.user32.SetWindowDisplayAffinity(window.native.Handle.ToInt32(), EXCLUDE))
