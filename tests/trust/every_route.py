"""Every sealed route that could say a word of a client's notes, asked with everything that can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from companion.service.sessions import Peer
from tests.panel import Panel

NOT_ASKED = frozenset(
    {
        *("/v1/status", "/v1/listen", "/v1/clients"),  # names at most: they are not a note's
        *("/v1/chart/confirm", "/v1/chart/reject"),  # as /v1/chart/open, and they change whose chart it is
        *("/v1/decide", "/v1/client/decide"),  # asked by the test itself, before anything is hidden
        *("/v1/vault/state", "/v1/vault/create", "/v1/vault/keyring", "/v1/vault/unlock", "/v1/vault/lock"),
        *("/v1/vault/lock_after", "/v1/vault/about", "/v1/vault/wipe", "/v1/backup", "/v1/audit"),
        *("/v1/vault/renew_keys", "/v1/vault/pin/choose", "/v1/vault/pin/remove"),
        *("/v1/vault/passphrase", "/v1/vault/recovery_key"),
        *("/v1/window/at_login", "/v1/window/in_front", "/v1/window/bring_to_front"),
        *("/v1/backup/schedule", "/v1/backup/state", "/v1/client/consent", "/v1/client/consent/record"),
        *("/v1/pairing/code", "/v1/pairing/list", "/v1/pairing/revoke"),
        *("/v1/note_classes", "/v1/note_classes/show", "/v1/delete/client", "/v1/delete/note"),
        *("/v1/search/saved", "/v1/search/save", "/v1/search/forget", "/v1/sample/start", "/v1/sample/remove"),
        *("/v1/import", "/v1/import/start", "/v1/import/status", "/v1/import/pause", "/v1/import/resume"),
        *("/v1/import/cancel", "/v1/note/keep"),  # they tell of what is being brought in
        *("/v1/ehr/look", "/v1/ehr/add", "/v1/ehr/list", "/v1/ehr/remove", "/v1/ehr/launched"),
        *("/v1/ehr/pull", "/v1/ehr/pull/status", "/v1/ehr/pull/keep"),
        "/v1/export",  # by class, by an explicit act, whatever is shown: asked by the test itself
    }
)
"""Routes that say no word of a note that was kept before. A new route stands here, or is asked."""


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody may know who saw everything once: a client, the keys of findings, the ids of notes, and `words` to
    search for."""

    client_id: str
    chart: dict[str, Any]
    theme_keys: tuple[str, ...]
    goal_keys: tuple[str, ...]
    note_ids: tuple[str, ...]
    words: tuple[str, ...]


def every_route(known: Known, scope: str) -> Iterator[tuple[Peer, str, dict[str, Any]]]:
    """Who asks, the path, and what is asked: of each route all that is known."""
    yield "panel", "/v1/chart/open", known.chart
    for path in ("themes", "goals", "people", "follow_ups", "risk", "decisions"):
        yield "panel", f"/v1/{path}", {"scope": scope}
    for path in ("page", "brief", "risk", "decisions"):
        yield "launch", f"/v1/client/{path}", {"client_id": known.client_id}
    yield "launch", "/v1/client/list", {}
    for key in known.theme_keys:
        yield "panel", "/v1/theme", {"scope": scope, "key": key}
        yield "launch", "/v1/client/theme", {"client_id": known.client_id, "key": key}
    for key in known.goal_keys:
        yield "panel", "/v1/goal", {"scope": scope, "key": key}
        yield "launch", "/v1/client/goal", {"client_id": known.client_id, "key": key}
    for note_id in known.note_ids:
        yield "panel", "/v1/note", {"scope": scope, "note_id": note_id}
        yield "launch", "/v1/caseload/note", {"client_id": known.client_id, "note_id": note_id}
    for words in known.words:
        yield "panel", "/v1/search", {"scope": scope, "words": words, "top": 20}
        yield "panel", "/v1/echoes", {"scope": scope, "words": words}
        yield "launch", "/v1/caseload/search", {"words": words, "top": 20}


def window(port: int, launch_key: bytes) -> Panel:
    """The window, in session: it comes with the key of this launch, from a page of our own."""
    made = Panel(port, f"http://127.0.0.1:{port}")
    made.pairing, made.key = "launch", launch_key
    made.begin()
    return made


def written(folder: Path) -> dict[str, str]:
    """The files of a folder, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}
