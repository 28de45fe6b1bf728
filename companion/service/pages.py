"""The window's own pages: the only requests answered without a seal, because they hold nothing of anybody.

Read once at the start. What is served is listed here, file by file; the paths are those of the repository, so that a
module finds its neighbours on disk and on the wire alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.types import Scope, Send

ROOT = Path(__file__).parents[2]
OWN = "companion/window/pages/"
INDEX = OWN + "index.html"
SHARED = (
    "extension/companion.js",
    "extension/sealing.js",
    "extension/icons/eyeline-32.png",
    "extension/panel/buttons.css",
    "extension/panel/quote.js",
    "extension/panel/tokens.css",
    "extension/panel/views/blank.js",
    "extension/panel/views/dates.js",
    "extension/panel/views/verbatim.js",
    "extension/panel/views/words.js",
    "extension/vendor/lit-html.js",
)
"""What the window and the panel have in common: one copy, in the folder that the browser loads."""

TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png"}
TYPES[".js"] = "text/javascript; charset=utf-8"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
)
"""The panel's own, with our port in the place of any loopback port."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Pages:
    """Path to file. `/` is the window's page."""

    def __init__(self) -> None:
        own = [OWN + path.relative_to(ROOT / OWN).as_posix() for path in sorted((ROOT / OWN).rglob("*"))]
        names = [name for name in own if Path(name).suffix in TYPES] + list(SHARED)
        self._pages = {f"/{name}": _page(name) for name in names if name != INDEX} | {"/": _page(INDEX)}

    @property
    def paths(self) -> list[str]:
        return sorted(self._pages)

    def may_get(self, scope: Scope, values: Mapping[bytes, list[bytes]], window: str) -> bool:
        """For a GET that has come to our Host: nothing but a known path, asked for by our own page or by nobody's."""
        asked_by = values.get(b"origin", [window.encode("ascii")])
        bare = not scope["query_string"] and b"content-length" not in values and b"transfer-encoding" not in values
        return bare and scope["path"] in self._pages and asked_by == [window.encode("ascii")]

    async def send(self, path: str, send: Send) -> None:
        kind, body = self._pages[path]
        told = {**HEADERS, "content-type": kind, "content-length": str(len(body))}
        headers = [(name.encode("ascii"), value.encode("ascii")) for name, value in told.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _page(name: str) -> tuple[str, bytes]:
    return TYPES[Path(name).suffix], (ROOT / name).read_bytes()
