"""The command line's side of the protocol (docs/protocol.md): finds the running companion and asks it, sealed."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, TypeVar

import httpx

from companion.errors import EyelineError, NotFound, Refused
from companion.service.launch import Launch, read_launch
from companion.service.replies import Reply
from companion.service.requests import Request
from companion.service.sealing import NONCE, derive, port_bytes, proof, proven, seal, to_bytes, to_text, unseal
from companion.service.state import LAUNCH

R = TypeVar("R", bound=Reply)

SESSION = "/v1/session"
ANOTHER = "Another program answers on Eyeline's port. Stop it, or start eyeline serve anew."

PATIENCE = 3600.0
"""Seconds; bringing in a large folder is answered when it is done."""


class Companion:
    """A sealed session with the companion that runs on this data folder. Raises NotFound where none runs."""

    def __init__(self, folder: Path) -> None:
        self._launch = read_launch(folder)
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{self._launch.port}", timeout=PATIENCE, trust_env=False, follow_redirects=False
        )
        self._counter = 0
        try:
            self._session, self._up, self._down = self._begin(self._launch)
        except BaseException:
            self._http.close()
            raise

    def ask(self, path: str, params: Request, answer: type[R]) -> R:
        """One request, one reply of the named kind. Raises EyelineError with the companion's own sentence."""
        self._counter += 1
        asked = to_text(secrets.token_bytes(NONCE))
        body = {"id": asked, "params": params.model_dump(mode="json")}
        sealed = seal(self._up, {"kid": self._session, "n": self._counter, "to": path}, body)
        said = self._post(path, content=sealed, headers={"content-type": "application/jose"})
        reply = unseal(self._down, said.text)
        if reply.header.get("re") != self._counter or reply.body.get("id") != asked:
            raise EyelineError("The companion answered something else than was asked. Start it anew.")
        if "error" in reply.body:
            raise EyelineError(str(reply.body["error"]["say"]))
        return answer.model_validate(reply.body["result"])

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Companion:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self, launch: Launch) -> tuple[str, bytes, bytes]:
        """Whoever listens on the port must prove that it wrote launch.json before it is told anything."""
        nonce = secrets.token_bytes(NONCE)
        try:
            said = self._post(SESSION, json={"pairing": LAUNCH, "nonce": to_text(nonce)}).json()
            ours, session = to_bytes(str(said["nonce"]), NONCE), str(said["session"])
            proven_by, named = to_bytes(str(said["proof"]), 32), to_bytes(session, NONCE)
        except (ValueError, KeyError, TypeError, Refused):
            raise EyelineError(ANOTHER) from None
        key = derive(launch.key, b"", "eyeline/1 proof")
        if not proven(proven_by, proof(key, "companion", nonce, ours, named, port_bytes(launch.port))):
            raise EyelineError(ANOTHER)
        salt = nonce + ours
        return session, derive(launch.key, salt, "eyeline/1 up"), derive(launch.key, salt, "eyeline/1 down")

    def _post(self, path: str, **what: Any) -> httpx.Response:
        try:
            said = self._http.post(path, **what)
        except httpx.HTTPError as error:
            if isinstance(error, httpx.ProtocolError) and path == SESSION:  # later, it is ours that was ended
                raise EyelineError(ANOTHER) from None
            raise NotFound("Eyeline is not running. Start it with: eyeline serve") from None
        if said.status_code != 200 and not said.headers.get("content-type", "").startswith("application/jose"):
            try:
                raise EyelineError(str(said.json()["error"]["say"]))
            except (ValueError, KeyError, TypeError):
                raise EyelineError(ANOTHER) from None
        return said
