"""The FastAPI application: the handshake's open routes, and the sealed ones made from the table in routes.py."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.telemetry import TelemetryConfig
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from companion.errors import BadRequest, EyelineError, Locked, Refused
from companion.service import replies, requests
from companion.service.about import About
from companion.service.ehr_doors import EhrDoors
from companion.service.guard import BODY_AT_MOST, Guard
from companion.service.launch_replies import CaseloadSearchReply
from companion.service.pages import Pages
from companion.service.routes import SEALED, SealedRoute
from companion.service.sealing import NONCE, seal, session_named, to_bytes, to_text, unseal
from companion.service.sessions import Session
from companion.service.state import Running
from companion.vault import Pairing

log = logging.getLogger(__name__)

R = TypeVar("R", bound=requests.Request)

SILENT: TelemetryConfig = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}


def create_app(running: Running) -> ASGIApp:
    """The whole service behind its guard."""
    app = bare_app(running)
    at_most = {route.path: route.body_at_most for route in SEALED}
    paths = [str(getattr(route, "path", "")) for route in app.routes]
    limits = {path: at_most.get(path, BODY_AT_MOST) for path in paths}
    return Guard(app, port=running.port, paths=limits, pages=Pages(), doors=EhrDoors(running))


def bare_app(running: Running) -> FastAPI:
    """The routes without the middleware; every one still refuses what has not passed it (see `guarded`)."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, telemetry=SILENT)
    _add_handshake(app, running)
    for route in SEALED:
        app.add_api_route(route.path, _endpoint(running, route), methods=["POST"], dependencies=[Depends(guarded)])
    app.add_exception_handler(EyelineError, _plain_error)
    app.add_exception_handler(Exception, _plain_error)
    return app


def guarded(request: Request) -> str:
    """The caller's origin, as the guard let it pass. A request that came round the guard is refused."""
    origin = request.scope.get("eyeline.origin")
    if not isinstance(origin, str):
        raise Refused("Refused.")
    return origin


Origin = Annotated[str, Depends(guarded)]


def _add_handshake(app: FastAPI, running: Running) -> None:
    @app.post("/v1/pair/start", response_model=None)
    async def pair_start(request: Request, origin: Origin) -> replies.PairStartReply:
        asked = await _asked(request, requests.PairStartRequest)
        attempt, nonce, proof = running.desk.start(to_bytes(asked.nonce, NONCE), _extension(origin))
        return replies.PairStartReply(attempt=attempt, nonce=to_text(nonce), proof=to_text(proof))

    @app.post("/v1/pair/finish", response_model=None)
    async def pair_finish(request: Request, origin: Origin) -> replies.PairFinishReply:
        asked = await _asked(request, requests.PairFinishRequest)
        paired = running.desk.finish(asked.attempt, _extension(origin), asked.name, to_bytes(asked.proof, 32))
        pairing = Pairing(paired.id, paired.name, paired.origin, paired.key, date.today())
        await run_in_threadpool(running.workspace.vault.add_pairing, pairing)
        return replies.PairFinishReply(pairing=paired.id, proof=to_text(paired.proof))

    @app.post("/v1/session", response_model=None)
    async def session(request: Request, origin: Origin) -> replies.SessionReply:
        asked = await _asked(request, requests.SessionRequest)
        peer, key = await run_in_threadpool(running.key_of, asked.pairing, origin)
        nonce = to_bytes(asked.nonce, NONCE)
        begun, ours, proof = running.sessions.begin(asked.pairing, peer, origin, key, nonce, port=running.port)
        return replies.SessionReply(session=begun.id, nonce=to_text(ours), proof=to_text(proof))


UNATTENDED = frozenset(
    {
        "/v1/status",
        "/v1/listen",
        "/v1/import/status",
        "/v1/ehr/pull/status",
        "/v1/vault/state",
        "/v1/backup/state",
        "/v1/window/in_front",
    }
)
"""Asked again and again by itself: no sign that somebody is there."""


def _endpoint(running: Running, route: SealedRoute) -> Callable[[Request, str], Awaitable[Response]]:
    async def answer(request: Request, origin: Origin) -> Response:
        compact = (await request.body()).decode("ascii", errors="replace")
        session = running.sessions.find(session_named(compact))
        if session.origin != origin or session.peer not in route.peers:
            raise Refused("Refused.")
        sealed = unseal(session.up, compact)
        if sealed.header.get("to") != route.path:
            raise Refused("Refused.")
        counter = running.sessions.touch(session, sealed.header.get("n"))
        if route.path not in UNATTENDED:
            running.idle.used()
        status, body = await _answered(running, session, route, sealed.body)
        if not running.sessions.lives(session):
            raise Refused("Refused.")
        header = {"kid": session.id, "re": counter}
        return PlainTextResponse(seal(session.down, header, body), status, media_type="application/jose")

    return answer


async def _answered(
    running: Running, session: Session, route: SealedRoute, body: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """Runs the route; whatever happens comes back as a body that names its request and its client."""
    asked, era = str(body.get("id", ""))[:64], running.workspace.shown_era
    try:
        params = _params(route, body)
        if inspect.iscoroutinefunction(route.answer):
            said = await cast(Awaitable[replies.Reply | About], route.answer(running, session, params))
        else:
            said = cast(replies.Reply | About, await run_in_threadpool(route.answer, running, session, params))
        about, result = (said.client_id, said.reply) if isinstance(said, About) else (None, said)
        if about is not None:
            still_open(running, session)
        if running.workspace.shown_era != era and (about is not None or isinstance(result, CaseloadSearchReply)):
            raise BadRequest("Which notes are shown was changed meanwhile. Ask again.")
    except EyelineError as error:
        return _failed(asked, error)
    except Exception as error:  # what went wrong may hold a note's words: only its type is written down
        log.error("%s failed: %s", route.path, type(error).__name__)
        return _failed(asked, EyelineError("Something went wrong in Eyeline. Nothing was changed; try again."))
    return 200, {"id": asked, "client": about, "result": result.model_dump(mode="json")}


def still_open(running: Running, session: Session) -> None:
    """Nothing about a client goes out after a lock, however long before it was asked. Raises Locked."""
    if running.workspace.vault.locked:
        session.close_scope()
        raise Locked()


def _params(route: SealedRoute, body: dict[str, Any]) -> requests.Request:
    """Raises BadRequest that names the fields, and nothing of what was in them."""
    try:
        return route.params.model_validate(requests.Envelope.model_validate(body).params)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors(include_input=False)}))
        raise BadRequest(f"That was not understood ({fields}).") from None


def _failed(asked: str, error: EyelineError) -> tuple[int, dict[str, Any]]:
    said = replies.ErrorReply(kind=error.kind, say=error.say).model_dump()
    return error.status, {"id": asked, "client": None, "error": said}


async def _asked(request: Request, kind: type[R]) -> R:
    """An open request's body. Whatever is wrong with it, a stranger is told no more than a refusal."""
    try:
        return kind.model_validate_json(await request.body())
    except (ValueError, RecursionError):
        raise Refused("Refused.") from None


def _extension(origin: str) -> str:
    if "-extension://" not in origin:
        raise Refused("Refused.")
    return origin


async def _plain_error(_request: Request, error: Exception) -> JSONResponse:
    """The one error shape before a session: no more than a refusal, or that the vault is locked."""
    said = error if isinstance(error, EyelineError) else Refused("Refused.")
    return JSONResponse({"error": {"kind": said.kind, "say": said.say}}, said.status)
