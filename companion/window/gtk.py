"""Makes Debian's Python bindings of GTK importable from our own environment, and nothing else of Debian's packages."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import signal
import sys
from collections.abc import Callable

from companion.errors import EyelineError

DEBIAN = "/usr/lib/python3/dist-packages"
MISSING = (
    "The window needs WebKitGTK: apt-get install python3-gi gir1.2-gtk-3.0 gir1.2-webkit2-4.1 "
    "(or pip install 'pywebview[pyside6]'). Until then, eyeline serve does all the rest."
)


class NoWindow(EyelineError):
    """This system cannot show a window; `say` tells what to install."""

    kind = "no_window"
    status = 409


def bring_in_gtk() -> None:
    """Linux alone: macOS and Windows bring a web view of their own. `gi` is compiled for one minor version of Python:
    Debian's does not load in another. Raises NoWindow where neither it nor Qt is there."""
    if importlib.util.find_spec("PySide6") is not None:
        return
    try:
        _import_gi()
        import gi

        gi.require_version("Gtk", "3.0")
        gi.require_version("WebKit2", "4.1")
    except (ImportError, ValueError):
        raise NoWindow(MISSING) from None


def end_when_told(end: Callable[[], None]) -> None:
    """A request to end (SIGTERM, as at logout) closes the window, and so Eyeline, as its own button does. GTK's loop is
    not Python's: it has to hear of the signal itself. With Qt in its place nothing is done."""
    if "gi" not in sys.modules:
        return
    from gi.repository import GLib

    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, _once, end)


def _once(end: Callable[[], None]) -> bool:
    end()
    return False


def _import_gi() -> None:
    if "gi" in sys.modules or importlib.util.find_spec("gi") is not None:
        return
    spec = importlib.machinery.PathFinder.find_spec("gi", [DEBIAN])
    if spec is None or spec.loader is None:
        raise ImportError("gi")
    module = sys.modules["gi"] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules["gi"]
        raise
