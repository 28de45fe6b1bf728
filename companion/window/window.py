"""Shows the companion's page in a window of the system's own web view."""

from __future__ import annotations

import sys

import webview

from companion.window.bridge import Bridge, address
from companion.window.capture import exclude_from_capture
from companion.window.gtk import NoWindow, bring_in_gtk, end_when_told

SIZE = (1280, 800)
LEAST = (900, 600)


def open_window(port: int, key: bytes) -> None:
    """Returns when the window is closed. Must be called on the main thread. Nothing is kept: no cookies, no storage, no
    cache. Raises NoWindow where the system cannot show one."""
    if sys.platform == "linux":
        bring_in_gtk()
    bridge = Bridge(port, key)
    webview.settings["ALLOW_DOWNLOADS"] = False
    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = False
    try:
        # text_select: off, pywebview writes a style into the page, which the page's policy forbids
        window = webview.create_window(
            "Eyeline", address(port), js_api=bridge, width=SIZE[0], height=SIZE[1], min_size=LEAST, text_select=True
        )
        assert window is not None
        bridge._attach(window)
        window.events.shown += lambda: exclude_from_capture(window)
        if sys.platform == "linux":
            end_when_told(window.destroy)
        webview.start(private_mode=True)
    except webview.errors.WebViewException:
        raise NoWindow("This system shows no window. Eyeline works without one: eyeline serve.") from None
