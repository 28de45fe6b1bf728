"""What the window's page may ask of this process: the key of this launch, and the system's dialogs to choose files.

pywebview would build the page's side of these calls, and carry their answers, with `eval`, which the page's policy
forbids. So they are kept from its list (`_serializable`), the page calls them itself (`pages/bridge.js`), and answers
go back by `run_js`, which is the embedder's own hand. These are pywebview 6.2's inner names: the version is pinned, and
tests/window holds them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, TypeVar

import webview

F = TypeVar("F", bound=Callable[..., Any])


def asked_by_page(function: F) -> F:
    """Found by pywebview when the page calls it, and not put into the page by it."""
    function._serializable = False  # type: ignore[attr-defined]
    return function


class Bridge:
    """The object pywebview calls as `js_api`. `_attach` before the window is shown."""

    def __init__(self, port: int, key: bytes) -> None:
        self._port = port
        self._key = key
        self._window: webview.Window | None = None

    def _attach(self, window: webview.Window) -> None:
        self._window = window
        window.evaluate_js = window.run_js  # type: ignore[method-assign, assignment]

    @asked_by_page
    def launch(self) -> dict[str, str | int]:
        """To our own page alone, whatever else the window may have been led to. Raises PermissionError."""
        if self._window is None or self._window.get_current_url() != address(self._port):
            raise PermissionError("another page")
        return {"port": self._port, "key": base64.urlsafe_b64encode(self._key).rstrip(b"=").decode("ascii")}

    @asked_by_page
    def come_to_front(self) -> None:
        """Above the other windows, where the system lets it."""
        if self._window is not None:
            self._window.show()
            self._window.restore()

    @asked_by_page
    def choose_folder(self) -> str | None:
        return self._chosen(webview.FileDialog.FOLDER)

    @asked_by_page
    def choose_file(self) -> str | None:
        return self._chosen(webview.FileDialog.OPEN)

    def _chosen(self, kind: webview.FileDialog) -> str | None:
        chosen = self._window.create_file_dialog(kind) if self._window else None
        return str(chosen[0]) if chosen else None


def address(port: int) -> str:
    """The window's one page."""
    return f"http://127.0.0.1:{port}/"
