"""The companion's own window: pywebview over the companion's pages. It knows a port and a key, and no client."""

from companion.window.window import open_window

__all__ = ["open_window"]
